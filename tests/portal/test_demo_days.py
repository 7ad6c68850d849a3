"""No meeting of the demonstration falls on a day when people are off, whichever day it is built on."""

from datetime import date, timedelta
from typing import Any

import pytest

from meetings.models import Meeting
from meetings.planning.working_days import holiday_on, is_working_day
from samverkan.portal import demo
from samverkan.portal.demo.days import agenda_day, called_off_day, day_from, day_until, joint_day, thursday

CHRISTMAS_EVE, MIDSUMMER_EVE = date(2026, 12, 24), date(2027, 6, 25)
ALL_DAYS = [date(2026, 6, 8) + timedelta(days=count) for count in range(6 * 366)]


def is_off(day: date) -> bool:
    """A public holiday as the product's calendar has it, one of the three eves, the week's end, or July."""
    eves = {(12, 24), (12, 31)}
    midsummer = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return (
        bool(holiday_on(day)) or not is_working_day(day) or (day.month, day.day) in eves or midsummer or day.month == 7
    )


def test_the_days_that_people_are_off() -> None:
    assert [CHRISTMAS_EVE.weekday(), MIDSUMMER_EVE.weekday(), is_off(CHRISTMAS_EVE), is_off(MIDSUMMER_EVE)] == [
        3, 4, True, True,
    ]  # fmt: skip
    assert (is_off(date(2026, 12, 31)), is_off(date(2027, 5, 6)), is_off(date(2026, 12, 17))) == (True, True, False)


@pytest.mark.parametrize("rule", [called_off_day, agenda_day, joint_day, day_from, day_until, thursday])
def test_no_day_that_is_chosen_is_one_of_them(rule: Any) -> None:
    assert [day for day in ALL_DAYS if is_off(rule(day))] == []


def test_the_meetings_ahead_are_on_thursdays_in_their_order() -> None:
    for today in ALL_DAYS:
        days = [called_off_day(today), agenda_day(today), joint_day(today)]
        assert {day.weekday() for day in days} == {3}
        assert today < days[0] < days[1] < days[2]


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 5, 30), date(2027, 7, 10)])
def test_no_meeting_of_the_demonstration_is_on_one(transactional_db: Any, settings: Any, today: date) -> None:
    settings.IS_DEMO = True
    demo.rebuild(today=today)
    days = sorted(Meeting.objects.values_list("date", flat=True))
    assert len(days) == 7
    assert [day for day in days if is_off(day)] == []
