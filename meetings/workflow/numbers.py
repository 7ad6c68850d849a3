"""A chair's word that some digits in a note or an agenda are no personal number."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import gate
from meetings.models import Meeting, NotPersonalNumber
from meetings.questions import TEMPLATE, asked_at, question_key
from meetings.reading import variant_of
from meetings.snapshot import agenda_content, minutes_content
from meetings.states import MeetingState, MinutesState
from meetings.workflow.steps import chairs_to_ask, locked, refuse_digits_in_ruling
from samverkan.common import outbox
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed

LONGEST_RULING = 200


def numbers_to_judge(meeting: Meeting) -> list[gate.PersonalNumber]:
    """What stops the meeting's agenda, until the meeting is held, or its note: in the text that is written, out for
    adjustment or to be published.
    """
    return gate.unsettled_numbers(meeting, _at_stake(meeting))


@transaction.atomic
def rule_not_personal(
    meeting: Meeting, fingerprint: str, *, reason: str, by: User, at: datetime | None = None
) -> NotPersonalNumber:
    """Record that the digits with the fingerprint are no personal number, and what they are instead.

    Raises StepRefused without a reason, for one with such digits in it, or when none stand in the note or the agenda.
    """
    meeting = locked(meeting)
    if not reason.strip():
        raise StepRefused("Skriv vad siffrorna är i stället.")
    refuse_digits_in_ruling(reason)
    number = next((row for row in numbers_to_judge(meeting) if fingerprint in row.fingerprints(meeting)), None)
    if number is None:
        raise StepRefused("Siffrorna finns inte kvar i texten. Ladda om sidan.")
    ruling: NotPersonalNumber = NotPersonalNumber.objects.create(
        meeting=meeting,
        fingerprint=number.fingerprint(meeting),
        shown=number.shown,
        place=listed(number.places),
        reason=reason.strip()[:LONGEST_RULING],
        ruled_at=at or timezone.now(),
        ruled_by=by,
    )
    return ruling


@transaction.atomic
def ask_about_numbers(meeting: Meeting, *, by: User) -> int:
    """Ask the chairs by mail whether the digits that stop the text are personal numbers; how many are asked now.

    Each chair is asked once about the same digits. Raises StepRefused when nothing stops the text, nobody can be
    asked, or everybody has been.
    """
    meeting = locked(meeting)
    numbers, people = numbers_to_judge(meeting), chairs_to_ask(meeting)
    if not numbers:
        raise StepRefused("Inget i texten behöver avgöras. Ladda om sidan.")
    if not people:
        raise StepRefused("Gruppen har ingen ordförande i dag. Registrera en ordförande först.")
    fingerprints = [number.fingerprint(meeting) for number in numbers]
    context = {"by": by.get_full_name(), "numbers": [str(number) for number in numbers]}
    asked = [
        outbox.add_once(
            question_key(meeting.pk, person.pk, fingerprints), "meetings.mail",
            template=TEMPLATE, meeting=meeting.pk, person=person.pk, context=context, fingerprints=fingerprints,
        )
        for person in people
    ]  # fmt: skip
    if not any(asked):
        raise StepRefused("Ordföranden är redan tillfrågad. Du ser på mötets sida när texten kan skickas.")
    return sum(asked)


def numbers_asked_at(meeting: Meeting, numbers: list[gate.PersonalNumber]) -> datetime | None:
    """When the chairs of today were asked about these digits; None when they have not been."""
    people = [person.pk for person in chairs_to_ask(meeting)]
    return asked_at(meeting.pk, people, [number.fingerprint(meeting) for number in numbers])


def _at_stake(meeting: Meeting) -> Json:
    if meeting.state in {MeetingState.PLANNED, MeetingState.CALLED}:
        written = minutes_content(meeting)
        return {**written, "items": [*written["items"], *agenda_content(meeting)["items"]]}
    latest = meeting.minutes_versions.order_by("number", "sending").last()
    if latest is None or latest.state == MinutesState.RETURNED or meeting.correction_open:
        return minutes_content(meeting)
    if latest.state == MinutesState.ADJUSTED:
        return variant_of(latest)
    content: Json = json.loads(latest.content)
    return content
