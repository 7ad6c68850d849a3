"""Organisations that are not represented: a seat long vacant, or a holder who keeps missing meetings (R11).

It is told to those who chair or run the group (``rules.may_see_representation``) and never shown in public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from groups.models import Group, Membership, Seat
from meetings.calendars.invitations import GATHERINGS
from meetings.kinds import Presence
from meetings.models import Attendance, Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import listed, long_date

#: A seat may be vacant so long before it is told.
PATIENCE = timedelta(days=90)
#: So many meetings running.
MISSED = 3
#: How far back meetings are looked at; the groups that meet most seldom do so twice a year.
BACK = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Gap:
    """A seat that is not represented: vacant, or held by one who has been away. ``since`` is the first such day."""

    kind: str
    seat: Seat
    holder: Membership | None
    since: date
    sentence: str


def gaps(group: Group, *, on: date) -> list[Gap]:
    """The gaps of one group on the day, in the order of its seats."""
    return gaps_of([group], on=on)[group.pk]


def gaps_of(groups: Iterable[Group], *, on: date) -> dict[int, list[Gap]]:
    """Group's key → its gaps on the day, for every group given; as many queries for many groups as for one."""
    listed = list(groups)
    seats = list(Seat.objects.on(on).filter(group__in=[group for group in listed if group.holds_on(on)]))
    rows = Membership.objects.filter(seat__in=seats, starts__lte=on).exclude(role=Membership.Role.SUBSTITUTE)
    held: dict[int, list[Membership]] = {}
    for row in rows.select_related("person", "organisation").order_by("starts"):
        held.setdefault(row.seat_id, []).append(row)
    holders = [row for rows in held.values() for row in rows if row.holds_on(on)]
    missed = _missed(listed, holders, on)
    found: dict[int, list[Gap]] = {group.pk: [] for group in listed}
    for seat in sorted(seats, key=lambda seat: seat.position):
        if gap := _gap(seat, held.get(seat.pk, []), missed, on):
            found[seat.group_id].append(gap)
    return found


type _Missed = dict[tuple[int, int], list[tuple[date, bool]]]


def _gap(seat: Seat, memberships: list[Membership], missed: _Missed, on: date) -> Gap | None:
    holder = next((row for row in memberships if row.holds_on(on)), None)
    if holder is None:
        since = max([seat.starts, *(row.ends for row in memberships if row.ends)])
        said = f"{seat.label}: platsen har varit vakant sedan {long_date(since)}."
        return Gap("vacant", seat, None, since, said) if on - since > PATIENCE else None
    own = [row for row in memberships if row.person_id == holder.person_id]
    meetings = missed.get((seat.group_id, holder.person_id), [])
    latest = [(day, away) for day, away in meetings if any(row.holds_on(day) for row in own)][:MISSED]
    if len(latest) < MISSED or not all(away for _, away in latest):
        return None
    days = [day for day, _ in reversed(latest)]
    return Gap("absent", seat, holder, days[0], _absence(seat, holder, days))


def _absence(seat: Seat, holder: Membership, days: list[date]) -> str:
    place = holder.organisation.brief if holder.organisation else seat.label
    return (
        f"{holder.person}, {place}, har inte varit med på de tre senaste mötena: "
        f"{listed([long_date(day) for day in days])}."
    )


def _missed(groups: list[Group], holders: list[Membership], on: date) -> _Missed:
    """Group and person → the held meetings that the person is listed at, the latest first: its day, and if away."""
    if not holders:
        return {}
    held = Meeting.objects.filter(state=MeetingState.HELD, kind__in=GATHERINGS)
    meetings = held.filter(date__lte=on, date__gt=on - BACK)
    keys, people = {group.pk for group in groups}, {row.person_id for row in holders}
    rows = Attendance.objects.filter(meeting__in=meetings, person__in=people).order_by(
        "-meeting__date", "-meeting__sequence"
    )
    said = rows.values_list(
        "meeting__group", "meeting__joint_groups", "person", "meeting", "meeting__date", "state"
    )  # fmt: skip
    found: dict[tuple[int, int], dict[int, tuple[date, bool]]] = {}
    for host, joint, person, meeting, day, state in said:
        for group in {host, joint} & keys:
            found.setdefault((group, person), {})[meeting] = day, state != Presence.PRESENT
    return {key: list(days.values()) for key, days in found.items()}
