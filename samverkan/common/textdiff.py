"""What has changed from one rich text to another, paragraph by paragraph, as data that a page can say in words.

Texts are compared as they read: the kind of a paragraph, its words and where its links lead. Bold and italics
are no change. Applying the answer to the old text gives the new one, and the other way round.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Literal, override

type Kind = Literal["same", "inserted", "deleted", "changed"]

#: From how many words in common, of all, two paragraphs are one that was changed.
ALIKE = 0.5
#: Bounds on the work: beyond them paragraphs are not paired, and words not compared.
MAX_PAIRS = 2_500
MAX_WORDS = 2_000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, point of a list or heading: its element's name and its words on one line."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph, and whether the other text has them too."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a paragraph. ``old`` is missing for one that was inserted, ``new`` for one that was deleted.

    The runs of a changed paragraph put together are its whole text, before and after.
    """

    kind: Kind
    old: Block | None
    new: Block | None
    old_runs: tuple[Run, ...] = field(default=())
    new_runs: tuple[Run, ...] = field(default=())


def blocks_of(html: str) -> list[Block]:
    """The paragraphs, points and headings of a rich text; a link is followed by where it leads."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


def diff(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """Every paragraph of both texts, in reading order; what was deleted stands before what took its place."""
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", before, after) for before, after in zip(old[i1:i2], new[j1:j2], strict=True)]
        else:
            found += _replaced(old[i1:i2], new[j1:j2])
    return found


class _Reader(HTMLParser):
    """Reads rich text of the allowed elements; anything else is text."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.kind, self.lists = "p", 0
        self.target, self.linked = "", 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h3", "li"}:
            self.end_block()
            self.kind = "li" if self.lists or tag == "li" else tag
        if tag in {"ul", "ol"}:
            self.end_block()
            self.lists += 1
        if tag == "br":
            self.words.append(" ")
        if tag == "a":
            self.target, self.linked = dict(attrs).get("href") or "", len(self.words)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h3", "li", "ul", "ol"}:
            self.end_block()
        if tag in {"ul", "ol"}:
            self.lists = max(0, self.lists - 1)
        if tag == "a" and self.target:
            if self.target.removeprefix("mailto:") != "".join(self.words[self.linked :]).strip():
                self.words.append(f" ({self.target})")
            self.target = ""

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            self.blocks.append(Block(self.kind, text))
        self.words, self.linked = [], 0
        self.kind = "li" if self.lists else "p"


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """Pairs those that are alike, in order; the rest was deleted or inserted."""
    at_old = at_new = 0
    for i, j in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Change("deleted", block, None) for block in old[at_old:i])
        yield from (Change("inserted", None, block) for block in new[at_new:j])
        if i < len(old):
            yield _changed(old[i], new[j])
        at_old, at_new = i + 1, j + 1


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """The pairs, in the order of both texts, that are most alike put together."""
    if not old or not new or len(old) * len(new) > MAX_PAIRS:
        return []
    left, right = ([Counter(_WORD.findall(block.text.lower())) for block in side] for side in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(a, b) for b in right] for a in left]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return list(_walk(best, alike))


def _walk(best: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(alike) and j < len(alike[0]):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """How much two texts have in common, from 0 to 1; spaces do not count."""
    words = [{word: count for word, count in side.items() if not word.isspace()} for side in (a, b)]
    common = sum(min(count, words[1].get(word, 0)) for word, count in words[0].items())
    total = sum(words[0].values()) + sum(words[1].values())
    return 2 * common / total if total else 0.0


def _changed(old: Block, new: Block) -> Change:
    before, after = _WORD.findall(old.text), _WORD.findall(new.text)
    if max(len(before), len(after)) > MAX_WORDS:
        return Change("changed", old, new, (Run(old.text, True),), (Run(new.text, True),))
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return Change(
        "changed", old, new,
        tuple(Run("".join(before[i1:i2]), tag != "equal") for tag, i1, i2, _, _ in codes if i2 > i1),
        tuple(Run("".join(after[j1:j2]), tag != "equal") for tag, _, _, j1, j2 in codes if j2 > j1),
    )  # fmt: skip
