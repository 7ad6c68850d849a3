"""Whose a commitment is: what the minutes call its owner, as a row in the registers, and who is asked about it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from decisions.models import Commitment, Decision
from decisions.parties import speakers_for
from decisions.words import words_in
from groups.mail import chairs_of, secretariat_of
from groups.models import Group, Membership, Organisation, Person
from groups.querysets.registers import folded
from meetings.models import MinutesVersion
from meetings.reading import variant_of
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused


class Owners:
    """One reading of the registers, for every commitment of an adjusted version: as many queries for one as for many.

    Nothing is read before the first owner is asked for.
    """

    def __init__(self, version: MinutesVersion) -> None:
        self._version, self._meeting = version, version.meeting

    def named(self, name: str, decision: Decision) -> dict[str, int | None]:
        """The key of the organisation, the group or the person that the minutes call so; of the three at most one.

        A person is one of those who sit in the groups of the meeting on its day or stand on its list of attendance;
        somebody else only with the organisation written beside the name (*Anna Ek, SU*). A name that several have, or
        nobody (*Kontoret*), is nobody's. So is what the public variant leaves out, when it would be that of another
        group or of somebody who was not there: whose it is opens the page of the decision to them. Those who run the
        group are asked instead.
        """
        found: dict[str, int | None] = {"organisation_id": None, "group_id": None, "person_id": None}
        key = folded(name)
        if not key:
            return found
        if organisations := self._organisations.get(key):
            return found | {"organisation_id": organisations[0]}
        if group := _only(self._groups.get(key, ())):
            return found | {"group_id": group if group in self._own or self._is_told(decision) else None}
        person = self._person(name)
        return found | {"person_id": person if person in self._here or self._is_told(decision) else None}

    def _person(self, name: str) -> int | None:
        plain, _, place = name.partition(",")
        where, called = folded(place), self._people.get(folded(plain), [])
        if where:
            places = self._organisations.get(where, [])
            called = [row for row in called if row[2] in places or (row[2] is None and row[1] == where)]
        here = [pk for pk, _, _ in called if pk in self._here]
        return _only(here or [pk for pk, _, organisation in called if where and organisation])

    def _is_told(self, decision: Decision) -> bool:
        """Whether the public variant says anything of the decision."""
        return self._variant is not None and words_in(self._variant, decision.number) is not None

    @cached_property
    def _variant(self) -> Json | None:
        try:
            return variant_of(self._version)
        except StepRefused:
            return None

    @cached_property
    def _organisations(self) -> dict[str, list[int]]:
        return Organisation.objects.keys_by_name()

    @cached_property
    def _groups(self) -> dict[str, set[int]]:
        """Code, name and both → the groups that there are on the day; several when areas share a code."""
        found: dict[str, set[int]] = {}
        for row in Group.objects.on(self._meeting.date):
            for text in (row.code, row.name, row.title):
                found.setdefault(folded(text), set()).add(row.pk)
        return found

    @cached_property
    def _own(self) -> set[int]:
        """The groups whose meeting it was."""
        return {self._meeting.group_id, *self._meeting.joint_groups.values_list("pk", flat=True)}

    @cached_property
    def _people(self) -> dict[str, list[tuple[int, str, int | None]]]:
        """Name → key, code and organisation of each who is called so."""
        found: dict[str, list[tuple[int, str, int | None]]] = {}
        for pk, name, slug, organisation in Person.objects.standing().values_list("pk", "name", "slug", "organisation"):
            found.setdefault(folded(name), []).append((pk, slug, organisation))
        return found

    @cached_property
    def _here(self) -> set[int]:
        """Who sits in the groups of the meeting on its day, or stands on its list of attendance."""
        sits = Membership.objects.on(self._meeting.date).filter(group__in=self._own).order_by()
        keys = ("person", "person__merged_into")
        pairs = [*sits.values_list(*keys), *self._meeting.attendance.order_by().values_list(*keys)]
        return {key for pair in pairs for key in pair if key is not None}


def _only(keys: Iterable[int]) -> int | None:
    """The one key that there is; None of several."""
    found = list(keys)
    return found[0] if len(found) == 1 else None


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
