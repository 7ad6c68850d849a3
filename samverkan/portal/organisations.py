"""What the open site says of organisations: who belongs to whom, and which seats and people each has in the groups.

Only groups that everyone may know of are counted or shown. An organisation that has gone up in another is part of
that one, from the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q

from groups.models import Group, Membership, OfficeTerm, Organisation, OrganisationName, Seat

MAX_WORDS = 8


@dataclass(slots=True)
class Branch:
    """An organisation with those below it. ``is_found`` is False for one that only shows where others belong."""

    organisation: Organisation
    name: str
    people: int = 0
    is_found: bool = True
    below: list[Branch] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many of the branch are found, itself among them."""
        return self.is_found + sum(branch.found for branch in self.below)


def branches_of(words: str, kind: str, *, on: date) -> list[Branch]:
    """The organisations that have every word in some name and are of the kind, each below those it belongs to.

    Empty words and an empty kind match all. Four queries, however many there are.
    """
    rows = list(Organisation.objects.with_names())
    stands = {row.pk: row.current(on).pk for row in rows}
    branches = {row.pk: Branch(row, row.named_on(on)) for row in rows if stands[row.pk] == row.pk}
    names: dict[int, list[str]] = {key: [] for key in branches}
    people = people_by_organisation(on)
    for row in rows:
        names[stands[row.pk]] += [row.name, row.short_name, *(other.name for other in row.other_names.all())]
        branches[stands[row.pk]].people += people.get(row.pk, 0)
    wanted = words.casefold().split()[:MAX_WORDS]
    for key, branch in branches.items():
        text = " ".join(names[key]).casefold()
        of_kind = not kind or branch.organisation.kind == kind
        branch.is_found = of_kind and all(word in text for word in wanted)
    return [branch for branch in _nested(branches, stands) if branch.found]


def people_by_organisation(day: date) -> dict[int, int]:
    """How many people each organisation has in office on the day, in the groups of the open site."""
    memberships = _in_office(day).exclude(organisation=None).order_by()
    counted = memberships.values_list("organisation").annotate(Count("person", distinct=True))
    return dict(counted)


def _nested(branches: dict[int, Branch], stands: dict[int, int]) -> list[Branch]:
    order = {kind: place for place, kind in enumerate(Organisation.Kind.values)}
    ordered = sorted(branches.values(), key=lambda branch: (order[branch.organisation.kind], branch.name.casefold()))
    over = {}
    for key, branch in branches.items():
        above = branch.organisation.parent_id or branch.organisation.principal_id
        over[key] = stands.get(above) if above else None
    tops: list[Branch] = []
    for branch in ordered:
        key = branch.organisation.pk
        above = None if _is_circle(key, over) else over[key]
        (branches[above].below if above else tops).append(branch)
    for branch in ordered:
        branch.below = [unit for unit in branch.below if unit.found]
    return tops


def _is_circle(key: int, over: dict[int, int | None]) -> bool:
    """Whether the way up from the organisation comes back to it."""
    seen: set[int] = set()
    above = over[key]
    while above and above not in seen:
        seen.add(above)
        above = over[above]
    return key in seen


# One organisation


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a group: as what, and for which organisation where it is not the one that the page is about."""

    name: str
    title: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, or people without one (no label)."""

    label: str
    holders: list[Holder]
    is_vacant: bool = False
    is_answered_for: bool = False


@dataclass(frozen=True, slots=True)
class Former:
    """A name that the organisation had, or an organisation that went up in it."""

    name: str
    last_day: date
    was_another: bool


def family_of(organisation: Organisation, *, on: date) -> list[Organisation]:
    """The organisation and those that have gone up in it by the day."""
    merged = Organisation.objects.exclude(merged_into=None).with_names()
    return [organisation, *(row for row in merged if row.current(on) == organisation)]


def former_names_of(family: list[Organisation]) -> list[Former]:
    """What the organisation was called before, and what went up in it; the newest first."""
    found = [
        Former(other.name, other.ends - timedelta(days=1), was_another=row.merged_on is not None)
        for row in family
        for other in row.other_names.all()
        if other.kind == OrganisationName.Kind.FORMER and other.ends
    ]
    found += [Former(row.name, row.merged_on - timedelta(days=1), was_another=True) for row in family if row.merged_on]
    return sorted(found, key=lambda former: former.last_day, reverse=True)


def places_of(family: list[Organisation], *, on: date) -> dict[Group, list[Place]]:
    """The seats that the organisation has or is answered for by, and its people without such a seat, by group."""
    own = {row.pk for row in family}
    seats = list(_seats(own, on))
    seated = {holder.pk for seat in seats for holder in seat.holders.all()}
    others = _in_office(on).filter(organisation__in=own).exclude(pk__in=seated).with_people()
    others = list(others.select_related("group__type"))
    offices = _offices({*seated, *(row.pk for row in others)}, on)
    found: dict[Group, list[Place]] = {}
    for seat in seats:
        rows = list(seat.holders.all())
        place = Place(
            seat.label,
            [_holder(row, own, offices, on) for row in rows],
            is_vacant=not any(row.role != Membership.Role.SUBSTITUTE for row in rows),
            is_answered_for=seat.organisation_id not in own,
        )
        found.setdefault(seat.group, []).append(place)
    for row in others:
        found.setdefault(row.group, []).append(Place("", [_holder(row, own, offices, on)]))
    return dict(sorted(found.items(), key=lambda pair: (pair[0].type.position, pair[0].name)))


def _in_office(day: date) -> Any:
    return Membership.objects.on(day).filter(group__in=Group.objects.published().on(day).values("pk"))


def _seats(own: set[int], day: date) -> Any:
    groups = Group.objects.published().on(day).values("pk")
    wanted = Seat.objects.on(day).filter(Q(organisation__in=own) | Q(answers_for__in=own), group__in=groups)
    names = ("organisation__other_names", "organisation__merged_into__other_names")
    holders = Prefetch("holders", Membership.objects.on(day).with_people().prefetch_related(*names))
    return wanted.distinct().select_related("group__type").prefetch_related(holders).order_by("group", "position")


def _offices(memberships: set[int], day: date) -> dict[int, list[str]]:
    """What offices each of the memberships holds on the day."""
    found: dict[int, list[str]] = {}
    for term in OfficeTerm.objects.on(day).filter(membership__in=memberships).order_by("office"):
        found.setdefault(term.membership_id, []).append(term.get_office_display().lower())
    return found


def _holder(row: Any, own: set[int], offices: dict[int, list[str]], day: date) -> Holder:
    elsewhere = row.organisation is not None and row.organisation_id not in own
    return Holder(
        name=row.person.name,
        title=row.title,
        role=", ".join([row.get_role_display().lower(), *offices.get(row.pk, [])]),
        organisation=row.organisation.named_on(day) if elsewhere else "",
    )
