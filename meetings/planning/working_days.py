"""Days when people work in Sweden: no Saturdays and Sundays, no public holidays, no midsummer's, Christmas or New
Year's eve.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
#: The month when most people are on leave: no meeting is proposed in it, and none has to be prepared in it.
JULY = 7
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@lru_cache(maxsize=64)
def holidays_of(year: int) -> dict[date, str]:
    """Day → its Swedish name, for every public holiday and eve of the year when nobody works."""
    categories = (holidays.PUBLIC, holidays.DE_FACTO)
    return dict(
        holidays.country_holidays("SE", years=year, include_sundays=False, categories=categories, language="sv")
    )


def holiday_on(day: date) -> str:
    """``Långfredagen``; empty on a day that is none."""
    return holidays_of(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not holiday_on(day)


def working_day_before(day: date) -> date:
    """The day itself if people work on it, else the nearest one before when they do."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date) -> date:
    """The day itself if people work on it, else the nearest one after when they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
