"""What is followed up on an agenda: the list that its item is built with, whether that still stands, and how far each
has come.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from meetings import signals
from meetings.models import AgendaItem, Meeting, OutcomeTask
from meetings.states import AgendaState, MeetingState
from samverkan.common.swedish import long_date

#: What the apps above follow up, when they do: more than the tasks of the last meeting.
COMMITMENTS = "Uppföljning av åtaganden"
#: Why the history row of an item was written that was built, and of one whose list was rewritten since.
BUILT = "Från agendabygget"
REFRESHED = "Listan över åtaganden uppdaterad"
_NONE_OPEN = "<p>Inga åtaganden är öppna.</p>"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """Something that somebody is to do, as it stands on an agenda; a task says the same."""

    owner: str
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody has come with what they are to do, for those inside; ``on`` is the day of the last report."""

    owner: str
    text: str
    state: str
    report: str
    on: date | None

    @property
    def said(self) -> str:
        return _said(self)


@dataclass(frozen=True, slots=True)
class Outdated:
    """An item whose list is another by now: what it would say, and of how many."""

    item: AgendaItem
    text: str
    count: int


def listed_tasks(tasks: Sequence[OutcomeTask | FollowedUp]) -> str:
    """The tasks as a list of rich text: who, unless the text begins with it, what and when."""
    lines = []
    for task in tasks:
        due = f" Klart senast {long_date(task.due)}." if task.due else ""
        said = html.escape(f"{_said(task).rstrip('.')}.{due}", quote=False)
        lines.append(f"<li><p>{said}</p></li>")
    return f"<ul>{''.join(lines)}</ul>"


def _said(task: OutcomeTask | FollowedUp | Standing) -> str:
    """Who, unless the text begins with it, and what."""
    is_said = task.text.casefold().startswith(task.owner.casefold())
    return task.text if is_said else f"{task.owner}: {task.text}"


def answers_for(meeting: Meeting) -> list[tuple[list[FollowedUp], str]]:
    """What the apps above follow up at the meeting, and where it is reported; empty when none does."""
    sent: Any = signals.follow_up_asked.send(sender=Meeting, meeting=meeting)
    return [answer for _, answer in sent if answer]


def words_of(rows: Sequence[FollowedUp], url: str) -> str:
    """The text of the item: the list, and the way to where each reports."""
    address = html.escape(settings.SITE_URL + url)
    link = f'<p><a href="{address}">Den som har ett åtagande rapporterar i Samverkan</a>.</p>'
    return (listed_tasks(rows) if rows else _NONE_OPEN) + link


def item_among(items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The item that follows up commitments."""
    return next((item for item in items if " ".join(item.title.split()).casefold() == COMMITMENTS.casefold()), None)


def outdated_in(meeting: Meeting) -> Outdated | None:
    """The item, when its list no longer says what is open and may be rewritten: the agenda is a draft, and nobody has
    written in the text since it was built.
    """
    item = item_among(meeting.items.all())
    if item is None or not _is_draft(meeting) or not _is_as_built(item):
        return None
    for rows, url in answers_for(meeting):
        text = words_of(rows, url)
        return Outdated(item, text, len(rows)) if text != item.information else None
    return None


def standings_in(meeting: Meeting, *, since: date | None) -> list[Standing]:
    """How far each has come with what is followed up at the meeting, and with what was settled ``since`` that day."""
    sent: Any = signals.follow_up_standing_asked.send(sender=Meeting, meeting=meeting, since=since)
    return [row for _, rows in sent for row in rows]


def _is_draft(meeting: Meeting) -> bool:
    """Whether the agenda is still written: neither with the chair nor approved, of a meeting that has not been."""
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CALLED}:
        return False
    latest = meeting.agenda_versions.order_by("number").values_list("state", flat=True).last()
    return latest not in {AgendaState.SENT, AgendaState.APPROVED}


def _is_as_built(item: AgendaItem) -> bool:
    built = Q(history_type="+", history_change_reason=BUILT) | Q(history_change_reason=REFRESHED)
    return bool(item.history.filter(built, information=item.information).exists())
