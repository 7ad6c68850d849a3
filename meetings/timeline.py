"""What has happened to a matter, in words, read from its history."""

from dataclasses import dataclass
from datetime import datetime

from meetings.models import Matter
from meetings.states import MatterState


@dataclass(frozen=True)
class Event:
    """One step: what was done, by whom and when, and what was said with it."""

    what: str
    who: str
    at: datetime
    text: str
    state: str


#: The states whose reason or answer was given with the step that led there.
_SAYS_WHY = {MatterState.SENT_BACK, MatterState.BACK_AGAIN, MatterState.WITHDRAWN}


def timeline_of(matter: Matter) -> list[Event]:
    """Every step, the oldest first: one query however many there are."""
    rows = matter.history.select_related("history_user__person").order_by("history_date", "history_id")
    events: list[Event] = []
    before = None
    for row in rows:
        text = ""
        if row.answer and (before is None or row.answer != before.answer):
            text = row.answer
        elif row.state in _SAYS_WHY and (before is None or row.state != before.state):
            text = row.reason
        who = row.history_user.get_full_name() if row.history_user else ""
        what = row.history_change_reason or "Ändrad"
        events.append(Event(what, who, row.history_date, text, row.state))
        before = row
    return events
