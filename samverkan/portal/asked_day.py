"""Which day a page about a group is to show: the one in the address, or today."""

from dataclasses import dataclass
from datetime import date

from groups.models import Group
from samverkan.common.days import UNREADABLE, day_in
from samverkan.common.swedish import long_date


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The day to show, and a sentence when that is not the day that was asked for."""

    day: date
    fault: str = ""
    is_unreadable: bool = False


def asked_day(text: str, group: Group, *, today: date) -> AskedDay:
    """The day that ``text`` says, if it can be read and the group was there; today otherwise, and without a text."""
    if not text:
        return AskedDay(today)
    day = day_in(text)
    if day is None:
        return AskedDay(today, UNREADABLE, is_unreadable=True)
    if day < group.starts:
        return AskedDay(today, f"Gruppen fanns inte den {long_date(day)}. Den började {long_date(group.starts)}.")
    if group.last_day and day > group.last_day:
        return AskedDay(
            today, f"Gruppen finns inte den {long_date(day)}. Dess sista dag är {long_date(group.last_day)}."
        )
    return AskedDay(day)
