"""A chair's word that some digits in a note or an agenda are no personal number."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings import gate
from meetings.models import Meeting, NotPersonalNumber
from meetings.reading import variant_of
from meetings.snapshot import agenda_content, minutes_content
from meetings.states import MeetingState, MinutesState
from meetings.workflow.steps import locked
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

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

    Raises StepRefused without a reason, or when no such digits stand in the note or the agenda.
    """
    meeting = locked(meeting)
    if not reason.strip():
        raise StepRefused("Skriv vad siffrorna är i stället.")
    number = next((row for row in numbers_to_judge(meeting) if fingerprint in row.fingerprints(meeting)), None)
    if number is None:
        raise StepRefused("Siffrorna finns inte kvar i texten. Ladda om sidan.")
    ruling: NotPersonalNumber = NotPersonalNumber.objects.create(
        meeting=meeting,
        fingerprint=number.fingerprint(meeting),
        shown=number.shown,
        reason=reason.strip()[:LONGEST_RULING],
        ruled_at=at or timezone.now(),
        ruled_by=by,
    )
    return ruling


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
