"""Who may, with meetings: named predicates that views, admin and commands ask before a step is tried."""

from datetime import date
from typing import Any

from django.utils import timezone

from groups.models import OfficeTerm
from groups.rules import chairs_group, runs_group
from meetings.models import Meeting, MinutesVersion


def may_prepare(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Write, send, call, mark as held and publish: process leader and coordinator of the group."""
    return runs_group(user, meeting.group, on=on)


def may_approve_agenda(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Approve the agenda or send it back: chair and vice chair, who also make up the preparatory group (R5)."""
    return chairs_group(user, meeting.group, on=on)


def may_adjust(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Adjust or send back: who was named when the version was sent, and still chairs the group on the day."""
    named = bool(user.person_id) and version.adjusters.filter(person=user.person_id).exists()
    return named and chairs_group(user, version.meeting.group, on=on)


def adjusters_of(meeting: Meeting, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who are to adjust: every sharing chair; the vice chairs when there is no chair."""
    terms = list(OfficeTerm.objects.on(on or timezone.localdate()).of_group(meeting.group))
    chairs = [term for term in terms if term.office == OfficeTerm.Office.CHAIR]
    return chairs or terms
