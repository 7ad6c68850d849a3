"""Who was there: the attendance paragraph, with or without anything between its people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.importing.known import Lookup, in_register, joined, phrases_at
from meetings.importing.text import fold, plain
from meetings.importing.vocabulary import (
    CONNECTIVES,
    PARTICLES,
    bare,
    is_given_name,
    is_name_word,
    is_no_name,
    is_title,
)

LIST_MARK = re.compile(r"^\s{0,20}(?:[-*•–▪●\uf0b7]|[0-9]{1,3}[.)])\s{1,20}(?=\S)")
DASH = re.compile(r"\s[-–—]\s")
TABLE_HEAD = re.compile(r"[\s|*]{0,9}namn\b[\s*]{0,9}[|\t,]", re.IGNORECASE)
ROLE_FIRST = re.compile(
    r"^(?P<role>(?:[Vv]ice |[Vv]\. ?)?[Oo]rdf(?:örande|\.)?|[Aa]dj(?:ungerad|\.)?):?\s"
    r"(?P<name>[^\W\d_][^,;()]{2,50})(?=[,;(]|$)"
)
TABLE_RULE = re.compile(r"[\s|:-]{3,}")
MOST_WORDS = 5
ENOUGH = 1
ENOUGH_WITHOUT_COMMA = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as written: the name, what follows it, and whether the register knows the name."""

    name: str
    details: str
    certain: bool

    @property
    def raw(self) -> str:
        return fold(f"{self.name}{'' if self.details[:1] in ',;' else ' '}{self.details}")


def entries(lines: Iterable[str], lookup: Lookup) -> tuple[list[Entry], list[str]]:
    """The people of an attendance list, and the lines in it that name nobody."""
    rows = [row for line in lines if (row := cleaned(line))]
    if len(rows) > 1 and is_one_per_line(rows, lookup):
        return by_line(rows, lookup)
    text = joined(" ".join(rows))
    found = [entry for part in text.split(";") for entry in in_running_text(part.split(), lookup)]
    return found, ([text] if text and not found and not is_vacant(text) else [])


def cleaned(line: str) -> str:
    """A row of a list or table as 'Namn, titel, organisation'."""
    if TABLE_RULE.fullmatch(line) or TABLE_HEAD.match(line):
        return ""
    text = LIST_MARK.sub("", line, count=1).strip().strip("|").replace("\t", ", ").replace("|", ", ")
    text = ROLE_FIRST.sub(role_last, plain(DASH.sub(", ", text)))
    return fold(text.replace(" ,", ",")).lstrip(",; ").rstrip("; ")


def role_last(match: re.Match[str]) -> str:
    """'Ordförande Eva Ek, SU' as 'Eva Ek (Ordförande), SU'."""
    return f"{match['name']} ({match['role']})"


def is_vacant(row: str) -> bool:
    return bare(row.split()[0]) in ("vakant", "vakans", "-")


def is_one_per_line(rows: list[str], lookup: Lookup) -> bool:
    named = sum(1 for row in rows if leading_name(row.split(), lookup) or is_vacant(row))
    return named * 10 >= len(rows) * 6


def by_line(rows: list[str], lookup: Lookup) -> tuple[list[Entry], list[str]]:
    """One person a row; a row that starts with no name continues the one before."""
    found, unread = list[list[str]](), list[str]()
    for row in rows:
        words = joined(row).split()
        if is_vacant(row):
            continue
        if leading_name(words, lookup):
            found.append(words)
        elif found and (words[0][0].islower() or found[-1][-1].endswith((",", "-"))):
            found[-1] += words
        else:
            unread.append(row)
    return [entry for words in found for entry in in_row(words, lookup)], unread


def in_row(words: list[str], lookup: Lookup) -> Iterator[Entry]:
    """Most often one person; several when a sign, the register or the lack of anything else says so."""
    row = " ".join(words)
    if ";" in row:
        for part in row.split(";"):
            yield from in_running_text(part.split(), lookup)
    elif knows_several(words, lookup) or all(is_plain_name(part) for part in row.split(",")):
        yield from in_running_text(words, lookup)
    else:
        end = leading_name(words, lookup)
        yield made(words[:end], words[end:], lookup)


def knows_several(words: list[str], lookup: Lookup) -> bool:
    return sum(1 for start in range(len(words)) if known_at(words, start, lookup)) > 1


def leading_name(words: list[str], lookup: Lookup) -> int:
    """How many words at the start are a name; none when the row starts otherwise."""
    for end, phrase in phrases_at(words, 0, MOST_WORDS):
        if lookup.person(phrase):
            return end
    end = 0
    while end < min(len(words), MOST_WORDS) and (is_name_word(words[end]) or (end and words[end] in PARTICLES)):
        if words[end].endswith((",", ":")):
            return end + 1 if is_whole_name(words[: end + 1]) else 0
        end += 1
    return end if is_whole_name(words[:end]) else 0


def is_whole_name(words: list[str]) -> bool:
    if len(words) == 1:
        return is_given_name(words[0])
    if not words or words[-1] in PARTICLES:
        return False
    return is_given_name(words[0]) or not any(is_no_name(word) for word in words)


def is_plain_name(part: str) -> bool:
    words = [word for word in part.split() if word not in PARTICLES]
    return 2 <= len(words) <= 4 and all(is_name_word(word) for word in words) and not any(map(is_no_name, words))


def in_running_text(words: list[str], lookup: Lookup) -> list[Entry]:
    """People in a row without line breaks, and perhaps with no sign between one and the next."""
    spans = starts_of_people(words, lookup)
    ends = [start for start, _ in spans[1:]] + [len(words)]
    return [
        made(words[start:name_end], words[name_end:end], lookup)
        for (start, name_end), end in zip(spans, ends, strict=bool(spans))
    ]


def starts_of_people(words: list[str], lookup: Lookup) -> list[tuple[int, int]]:
    """(start, end) of every name, known or guessed; never two that overlap."""
    spans, position = list[tuple[int, int]](), 0
    only_names = len(parts := " ".join(words).split(",")) > 1 and all(map(is_plain_name, parts))
    organisations, floor = in_register(words, lookup), 0
    while position < len(words):
        if end := known_at(words, position, lookup):
            spans.append((position, end))
        elif position in organisations:
            end = position + 1
        elif start := guessed_to(words, position, floor, only_names=only_names):
            spans.append((start[0], end := position + 1))
        floor = end or floor
        position = end or position + 1
    return spans


def known_at(words: list[str], start: int, lookup: Lookup) -> int:
    """Where a known name ends that starts here; 0 when it is part of a longer name."""
    if not words[start][:1].isupper() and bare(words[start]) not in PARTICLES:
        return 0
    if start and is_given_name(words[start - 1]) and not words[start - 1].endswith((",", ".")):
        return 0
    for end, phrase in phrases_at(words, start, MOST_WORDS):
        if lookup.person(phrase) and not any(word.endswith(",") for word in words[start : end - 1]):
            return 0 if goes_on(words, end) else end
    return 0


def goes_on(words: list[str], end: int) -> bool:
    """Whether one more surname follows: 'Anna Berg' is not 'Anna Berg Lind,'."""
    if end >= len(words) or words[end - 1].endswith((",", ".", ")")):
        return False
    return is_name_word(words[end]) and not is_no_name(words[end]) and words[end].endswith(",")


def guessed_to(words: list[str], last: int, floor: int, *, only_names: bool) -> tuple[int] | None:
    """The start of a name whose last word is this one, or None."""
    needed = needed_score(words, last, only_names=only_names)
    if needed is None or not is_name_word(words[last]):
        return None
    first = last
    while first > floor and last - first < MOST_WORDS and belongs(words[first - 1]):
        first -= 1
    scored = [(score(words, start, last, first), start) for start in range(first, last) if is_name_word(words[start])]
    if not scored:
        return None
    best, start = max(scored, key=lambda pair: (pair[0], -pair[1]))
    return (start,) if best >= needed or (start == 0 and best > -ENOUGH) else None


def needed_score(words: list[str], last: int, *, only_names: bool) -> int | None:
    """How sure a guess must be here; None where no name ends."""
    if only_names:
        return -2 * MOST_WORDS
    if words[last].endswith(","):
        return ENOUGH
    if last + 1 == len(words):
        return ENOUGH_WITHOUT_COMMA
    after = words[last + 1]
    return ENOUGH_WITHOUT_COMMA if is_title(after) or after.startswith("(") else None


def belongs(word: str) -> bool:
    return word in PARTICLES or (is_name_word(word) and not word.endswith((",", ";", ":", ")")))


def score(words: list[str], start: int, last: int, first: int) -> int:
    """How much words[start..last] looks like one whole name, given what stands before it."""
    name = words[start : last + 1]
    length = sum(1 for word in name if word not in PARTICLES)
    points = {1: -9, 2: 1, 3: 0, 4: -1}.get(length, -9)
    points += 4 if is_given_name(name[0]) else 0
    points -= 5 * sum(1 for word in name if is_no_name(word))
    if start == 0:
        return points + 2
    return points + (score_inside(words[start - 1]) if start > first else score_edge(words[start - 1]))


def score_inside(before: str) -> int:
    """The run of capitals goes on to the left: an organisation there is good, a given name bad."""
    if is_given_name(before):
        return -4
    return 3 if is_no_name(before) else 0


def score_edge(before: str) -> int:
    """The run of capitals starts here: after a comma, 'i' or a title it is seldom a person."""
    if before.endswith(")") or before.endswith("),"):
        return 2
    if before.endswith(","):
        return -3
    if bare(before) in CONNECTIVES:
        return -3
    return -2 if is_title(before) else 2


def made(name: list[str], details: list[str], lookup: Lookup) -> Entry:
    written = " ".join(name)
    sign = written[-1:] if written[-1:] in ",;:" else ""
    whole = written.rstrip(",;: ")
    return Entry(whole, fold(f"{sign} {' '.join(details)}"), lookup.person(whole) is not None)


def names_somebody(line: str, lookup: Lookup) -> bool:
    row = cleaned(line)
    return bool(row) and (is_vacant(row) or bool(leading_name(joined(row).split(), lookup)))
