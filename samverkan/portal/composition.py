"""Who sits in a group on a day, as everyone may see it: seats by organisation, their holders and the empty ones.

Names, titles, organisations and roles only. No address but that of a role contact who has chosen to be reached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from groups.models import Group, Membership, OfficeTerm, Organisation, Person, Seat
from groups.offices import Offices, Term
from samverkan.common.swedish import listed

_SECRETARIAT = frozenset({Membership.Role.PROCESS_LEADER, Membership.Role.COORDINATOR})
#: In the order in which they are shown.
_STAFF = (Membership.Role.PROCESS_LEADER, Membership.Role.COORDINATOR, Membership.Role.CONTACT)


@dataclass(frozen=True, slots=True)
class Holder:
    """A member: title of that day, and the own organisation where the part that it stands under says another."""

    name: str
    title: str
    organisation: str
    is_substitute: bool = False


@dataclass(slots=True)
class Part:
    """The seats of one organisation in a group, or of one sector, by the name that it had on the day."""

    name: str
    #: The address of the organisation's page; empty for a sector.
    slug: str = ""
    is_adjunct: bool = False
    labels: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    seats: int = 0
    filled: int = 0
    holders: list[Holder] = field(default_factory=list)

    @property
    def answers_for(self) -> str:
        """Whom the seats speak for beside their own: ``Härryda kommun, Mölndals stad och Partille kommun``."""
        return listed(self.answered) if self.answered else ""

    @property
    def vacancy(self) -> str:
        """``1 vakant``, ``2 vakanta``; empty when every seat is held."""
        vacant = self.seats - self.filled
        return f"{vacant} vakant{'a' if vacant > 1 else ''}" if vacant else ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A process leader, coordinator or contact person; ``email`` only of a role contact who has chosen it."""

    role: str
    name: str
    title: str
    email: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of a group and those who run it, on a day."""

    parts: list[Part]
    staff: list[Staff]

    @property
    def seats(self) -> int:
        return sum(part.seats for part in self.parts)

    @property
    def filled(self) -> int:
        return sum(part.filled for part in self.parts)

    @property
    def has_seats(self) -> bool:
        return self.seats > 0


def composition_of(group: Group, *, on: date, with_contacts: bool = False) -> Composition:
    """The group as it is composed on the day. ``with_contacts`` tells how role contacts are reached."""
    memberships = list(Membership.objects.filter(group=group).on(on).with_people())
    seats = list(Seat.objects.filter(group=group).on(on).order_by("position"))
    answers: dict[int, list[int]] = {}
    for seat, organisation in Seat.answers_for.through.objects.filter(seat__in=seats).values_list(
        "seat", "organisation"
    ):
        answers.setdefault(seat, []).append(organisation)
    wanted = {row.organisation_id for row in (*memberships, *seats)} | {pk for each in answers.values() for pk in each}
    names = _Names(Organisation.objects.with_names().in_bulk(wanted - {None}), on)
    members = [row for row in memberships if row.role not in _STAFF]
    staff = [_staff(row, with_contacts) for role in _STAFF for row in memberships if row.role == role]
    return Composition(_parts(seats, members, answers, names), staff)


@dataclass(frozen=True, slots=True)
class _Names:
    """What organisations were called on the day."""

    organisations: Mapping[int, Organisation]
    on: date

    def of(self, pk: int | None) -> str:
        return self.organisations[pk].named_on(self.on) if pk else ""

    def slug(self, pk: int | None) -> str:
        return self.organisations[pk].current(self.on).slug if pk else ""

    def listed(self, pks: Iterable[int]) -> list[str]:
        return sorted(self.of(pk) for pk in pks)


def _parts(seats: list[Seat], members: list[Membership], answers: dict[int, list[int]], names: _Names) -> list[Part]:
    parts: dict[tuple[str, bool], Part] = {}
    by_seat: dict[int | None, list[Membership]] = {}
    for row in members:
        by_seat.setdefault(row.seat_id, []).append(row)
    for seat in seats:
        part = _part(
            parts, names.of(seat.organisation_id) or seat.label, names.slug(seat.organisation_id), seat.is_adjunct
        )
        if seat.label.casefold() not in {label.casefold() for label in (part.name, *part.labels)}:
            part.labels.append(seat.label)
        part.answered += [name for name in names.listed(answers.get(seat.pk, ())) if name not in part.answered]
        part.seats += 1
        holders = [_holder(row, part, names) for row in by_seat.pop(seat.pk, ())]
        part.filled += any(not holder.is_substitute for holder in holders)
        part.holders += sorted(holders, key=lambda holder: holder.is_substitute)
    for row in (row for row in members if row.seat_id in by_seat):
        name = names.of(row.organisation_id) or "Utan organisation"
        part = _part(parts, name, names.slug(row.organisation_id), row.role == Membership.Role.ADJUNCT)
        part.holders.append(_holder(row, part, names))
    return list(parts.values())


def _part(parts: dict[tuple[str, bool], Part], name: str, slug: str, is_adjunct: bool) -> Part:
    return parts.setdefault((name, is_adjunct), Part(name, slug, is_adjunct))


def _holder(row: Membership, part: Part, names: _Names) -> Holder:
    own = names.of(row.organisation_id)
    return Holder(
        name=row.person.name,
        title=row.title,
        organisation=own if own != part.name else "",
        is_substitute=row.role == Membership.Role.SUBSTITUTE,
    )


def _staff(row: Membership, with_contacts: bool) -> Staff:
    shown = with_contacts and row.role in _SECRETARIAT
    return Staff(row.get_role_display(), row.person.name, row.title, _address(row.person) if shown else "")


def _address(person: Person) -> str:
    return person.email if person.is_role_contact else ""


@dataclass(frozen=True, slots=True)
class Officer:
    """A chair or vice chair: who, for which side, and until when."""

    office: str
    name: str
    side: str
    last_day: date | None


def officers_of(offices: Offices, *, on: date) -> list[Officer]:
    """Chair first, as they hold office on the day. A chair that one of them shares is shared by all of them."""
    chairs = offices.chairs(on=on)
    is_shared = len(chairs) > 1 and any(term.is_shared for term in chairs)
    return [_officer(term, is_shared or term.is_shared) for term in chairs] + [
        _officer(term, term.is_shared) for term in offices.vice_chairs(on=on)
    ]


def _officer(term: Term, is_shared: bool) -> Officer:
    extra = [word for word, said in (("delat", is_shared), ("tillförordnad", term.is_interim)) if said]
    office = OfficeTerm.Office(term.office).label + (f" ({', '.join(extra)})" if extra else "")
    return Officer(office, term.person.name, term.side, term.last_day)
