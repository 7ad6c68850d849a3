"""From parsed names to the register: who is known, who is like somebody known, who is new.

Nothing is saved here. People are matched by their whole name, never by a part of it; whatever is not certain
is left for the user to settle.
"""

import difflib
from dataclasses import dataclass
from datetime import date

from groups.models import Group, Organisation, OrganisationName, Person
from meetings.calendars.invitations import GATHERINGS
from meetings.importing.parsed import KnownPerson, ParsedMinutes, ParsedPerson, Register
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import long_date

#: How alike two names must be for the one to be suggested for the other.
LIKENESS = 0.82


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A name in the note and who it may be. ``parsed`` is None for a presenter or note-taker who was not listed."""

    name: str
    parsed: ParsedPerson | None
    person: Person | None
    suggestions: tuple[Person, ...]
    organisation: Organisation | None

    @property
    def is_certain(self) -> bool:
        """Whether exactly one person in the register has the whole name."""
        return self.person is not None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A read note, matched to the register and not yet saved."""

    group: Group
    parsed: ParsedMinutes
    people: tuple[PersonMatch, ...]
    existing: Meeting | None

    @property
    def uncertain(self) -> tuple[PersonMatch, ...]:
        """The names that the user has to settle."""
        return tuple(match for match in self.people if not match.is_certain)

    @property
    def hindrance(self) -> str:
        """A sentence on why the note can't be read in at all; empty when it can."""
        if self.parsed.date is None:
            return "Anteckningen saknar datum. Skriv datumet överst i texten och läs in den igen."
        if self.existing and self.existing.items.exists():
            day = long_date(self.existing.date)
            return f"Det finns redan en anteckning för {self.group.code} den {day}. Öppna och ändra den i stället."
        return ""


def register_of_today() -> Register:
    """Everyone and every organisation that the portal knows, for the parser."""
    people = Person.objects.standing().select_related("organisation")
    names = [*Organisation.objects.values_list("name", flat=True)]
    names += [name for name in Organisation.objects.values_list("short_name", flat=True) if name]
    names += OrganisationName.objects.values_list("name", flat=True)
    return Register(
        people=tuple(
            KnownPerson(person.name, person.title, person.organisation.name if person.organisation else "")
            for person in people
        ),
        organisations=tuple(names),
    )


def propose(parsed: ParsedMinutes, *, group: Group) -> Proposal:
    """Match a parsed note to the register."""
    known = _people_by_name()
    matches = [_match(row.name, known, parsed=row) for row in parsed.attendance]
    listed = {name_key(row.name) for row in parsed.attendance}
    for name in [item.presenter for item in parsed.items if item.presenter] + [parsed.note_taker]:
        if name and name_key(name) not in listed:
            listed.add(name_key(name))
            matches.append(_match(name, known, parsed=None))
    existing = meeting_on(group, parsed.date)
    return Proposal(group=group, parsed=parsed, people=tuple(matches), existing=existing)


def organisation_named(name: str | None) -> Organisation | None:
    """The organisation with this name, short name or other name; None when there is none or several."""
    found = list(Organisation.objects.named(name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def meeting_on(group: Group, day: date | None) -> Meeting | None:
    """The first meeting that the group came together for on the day, not called off: a note is of no other."""
    if day is None:
        return None
    rows = Meeting.objects.filter(group=group, date=day, kind__in=GATHERINGS).exclude(state=MeetingState.CANCELLED)
    found: Meeting | None = rows.order_by("sequence").first()
    return found


def name_key(name: str) -> str:
    """The name as it is compared: whatever its case, its spacing and a space after a hyphen."""
    return " ".join(name.replace("- ", "-").split()).casefold()


def _people_by_name() -> dict[str, list[Person]]:
    by_name: dict[str, list[Person]] = {}
    for person in Person.objects.standing().select_related("organisation"):
        by_name.setdefault(name_key(person.name), []).append(person)
    return by_name


def _match(name: str, known: dict[str, list[Person]], *, parsed: ParsedPerson | None) -> PersonMatch:
    same = known.get(name_key(name), [])
    alike = difflib.get_close_matches(name_key(name), known, n=3, cutoff=LIKENESS)
    suggestions = same if len(same) > 1 else [person for close in alike for person in known[close]]
    return PersonMatch(
        name=name,
        parsed=parsed,
        person=same[0] if len(same) == 1 else None,
        suggestions=tuple(suggestions) if len(same) != 1 else (),
        organisation=organisation_named(parsed.organisation) if parsed else None,
    )
