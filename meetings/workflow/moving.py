"""Calling a meeting off, and moving it to another day, time or place."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.calendars import invitations
from meetings.models import Meeting
from meetings.states import MEETING_ARROWS, MeetingState, may_move
from meetings.workflow.meeting import free_sequence, leave_address
from meetings.workflow.roster import refill_attendance
from meetings.workflow.scheduling import follow_move, release
from meetings.workflow.steps import locked, refuse_numbers_in
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Call the meeting off; its page stays and says so, and those invited get a mail that clears their calendars.

    Raises StepRefused when it has been held or called off already.
    """
    refuse_numbers_in(reason)
    meeting = locked(meeting)
    _refuse_unless_coming(meeting)
    tells = invitations.is_told(meeting, at=at)
    meeting.state, meeting.cancelled_reason = MeetingState.CANCELLED, reason
    if tells:
        invitations.bump(meeting)
    fields = ["state", "cancelled_reason", "calendar_sequence"]
    history.save(meeting, by=by, at=at, reason="Inställt", fields=fields)
    release(meeting, by=by, at=at)
    if tells:
        invitations.cancel(meeting)
    return meeting


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    date: date,
    starts_at: time | None,
    ends_at: time | None,
    place: str,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Meeting:
    """Move the meeting: its old address leads to the new one for ever, the agenda follows, those invited get a mail.

    The attendance list becomes that of the new day; guests and rows that somebody has changed stay. Raises
    StepRefused when the meeting is over, when nothing is new, and for a day that has been or is outside the life
    of the group.
    """
    refuse_numbers_in(place, reason)
    meeting = locked(meeting)
    _refuse_unless_coming(meeting)
    if meeting.kind == Meeting.Kind.WRITTEN:
        raise StepRefused("Ett möte per capsulam flyttas inte. Ändra sista dag för svar på sidan för svar.")
    was, former, day_before = _when(meeting), _in_words(meeting), meeting.date
    if date != meeting.date and date < timezone.localdate(at):
        raise StepRefused(f"Den {long_date(date)} har redan varit. Välj en dag som kommer.")
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, place
    if date != meeting.date:
        meeting.date = date
        meeting.sequence = free_sequence(meeting)
    if _when(meeting) == was:
        raise StepRefused("Mötet har redan den dagen, tiden och platsen. Ändra något, eller gå tillbaka.")
    leave_address(meeting, reason=reason, by=by, at=at)
    meeting.revision += 1
    invitations.bump(meeting)
    history.save(meeting, by=by, at=at, reason=f"Flyttat. {reason}".strip())
    refill_attendance(meeting, by=by, at=at)
    if meeting.date != day_before:
        follow_move(meeting, day_before, by=by, at=at)
    if invitations.is_told(meeting, at=at):
        invitations.send_update(meeting, template="moved", former=former, reason=reason)
    return meeting


def _refuse_unless_coming(meeting: Meeting) -> None:
    if not may_move(MEETING_ARROWS, meeting.state, MeetingState.CANCELLED):
        now = MeetingState(meeting.state).label.lower()
        raise StepRefused(f"Mötet är redan {now}. Ladda om sidan för att se hur det står till.")


def _when(meeting: Meeting) -> tuple[object, ...]:
    return meeting.date, meeting.starts_at, meeting.ends_at, meeting.place


def _in_words(meeting: Meeting) -> str:
    times = f", klockan {meeting.times}" if meeting.times else ""
    return f"den {long_date(meeting.date)}{times}"
