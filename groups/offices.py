"""Who chairs and vice-chairs a group: since when, until when, for which side (R2).

``offices_of`` reads many groups with as many queries as one. What it gives is plain data, from which the answers
for any day are worked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from groups.models import Group, OfficeTerm, Organisation, Person, TermRule
from groups.owned_rules import rules_of
from groups.querysets import NAMES

REGION, MUNICIPALITIES = "regionsidan", "kommunsidan"
OTHER_SIDE = {REGION: MUNICIPALITIES, MUNICIPALITIES: REGION}
_SIDES = {
    Organisation.Kind.REGION: REGION,
    Organisation.Kind.REGION_UNIT: REGION,
    Organisation.Kind.MUNICIPALITY: MUNICIPALITIES,
    Organisation.Kind.MUNICIPAL_UNIT: MUNICIPALITIES,
}


def side_of(organisation: Organisation | None) -> str:
    """Region or municipality, after the principal that decides; else the organisation by name."""
    if organisation is None:
        return ""
    decides = organisation.principal or organisation
    return _SIDES.get(Organisation.Kind(decides.kind), organisation.brief)


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in an office, whole: a change of title or an extension in the midst of it splits nothing.

    ``ends`` is the first day after; the office ends with the membership. ``organisation`` is that of the last day.
    """

    office: str
    person: Person
    organisation: Organisation | None
    starts: date
    ends: date | None
    is_shared: bool = False
    is_interim: bool = False
    #: Of the last ``OfficeTerm`` that it is made of.
    pk: int = 0

    @property
    def side(self) -> str:
        return side_of(self.organisation)

    @property
    def principal(self) -> Organisation | None:
        """Who appoints another if the holder leaves: the principal, or the body that has none."""
        return self.organisation and (self.organisation.principal or self.organisation)

    @property
    def last_day(self) -> date | None:
        return self.ends and self.ends - timedelta(days=1)

    @property
    def organisation_then(self) -> str:
        """The organisation, by the name that it had on the last day of the term, or has now."""
        if self.organisation is None:
            return ""
        return self.organisation.named_on(self.last_day) if self.last_day else self.organisation.name

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

    def continues(self, earlier: Term) -> bool:
        """Whether it is the same person in the same office for the same side, without a day between."""
        return (
            (self.person.pk, self.office, self.is_interim) == (earlier.person.pk, earlier.office, earlier.is_interim)
            and self.side == earlier.side
            and (earlier.ends is None or self.starts <= earlier.ends)
        )


def merged(terms: Iterable[Term]) -> list[Term]:
    """The terms in the order they began, those that continue each other made one."""
    found: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.starts, term.pk)):
        place = next((place for place, earlier in enumerate(found) if term.continues(earlier)), None)
        if place is None:
            found.append(term)
        else:
            earlier = found[place]
            ends = max(term.ends, earlier.ends) if term.ends and earlier.ends else None
            found[place] = replace(term, starts=earlier.starts, ends=ends)
    return found


@dataclass(frozen=True, slots=True)
class Offices:
    """The terms of a group, merged, in the order they began; and the rule for its chair, if there is one."""

    rule: TermRule | None = None
    terms: list[Term] = field(default_factory=list)

    def holders(self, office: str, *, on: date) -> list[Term]:
        """Those who hold the office on the day, the one who has held it longest first."""
        return [term for term in self.terms if term.office == office and term.holds_on(on)]

    def chairs(self, *, on: date) -> list[Term]:
        return self.holders(OfficeTerm.Office.CHAIR, on=on)

    def vice_chairs(self, *, on: date) -> list[Term]:
        return self.holders(OfficeTerm.Office.VICE_CHAIR, on=on)

    def before(self, office: str, *, on: date) -> list[Term]:
        """The terms in the office that were over by the day, the latest first."""
        over = [term for term in self.terms if term.office == office and term.ends and term.ends <= on]
        return sorted(over, key=lambda term: (term.ends or on, term.starts), reverse=True)

    def former_chairs(self, *, on: date) -> list[Term]:
        return self.before(OfficeTerm.Office.CHAIR, on=on)

    def successor(self, office: str, *, on: date) -> Term | None:
        """Who is registered to take the office over: the first to begin when those of the day have left it."""
        ends = [term.ends for term in self.holders(office, on=on)]
        if None in ends:
            return None
        free = max((end for end in ends if end), default=on)
        coming = [term for term in self.terms if term.office == office and term.starts > on and term.starts >= free]
        return coming[0] if coming else None


def offices_of(groups: Iterable[Group]) -> dict[int, Offices]:
    """Group's key → its offices, for every group given; as many queries for many groups as for one."""
    listed = list(groups)
    rules = rules_of(TermRule.objects.select_related("in_step_with"), listed)
    return {key: Offices(rules.get(key), terms) for key, terms in terms_of(listed).items()}


def offices_in(group: Group) -> Offices:
    """The offices of one group."""
    return offices_of([group])[group.pk]


def terms_of(groups: Iterable[Group]) -> dict[int, list[Term]]:
    """Group's key → the terms of its offices, merged, for every group given; two queries where none has merged."""
    found: dict[int, list[Term]] = {group.pk: [] for group in groups}
    rows = OfficeTerm.objects.filter(membership__group__in=found)
    shown = rows.select_related("membership__person", "membership__organisation__principal")
    for row in shown.prefetch_related(*(f"membership__organisation__{names}" for names in NAMES)):
        if term := _term(row):
            found[row.membership.group_id].append(term)
    return {key: merged(terms) for key, terms in found.items()}


def _term(row: OfficeTerm) -> Term | None:
    """The part of an office that lies within its membership; None when there is none."""
    membership = row.membership
    starts = max(row.starts, membership.starts)
    ends = min((day for day in (row.ends, membership.ends) if day), default=None)
    if ends and ends <= starts:
        return None
    return Term(
        office=row.office,
        person=membership.person,
        organisation=membership.organisation,
        starts=starts,
        ends=ends,
        is_shared=row.is_shared,
        is_interim=row.is_interim,
        pk=row.pk,
    )
