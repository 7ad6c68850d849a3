"""Dates and times in the writings that notes use."""

from datetime import date, time

import pytest

from meetings.importing import when


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-11-19", date(2019, 11, 19)),
        ("20201124", date(2020, 11, 24)),
        ("24-09-16", date(2024, 9, 16)),
        ("24.12.06", date(2024, 12, 6)),
        ("150309", date(2015, 3, 9)),
        ("13 juni 2023", date(2023, 6, 13)),
        ("2 September 2021", date(2021, 9, 2)),
        ("den 24 februari 2025", date(2025, 2, 24)),
        ("Torsdagen den 8 februari 2018", date(2018, 2, 8)),
        ("22-23 sep 2015", date(2015, 9, 22)),
        ("8/4 2023", date(2023, 4, 8)),
        ("2020-05-08 15:00-16:00", date(2020, 5, 8)),
        ("2021-XX-XX", None),
        ("2021-02-30", None),
        ("14 juni", None),
        ("kl. 10.12-13.30", None),
        ("RS 2024-00784", None),
        ("", None),
    ],
)
def test_a_full_date_is_read(text: str, day: date | None) -> None:
    assert when.first_date(text, short=True) == day


def test_several_dates_come_in_the_order_of_the_text() -> None:
    found = when.dates_in("3 maj 2024, flyttat från 2024-04-26")
    assert [hit.date for hit in found] == [date(2024, 5, 3), date(2024, 4, 26)]


@pytest.mark.parametrize(
    ("text", "after", "day"),
    [
        ("2026-06-04", date(2026, 4, 23), date(2026, 6, 4)),
        ("14 juni kl 13-15", date(2026, 4, 23), date(2026, 6, 14)),
        ("29/1", date(2025, 11, 3), date(2026, 1, 29)),
        ("14 juni", None, None),
        ("meddelas senare", date(2026, 4, 23), None),
    ],
)
def test_a_coming_meeting_without_year_is_the_first_such_day(text: str, after: date | None, day: date | None) -> None:
    assert when.next_date(text, after=after) == day


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Kl. 13:30-16:30", time(13, 30), time(16, 30)),
        ("13.00–14.30", time(13), time(14, 30)),
        ("13:15 – 15:20", time(13, 15), time(15, 20)),
        ("15-16:30", time(15), time(16, 30)),
        ("15-16:0", time(15), time(16)),
        ("08:30-12.00", time(8, 30), time(12)),
        ("2020-05-08 15:00-16:00", time(15), time(16)),
        ("13.15", time(13, 15), None),
        ("24-09-16", None, None),
        ("10-12", None, None),
        ("27:00-28:00", None, None),
    ],
)
def test_times_are_read(text: str, starts: time | None, ends: time | None) -> None:
    assert when.times_in(text) == (starts, ends)


@pytest.mark.parametrize(("text", "hours"), [("kl.8-9", (8, 9)), ("10-12", (10, 12)), ("kl 13-15", (13, 15))])
def test_bare_hours_are_a_time_where_one_is_promised(text: str, hours: tuple[int, int]) -> None:
    assert when.times_in(text, bare=True) == (time(hours[0]), time(hours[1]))


def test_a_heading_loses_its_date_and_time() -> None:
    assert when.without_when("NOSAM Ekhagen, torsdagen den 8 februari 2018 kl. 13-15") == "NOSAM Ekhagen"
