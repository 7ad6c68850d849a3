"""The attendance list before the meeting: those who are in the group on its day, in the capacity they have then."""

from datetime import datetime

from django.db import transaction

from groups.models import User
from meetings.calendars import invitations
from meetings.invited import FOLLOWS, Seat, difference_of
from meetings.models import Attendance, Meeting
from meetings.workflow.steps import locked
from samverkan.common import history, outbox
from samverkan.common.models import OutboxMessage


def fill_attendance(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> bool:
    """Make the list that of the roster of the meeting's day; whether anybody has come or gone.

    Guests stay, so does every row that somebody has added or changed, and whom somebody has taken off stays off.
    """
    difference = difference_of(meeting)
    for row in difference.gone:
        history.remove(row, by=by, at=at, reason=FOLLOWS)
    for row, seat in difference.other:
        for name, value in seat.values.items():
            setattr(row, name, value)
        history.save(row, by=by, at=at, reason=FOLLOWS, fields=list(seat.values))
    _add(meeting, difference.new, by=by, at=at)
    return bool(difference.gone or difference.new)


def _add(meeting: Meeting, seats: list[Seat], *, by: User | None, at: datetime | None) -> None:
    for position, seat in enumerate(seats, start=meeting.attendance.count() + 1):
        row = Attendance(meeting=meeting, person_id=seat.person, position=position, **seat.values)
        history.save(row, by=by, at=at, reason=FOLLOWS)


@transaction.atomic
def follow_roster(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> bool:
    """Let the list of a meeting to come follow who has joined and left the group, and the calendars what is new.

    Who has joined is invited, who has left gets a cancellation, and presenters have the time that the agenda gives
    them now. Whether anything was new. Nothing happens once the meeting has begun.
    """
    meeting = locked(meeting)
    if not invitations.is_followed(meeting, at=at):
        return False
    is_new = fill_attendance(meeting, by=by, at=at)
    if is_new:
        meeting.revision += 1
        history.save(meeting, by=by, at=at, reason=FOLLOWS, fields=["revision"])
    return invitations.follow(meeting, by=by, at=at) or is_new


@outbox.handles(invitations.FOLLOW)
def follow(message: OutboxMessage) -> None:
    """What was saved some minutes ago reaches the calendars, unless somebody has saved again since."""
    meeting = Meeting.objects.filter(pk=message.payload["meeting"]).first()
    if meeting is not None and not invitations.waits_longer(message):
        follow_roster(meeting, by=User.objects.filter(pk=message.payload["by"]).first())
