"""Who sits in a group on a day: its seats by organisation, with their holders and the empty ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from groups.models import Group, Membership, OfficeTerm, Organisation, Seat

_SIDES = {
    Organisation.Kind.REGION: "regionsidan",
    Organisation.Kind.REGION_UNIT: "regionsidan",
    Organisation.Kind.MUNICIPALITY: "kommunsidan",
    Organisation.Kind.MUNICIPAL_UNIT: "kommunsidan",
}


@dataclass(slots=True)
class Part:
    """The seats of one organisation in a group, or of one sector."""

    name: str
    is_adjunct: bool = False
    labels: list[str] = field(default_factory=list)
    seats: int = 0
    filled: int = 0
    holders: list[Membership] = field(default_factory=list)

    @property
    def vacant(self) -> int:
        return self.seats - self.filled

    @property
    def vacancy(self) -> str:
        """``1 vakant``, ``2 vakanta``; empty when every seat is held."""
        return f"{self.vacant} vakant{'a' if self.vacant > 1 else ''}" if self.vacant else ""


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of a group and those who run it, on a day."""

    parts: list[Part]
    staff: list[Membership]

    @property
    def has_seats(self) -> bool:
        return any(part.seats for part in self.parts)


def composition_of(group: Group, *, on: date) -> Composition:
    """The group as it is composed on the day; two queries."""
    memberships = list(Membership.objects.filter(group=group).on(on).with_people())
    seats = Seat.objects.filter(group=group).on(on).select_related("organisation").order_by("position")
    staff_roles = {Membership.Role.PROCESS_LEADER, Membership.Role.COORDINATOR}
    staff = [row for row in memberships if row.role in staff_roles]
    return Composition(_parts(seats, [row for row in memberships if row.role not in staff_roles]), staff)


def _parts(seats: Iterable[Seat], members: list[Membership]) -> list[Part]:
    parts: dict[tuple[str, bool], Part] = {}
    held = {row.seat_id: row for row in members if row.seat_id}
    seated = set()
    for seat in seats:
        name = seat.organisation.name if seat.organisation else seat.label
        part = parts.setdefault((name, seat.is_adjunct), Part(name, seat.is_adjunct))
        part.seats += 1
        if seat.label.casefold() not in {label.casefold() for label in (name, *part.labels)}:
            part.labels.append(seat.label)
        if holder := held.get(seat.pk):
            part.holders.append(holder)
            part.filled += 1
            seated.add(holder.pk)
    for row in members:
        if row.pk not in seated:
            adjunct = row.role == Membership.Role.ADJUNCT
            name = row.organisation.name if row.organisation else "Utan organisation"
            parts.setdefault((name, adjunct), Part(name, adjunct)).holders.append(row)
    return list(parts.values())


@dataclass(frozen=True, slots=True)
class Officer:
    """A chair or vice chair: who, for which side, and until when."""

    office: str
    name: str
    side: str
    last_day: date | None


def officers_of(group: Group, *, on: date) -> list[Officer]:
    """Chair first, as they hold office on the day."""
    terms = OfficeTerm.objects.of_group(group).on(on).select_related(
        "membership__person", "membership__organisation__principal"
    ).order_by("office", "starts")  # fmt: skip
    return [
        Officer(
            office=_office(term),
            name=term.membership.person.name,
            side=side_of(term.membership.organisation),
            last_day=term.ends - timedelta(days=1) if term.ends else None,
        )
        for term in terms
    ]


def _office(term: OfficeTerm) -> str:
    extra = [word for word, said in (("delat", term.is_shared), ("tillförordnad", term.is_interim)) if said]
    return term.get_office_display() + (f" ({', '.join(extra)})" if extra else "")


def side_of(organisation: Organisation | None) -> str:
    """Region or municipality, else the organisation by name."""
    if organisation is None:
        return ""
    decides = organisation.principal or organisation
    return _SIDES.get(Organisation.Kind(decides.kind), organisation.brief)
