"""Sending the minutes for adjustment, adjusting them, sending them back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import gate, sealing, signals
from meetings.models import Adjuster, ContactChoice, Meeting, MinutesVersion, Verdict
from meetings.rules import adjusters_of
from meetings.snapshot import minutes_content
from meetings.states import MINUTES_ARROWS, MeetingState, MinutesState, may_move
from meetings.workflow.meeting import refuse_if_closed
from meetings.workflow.steps import locked, mail, refuse_at_gate, unprintable
from samverkan.common import canonical, history, outbox
from samverkan.common.refusals import NotAllowed, StepRefused


@transaction.atomic
def send_minutes(
    meeting: Meeting, *, by: User, at: datetime | None = None, choices: Mapping[str, str] | None = None
) -> MinutesVersion:
    """Freeze the text, name the adjusters and send it to them; what they see is what they adjust.

    ``choices`` says of contact details in the text whether to ``keep`` or ``mask`` them; they are recorded in
    the same transaction, so that both happen or neither.
    """
    meeting = locked(meeting)
    at = at or timezone.now()
    if meeting.state != MeetingState.HELD:
        raise StepRefused("Markera mötet som hållet innan anteckningen skickas för justering.")
    refuse_if_closed(meeting)
    _settle_contacts(meeting, choices or {}, by=by, at=at)
    content = minutes_content(meeting)
    refuse_at_gate(meeting, [*gate.problems(content), *unprintable(content)])
    terms = adjusters_of(meeting, on=timezone.localdate(at))
    if not any(User.objects.filter(person=term.membership.person_id, is_active=True).exists() for term in terms):
        raise StepRefused("Gruppen har ingen ordförande med konto som kan justera i dag. Registrera en först.")
    text = canonical.dumps(content)
    version = MinutesVersion(
        meeting=meeting,
        number=1,
        sending=meeting.minutes_versions.count() + 1,
        content=text,
        content_sha256=canonical.sha256(text),
        sent_at=at,
        sent_by=by,
    )
    history.save(version, by=by, at=at, reason="Skickad för justering")
    people = {term.membership.person: term for term in terms}
    for person, term in people.items():
        Adjuster.objects.create(version=version, person=person, role=term.get_office_display())
    mail("minutes_to_adjust", meeting, people)
    return version


def _settle_contacts(meeting: Meeting, choices: Mapping[str, str], *, by: User, at: datetime) -> None:
    made = {row.value.lower(): row for row in meeting.contact_choices.all()}
    for value, choice in choices.items():
        row = made.get(value.lower()) or ContactChoice(meeting=meeting, value=value)
        if row.choice != choice:
            row.choice = choice
            history.save(row, by=by, at=at, reason="Vald vid utskick")


@transaction.atomic
def take_back(version: MinutesVersion, *, by: User, at: datetime | None = None) -> MinutesVersion:
    """Take minutes that are out for adjustment back to be changed: the secretariat's own return, with no verdict."""
    locked(version.meeting)
    version = MinutesVersion.objects.select_related("meeting__group").get(pk=version.pk)
    if not may_move(MINUTES_ARROWS, version.state, MinutesState.RETURNED):
        raise StepRefused(f"Anteckningen är redan {version.get_state_display().lower()} och kan inte tas tillbaka.")
    version.state = MinutesState.RETURNED
    history.save(version, by=by, at=at, reason="Tagen tillbaka", fields=["state"])
    return version


@transaction.atomic
def adjust(version: MinutesVersion, *, by: User, at: datetime | None = None) -> MinutesVersion:
    """Adjust the minutes: number the outcomes, seal the version, announce it, and promise its PDF.

    From here on the row never changes; a decision in the register exists for each outcome.
    """
    at = at or timezone.now()
    version = _give_verdict(version, Verdict.Kind.ADJUSTED, comment="", by=by, at=at)
    sealing.seal(version, at=at)
    version.state, version.adjusted_at = MinutesState.ADJUSTED, at
    history.save(version, by=by, at=at, reason="Justerad", fields=["state", "adjusted_at", "seal", "sha256"])
    signals.minutes_adjusted.send(sender=MinutesVersion, version=version, by=by, at=at)
    outbox.add("meetings.render", version=version.pk)
    if version.sent_by.person:
        mail("minutes_adjusted", version.meeting, [version.sent_by.person])
    return version


@transaction.atomic
def return_minutes(version: MinutesVersion, *, comment: str, by: User, at: datetime | None = None) -> MinutesVersion:
    """Send the minutes back with a comment; the text can be changed and sent again."""
    if not comment.strip():
        raise StepRefused("Skriv vad som behöver ändras innan du skickar tillbaka.")
    at = at or timezone.now()
    version = _give_verdict(version, Verdict.Kind.RETURNED, comment=comment.strip(), by=by, at=at)
    version.state = MinutesState.RETURNED
    history.save(version, by=by, at=at, reason="Tillbaka", fields=["state"])
    if version.sent_by.person:
        mail("minutes_returned", version.meeting, [version.sent_by.person], comment=comment.strip())
    return version


def _give_verdict(
    version: MinutesVersion, kind: Verdict.Kind, *, comment: str, by: User, at: datetime
) -> MinutesVersion:
    locked(version.meeting)
    version = MinutesVersion.objects.select_related("meeting__group", "sent_by__person").get(pk=version.pk)
    new = MinutesState.ADJUSTED if kind == Verdict.Kind.ADJUSTED else MinutesState.RETURNED
    if not may_move(MINUTES_ARROWS, version.state, new):
        done = "justerad" if version.state == MinutesState.ADJUSTED else "skickad tillbaka"
        raise StepRefused(f"Anteckningen är redan {done}.")
    adjuster = version.adjusters.filter(person=by.person_id).first() if by.person_id else None
    if adjuster is None:
        raise NotAllowed("Du är inte justerare av den här anteckningen.")
    history.save(Verdict(adjuster=adjuster, kind=kind, comment=comment, given_at=at, given_by=by), by=by, at=at)
    return version
