"""Calling a meeting off, and moving it to another day, time or place."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.calendars import invitations
from meetings.kind_rules import were_asked
from meetings.models import Meeting
from meetings.states import MEETING_ARROWS, MeetingState, may_move
from meetings.workflow.meeting import free_sequence, leave_address, locked_with_group
from meetings.workflow.roster import fill_attendance
from meetings.workflow.scheduling import follow_move, release
from meetings.workflow.steps import locked, mail, refuse_numbers_in, refuse_numbers_in_head
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Call the meeting off; its page stays and says so, and those invited get a mail that clears their calendars.

    Of a written meeting that is out everybody who was asked is told. Raises StepRefused when it has been held or
    called off already.
    """
    refuse_numbers_in(reason)
    meeting = locked(meeting)
    _refuse_unless_coming(meeting)
    tells, people = invitations.is_told(meeting, at=at), were_asked(meeting, on=timezone.localdate(at))
    meeting.state, meeting.cancelled_reason = MeetingState.CANCELLED, reason
    if tells:
        invitations.bump(meeting)
    fields = ["state", "cancelled_reason", "calendar_sequence"]
    history.save(meeting, by=by, at=at, reason="Inställt", fields=fields)
    release(meeting, by=by, at=at)
    if tells:
        invitations.cancel(meeting)
    mail("written_cancelled", meeting, people)
    return meeting


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    date: date,
    starts_at: time | None,
    ends_at: time | None,
    place: str,
    link: str | None = None,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Meeting:
    """Move the meeting: its old address leads to the new one for ever, the agenda follows, those invited get a mail.

    The attendance list becomes that of the new day; guests and rows that somebody has changed stay. Without ``link``
    that is as it was. Raises StepRefused when the meeting is over, when nothing is new, for a day that has been or is
    outside the life of a group that meets, and for a personal number in the place.
    """
    refuse_numbers_in(reason)
    meeting = locked_with_group(meeting)
    _refuse_unless_coming(meeting)
    if meeting.kind == Meeting.Kind.WRITTEN:
        raise StepRefused("Ett möte per capsulam flyttas inte. Ändra sista dag för svar på sidan för svar.")
    was, former, before = (*_when(meeting), meeting.place, meeting.link), _in_words(meeting), _when(meeting)
    if date != meeting.date and date < timezone.localdate(at):
        raise StepRefused(f"Den {long_date(date)} har redan varit. Välj en dag som kommer.")
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, place
    meeting.link = meeting.link if link is None else link
    if date != meeting.date:
        meeting.date = date
        meeting.sequence = free_sequence(meeting)
    if (*_when(meeting), meeting.place, meeting.link) == was:
        raise StepRefused("Mötet har redan den dagen, tiden och platsen. Ändra något, eller gå tillbaka.")
    _leave(meeting, before[0], reason=reason, by=by, at=at)
    if invitations.is_told(meeting, at=at):
        template = "changed" if _when(meeting) == before else "moved"
        invitations.tell(meeting, template=template, everybody=True, former=former, reason=reason)
    return meeting


def _leave(meeting: Meeting, day: date, *, reason: str, by: User, at: datetime | None) -> None:
    """Save the meeting where it is now; its address, attendance and matters follow from ``day``, which it had."""
    leave_address(meeting, reason=reason, by=by, at=at)
    refuse_numbers_in_head(meeting)
    meeting.revision += 1
    invitations.bump(meeting)
    history.save(meeting, by=by, at=at, reason=f"Flyttat. {reason}".strip())
    fill_attendance(meeting, by=by, at=at)
    if meeting.date != day:
        follow_move(meeting, day, by=by, at=at)


def _refuse_unless_coming(meeting: Meeting) -> None:
    if not may_move(MEETING_ARROWS, meeting.state, MeetingState.CANCELLED):
        now = MeetingState(meeting.state).label.lower()
        raise StepRefused(f"Mötet är redan {now}. Ladda om sidan för att se hur det står till.")


def _when(meeting: Meeting) -> tuple[date, time | None, time | None]:
    return meeting.date, meeting.starts_at, meeting.ends_at


def _in_words(meeting: Meeting) -> str:
    times = f", klockan {meeting.times}" if meeting.times else ""
    return f"den {long_date(meeting.date)}{times}"
