"""Who is invited to a meeting: one answer for invitations, updates, cancellations, the call and the pages that count.

It is the attendance list: the roster of the meeting's day, with whom somebody has added by hand and without whom
somebody has taken off. Guests are on it; a presenter who is not has a time of their own only (``calendars.slots``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from groups.mail import address_of
from groups.models import Membership, OfficeTerm, Person
from meetings.kinds import Capacity, Presence
from meetings.models import Attendance, Meeting

#: A contact person sits in no meeting, and a substitute is added when the holder of the seat can't come.
APART = (Membership.Role.CONTACT, Membership.Role.SUBSTITUTE)
#: The reasons in the history of a row: it followed the roster, or somebody added it in the editor.
FOLLOWS, ADDED = "Efter gruppens sammansättning", "Tillagd"
#: The reasons when somebody has said of themselves whether they come.
CAN_COME, CAN_NOT_COME = "Kan komma", "Kan inte komma"


@dataclass(frozen=True, slots=True)
class Seat:
    """A person of the roster and what the attendance list says of them."""

    person: int
    capacity: str
    organisation: int | None
    title: str

    @property
    def values(self) -> dict[str, Any]:
        """The fields of an attendance row that follow the roster."""
        return {"capacity": self.capacity, "organisation_id": self.organisation, "title": self.title}

    def is_told_by(self, row: Attendance) -> bool:
        """Whether the row of the list says what the roster says."""
        return all(getattr(row, name) == value for name, value in self.values.items())


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done with the list for it to be that of the roster.

    ``gone`` are rows of those who are in the group no more, ``other`` rows that say something else than the roster,
    ``new`` people who have no row.
    """

    gone: list[Attendance]
    other: list[tuple[Attendance, Seat]]
    new: list[Seat]


def invited(meeting: Meeting) -> QuerySet[Person]:
    """Those who are invited to a meeting to come, by name; also who has joined since the list was last filled."""
    difference = difference_of(meeting)
    keys = set(meeting.attendance.values_list("person", flat=True)) - {row.person_id for row in difference.gone}
    keys |= {seat.person for seat in difference.new}
    return Person.objects.filter(pk__in=keys).select_related("user").order_by("name", "pk")


def invited_by_name(person: Person) -> QuerySet[Attendance]:
    """The rows that invite the person to meetings of groups that need not be theirs: as a guest, or added by hand."""
    added = Attendance.history.filter(person=person.pk, history_change_reason=ADDED).values("id")
    return Attendance.objects.filter(Q(capacity=Capacity.GUEST) | Q(pk__in=added), person=person)


def reached(meeting: Meeting) -> list[Person]:
    """Those invited who have an address."""
    return [person for person in invited(meeting) if address_of(person)]


def in_numbers(meetings: Iterable[Meeting]) -> str:
    """How many of those invited to the meetings mail reaches, each counted once: *3 personer*, *3 av 26 personer; 23
    saknar adress i portalen*.
    """
    people = {person.pk: person for meeting in meetings for person in invited(meeting)}.values()
    told = sum(1 for person in people if address_of(person))
    if told == len(people):
        return "1 person" if told == 1 else f"{told} personer"
    return f"{told} av {len(people)} personer; {len(people) - told} saknar adress i portalen"


def difference_of(meeting: Meeting) -> Difference:
    """How the list differs from the roster of the meeting's day.

    Guests stay, so does every row that somebody has added or changed, and whom somebody has taken off stays off.
    """
    roster = {seat.person: seat for seat in roster_of(meeting)}
    prefilled = _prefilled(meeting)
    taken_off = Attendance.history.filter(meeting=meeting.pk, history_type="-").exclude(history_change_reason=FOLLOWS)
    there = set(meeting.attendance.values_list("person", flat=True)) | set(taken_off.values_list("person", flat=True))
    seated = [(row, roster[row.person_id]) for row in prefilled if row.person_id in roster]
    return Difference(
        gone=[row for row in prefilled if row.person_id not in roster],
        other=[
            (row, seat) for row, seat in seated if any(getattr(row, key) != seat.values[key] for key in seat.values)
        ],
        new=[seat for seat in roster.values() if seat.person not in there],
    )


def written_by_hand(meeting: Meeting) -> list[Attendance]:
    """The rows that say something which the filling in did not: guests, who was away, who came late."""
    prefilled = {row.pk for row in _prefilled(meeting)}
    return [row for row in meeting.attendance.all() if row.pk not in prefilled]


def roster_of(meeting: Meeting) -> list[Seat]:
    """Those who sit in the meeting on its day, each once: the host group's first, then those of the groups it meets
    with.

    The chairs are those of the host group; who chairs a group that it meets with takes part as what they are there.
    """
    terms = OfficeTerm.objects.on(meeting.date).filter(membership__group=meeting.group_id)
    offices = dict(terms.values_list("membership", "office"))
    found: dict[int, Seat] = {}
    for row in _sitting(meeting):
        seat = Seat(row.person_id, offices.get(row.pk, row.role), row.organisation_id, row.title)
        found.setdefault(row.person_id, seat)
    return list(found.values())


def _sitting(meeting: Meeting) -> Iterator[Any]:
    for group in (meeting.group, *meeting.joint_groups.all()):
        yield from Membership.objects.on(meeting.date).filter(group=group).exclude(role__in=APART).with_people()


def _prefilled(meeting: Meeting) -> list[Attendance]:
    """The rows that nobody has touched: no guests, none added in the editor, and changed only to follow the roster,
    or by who said that they could not come and takes part after all."""
    rows = Attendance.history.filter(meeting=meeting.pk)
    changed = rows.filter(history_type="~").exclude(history_change_reason__in=[FOLLOWS, CAN_COME, CAN_NOT_COME])
    by_hand = Q(pk__in=changed.values("id")) | Q(pk__in=rows.filter(history_change_reason=ADDED).values("id"))
    left = meeting.attendance.exclude(by_hand).exclude(capacity=Capacity.GUEST)
    return list(left.filter(state=Presence.PRESENT, remark="", is_remote=False, from_item=None, to_item=None))
