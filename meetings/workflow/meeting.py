"""Planning, writing, calling and holding a meeting."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from groups.models import Group, Membership, OfficeTerm, Person, User
from meetings.models import Attendance, Meeting
from meetings.snapshot import agenda_content
from meetings.states import MEETING_ARROWS, AgendaState, MeetingState, MinutesState, may_move
from meetings.workflow.steps import locked, mail
from samverkan.common import canonical, history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date


class EditConflict(StepRefused):
    """Somebody else has saved since the text was opened."""


@transaction.atomic
def plan_meeting(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Save a new meeting and fill its attendance from the roster of its day."""
    Group.objects.select_for_update().get(pk=meeting.group_id)
    meeting.state = MeetingState.PLANNED
    meeting.sequence = free_sequence(meeting)
    history.save(meeting, by=by, at=at, reason="Planerat")
    prefill_attendance(meeting, by=by, at=at)
    return meeting


def free_sequence(meeting: Meeting) -> int:
    """The number that makes a meeting's address its own on its day. Ask with the group or the meeting locked."""
    same_day = Meeting.objects.filter(group=meeting.group_id, date=meeting.date).exclude(pk=meeting.pk)
    return int(same_day.aggregate(last=Max("sequence"))["last"] or 0) + 1


def prefill_attendance(meeting: Meeting, *, by: User, at: datetime | None = None) -> None:
    """One attendance row for each member of the day who has none, in the capacity they have that day.

    A contact person sits in no meeting, and a substitute is added when the holder of the seat can't come.
    """
    offices = dict(
        OfficeTerm.objects.on(meeting.date).filter(membership__group=meeting.group).values_list("membership", "office")
    )
    apart = [Membership.Role.CONTACT, Membership.Role.SUBSTITUTE]
    roster = Membership.objects.on(meeting.date).filter(group=meeting.group).exclude(role__in=apart).with_people()
    present = set(meeting.attendance.values_list("person", flat=True))
    for position, membership in enumerate(roster, start=len(present) + 1):
        if membership.person_id in present:
            continue
        present.add(membership.person_id)
        row = Attendance(
            meeting=meeting,
            person=membership.person,
            capacity=offices.get(membership.pk, membership.role),
            organisation=membership.organisation,
            title=membership.title,
            position=position,
        )
        history.save(row, by=by, at=at)


@transaction.atomic
def check_out(meeting: Meeting, *, revision: int) -> Meeting:
    """The meeting, locked for saving its text. The caller saves and then calls ``check_in``.

    Raises EditConflict when ``revision`` is not the one that stands, StepRefused when the minutes are out for
    adjustment or adjusted.
    """
    meeting = locked(meeting)
    refuse_if_closed(meeting)
    if meeting.revision != revision:
        raise EditConflict("Någon annan har sparat sedan du öppnade sidan. Din text står kvar här.")
    return meeting


def check_in(meeting: Meeting, *, by: User, at: datetime | None = None) -> None:
    """Record that the text was saved; whoever has the page open from before is told at their next save."""
    meeting.revision += 1
    history.save(meeting, by=by, at=at, reason="Sparad")


def refuse_if_closed(meeting: Meeting) -> None:
    """Raises StepRefused when the text must not change: out for adjustment, or adjusted."""
    states = set(meeting.minutes_versions.values_list("state", flat=True))
    if MinutesState.ADJUSTED in states:
        raise StepRefused("Anteckningen är justerad och ändras inte mer.")
    if MinutesState.OUT in states:
        raise StepRefused("Anteckningen är skickad för justering. Den kan ändras om den skickas tillbaka.")


@transaction.atomic
def call(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Call the meeting with its approved agenda: each member gets a mail."""
    meeting = locked(meeting)
    latest = meeting.agenda_versions.order_by("number").last()
    _refuse_unless_open(meeting, MeetingState.CALLED)
    if latest is None or latest.state != AgendaState.APPROVED:
        raise StepRefused("Agendan är inte fastställd än. Skicka den till ordföranden först.")
    if latest.content != canonical.dumps(agenda_content(meeting)):
        raise StepRefused("Agendan har ändrats sedan den fastställdes. Skicka den till ordföranden igen.")
    _move(meeting, MeetingState.CALLED, by=by, at=at, reason="Kallat")
    day = timezone.localdate(at)
    members = Person.objects.filter(memberships__in=Membership.objects.on(day).filter(group=meeting.group))
    mail("call", meeting, members.distinct())
    return meeting


@transaction.atomic
def mark_held(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Mark the meeting as held, on its day at the earliest; an agenda that nobody approved does not hinder it."""
    meeting = locked(meeting)
    _refuse_unless_open(meeting, MeetingState.HELD)
    if meeting.date > timezone.localdate(at):
        raise StepRefused(f"Mötet är den {long_date(meeting.date)} och kan markeras som hållet först då.")
    _move(meeting, MeetingState.HELD, by=by, at=at, reason="Hållet")
    return meeting


def _refuse_unless_open(meeting: Meeting, new: MeetingState) -> None:
    if not may_move(MEETING_ARROWS, meeting.state, new):
        now = MeetingState(meeting.state).label.lower()
        raise StepRefused(f"Mötet är redan {now}. Ladda om sidan för att se hur det står till.")


def _move(meeting: Meeting, new: MeetingState, *, by: User, at: datetime | None, reason: str) -> None:
    meeting.state = new
    history.save(meeting, by=by, at=at, reason=reason, fields=["state"])
