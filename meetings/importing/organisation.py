"""Title and organisation, told apart in what a note writes after a name."""

import re
from dataclasses import dataclass

from meetings.importing.known import Lookup, in_register
from meetings.importing.text import fold
from meetings.importing.vocabulary import (
    ABBREVIATIONS,
    CONNECTIVES,
    NOT_A_NAME,
    PARENTS,
    bare,
    is_organisation,
    is_title,
)

WORD = re.compile(r"[^\s,;()]+|[,;()]")
LOOSE = " ,;:–-"


@dataclass(frozen=True, slots=True)
class Word:
    """`cue` says that the word names an organisation, alone or with its neighbours."""

    text: str
    start: int
    end: int
    cue: bool

    @property
    def joins(self) -> bool:
        return bare(self.text) in CONNECTIVES

    @property
    def may_belong(self) -> bool:
        return self.cue or self.joins or (self.text[:1].isupper() and not is_title(self.text))


type Part = list[Word]


def divided(details: str, lookup: Lookup, groups: frozenset[str]) -> tuple[str, str]:
    """Title and organisation. The organisation is last as a rule, but a field of work may come after it."""
    parts = parts_of(words_of(details, lookup, groups))
    span = organisation_in(parts) or capitals_at_the_end(parts)
    if span is None:
        return trimmed(details), ""
    before, after = details[: span[0]].rstrip(LOOSE + "("), details[span[1] :].strip(LOOSE + "().")
    title = f"{before}, {after}" if before and after else before or after
    return trimmed(title), details[span[0] : span[1]].rstrip(".")


def trimmed(title: str) -> str:
    return fold(title).replace(" ,", ",").strip(LOOSE)


def words_of(details: str, lookup: Lookup, groups: frozenset[str]) -> list[Word]:
    matches = list(WORD.finditer(details))
    texts = [match[0] for match in matches]
    registered = in_register(texts, lookup)
    return [
        Word(text, *match.span(), cue=bare(text) not in groups and (i in registered or is_organisation(text)))
        for i, (text, match) in enumerate(zip(texts, matches, strict=True))
    ]


def parts_of(words: list[Word]) -> list[Part]:
    """The words between commas, brackets and full stops."""
    parts: list[Part] = [[]]
    for i, word in enumerate(words):
        if word.text in ",;()":
            parts.append([])
            continue
        parts[-1].append(word)
        if is_full_stop(word.text) and i + 1 < len(words) and words[i + 1].text[:1].isupper():
            parts.append([])
    return [part for part in parts if part]


def is_full_stop(text: str) -> bool:
    return text.endswith(".") and bare(text) not in ABBREVIATIONS


def organisation_in(parts: list[Part]) -> tuple[int, int] | None:
    for i in range(len(parts) - 1, -1, -1):
        if (first := organisation_start(parts[i])) is None:
            continue
        start = parts[i][first].start
        if first == 0 and i > 0 and is_parent(parts[i]) and organisation_start(parts[i - 1]) == 0:
            start = parts[i - 1][0].start
        return start, parts[i][-1].end
    return None


def organisation_start(part: Part) -> int | None:
    """The first of the last words that together may be an organisation, provided that one of them says so."""
    first = None
    for i in range(len(part) - 1, -1, -1):
        if not part[i].may_belong:
            break
        if part[i].cue and not (i and part[i - 1].joins):
            first = i
    return 0 if first and is_unit_name(part[:first]) else first


def is_unit_name(words: Part) -> bool:
    """'Omtanken' before 'AB': capitals that are no title and no field of work."""
    return all(
        word.may_belong and not word.joins and bare(word.text).strip("-") not in NOT_A_NAME and not is_title(word.text)
        for word in words
    )


def is_parent(part: Part) -> bool:
    """A principal or a municipality alone: the unit stands before it ('Habilitering Vuxen, VGR')."""
    words = [bare(word.text) for word in part]
    return words[0].rstrip("s") in PARENTS | {"västra"} and len(words) <= 2


def capitals_at_the_end(parts: list[Part]) -> tuple[int, int] | None:
    """'Verksamhetschef, Omtanken': no known word, but nothing else that it could be."""
    if not parts:
        return None
    last = parts[-1]
    if not all(word.may_belong for word in last) or last[0].joins:
        return None
    if any(bare(word.text) in NOT_A_NAME for word in last):
        return None
    return last[0].start, last[-1].end
