"""The running clock of an agenda: when each item is taken up, counted from the meeting's start.

Whatever says so asks here: the editor, the agenda's files, the calendar. ``static/js/admin/clock.js`` follows the
same rule while somebody writes.
"""

from collections.abc import Sequence
from datetime import time

DAY = 24 * 60

#: When an item begins and when it ends, in minutes after midnight of the meeting's day.
type Span = tuple[int, int]


def minute_of(moment: time) -> int:
    """The minute of the day."""
    return moment.hour * 60 + moment.minute


def spans(starts: time, lengths: Sequence[int | None]) -> list[Span]:
    """Each item's span, in the order of the items, from the meeting's start and the minutes of each.

    An item without minutes takes none from those after it. No item takes more than a day.
    """
    found, at = list[Span](), minute_of(starts)
    for length in lengths:
        begins, at = at, at + min(length or 0, DAY)
        found.append((begins, at))
    return found


def in_words(span: Span) -> str:
    """``13.30–13.40``, or ``13.40`` for an item without minutes; what comes after midnight begins at 00.00 again."""
    begins, ends = span
    return hour(begins) if begins == ends else f"{hour(begins)}–{hour(ends)}"


def hour(minute: int) -> str:
    """The minute of a day as a clock shows it."""
    return f"{minute % DAY // 60:02}.{minute % 60:02}"
