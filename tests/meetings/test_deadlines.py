"""The dates that a meeting brings with it, and the days when nobody works."""

from datetime import date

import pytest

from groups.models import DeadlineRule
from meetings.models import Meeting
from meetings.planning.deadlines import Deadlines, count_from, deadlines_by_meeting, deadlines_of
from meetings.planning.working_days import holiday_on, is_working_day, working_day_before
from tests.factories import make_group, make_group_type, make_meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
        (date(2027, 6, 25), "Midsommarafton"),
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2027, 6, 6), "Nationaldagen"),
    ],
)
def test_nobody_works_on_a_public_holiday_or_its_eve(day: date, name: str) -> None:
    assert (is_working_day(day), holiday_on(day)) == (False, name)


def test_a_sunday_is_no_working_day_and_no_holiday() -> None:
    assert (is_working_day(date(2026, 11, 22)), holiday_on(date(2026, 11, 22))) == (False, "")


def test_the_working_day_before_easter_monday_is_the_thursday() -> None:
    assert working_day_before(date(2027, 3, 29)) == date(2027, 3, 25)


def meeting_on(day: date, **fields: object) -> Meeting:
    return make_meeting(make_group("lgs", **fields), date=day, items=0)


def test_without_a_rule_the_dates_are_those_that_a_new_rule_starts_with() -> None:
    assert deadlines_of(meeting_on(date(2027, 2, 11))) == Deadlines(
        matters=date(2027, 1, 14),
        preparation=date(2027, 1, 21),
        dispatch=date(2027, 1, 28),
        papers=date(2027, 2, 4),
        adjustment=date(2027, 2, 25),
    )


def test_a_group_counts_by_its_own_rule_else_by_that_of_its_type() -> None:
    kind = make_group_type("ledningsgrupp")
    DeadlineRule.objects.create(type=kind, matters=30, preparation=20, dispatch=10, papers=5, adjustment=10)
    typed, own = make_group("a", type=kind), make_group("b", type=kind)
    DeadlineRule.objects.create(group=own, matters=8, preparation=7, dispatch=7, papers=1, adjustment=3)
    meetings = [make_meeting(group, date=date(2027, 2, 11), items=0) for group in (typed, own)]
    days = [deadlines.dispatch for _, deadlines in deadlines_by_meeting(meetings)]
    assert days == [date(2027, 2, 1), date(2027, 2, 4)]


def test_a_date_that_falls_on_a_holiday_is_moved_to_the_working_day_before() -> None:
    """A fortnight before 9 April 2027 is Good Friday."""
    assert deadlines_of(meeting_on(date(2027, 4, 9))).dispatch == date(2027, 3, 25)


def test_what_falls_in_july_before_a_meeting_in_august_is_moved_to_the_last_working_day_of_june() -> None:
    """Counted are 7, 14, 21 and 28 July; the last of June 2027 is a Wednesday."""
    deadlines = deadlines_of(meeting_on(date(2027, 8, 4)))
    assert deadlines == Deadlines(
        matters=date(2027, 6, 30),
        preparation=date(2027, 6, 30),
        dispatch=date(2027, 6, 30),
        papers=date(2027, 6, 30),
        adjustment=date(2027, 8, 18),
    )
    assert [row.moved_from for row in deadlines.rows] == [
        date(2027, 7, 7), date(2027, 7, 14), date(2027, 7, 21), date(2027, 7, 28), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "papers"),
    [
        (date(2028, 8, 2), date(2028, 6, 30)),  # counted 26 July; the last of June is a Friday
        (date(2029, 8, 2), date(2029, 6, 29)),  # the last of June is a Saturday
        (date(2027, 8, 8), date(2027, 8, 2)),  # counted Sunday 1 August: only the weekend would have led to July
        (date(2026, 8, 8), date(2026, 8, 3)),  # counted Saturday 1 August
        (date(2026, 8, 7), date(2026, 6, 30)),  # counted Friday 31 July
        (date(2027, 8, 9), date(2027, 8, 2)),
        (date(2027, 7, 8), date(2027, 7, 1)),  # who meets in July works in July
    ],
)
def test_july_is_left_by_way_of_the_last_working_day_before_it(day: date, papers: date) -> None:
    assert deadlines_of(meeting_on(day)).papers == papers


def test_a_weekend_in_august_does_not_move_a_date_past_the_meeting() -> None:
    """A day before Sunday 2 August 2026 is a Saturday, and the working day after it is later than the meeting."""
    found = count_from(date(2026, 8, 2), DeadlineRule(papers=1))
    assert (found.papers, found.moved_from["papers"]) == (date(2026, 8, 2), date(2026, 8, 1))


def test_what_is_adjusted_after_the_meeting_may_be_so_in_july() -> None:
    assert deadlines_of(meeting_on(date(2027, 6, 17))).adjustment == date(2027, 7, 1)


def test_what_falls_at_easter_is_moved_to_maundy_thursday() -> None:
    """Easter Day 2027 is 28 March. A week before 2 April is Good Friday, a week before 5 April is Easter Monday."""
    after, later = count_from(date(2027, 4, 2), DeadlineRule()), count_from(date(2027, 4, 5), DeadlineRule())
    assert (after.papers, later.papers) == (date(2027, 3, 25), date(2027, 3, 25))
    assert after.moved_from == {"papers": date(2027, 3, 26)}
    assert later.moved_from == {"papers": date(2027, 3, 29)}


def test_the_next_date_is_the_first_that_has_not_passed() -> None:
    deadlines = deadlines_of(meeting_on(date(2027, 2, 11)))
    following = deadlines.next_on(date(2027, 1, 22))
    assert following is not None
    assert (following.label, following.day) == ("Kallelsen skickas", date(2027, 1, 28))
    assert deadlines.next_on(date(2027, 3, 1)) is None


@pytest.mark.parametrize("count", [1, 5])
def test_the_dates_of_many_meetings_take_one_query(count: int, django_assert_num_queries: object) -> None:
    meetings = [make_meeting(make_group(f"g{number}"), items=0) for number in range(count)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        deadlines_by_meeting(meetings)
