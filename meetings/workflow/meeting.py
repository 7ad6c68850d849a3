"""Planning, writing, calling and holding a meeting."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from groups.models import Group, GroupType, User
from meetings.agendas import public
from meetings.calendars import invitations
from meetings.models import Meeting, MeetingMove, StoredDocument
from meetings.rules import groups_of
from meetings.states import MEETING_ARROWS, MeetingState, MinutesState, may_move
from meetings.workflow.roster import fill_attendance
from meetings.workflow.steps import locked, refuse_numbers_in_head
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed, long_date


class EditConflict(StepRefused):
    """Somebody else has saved since the text was opened."""


@transaction.atomic
def plan_meeting(
    meeting: Meeting, *, joint_groups: Sequence[Group] = (), by: User, at: datetime | None = None
) -> Meeting:
    """Save a new meeting, fill its attendance from the roster of its day and invite those on it.

    Raises StepRefused for a day on which the group, or one that it meets with, is not there, and for a personal
    number in what stands on the open page.
    """
    group = Group.objects.select_for_update().get(pk=meeting.group_id)
    for one in (group, *joint_groups):
        refuse_day(one, meeting.date)
    meeting.state = MeetingState.PLANNED
    meeting.sequence = free_sequence(meeting)
    refuse_numbers_in_head(meeting)
    history.save(meeting, by=by, at=at, reason="Planerat")
    if joint_groups:
        _join(meeting, joint_groups, by=by, at=at)
    fill_attendance(meeting, by=by, at=at)
    invitations.invite(meeting, at=at)
    return meeting


@transaction.atomic
def plan_meetings(
    meetings: Sequence[Meeting], *, same_day: Collection[date] = (), by: User, at: datetime | None = None
) -> list[Meeting]:
    """Plan several meetings of one group, all or none. ``same_day`` are the days on which one more is meant to be.

    Raises StepRefused where the group has a meeting that day already, so that a plan sent twice is made once.
    """
    group = Group.objects.select_for_update().get(pk=meetings[0].group_id)
    there = Meeting.objects.filter(group=group).exclude(state=MeetingState.CANCELLED).values_list("date", flat=True)
    if taken := sorted({meeting.date for meeting in meetings} & set(there) - set(same_day)):
        days = listed([long_date(day) for day in taken])
        raise StepRefused(f"{group.code} har redan möte {days}. Ta bort raden, eller välj en annan dag.")
    return [plan_meeting(meeting, by=by, at=at) for meeting in meetings]


def refuse_day(group: Group, day: date) -> None:
    """Raises StepRefused for a day on which the group is not there."""
    if not group.holds_on(day):
        raise StepRefused(f"{group.code} finns inte den {long_date(day)}. Välj en annan dag.")


def _join(meeting: Meeting, groups: Sequence[Group], *, by: User, at: datetime | None) -> None:
    """Say which groups the meeting is held together with; the history knows who did."""
    row: Any = meeting
    row._history_user, row._history_date, row._change_reason = by, at or timezone.now(), "Tillsammans med"
    try:
        meeting.joint_groups.set(groups)
    finally:
        del row._history_user, row._history_date, row._change_reason


def locked_with_group(meeting: Meeting) -> Meeting:
    """The meeting as ``steps.locked`` gives it, its group locked before it: for a step that may give it another day, so
    that two meetings never take the same address.
    """
    Group.objects.select_for_update(no_key=True).get(pk=meeting.group_id)
    return locked(meeting)


def free_sequence(meeting: Meeting) -> int:
    """The number that makes a meeting's address its own on its day: no other meeting has it or has had it.

    Ask with the group locked.
    """
    same_day = Meeting.objects.filter(group=meeting.group_id, date=meeting.date).exclude(pk=meeting.pk)
    left = MeetingMove.objects.filter(meeting__group=meeting.group_id, date=meeting.date).exclude(meeting=meeting.pk)
    last = [rows.aggregate(last=Max("sequence"))["last"] or 0 for rows in (same_day, left)]
    return max(last) + 1


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
    """Record that the text was saved; whoever has the page open from before is told at their next save.

    A new day leaves the old address leading here. Those who have been told of the meeting hear what is new for them
    when nobody has saved for a while. Raises StepRefused for a day on which the group is not there, and for a
    personal number in what stands on the open page.
    """
    meeting.revision += 1
    leave_address(meeting, by=by, at=at)
    refuse_numbers_in_head(meeting)
    history.save(meeting, by=by, at=at, reason="Sparad")
    invitations.follow_later(meeting, by=by, at=at)
    public.promise(meeting)


def leave_address(meeting: Meeting, *, reason: str = "", by: User, at: datetime | None = None) -> None:
    """Before a meeting with a new day is saved: what was its address leads to it from now on.

    Raises StepRefused for a day on which the group, or one that it meets with, is not there, and for a day to come of a
    meeting that has been held.
    """
    old = Meeting.objects.filter(pk=meeting.pk).values("date", "sequence", "starts_at")[0]
    if (old["date"], old["sequence"]) != (meeting.date, meeting.sequence):
        if meeting.correction_open:
            raise StepRefused("Mötets dag ändras inte i en rättelse, för den står i anteckningens adress.")
        if meeting.state == MeetingState.HELD and meeting.date > timezone.localdate(at):
            raise StepRefused(f"Mötet är hållet, och den {long_date(meeting.date)} har inte varit än. Ändra dagen.")
        for group in groups_of(meeting):
            refuse_day(group, meeting.date)
        MeetingMove.objects.create(meeting=meeting, **old, reason=reason, moved_at=at or timezone.now(), moved_by=by)


def refuse_if_closed(meeting: Meeting) -> None:
    """Raises StepRefused when the text must not change: out for adjustment, or adjusted and not being corrected."""
    states = set(meeting.minutes_versions.values_list("state", flat=True))
    if MinutesState.ADJUSTED in states and not meeting.correction_open:
        raise StepRefused("Anteckningen är justerad och ändras inte mer.")
    if MinutesState.OUT in states:
        raise StepRefused("Anteckningen är skickad för justering. Den kan ändras om den skickas tillbaka.")
    if meeting.kind == Meeting.Kind.WRITTEN and meeting.state == MeetingState.CALLED:
        raise StepRefused("Frågan är ute för svar. Texten kan ändras igen när den är avslutad.")


@transaction.atomic
def mark_held(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Mark the meeting as held, on its day at the earliest; an agenda that nobody approved does not hinder it."""
    meeting = locked(meeting)
    _refuse_unless_open(meeting, MeetingState.HELD)
    if meeting.kind == Meeting.Kind.WRITTEN:
        raise StepRefused("Frågan avslutas på sidan för svar. Då görs anteckningen av svaren.")
    if meeting.date > timezone.localdate(at):
        raise StepRefused(f"Mötet är den {long_date(meeting.date)} och kan markeras som hållet först då.")
    _move(meeting, MeetingState.HELD, by=by, at=at, reason="Hållet")
    return meeting


@transaction.atomic
def take_back_held(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """The meeting was marked as held by mistake: it is called or planned again, as it was, and its text stays.

    Raises StepRefused once a note of it has been sent, or something else builds on that it was held.
    """
    meeting = locked(meeting)
    if sentence := why_held_stays(meeting):
        raise StepRefused(sentence)
    _move(meeting, state_before_held(meeting), by=by, at=at, reason="Inte hållet, markerat av misstag")
    return meeting


def state_before_held(meeting: Meeting) -> MeetingState:
    """What a held meeting was before it was marked as held; planned, where the history does not say."""
    rows = meeting.history.exclude(state=MeetingState.HELD).order_by("history_id")
    return MeetingState.CALLED if rows.values_list("state", flat=True).last() == "called" else MeetingState.PLANNED


def why_held_stays(meeting: Meeting) -> str:
    """Why it can't be taken back that the meeting was held, as a sentence; empty when it can."""
    if meeting.kind in {Meeting.Kind.WRITTEN, Meeting.Kind.CHAIR}:
        return "Det här är inget möte som markeras som hållet, så det finns inget att ta tillbaka."
    if not may_move(MEETING_ARROWS, meeting.state, MeetingState.PLANNED):
        return "Mötet är inte markerat som hållet. Ladda om sidan för att se hur det står till."
    if meeting.minutes_versions.exists():
        return "Anteckningen har skickats för justering. Då kan mötet inte längre ändras till inte hållet."
    if meeting.documents.filter(kind=StoredDocument.Kind.NOTE).exists():
        return "Mötet har en uppladdad anteckning. Då kan det inte ändras till inte hållet."
    if meeting.agendas_approved.exists():
        return "En agenda är registrerad som fastställd vid mötet. Då kan det inte ändras till inte hållet."
    if meeting.approvals.exists() or _let_publish(meeting):
        return "Mötet har godkänt en anteckning. Då kan det inte ändras till inte hållet."
    return ""


def _let_publish(meeting: Meeting) -> bool:
    """Whether a note has been published that waited for the meeting to be held."""
    waits = meeting.group.type.publication_moment == GroupType.PublicationMoment.NEXT_MEETING
    return waits and bool(meeting.approves.exclude(publications=None).exists())


def _refuse_unless_open(meeting: Meeting, new: MeetingState) -> None:
    if not may_move(MEETING_ARROWS, meeting.state, new):
        now = MeetingState(meeting.state).label.lower()
        raise StepRefused(f"Mötet är redan {now}. Ladda om sidan för att se hur det står till.")


def _move(meeting: Meeting, new: MeetingState, *, by: User, at: datetime | None, reason: str) -> None:
    meeting.state = new
    history.save(meeting, by=by, at=at, reason=reason, fields=["state"])
