"""The registers that the editor's text boxes are matched against: people, organisations and groups by name."""

from collections import Counter
from collections.abc import Collection
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from groups.models import Group, Organisation, Person, User
from samverkan.common import history


class Directory:
    """One reading of the registers, shared by every row of a page: four queries however many rows there are."""

    def __init__(self) -> None:
        self._new: dict[str, Person] = {}
        self._seated: set[Person | str] = set()

    @cached_property
    def people(self) -> list[Person]:
        return list(Person.objects.standing().select_related("organisation"))

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list(Organisation.objects.prefetch_related("other_names"))

    @cached_property
    def groups(self) -> list[Group]:
        return list(Group.objects.order_by("name"))

    def label(self, person: Person | None) -> str:
        """How the person is written: the name, with the organisation where several share the name."""
        if person is None:
            return ""
        return self._labels.get(person.pk, person.name)

    @cached_property
    def labels(self) -> list[str]:
        return list(self._labels.values())

    def owners(self, here: Collection[int]) -> list[str]:
        """How each is written as the owner of a task: as ``label``, but who is not ``here`` with the organisation.

        Of somebody else the name alone is nobody's in the register of what is to be done.
        """
        return [
            f"{person.name}, {person.organisation.brief}"
            if person.organisation and person.pk not in here
            else self._labels[person.pk]
            for person in self.people
        ]

    @cached_property
    def _labels(self) -> dict[int, str]:
        shared = Counter(person.name.casefold() for person in self.people)
        return {
            person.pk: person.name
            if shared[person.name.casefold()] == 1
            else f"{person.name}, {person.organisation.brief if person.organisation else person.slug}"
            for person in self.people
        }

    @cached_property
    def _by_label(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for key in {self._labels[person.pk].casefold(), person.name.casefold()}:
                found.setdefault(key, []).append(person)
        return found

    def person(self, text: str) -> Person | None:
        """The person that is meant; a new one, not yet saved, for a name that nobody has.

        What stands after a comma is the organisation (*Anna Ek, SU*); one that no register knows is kept as the title,
        so that nothing that was written is lost. Raises ValidationError when several can be meant.
        """
        written = " ".join(text.split())
        if not written:
            return None
        name, place = _divided(written)
        found = self._by_label.get(written.casefold()) or (self._placed(name, place) if place else [])
        if len(found) > 1:
            raise ValidationError(f"Det finns flera som heter {written}. Välj en av dem i listan.")
        return found[0] if found else self._newcomer(name, place)

    def _placed(self, name: str, place: str) -> list[Person]:
        """Those of the name who are of the organisation, or have what stands there as their title."""
        called = self._by_label.get(name.casefold(), [])
        if where := self._organisations.get(place.casefold()):
            return [person for person in called if person.organisation_id == where.pk]
        return [person for person in called if person.title.casefold() == place.casefold()]

    def _newcomer(self, name: str, place: str) -> Person:
        where = self._organisations.get(place.casefold())
        person = Person(name=name, organisation=where, title="" if where else place)
        return self._new.setdefault(_newcomers_key(person), person)

    def seat(self, person: Person) -> bool:
        """Note that the person is being added to the list of those who took part; False the second time."""
        who = person if person.pk else _newcomers_key(person)
        known = who in self._seated
        self._seated.add(who)
        return not known

    def save_new(self, *, by: User) -> list[Person]:
        """Save the people who were named for the first time; gives them."""
        newcomers = list(self._new.values())
        for person in newcomers:
            person.slug = _free_slug(person.name)
            history.save(person, by=by, reason="Skriven i en mötesanteckning")
        return newcomers

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        found: dict[str, Organisation] = {}
        for organisation in self.organisations:
            others = [other.name for other in organisation.other_names.all()]
            for name in (*others, organisation.short_name, organisation.name):
                if name:
                    found[name.casefold()] = organisation
        return found

    def organisation(self, text: str) -> Organisation | None:
        """The organisation with that name, short name or other name. Raises ValidationError when there is none."""
        name = " ".join(text.split())
        if name and name.casefold() not in self._organisations:
            raise ValidationError(f"{name} finns inte i registret över organisationer. Välj en i listan.")
        return self._organisations.get(name.casefold())

    def group(self, text: str) -> Group | None:
        """The group with that name or code. Raises ValidationError when there is none."""
        name = " ".join(text.split()).casefold()
        known = {key.casefold(): group for group in self.groups for key in (group.code, group.name)}
        if name and name not in known:
            raise ValidationError("Gruppen finns inte. Välj en i listan.")
        return known.get(name)


def _newcomers_key(person: Person) -> str:
    return "\n".join((person.name, person.title, str(person.organisation_id or ""))).casefold()


def _divided(written: str) -> tuple[str, str]:
    """A whole name and what stands after the comma; all of it is the name where only one word stands before."""
    name, _, place = written.partition(",")
    return (name.strip(), place.strip()) if " " in name.strip() and place.strip() else (written, "")


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "person"
    taken = set(Person.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)
