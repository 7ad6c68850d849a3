"""What follows a name in the attendance list: role, title and organisation, told apart."""

import re
from collections.abc import Iterable

from meetings.importing.known import Lookup
from meetings.importing.organisation import LOOSE, divided
from meetings.importing.parsed import Capacity, ParsedPerson, State, Warning
from meetings.importing.people import Entry, entries
from meetings.importing.text import fold

# Not before "i" or "för": somebody may be chair of something else.
NOT_ELSEWHERE = r"(?!\w)(?!\s+(?:i|för|av)\s)[.,:;\s]*"
ROLE_WORDS: dict[Capacity, str] = {
    "vice_chair": r"(?:(?:[12]:[ea]|förste|andre)\s)?(?:vice|v\.?)\s?ordf(?:örande|\.)?",
    "chair": r"(?:mötes|tillträdande\s|avgående\s|sittande\s)?ordf(?:örande|\.)?",
    "adjunct": r"adj(?:ungerad|ungerande|\.)?",
    "guest": r"(?:särskilt\s)?(?:inbjuden|gäst)",
}
ROLES = tuple((role, re.compile(words + NOT_ELSEWHERE, re.IGNORECASE)) for role, words in ROLE_WORDS.items())
BRACKETED_ROLE = re.compile(
    r"\(\s{0,3}((?:vice |v\. ?)?ordf(?:örande|\.)?|adj(?:ungerad|\.)?|gäst|inbjuden)\s{0,3}\)", re.IGNORECASE
)
REMARK = re.compile(
    r"\(\s{0,3}(?:delvis|punkt|§|fr\.?\s?o|från|fr\s|till\s|t\.?\s?o|kl|del av|via|på länk|digitalt|anslöt|lämnade)"
    r"[^()]{0,80}\)|,\s{0,3}(?:delvis|anslöt|lämnade mötet|kom in|deltog)[^,()]{0,80}|\(\s{0,3}\)",
    re.IGNORECASE,
)
PROCESS_LEADER = re.compile(r"\bprocessledare\b", re.IGNORECASE)
COORDINATOR = re.compile(r"\b(?:koordinator|sekreterare|sekr\.?)(?!\w)", re.IGNORECASE)


def read_people(
    lines: Iterable[str], capacity: Capacity, state: State, lookup: Lookup, groups: frozenset[str]
) -> tuple[list[ParsedPerson], list[Warning]]:
    """The people of one list. `groups` are short names that look like organisations but are this group."""
    found, unread = entries(lines, lookup)
    people = [person(entry, capacity, state, lookup, groups) for entry in found]
    told = [unread_row(row) for row in unread]
    return people, told + [without_organisation(one) for one in people if lacks_organisation(one, lookup)]


def unread_row(row: str) -> Warning:
    shown = row if len(row) <= 80 else f"{row[:79]}…"
    return Warning("attendance", f"I deltagarlistan kunde ”{shown}” inte läsas som en person.")


def lacks_organisation(one: ParsedPerson, lookup: Lookup) -> bool:
    known = lookup.person(one.name)
    return not one.organisation and not (known and known.organisation)


def without_organisation(one: ParsedPerson) -> Warning:
    return Warning("organisation", f"{one.name} saknar organisation i deltagarlistan. Fyll i den.")


def person(entry: Entry, default: Capacity, state: State, lookup: Lookup, groups: frozenset[str]) -> ParsedPerson:
    capacity, details = role_in(REMARK.sub("", entry.details).strip(LOOSE))
    title, organisation = divided(details, lookup, groups)
    return ParsedPerson(
        name=entry.name,
        title=title,
        organisation=organisation,
        capacity=capacity or role_of_title(title) or default,
        state=state,
        certain=entry.certain,
        raw=entry.raw,
    )


def role_in(details: str) -> tuple[Capacity | None, str]:
    """The role word at the start, or in brackets, and the details without it."""
    if match := BRACKETED_ROLE.search(details):
        return capacity_of(match[1]), fold(details[: match.start()] + details[match.end() :]).strip(LOOSE)
    for capacity, pattern in ROLES:
        if match := pattern.match(details):
            return capacity, details[match.end() :].strip(LOOSE)
    head, comma, tail = details.rpartition(",")
    role = capacity_of(tail.strip()) if comma else None
    return (role, head.strip(LOOSE)) if role else (None, details)


def capacity_of(word: str) -> Capacity | None:
    return next((capacity for capacity, pattern in ROLES if pattern.fullmatch(word)), None)


def role_of_title(title: str) -> Capacity | None:
    if PROCESS_LEADER.search(title):
        return "process_leader"
    return "coordinator" if COORDINATOR.search(title) else None
