"""What a note says about other meetings and papers: the note it approves, the next meeting, who wrote it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from meetings.importing import when
from meetings.importing.blocks import Block, unbulleted
from meetings.importing.known import Lookup, key
from meetings.importing.labels import key_of
from meetings.importing.people import leading_name
from meetings.importing.text import fold, links_in, only_links, plain

FORMER = re.compile(
    r"\b(?:föregående|förra|tidigare|senaste)\s(?:mötets?\s)?(?:mötes|minnes)?(?:anteckning(?:ar|arna|en|s)?|protokoll(?:et)?)\b",
    re.IGNORECASE,
)
LEFTOVERS = re.compile(
    r"\s(?:versionshistorik|senast|publicerad|uppdaterad|skriv ut|dela|till toppen|sidansvarig)\b.*", re.IGNORECASE
)
LOOSE = " .,;:*"


def approves(title: str, blocks: Iterable[Block]) -> str | None:
    """The title of the former note, from a link or else from its date."""
    by_title = bool(FORMER.search(title))
    for source in (text for block in blocks for text in block.sources()):
        match = FORMER.search(source)
        rest = source[match.start() :] if match else source if by_title else ""
        if rest and (found := note_named_in(rest)):
            return found
    return note_named_in(title) if by_title else None


def note_named_in(source: str) -> str | None:
    if links := links_in(source):
        return links[0][0] or None
    text = plain(source)
    found = when.dates_in(text)
    return text[found[0].start : found[0].end] if found else None


def next_meeting(texts: Iterable[str], items: Iterable[tuple[str, Sequence[str]]], held: date | None) -> date | None:
    """From its label, else from an item called Nästa möte."""
    for text in texts:
        if day := when.next_date(plain(text), after=held):
            return day
    for title, lines in items:
        if key_of(title) == "next_meeting" and (day := when.next_date(fold(" ".join(lines)), after=held)):
            return day
    return None


def note_taker(texts: Iterable[str], names: Iterable[str], lookup: Lookup) -> str | None:
    """A name of the attendance list when it is one; else the words before any comma or leftover of a web page."""
    known = {key(name): name for name in names}
    for text in texts:
        words = LEFTOVERS.sub("", f" {plain(text)}").replace(" & ", ", ").split()
        for end in range(min(len(words), 6), 1, -1):
            if name := known.get(key(" ".join(words[:end]))):
                return name
        if end := leading_name(words, lookup):
            return " ".join(words[:end]).strip(LOOSE)
        if words:
            return " ".join(words).partition(",")[0].strip(LOOSE) or None
    return None


def papers_in(blocks: Iterable[Block]) -> list[str]:
    """Paragraphs that are nothing but links are papers of the meeting."""
    sources = [source for block in blocks if block.kind == "p" for source in block.sources()]
    return [title for source in sources for text, _ in only_links(source) if (title := text.strip(LOOSE))]


def papers_listed(lines: Iterable[str]) -> list[str]:
    return [title for line in lines if (title := plain(unbulleted(line)).strip(LOOSE))]
