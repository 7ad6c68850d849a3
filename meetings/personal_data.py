"""What meetings hold about a person, and what happens to it when two rows turn out to be one person."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from groups import signals
from groups.models import Person, User
from groups.personal_data import Holdings, acts, mentions, naming
from groups.workflow.people import repoint
from meetings.models import (
    AgendaItem,
    AgendaVersion,
    Attendance,
    Consultation,
    Consulted,
    Handover,
    Matter,
    Meeting,
    MinutesVersion,
    Outcome,
    OutcomeTask,
    StandingItem,
)
from samverkan.common import history

#: Long texts that are somebody's own words.
WORDS = (
    "minutescomment.text", "verdict.comment", "agendaversion.comment", "matter.description", "matter.wished_decision",
    "handover.note", "handover.in_line", "consultation.question", "consulted.text",
)  # fmt: skip
PLACES = (
    (MinutesVersion, ("content", "seal")),
    (AgendaVersion, ("content",)),
    (AgendaItem, ("title", "background", "information", "questions", "dialog", "proposed_decision")),
    (Outcome, ("text",)),
    (OutcomeTask, ("owner", "text")),
    (Matter, ("title", "description", "wished_decision", "answer", "reason")),
    (StandingItem, ("title", "information")),
    (Handover, ("note", "in_line", "reason")),
    (Consultation, ("question",)),
    (Consulted, ("name", "text", "signed")),
)


@receiver(signals.personal_data_asked)
def tell(sender: Any, person: Person, **kwargs: Any) -> Holdings:
    """Attendance, notes taken, items presented, agendas and minutes sent, decided or adjusted, and texts."""
    return {**naming(person, "meetings", texts=WORDS), **acts(person, "meetings"), **mentions(person, PLACES)}


@receiver(signals.person_merged)
def move(sender: Any, person: Person, into: Person, by: User, at: datetime | None, **kwargs: Any) -> None:
    """The rows of meetings name the person who is left; whoever has such a meeting open is told at the next save."""
    reason = f"Samma person som {into.name} ({into.slug})"
    moved = repoint("meetings", person, into, by=by, at=at, reason=reason)
    touched = {row.pk for row in moved if isinstance(row, Meeting)}
    touched |= {row.meeting_id for row in moved if isinstance(row, Attendance | AgendaItem)}
    for meeting in Meeting.objects.select_for_update().filter(pk__in=touched).order_by("pk"):
        meeting.revision += 1
        history.save(meeting, by=by, at=at, reason=reason, fields=["revision"])
