"""What has changed between two versions of a mandate: facts one by one, the text paragraph by paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from groups.mandates.reading import Document
from samverkan.common.textdiff import Block, Change, blocks_of, diff

HEADING = "section"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that says something else; a list is empty where the version does not say it."""

    label: str
    old: list[str]
    new: list[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs in a row that are all unchanged, or all changed."""

    is_same: bool
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Part:
    """A section, by its heading in either version, and what became of what stands in it."""

    heading: Change
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return self.heading.kind == "same" and all(stretch.is_same for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two versions."""

    facts: list[FactChange]
    parts: list[Part]

    @property
    def inserted(self) -> int:
        return self._count("inserted")

    @property
    def deleted(self) -> int:
        return self._count("deleted")

    @property
    def changed(self) -> int:
        return self._count("changed")

    @property
    def is_same(self) -> bool:
        return not self.facts and all(part.is_same for part in self.parts)

    def _count(self, kind: str) -> int:
        text = [change for part in self.parts for stretch in part.stretches for change in stretch.changes]
        return sum(change.kind == kind for change in [*text, *(part.heading for part in self.parts)])


def difference_of(old: Document, new: Document) -> Difference:
    """What has changed from one version to another, both as read by ``reading.document_of``."""
    return Difference(list(_facts(old, new)), list(_parts(diff(_blocks(old), _blocks(new)))))


def _facts(old: Document, new: Document) -> Iterator[FactChange]:
    before, after = ({fact["key"]: fact for fact in document["facts"]} for document in (old, new))
    if old["title"] != new["title"]:
        yield FactChange("Titel", [old["title"]], [new["title"]])
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = (side[key]["lines"] if key in side else [] for side in (before, after))
        if was != now:
            yield FactChange((after.get(key) or before[key])["label"], was, now)


def _blocks(document: Document) -> list[Block]:
    blocks = []
    for section in document["sections"]:
        blocks += [Block(HEADING, section["heading"]), *blocks_of(section["body"])]
    return blocks


def _parts(changes: list[Change]) -> Iterator[Part]:
    part: Part | None = None
    below: list[Change] = []
    for change in changes:
        block = change.new or change.old
        if block and block.kind == HEADING:
            if part:
                yield Part(part.heading, _stretches(below))
            part, below = Part(change), []
        else:
            below.append(change)
    if part:
        yield Part(part.heading, _stretches(below))


def _stretches(changes: list[Change]) -> list[Stretch]:
    return [Stretch(same, list(rows)) for same, rows in groupby(changes, key=lambda change: change.kind == "same")]
