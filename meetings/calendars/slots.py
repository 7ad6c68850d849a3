"""When each presenter of a meeting is wanted: from its start, counted with the minutes of the items before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from meetings.clock import minute_of, spans
from meetings.models import AgendaItem, Meeting

#: The length, in minutes, of a presentation whose minutes nobody has written, in a meeting without an end.
SHORT = 15
#: The last minute of a day.
MIDNIGHT = 23 * 60 + 59
#: Stands in a calendar for the title of an item that is withheld.
WITHHELD = "Publiceras inte"


@dataclass(frozen=True, slots=True)
class Slot:
    """A presenter's own time. ``title`` is for the presenter, ``open_title`` what a calendar may say."""

    item: int
    number: int
    title: str
    open_title: str
    person: int
    starts: time
    ends: time


def summary_of(meeting: Meeting, number: int, open_title: str) -> str:
    """What a calendar shows of a presenter's own time: ``LGS: punkt 2, Rutin för utskrivning``."""
    return f"{meeting.group.code}: punkt {number}, {open_title}"


def own_item(meeting: Meeting) -> str:
    """What a calendar shows of it when the agenda says no more, or not yet openly, what the item is."""
    return f"{meeting.group.code}: din punkt"


def open_title_of(item: AgendaItem) -> str:
    return WITHHELD if item.is_withheld else item.title


def presenter_slots(meeting: Meeting, items: Iterable[AgendaItem] | None = None) -> list[Slot]:
    """The time of each presenter, in the order of the agenda; none for a meeting without a time.

    An item without minutes takes no time from those after it, and lasts until the meeting ends. No slot goes past
    midnight. ``items`` are all those of the meeting by number, for a caller who has them.
    """
    if meeting.starts_at is None:
        return []
    found = AgendaItem.objects.filter(meeting=meeting).order_by("number") if items is None else items
    slots, items = [], list(found)
    close = minute_of(meeting.ends_at) if meeting.ends_at else minute_of(meeting.starts_at) + SHORT
    for item, (begins, over) in zip(items, spans(meeting.starts_at, [row.minutes for row in items]), strict=True):
        starts = min(begins, MIDNIGHT - 1)
        ends = max(min(over, MIDNIGHT) if item.minutes else close, starts + 1)
        if item.presenter_id:
            times = _time(starts), _time(ends)
            slots.append(Slot(item.pk, item.number, item.title, open_title_of(item), item.presenter_id, *times))
    return slots


def _time(minute: int) -> time:
    return time(*divmod(min(minute, MIDNIGHT), 60))
