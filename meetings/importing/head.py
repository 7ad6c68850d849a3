"""The head of a note: which group, when, where, and who was there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from meetings.importing import when
from meetings.importing.known import Lookup, key
from meetings.importing.labels import Key, label_of
from meetings.importing.parsed import Capacity, ParsedPerson, State, Warning
from meetings.importing.people import names_somebody
from meetings.importing.persons import read_people
from meetings.importing.text import fold, plain

KIND = re.compile(
    r"\b(?:agenda\s?(?:&|och)\s?)?(?:(?:minnes|mötes|sammanträdes)?anteckning(?:ar|arna|en)?|(?:mötes|sammanträdes)?protokoll"
    r"|sammanfattning|kortinfo från möte)\b",
    re.IGNORECASE,
)
FROM = re.compile(
    r"^[\s,:–-]{0,9}(?:(?:förda?|från|för|vid|av|i|med|arbetsmöte|möte|mötet)\s{1,3}){1,4}", re.IGNORECASE
)
GLUED = re.compile(
    r"(?<=\S)\s{1,9}(?=(?:Förhindrade|Förhinder|Anmält förhinder|Frånvarande|Ej närvarande"
    r"|Återbud|Adjungerade|Inbjudna)\s?:)"
)
SHORT_NAME = re.compile(r"\(([A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,11})\)")
VIRTUAL = re.compile(r"\b(?:teams|zoom|skype|digitalt|telefonmöte|videomöte|webex)\b", re.IGNORECASE)
PROSE = re.compile(
    r"(?<!kl)(?<!\bnr)(?<!\bf\.d)[a-zåäö]\.(?:\s|$)|\b(?:ska|skall|är|har|kan|som|inte|finns)\b", re.IGNORECASE
)
LONGEST_HEADING = 160
LISTS: dict[Key, tuple[Capacity, State]] = {
    "chair": ("chair", "present"),
    "vice_chair": ("vice_chair", "present"),
    "present": ("member", "present"),
    "adjunct": ("adjunct", "present"),
    "guest": ("guest", "present"),
    "presenter": ("guest", "present"),
    "apologies": ("member", "apologies"),
    "absent": ("member", "absent"),
}
SINGLE: frozenset[Key] = frozenset({"chair", "vice_chair"})
DATED: tuple[Key, ...] = ("date", "when_where", "time")
TAKEN: frozenset[Key] = frozenset({*LISTS, *DATED, "place", "group", "ignored", "next_meeting", "note_taker", "papers"})


@dataclass(slots=True)
class Field:
    key: Key
    lines: list[str]

    @property
    def text(self) -> str:
        return fold(" ".join(self.lines))


@dataclass(slots=True)
class Head:
    """The labelled fields, and the lines that have no label."""

    fields: list[Field] = field(default_factory=list)
    free: list[str] = field(default_factory=list)

    def of(self, *keys: Key) -> list[Field]:
        return [one for one in self.fields if one.key in keys]

    def first(self, *keys: Key) -> str:
        return next((one.text for wanted in keys for one in self.of(wanted) if one.text), "")

    @property
    def heading(self) -> str:
        """The line that says what kind of note this is."""
        short = [text for line in self.free[:30] if len(text := plain(line.lstrip(" #"))) <= LONGEST_HEADING]
        return next((text for text in short if KIND.search(text) and not PROSE.search(text)), "")

    @property
    def kind_word(self) -> str:
        match = KIND.search(self.heading)
        return match[0] if match else ""

    @property
    def group_name(self) -> str:
        if not self.heading or not (name := without_kind(self.heading)):
            return self.first("group") or self.neighbour_of_heading()
        return name

    def neighbour_of_heading(self) -> str:
        """A group name on a line of its own, after the heading or before it."""
        texts = [plain(line.lstrip(" #")) for line in self.free[:30]]
        at = texts.index(self.heading) if self.heading in texts else -1
        near = texts[at + 1 : at + 2] + texts[max(at - 1, 0) : max(at, 0)]
        return next((name for text in near if len(text) <= LONGEST_HEADING and (name := when.without_when(text))), "")


def without_kind(heading: str) -> str:
    rest = when.without_when(KIND.sub(" ", heading, count=1))
    return FROM.sub("", rest).strip(" ,;:–-|")


def read_head(lines: Iterable[str], lookup: Lookup) -> Head:
    head, current, broken = Head(), None, False
    for line in lines:
        for part in GLUED.sub("\n", line).split("\n"):
            if part.strip():
                current = read_line(head, part, current, lookup, broken=broken)
            broken = not part.strip()
    return head


def read_line(head: Head, line: str, current: Field | None, lookup: Lookup, *, broken: bool) -> Field | None:
    label = label_of(line)
    if label and label.key in TAKEN:
        head.fields.append(Field(label.key, [label.value] if label.value else []))
        return head.fields[-1]
    current = list_around(current, head)
    if current and goes_on(current, line, lookup, broken=broken):
        current.lines.append(line)
        return current
    head.free.append(line)
    return None


def list_around(current: Field | None, head: Head) -> Field | None:
    """'Ordförande: Eva Ek' within a list names one person; the lines after it belong to the list."""
    if current is None or current.key not in SINGLE or not current.lines:
        return current
    return next((one for one in reversed(head.fields[-9:]) if one.key in LISTS and one.key not in SINGLE), None)


def goes_on(current: Field, line: str, lookup: Lookup, *, broken: bool) -> bool:
    """A list of people goes on over empty lines as long as names come; another field takes one value."""
    if current.key in LISTS:
        return not current.lines or not broken or names_somebody(line, lookup)
    return not current.lines or (current.key in ("ignored", "papers") and not broken)


def groups_of(name: str) -> frozenset[str]:
    """The ways in which a note may name its own group, case-folded."""
    short = [match[1].casefold() for match in SHORT_NAME.finditer(name)]
    bare = fold(SHORT_NAME.sub("", name)).casefold()
    return frozenset({*short, bare, name.casefold()} - {""})


def attendance(head: Head, lookup: Lookup, groups: frozenset[str]) -> tuple[tuple[ParsedPerson, ...], list[Warning]]:
    people, told = list[ParsedPerson](), list[Warning]()
    for one in head.fields:
        if one.key in LISTS:
            found, warnings = read_people(one.lines, *LISTS[one.key], lookup, groups)
            people += found
            told += warnings
    merged, doubts = without_doubles(people)
    return merged, list(dict.fromkeys(told)) + doubts


def without_doubles(people: list[ParsedPerson]) -> tuple[tuple[ParsedPerson, ...], list[Warning]]:
    """Who is both 'Ordförande' and in the list is one person; who is both there and not, is asked about."""
    kept, told = dict[str, ParsedPerson](), list[Warning]()
    for person in people:
        name = key(person.name)
        if name not in kept:
            kept[name] = person
        elif kept[name].state == person.state:
            kept[name] = fuller(kept[name], person)
        else:
            told.append(Warning("attendance", f"{person.name} står både som närvarande och som inte närvarande."))
    return tuple(kept.values()), list(dict.fromkeys(told))


def fuller(one: ParsedPerson, other: ParsedPerson) -> ParsedPerson:
    base, more = (one, other) if one.title or one.organisation else (other, one)
    return ParsedPerson(
        name=base.name,
        title=base.title or more.title,
        organisation=base.organisation or more.organisation,
        capacity=one.capacity if one.capacity != "member" else other.capacity,
        state=base.state,
        certain=base.certain,
        raw=base.raw,
    )


def date_of(head: Head) -> tuple[date | None, list[Warning]]:
    """The date of the meeting: labelled before heading before anything else in the head."""
    labelled = [when.first_date(one.text, short=True) for one in head.of(*DATED)]
    free = [when.first_date(text) for text in dict.fromkeys([head.heading, *head.free[:30]])]
    found = list(dict.fromkeys(day for day in (*labelled, *free) if day is not None))
    if not found:
        return None, [missing_date(head)]
    return found[0], [several_dates(found)] if len(found) > 1 else []


def missing_date(head: Head) -> Warning:
    texts = [*(one.text for one in head.of(*DATED)), head.heading, *head.free[:30]]
    if half := next((words for text in texts if (words := when.yearless(text))), None):
        return Warning("date", f"Datumet ”{half}” saknar år. Fyll i mötets datum.")
    return Warning("date", "Anteckningen saknar datum. Fyll i mötets datum.")


def several_dates(found: list[date]) -> Warning:
    days = " och ".join(when.spelled(day) for day in found[:3])
    return Warning("date", f"I anteckningens huvud står flera datum: {days}. {when.spelled(found[0])} används.")


def place_of(head: Head) -> str:
    if named := head.first("place"):
        return plain(named)
    if both := head.first("when_where"):
        return when.without_when(plain(both))
    return next((plain(line) for line in head.free[:30] if len(line) < 80 and VIRTUAL.search(line)), "")
