"""How an adjusted note came to be approved by a group that holds no later meeting, registered so that it can be
published.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.models import Person, User
from meetings.models import LateApproval, Meeting
from meetings.rules import offices_of
from meetings.states import MinutesState
from meetings.workflow.approval import is_approved_without_meeting, meets_no_more, why_not_published_yet
from meetings.workflow.evidence import keep_evidence, refuse_source
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.refusals import NotAllowed, StepRefused
from samverkan.common.uploads import Checked

EXAMPLE = "ledamöterna har godkänt via e-post 30 april 2026"


def why_not_registered(meeting: Meeting, *, on: date) -> str:
    """Why there is no approval to register on the day, as a sentence; empty when there is."""
    if is_approved_without_meeting(meeting):
        return "Det är redan registrerat hur anteckningen godkändes."
    if not meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).exists():
        return "Anteckningen är inte justerad än."
    if not why_not_published_yet(meeting):
        return "Anteckningen väntar inte på att godkännas."
    if not meets_no_more(meeting, on=on):
        return "Gruppen har ett senare möte. Ange att det godkänner anteckningen."
    return ""


def people_of(meeting: Meeting, *, on: date) -> list[Person]:
    """Whose word it can be: those who chair the group on the day; when it has ended those who did last."""
    return list(dict.fromkeys(term.membership.person for term in offices_of(meeting.group, on=on)))


def keep_approval(row: LateApproval, *, by: User, at: datetime) -> LateApproval:
    """Write who has approved a note, inside the step that registers it."""
    row.registered_at, row.registered_by = at, by
    history.save(row, by=by, at=at, reason="Godkännandet registrerat")
    return row


@transaction.atomic
def register_approval(
    meeting: Meeting,
    *,
    person: Person,
    day: date,
    source: str,
    by: User,
    file: Checked | None = None,
    at: datetime | None = None,
) -> LateApproval:
    """Register who has said that the note is approved, on which day, and where; ``source`` is read by everyone.

    ``file`` shows what was said, and is kept inside. Nobody registers their own word.
    """
    meeting, at = locked(meeting), at or timezone.now()
    today = timezone.localdate(at)
    if by.person_id == person.pk:
        raise NotAllowed("Du kan inte registrera ditt eget besked.")
    if person not in people_of(meeting, on=today):
        raise NotAllowed(f"{person} leder inte gruppen.")
    if sentence := why_not_registered(meeting, on=today):
        raise StepRefused(sentence)
    if not meeting.date <= day <= today:
        raise StepRefused("Välj en dag från mötet till i dag.")
    refuse_source(source, example=EXAMPLE, beside="anteckningen")
    evidence = keep_evidence(meeting, file, at=at)
    row = LateApproval(meeting=meeting, person=person, approved_on=day, source=source.strip(), evidence=evidence)
    return keep_approval(row, by=by, at=at)
