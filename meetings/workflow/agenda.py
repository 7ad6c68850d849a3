"""Sending the agenda, approving it, sending it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.models import AgendaVersion, Meeting
from meetings.rules import adjusters_of
from meetings.snapshot import agenda_content
from meetings.states import AGENDA_ARROWS, AgendaState, MeetingState, may_move
from meetings.workflow.steps import locked, mail
from samverkan.common import canonical, history
from samverkan.common.refusals import StepRefused


@transaction.atomic
def send_agenda(meeting: Meeting, *, by: User, at: datetime | None = None) -> AgendaVersion:
    """Send the agenda to the chairs as the next numbered version; they get a mail."""
    meeting = locked(meeting)
    at = at or timezone.now()
    if meeting.state != MeetingState.PLANNED:
        raise StepRefused("Agendan kan skickas så länge mötet är planerat. Nu är det senare än så.")
    latest = meeting.agenda_versions.order_by("number").last()
    if latest and latest.state == AgendaState.SENT:
        raise StepRefused("Agendan ligger redan hos ordföranden. Vänta på svar.")
    if not meeting.items.exists():
        raise StepRefused("Agendan har inga punkter. Lägg till minst en punkt först.")
    content = canonical.dumps(agenda_content(meeting))
    if latest and latest.state == AgendaState.APPROVED and latest.content == content:
        raise StepRefused("Agendan är redan fastställd och har inte ändrats sedan dess.")
    chairs = adjusters_of(meeting, on=timezone.localdate(at))
    if not chairs:
        raise StepRefused("Gruppen har ingen ordförande i dag. Registrera en ordförande först.")
    version = AgendaVersion(
        meeting=meeting,
        number=latest.number + 1 if latest else 1,
        content=content,
        content_sha256=canonical.sha256(content),
        sent_at=at,
        sent_by=by,
    )
    history.save(version, by=by, at=at, reason="Skickad")
    mail("agenda_to_approve", meeting, [term.membership.person for term in chairs])
    return version


@transaction.atomic
def approve_agenda(version: AgendaVersion, *, by: User, at: datetime | None = None) -> AgendaVersion:
    """Approve the version exactly as it was sent; the meeting can then be called."""
    return _decide_agenda(version, AgendaState.APPROVED, comment="", by=by, at=at)


@transaction.atomic
def return_agenda(version: AgendaVersion, *, comment: str, by: User, at: datetime | None = None) -> AgendaVersion:
    """Send the agenda back; the comment says what to change and reaches whoever sent it."""
    if not comment.strip():
        raise StepRefused("Skriv vad som behöver ändras innan du skickar tillbaka.")
    return _decide_agenda(version, AgendaState.RETURNED, comment=comment.strip(), by=by, at=at)


def _decide_agenda(
    version: AgendaVersion, new: AgendaState, *, comment: str, by: User, at: datetime | None
) -> AgendaVersion:
    locked(version.meeting)
    version = AgendaVersion.objects.select_related("meeting__group").get(pk=version.pk)
    if not may_move(AGENDA_ARROWS, version.state, new):
        raise StepRefused(f"Agendan är redan besvarad: {version.get_state_display().lower()}.")
    version.state, version.comment = new, comment
    version.decided_at, version.decided_by = at or timezone.now(), by
    history.save(version, by=by, at=at, reason=new.label, fields=["state", "comment", "decided_at", "decided_by"])
    if version.sent_by.person:
        mail(f"agenda_{new.value}", version.meeting, [version.sent_by.person], comment=comment)
    return version
