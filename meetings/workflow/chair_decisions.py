"""A decision that the chair takes alone, where the mandate in force leaves it to the chair (R6).

It is a held meeting with one item and one outcome; its record is the ordinary one, adjusted by the chair alone. The
seed uppdragshandling-samordningsrad-vuxenpsykiatri-2026.txt lets the chair decide on regional routines.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks

from groups.models import Group, User
from meetings.kind_rules import deciding_chairs
from meetings.kinds import CHAIR_KINDS, Capacity, Purpose
from meetings.models import AgendaItem, Attendance, Meeting, MinutesVersion, Outcome
from meetings.states import MeetingState
from meetings.workflow.meeting import check_in, free_sequence, refuse_day, refuse_if_closed
from meetings.workflow.minutes import send_minutes
from meetings.workflow.steps import locked, refuse_outside_mandate
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as it is written for the chair: plain text. ``kind`` is one of ``CHAIR_KINDS``."""

    title: str
    background: str
    kind: str
    text: str


@transaction.atomic
def draft_decision(group: Group, draft: Draft, *, by: User, at: datetime | None = None) -> Meeting:
    """Write a decision for the chair to take; nothing is decided yet.

    Raises StepRefused, with the rule named, where the mandate in force does not leave it to the chair.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    group = Group.objects.select_for_update(of=("self",)).select_related("type", "area").get(pk=group.pk)
    refuse_day(group, today)
    meeting = Meeting(group=group, kind=Meeting.Kind.CHAIR, date=today, state=MeetingState.HELD)
    refuse_outside_mandate(meeting, on=today)
    chairs = deciding_chairs(group, on=today)
    if not chairs:
        raise StepRefused("Gruppen har ingen ordförande i dag. Registrera en ordförande först.")
    meeting.sequence = free_sequence(meeting)
    history.save(meeting, by=by, at=at, reason="Förslag till ordförandebeslut")
    for position, term in enumerate(chairs, start=1):
        row = term.membership
        present = Attendance(
            meeting=meeting, person=row.person, capacity=Capacity.CHAIR, organisation=row.organisation,
            title=row.title, position=position,
        )  # fmt: skip
        history.save(present, by=by, at=at)
    item = AgendaItem(meeting=meeting, number=1, purpose=Purpose.DECISION)
    _write(item, Outcome(anchoring=False), draft, by=by, at=at)
    return meeting


@transaction.atomic
def change_decision(meeting: Meeting, draft: Draft, *, by: User, at: datetime | None = None) -> Meeting:
    """Write the decision anew, until it is with the chair."""
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_other_kinds(meeting)
    refuse_if_closed(meeting)
    item = meeting.items.order_by("number").first() or AgendaItem(meeting=meeting, number=1, purpose=Purpose.DECISION)
    outcome = (item.outcomes.first() if item.pk else None) or Outcome(anchoring=False)
    _write(item, outcome, draft, by=by, at=at)
    check_in(meeting, by=by, at=at)
    return meeting


def _write(item: AgendaItem, outcome: Outcome, draft: Draft, *, by: User, at: datetime) -> None:
    if draft.kind not in CHAIR_KINDS:
        raise StepRefused("Välj ett slag av beslut som ordföranden kan ta ensam.")
    item.title, item.information = draft.title, clean(linebreaks(draft.background.strip(), autoescape=True))
    history.save(item, by=by, at=at)
    outcome.item, outcome.kind, outcome.text = item, draft.kind, draft.text
    history.save(outcome, by=by, at=at)


@transaction.atomic
def ask_the_chair(meeting: Meeting, *, by: User, at: datetime | None = None) -> MinutesVersion:
    """Freeze the decision and lay it before the chair, who takes it by adjusting it or sends it back."""
    meeting = locked(meeting)
    at = at or timezone.now()
    _refuse_other_kinds(meeting)
    refuse_outside_mandate(meeting, on=timezone.localdate(at))
    return send_minutes(meeting, by=by, at=at)


def _refuse_other_kinds(meeting: Meeting) -> None:
    if meeting.kind != Meeting.Kind.CHAIR:
        raise StepRefused("Det här är inget ordförandebeslut.")
