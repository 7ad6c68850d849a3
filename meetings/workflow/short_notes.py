"""*Kortinfo*: a few lines from a meeting, open at once, marked as not adjusted and gone when the note is published."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import gate
from meetings.calendars.invitations import GATHERINGS
from meetings.models import Meeting, ShortNote
from meetings.states import MeetingState
from meetings.workflow.steps import locked
from samverkan.common import history
from samverkan.common.refusals import StepRefused

LONGEST = 2000


@transaction.atomic
def save_short_note(meeting: Meeting, *, text: str, by: User, at: datetime | None = None) -> ShortNote:
    """Show the text on the meeting's open page at once, instead of the one before if there is one.

    Raises StepRefused where the group publishes none, before the meeting's day, once the note is published, and for
    a text that holds a personal number or contact details. Both stop it hard: the text is a few lines and is written
    otherwise sooner than it is judged. Digits that a chair has judged in the note pass here too.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    text = text.replace("\r\n", "\n").strip()
    if sentence := why_no_short_note(meeting, on=timezone.localdate(at)):
        raise StepRefused(sentence)
    if sentence := why_not_open(meeting, text):
        raise StepRefused(sentence)
    row = ShortNote.objects.filter(meeting=meeting).first() or ShortNote(meeting=meeting)
    if row.pk and row.text == text and row.closed_at is None:
        return row
    reason = "Ändrad" if row.pk and row.closed_at is None else "Publicerad"
    row.text, row.published_at, row.published_by, row.closed_at = text, at, by, None
    history.save(row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def remove_short_note(meeting: Meeting, *, by: User, at: datetime | None = None) -> ShortNote:
    """Take the text off the open site; what it said stays in the history."""
    meeting = locked(meeting)
    row = ShortNote.objects.filter(meeting=meeting, closed_at=None).first()
    if row is None:
        raise StepRefused("Mötet har ingen kortinfo som visas.")
    row.closed_at = at or timezone.now()
    history.save(row, by=by, at=at, reason="Borttagen", fields=["closed_at"])
    return row


def why_no_short_note(meeting: Meeting, *, on: date) -> str:
    """Why the meeting can't have a short note on the day, as a sentence; empty when it can."""
    group = meeting.group
    if not group.type.publishes_short_notes:
        return "Gruppen publicerar ingen kortinfo."
    if not group.publishes_minutes:
        return "Gruppens anteckningar visas inte öppet, och därför inte heller någon kortinfo."
    if meeting.kind not in GATHERINGS:
        return "Kortinfo skrivs från ett möte där gruppen har träffats."
    if meeting.state == MeetingState.CANCELLED:
        return "Mötet är inställt."
    if meeting.date > on:
        return "Kortinfo skrivs när mötet har varit."
    if meeting.publications.exists():
        return "Anteckningen är redan publicerad. Den ersätter kortinfon."
    return ""


def why_not_open(meeting: Meeting, text: str) -> str:
    """Why a text can't be shown to everyone as it is, as a sentence; empty when it can."""
    if not text.strip():
        return "Skriv vad du vill berätta från mötet."
    if len(text) > LONGEST:
        return f"Kortinfo kan vara högst {LONGEST} tecken. Korta texten."
    said = [("kortinfon", reading) for reading in gate.readings(text, rich=False)]
    if numbers := gate.unsettled_in(meeting, said):
        return f"{numbers[0].shown} ser ut som ett personnummer. Skriv texten utan de siffrorna."
    if contacts := gate.contacts_in(text):
        return f"Texten visas öppet. Ta bort kontaktuppgifterna: {', '.join(contacts)}."
    return ""
