"""Whose a commitment is: what the minutes call its owner, as a row in the registers, and who is asked about it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from decisions.models import Commitment
from decisions.parties import speakers_for
from groups.mail import chairs_of, secretariat_of
from groups.models import Group, Membership, Organisation, Person
from meetings.models import Meeting


def owner_named(name: str, meeting: Meeting) -> dict[str, Any]:
    """The organisation, the group or the person that the minutes of the meeting call so; of the three at most one.

    A name that several people have is of the one who is in the meeting's group on its day; when that does not settle
    it, and for a name that nobody has (*Kontoret*), there is none, and those who run the group are asked.
    """
    found: dict[str, Any] = {"organisation": None, "group": None, "person": None}
    if not name.strip():
        return found
    if organisation := Organisation.objects.named(name).first():
        return found | {"organisation": organisation}
    if group := _group(name, meeting):
        return found | {"group": group}
    return found | {"person": _person(name, meeting)}


def _group(name: str, meeting: Meeting) -> Group | None:
    """The group that there is on the day with this name or code; the name alone when areas share a code."""
    key = _folded(name)
    rows = [row for row in Group.objects.on(meeting.date) if key in {_folded(text) for text in _called(row)}]
    return rows[0] if len(rows) == 1 else None


def _called(group: Group) -> Iterable[str]:
    return group.code, group.name, group.title


def _person(name: str, meeting: Meeting) -> Person | None:
    """``Anna Ek``, or as the editor writes one of several: ``Anna Ek, SU``."""
    plain, _, where = name.partition(",")
    called = list(Person.objects.standing().called(plain).select_related("organisation"))
    if where.strip():
        called = [row for row in called if _folded(where) in _folded(_places(row))]
    if len(called) > 1:
        sits = Membership.objects.on(meeting.date).filter(group=meeting.group_id).values_list("person", flat=True)
        here = set(sits)
        called = [row for row in called if row.pk in here]
    return called[0] if len(called) == 1 else None


def _places(person: Person) -> str:
    return person.organisation.brief if person.organisation else person.slug


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def owners_of(row: Commitment, *, on: date) -> list[Person]:
    """Who is asked what has become of a commitment: the person, those who speak for the organisation, or who run or,
    when nobody does, chair the group that has taken it on; else those who run the group where it was taken on.
    """
    if row.person:
        return [row.person]
    if row.organisation:
        asked = speakers_for(row.organisation, row.decision.version.meeting, on=on)
    else:
        asked = _leaders(row.group, on=on) if row.group else []
    return asked or secretariat_of(row.decision.group, on=on)


def _leaders(group: Group, *, on: date) -> list[Person]:
    return secretariat_of(group, on=on) or chairs_of(group, on=on)
