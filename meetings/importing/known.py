"""Exact look-up in the register: known names and known organisations in a row of words."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from meetings.importing.parsed import KnownPerson, Register
from meetings.importing.text import fold
from meetings.importing.vocabulary import NO_ORGANISATIONS

LONGEST_PHRASE = 8
HYPHEN_GAP = re.compile(r"(?<=[a-zåäöé])-\s{1,3}(?=[A-ZÅÄÖ])")
NOISE = str.maketrans(dict.fromkeys(".,;:()[]*"))


def joined(name: str) -> str:
    """'Anna- Clara Collén' as 'Anna-Clara Collén'."""
    return HYPHEN_GAP.sub("-", fold(name))


def key(phrase: str) -> str:
    """What is left of a name when hyphens, signs and case don't count."""
    return fold(joined(phrase).replace("-", " ").translate(NOISE)).casefold()


class Lookup:
    """A register, made ready for finding its names in running text."""

    def __init__(self, register: Register) -> None:
        self.register = register

    @cached_property
    def people(self) -> dict[str, KnownPerson]:
        return {key(person.name): person for person in self.register.people if len(person.name.split()) > 1}

    @cached_property
    def organisations(self) -> dict[str, str]:
        own = [person.organisation for person in self.register.people]
        named = {key(name): name for name in [*own, *self.register.organisations]}
        return {phrase: name for phrase, name in named.items() if phrase and phrase not in NO_ORGANISATIONS}

    def person(self, name: str) -> KnownPerson | None:
        return self.people.get(key(name))

    def organisation(self, phrase: str) -> str | None:
        return self.organisations.get(key(phrase))


def phrases_at(words: Sequence[str], start: int, longest: int = LONGEST_PHRASE) -> Iterable[tuple[int, str]]:
    """Every phrase that starts here, longest first, as (end, phrase)."""
    for end in range(min(len(words), start + longest), start, -1):
        yield end, " ".join(words[start:end])


def in_register(texts: Sequence[str], lookup: Lookup) -> set[int]:
    """The numbers of all words that are part of a registered name."""
    found = set[int]()
    for start, text in enumerate(texts):
        if text in ",;()" or not lookup.organisations:
            continue
        for end, phrase in phrases_at(texts, start):
            if lookup.organisation(phrase):
                found.update(i for i in range(start, end) if texts[i] not in ",;()")
                break
    return found
