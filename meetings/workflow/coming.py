"""Saying that one can't come to a meeting, or can after all: one's own row of the attendance, before the meeting."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.mail import chairs_of, secretariat_of
from groups.models import User
from meetings.calendars import invitations
from meetings.invited import CAN_COME, CAN_NOT_COME
from meetings.kinds import Presence
from meetings.models import Attendance, Meeting
from meetings.rules import may_say_if_coming
from meetings.states import MeetingState
from meetings.workflow.roster import fill_attendance
from meetings.workflow.steps import locked
from samverkan.common import history, outbox
from samverkan.common.refusals import NotAllowed, StepRefused

NOT_LISTED = "Det här säger den som står på mötets närvarolista, för egen del."


@transaction.atomic
def say_if_coming(meeting: Meeting, *, comes: bool, by: User, at: datetime | None = None) -> Attendance:
    """Set the own row of whoever acts to present or apologies; nobody says it for somebody else.

    Those who run the group get a mail, once for each answer however often it is changed; where nobody does, its
    chairs. Whoever has the meeting open keeps it: only the same row, changed there too, is a conflict. What is said
    already is left as it is. Raises StepRefused when the meeting is over, called off, or none that people come to.
    """
    meeting = locked(meeting)
    if sentence := why_not_said(meeting, at=at):
        raise StepRefused(sentence)
    if not may_say_if_coming(by, meeting):
        raise NotAllowed(NOT_LISTED)
    if not meeting.attendance.filter(person=by.person_id).exists():  # joined since the list was filled
        fill_attendance(meeting, by=by, at=at)
    row: Attendance = meeting.attendance.select_related("person").get(person=by.person_id)
    state = Presence.PRESENT if comes else Presence.APOLOGIES
    if row.state == state:
        return row
    row.state, reason = state, CAN_COME if comes else CAN_NOT_COME
    history.save(row, by=by, at=at, reason=reason, fields=["state"])
    meeting.revision += 1
    history.save(meeting, by=by, at=at, reason=reason, fields=["revision"])
    _tell(meeting, row, comes=comes, at=at)
    return row


def why_not_said(meeting: Meeting, *, at: datetime | None = None) -> str:
    """Why nobody can say any more if they come, as a sentence; empty when it is time."""
    if meeting.state not in invitations.COMING:
        return f"Mötet är {MeetingState(meeting.state).label.lower()}. Be processledaren om närvaron ska ändras."
    if not invitations.is_told(meeting, at=at):
        return "Det här säger man före ett möte som hålls. Be processledaren om närvaron ska ändras."
    return ""


def _tell(meeting: Meeting, row: Attendance, *, comes: bool, at: datetime | None) -> None:
    """That somebody comes after all is news only to who was told that they don't."""
    day, who, word = timezone.localdate(at), row.person, "kommer" if comes else "kommer-inte"
    people = secretariat_of(meeting.group, on=day) or chairs_of(meeting.group, on=day)
    for person in people:
        if person.pk != who.pk:
            outbox.add_once(
                f"{word}:{meeting.pk}:{meeting.date}:{who.pk}:{person.pk}", "meetings.mail", template="not_coming",
                meeting=meeting.pk, person=person.pk, context={"who": who.name, "comes": "ja" if comes else ""},
            )  # fmt: skip
