"""Who sits where in a group on a day, and what in it departs from the steering documents (R3, R4).

``seating_of`` reads a group with as many queries for sixty members as for one. The rest is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch

from groups.models import Group, Membership, Organisation, Seat
from groups.offices import Term
from samverkan.common.swedish import listed, long_date

Role = Membership.Role
STAFF = frozenset({Role.PROCESS_LEADER, Role.COORDINATOR})
#: How long somebody who has left is still shown as having left.
RECENTLY = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person in a role on a day.

    ``since`` and ``until`` (the first day after) span changes of title and organisation.
    """

    membership: Membership
    since: date
    until: date | None
    organisation: str

    @property
    def last_day(self) -> date | None:
        return self.until and self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on a day: who holds it, who stands in, since when it is vacant, and who comes next."""

    seat: Seat
    holder: Sitting | None
    substitutes: list[Sitting]
    vacant_since: date | None
    next_holder: Membership | None
    #: The organisations that the holder speaks for beside the own, by the names they have that day.
    answers_for: list[str]
    #: What the seat is called, where that says more than the name that it stands under.
    label: str


@dataclass(slots=True)
class Section:
    """The seats of one organisation, or of one sector, in a group; ordinary and adjunct apart."""

    name: str
    is_adjunct: bool
    places: list[Place] = field(default_factory=list)

    @property
    def filled(self) -> str:
        """``3 av 3``."""
        return f"{len(self.places) - self.vacant} av {len(self.places)}"

    @property
    def vacant(self) -> int:
        return sum(place.holder is None for place in self.places)

    @property
    def vacancy(self) -> str:
        """``1 vakant``, ``2 vakanta``; empty when every seat is held."""
        return f"{self.vacant} vakant{'a' if self.vacant > 1 else ''}" if self.vacant else ""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is registered for a day to come: somebody joins, or goes on with another title or organisation."""

    membership: Membership
    organisation: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Seating:
    """A group on a day. Those on a seat are found under it, everybody else by role."""

    on: date
    sections: list[Section]
    unseated: list[Sitting]
    coming: list[Coming]
    left: list[Sitting]

    @property
    def places(self) -> list[Place]:
        return [place for section in self.sections for place in section.places]

    @property
    def seated(self) -> list[Sitting]:
        return [sitting for place in self.places for sitting in (place.holder, *place.substitutes) if sitting]

    def of_role(self, *roles: str) -> list[Sitting]:
        """Everybody with one of the roles, on a seat or not."""
        return [sitting for sitting in (*self.seated, *self.unseated) if sitting.membership.role in roles]

    @property
    def without_seat(self) -> list[Sitting]:
        """Members, substitutes and adjuncts without a seat."""
        apart = STAFF | {Role.CONTACT}
        return [sitting for sitting in self.unseated if sitting.membership.role not in apart]

    @property
    def staff(self) -> list[Sitting]:
        return self.of_role(*STAFF)

    @property
    def contacts(self) -> list[Sitting]:
        return self.of_role(Role.CONTACT)


def seating_of(group: Group, *, on: date) -> Seating:
    """The group as it is composed on the day; past and future rows say since when, who has left and who comes."""
    named = Organisation.objects.with_names()
    rows = Membership.objects.filter(group=group).select_related("person", "seat").order_by("person__name", "starts")
    memberships = list(rows.prefetch_related(Prefetch("organisation", named)))
    seats = Seat.objects.filter(group=group).on(on).order_by("position").select_related("mandate")
    seats = seats.prefetch_related(Prefetch("organisation", named), Prefetch("answers_for", named))
    times: dict[tuple[int, str], list[Membership]] = {}
    for row in memberships:
        times.setdefault((row.person_id, row.role), []).append(row)
    sittings = [_sitting(row, times[row.person_id, row.role], on) for row in memberships]
    present = [sitting for sitting in sittings if sitting.membership.holds_on(on)]
    places = [_place(seat, memberships, present, on) for seat in seats]
    seated = {sitting.membership.pk for place in places for sitting in (place.holder, *place.substitutes) if sitting}
    return Seating(
        on=on,
        sections=_sections(places, on),
        unseated=[sitting for sitting in present if sitting.membership.pk not in seated],
        coming=sorted(
            (
                Coming(sitting.membership, sitting.organisation, goes_on=sitting.since < sitting.membership.starts)
                for sitting in sittings
                if sitting.membership.starts > on
            ),
            key=lambda coming: coming.membership.starts,
        ),
        left=[
            sitting
            for sitting in sittings
            if sitting.until and on - RECENTLY < sitting.until <= on and sitting.membership.ends == sitting.until
        ],
    )


def _sitting(row: Membership, same_role: list[Membership], on: date) -> Sitting:
    since, until = row.starts, row.ends
    for other in reversed(same_role):
        since = other.starts if other.ends == since else since
    for other in same_role:
        until = other.ends if until and other.starts == until else until
    return Sitting(row, since, until, row.organisation.named_on(on) if row.organisation else "")


def _place(seat: Seat, memberships: list[Membership], present: list[Sitting], on: date) -> Place:
    on_it = [sitting for sitting in present if sitting.membership.seat_id == seat.pk]
    holders = [sitting for sitting in on_it if sitting.membership.role != Role.SUBSTITUTE]
    own = [row for row in memberships if row.seat_id == seat.pk and row.role != Role.SUBSTITUTE]
    ended = [row.ends for row in own if row.ends and row.ends <= on]
    coming = sorted((row for row in own if row.starts > on), key=lambda row: row.starts)
    return Place(
        seat=seat,
        holder=holders[0] if holders else None,
        substitutes=[sitting for sitting in on_it if sitting.membership.role == Role.SUBSTITUTE],
        vacant_since=None if holders else max(ended, default=seat.starts),
        next_holder=coming[0] if coming and not holders else None,
        label="" if seat.label.casefold() == _name_of(seat, on).casefold() else seat.label,
        answers_for=sorted({organisation.named_on(on) for organisation in seat.answers_for.all()}),
    )


def _name_of(seat: Seat, on: date) -> str:
    """What the seat stands under: its organisation by the name of the day, or the sector."""
    return seat.organisation.named_on(on) if seat.organisation else seat.label


def _sections(places: list[Place], on: date) -> list[Section]:
    found: dict[tuple[str, bool], Section] = {}
    for place in places:
        name = _name_of(place.seat, on)
        section = found.setdefault((name, place.seat.is_adjunct), Section(name, place.seat.is_adjunct))
        section.places.append(place)
    return list(found.values())


def warnings_of(seating: Seating, chairs: list[Term]) -> list[str]:
    """Sentences on what, in the group as read, departs from what the steering documents want; none is a stop."""
    return [*_vacancies(seating), *_many_adjuncts(seating), *_same_organisation(seating, chairs)]


def _vacancies(seating: Seating) -> list[str]:
    vacant = [place for place in seating.places if place.holder is None]
    since = [f"{place.seat.label} (sedan {long_date(place.vacant_since)})" for place in vacant if place.vacant_since]
    if not vacant:
        return []
    return [f"{'En plats är vakant' if len(vacant) == 1 else f'{len(vacant)} platser är vakanta'}: {listed(since)}."]


def _many_adjuncts(seating: Seating) -> list[str]:
    """R4: adjuncts are few. More than a third as many as the members is a warning."""
    adjuncts, members = len(seating.of_role(Role.ADJUNCT)), len(seating.of_role(Role.MEMBER))
    if adjuncts * 3 <= members:
        return []
    return [
        f"Gruppen har {adjuncts} adjungerade och {members} {'ledamot' if members == 1 else 'ledamöter'}. "
        "De adjungerade ska vara få: högst en tredjedel så många som ledamöterna."
    ]


def _same_organisation(seating: Seating, chairs: list[Term]) -> list[str]:
    """R4: the contact person comes, as a principle, from another organisation than the chair."""
    found = []
    for contact in seating.contacts:
        for chair in chairs:
            mine, theirs = contact.membership.organisation, chair.organisation
            if mine and theirs and mine.current(seating.on) == theirs.current(seating.on):
                found.append(
                    f"Kontaktpersonen {contact.membership.person} och ordföranden {chair.person} kommer båda från "
                    f"{contact.organisation}. Huvudprincipen är att de kommer från olika organisationer."
                )
    return found
