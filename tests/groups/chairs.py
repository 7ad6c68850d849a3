"""Terms made of nothing stored, with the rules of the documents (R2); and one way to store a term."""

from datetime import date
from typing import Any

from groups.models import Group, OfficeTerm, Organisation, Person, TermRule
from groups.offices import Offices, Term, merged
from groups.terms import next_in, warnings_in
from tests.factories import LONG_AGO, make_member, make_person

TODAY = date(2026, 11, 22)
REGION = Organisation(pk=1, name="Västra Götalandsregionen", kind="region")
HOSPITAL = Organisation(pk=2, name="Sahlgrenska", short_name="SU", kind="region_unit", principal=REGION)
CLINIC = Organisation(pk=3, name="Närhälsan", kind="region_unit", principal=REGION)
CITY = Organisation(pk=4, name="Göteborgs Stad", kind="municipality")
PARTILLE = Organisation(pk=5, name="Partille kommun", kind="municipality")
CENTRES = Organisation(pk=6, name="PrimÖR", kind="association")

LGS = TermRule(
    months=24, rotation="sides", vice_from_other_side=True, same_principal_fills=True,
    in_step_with=Group(name="Politiskt samråd"),
)  # fmt: skip
TEMA = TermRule(months=18, rotation="parties", is_extendable=True, same_principal_fills=True)
NOSAM = TermRule(rotation="elected", same_principal_fills=True)
COUNCIL = TermRule(rotation="appointed")


def term(name: str, organisation: Organisation | None, starts: date, ends: date | None = None, **fields: Any) -> Term:
    """A term of the person whose key is made of the name, in an organisation with no other names."""
    given: dict[str, Any] = {"office": "chair", "pk": starts.toordinal(), **fields}
    person = Person(pk=int.from_bytes(name.encode()), name=name)
    return Term(person=person, organisation=organisation, starts=starts, ends=ends, **given)


def next_sentence(rule: TermRule | None, *terms: Term, on: date = TODAY) -> str | None:
    found = next_in(Offices(rule, merged(terms)), on=on)
    return found and found.sentence


def warned(rule: TermRule | None, *terms: Term, on: date = TODAY) -> dict[str, str]:
    return {warning.kind: warning.sentence for warning in warnings_in(Offices(rule, merged(terms)), on=on)}


def appoint(group: Group, name: str, starts: date, ends: date | None = None, **fields: Any) -> OfficeTerm:
    membership = {"starts": LONG_AGO, **fields.pop("membership", {})}
    row = make_member(fields.pop("person", None) or make_person(name), group, **membership)
    return OfficeTerm.objects.create(membership=row, **{"office": "chair", "starts": starts, "ends": ends, **fields})
