"""The attendance list before the meeting: those who are in the group on its day, in the capacity they have then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groups.models import Group, Membership, OfficeTerm, User
from meetings.calendars import invitations
from meetings.kinds import Capacity, Presence
from meetings.models import Attendance, Meeting
from meetings.workflow.steps import locked
from samverkan.common import history

#: A contact person sits in no meeting, and a substitute is added when the holder of the seat can't come.
APART = (Membership.Role.CONTACT, Membership.Role.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person of the roster and what the attendance list says of them."""

    person: int
    capacity: str
    organisation: int | None
    title: str


def roster_of(meeting: Meeting) -> list[Seat]:
    """Those who are called to the meeting, each once: the host group's first, then those of the groups it meets with.

    The chairs are those of the host group; who chairs a group that it meets with takes part as what they are there.
    """
    terms = OfficeTerm.objects.on(meeting.date).filter(membership__group=meeting.group_id)
    offices = dict(terms.values_list("membership", "office"))
    found: dict[int, Seat] = {}
    for group in (meeting.group, *meeting.joint_groups.all()):
        for row in _memberships(group, meeting):
            seat = Seat(row.person_id, offices.get(row.pk, row.role), row.organisation_id, row.title)
            found.setdefault(row.person_id, seat)
    return list(found.values())


def _memberships(group: Group, meeting: Meeting) -> Any:
    return Membership.objects.on(meeting.date).filter(group=group).exclude(role__in=APART).with_people()


def prefill_attendance(
    meeting: Meeting, *, but: Collection[int] = (), by: User | None, at: datetime | None = None
) -> None:
    """One attendance row for each member of the day who has none, in the capacity they have that day.

    ``but`` are people who get none.
    """
    present = set(meeting.attendance.values_list("person", flat=True))
    for position, seat in enumerate(roster_of(meeting), start=len(present) + 1):
        if seat.person not in present and seat.person not in but:
            row = Attendance(meeting=meeting, person_id=seat.person, position=position, **_values(seat))
            history.save(row, by=by, at=at)


def refill_attendance(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> None:
    """Make the list that of the meeting's day anew. Guests stay, so does every row that somebody has changed, and
    whom somebody has taken off the list stays off it.
    """
    roster = {seat.person: seat for seat in roster_of(meeting)}
    for row in _as_prefilled(meeting):
        seat = roster.get(row.person_id)
        if seat is None:
            _remove(row, by=by, at=at)
        elif changed := [name for name, value in _values(seat).items() if getattr(row, name) != value]:
            for name in changed:
                setattr(row, name, _values(seat)[name])
            history.save(row, by=by, at=at, reason=_REASON, fields=changed)
    taken_off = Attendance.history.filter(meeting=meeting.pk, history_type="-").exclude(history_change_reason=_REASON)
    prefill_attendance(meeting, but=set(taken_off.values_list("person", flat=True)), by=by, at=at)


_REASON = "Efter gruppens sammansättning"


@transaction.atomic
def follow_roster(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> bool:
    """Let the list of a meeting to come follow who has joined and left the group; whether anybody has.

    Who has joined is invited, who has left gets a cancellation.
    """
    meeting = locked(meeting)
    if not invitations.is_told(meeting, at=at):
        return False
    before = set(meeting.attendance.values_list("person", flat=True))
    refill_attendance(meeting, by=by, at=at)
    if before == set(meeting.attendance.values_list("person", flat=True)):
        return False
    meeting.revision += 1
    history.save(meeting, by=by, at=at, reason=_REASON, fields=["revision"])
    invitations.follow_list(meeting)
    return True


def _values(seat: Seat) -> dict[str, Any]:
    return {"capacity": seat.capacity, "organisation_id": seat.organisation, "title": seat.title}


def _as_prefilled(meeting: Meeting) -> list[Attendance]:
    """The rows that nobody has touched: no guests, and no history but that of filling in."""
    by_hand = Attendance.history.filter(meeting=meeting.pk, history_type="~").exclude(history_change_reason=_REASON)
    rows = meeting.attendance.exclude(pk__in=by_hand.values("id")).exclude(capacity=Capacity.GUEST)
    return list(rows.filter(state=Presence.PRESENT, remark="", is_remote=False, from_item=None, to_item=None))


def written_by_hand(meeting: Meeting) -> list[Attendance]:
    """The rows that say something which the filling in did not: guests, who was away, who came late."""
    prefilled = {row.pk for row in _as_prefilled(meeting)}
    return [row for row in meeting.attendance.all() if row.pk not in prefilled]


def _remove(row: Attendance, *, by: User | None, at: datetime | None) -> None:
    gone: Any = row
    gone._history_user, gone._history_date, gone._change_reason = by, at or timezone.now(), _REASON
    gone.delete()
