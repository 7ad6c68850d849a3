"""The days on which the demonstration has meetings: such as a group's year would be planned with.

No public holiday and no eve of one, no day in July, at Christmas or New Year; the product's own calendar says which.
"""

from datetime import date, timedelta

from meetings.planning.year import THURSDAY, is_proposable

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def thursday(day: date) -> date:
    """The first Thursday on the day or later when groups meet."""
    found = day + timedelta(days=(THURSDAY - day.weekday()) % 7)
    while not is_proposable(found):
        found += WEEK
    return found


def day_from(day: date) -> date:
    """The day itself if groups meet on it, else the first one after."""
    while not is_proposable(day):
        day += DAY
    return day


def day_until(day: date) -> date:
    """The day itself if groups meet on it, else the last one before."""
    while not is_proposable(day):
        day -= DAY
    return day


def called_off_day(today: date) -> date:
    """The meeting that has been called off: in a week or two, later in the summer and at Christmas."""
    return thursday(today + WEEK)


def agenda_day(today: date) -> date:
    """The meeting whose agenda waits at the chair's: three weeks ahead, and after the one that was called off."""
    return thursday(max(today + 3 * WEEK, called_off_day(today) + WEEK))


def joint_day(today: date) -> date:
    """The joint meeting: five weeks ahead, and after the one whose agenda waits."""
    return thursday(max(today + 5 * WEEK, agenda_day(today) + WEEK))
