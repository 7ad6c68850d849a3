"""What differs between two versions of an agenda: field by field, item by item."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from meetings.comparison.wording import UNSEEN, paper_in_words, without_checksum
from meetings.kinds import Purpose
from meetings.models import AgendaVersion, Meeting
from meetings.snapshot import former_notes
from samverkan.common.canonical import Json
from samverkan.common.richtext import clean
from samverkan.common.swedish import listed, long_date
from samverkan.common.textdiff import Block, Change, blocks_of, diff


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What is new in one field: its label, and the words before and after."""

    label: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one item. ``kind`` is added, removed or kept; a kept item was moved, changed or both.

    The number and title are those of the new version, for a removed item those of the old. ``moved_from`` is the
    number before of an item that stands elsewhere among those that both versions have.
    """

    kind: str
    number: int
    title: str
    moved_from: int | None = None
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """``Punkt 3, Budget: flyttad från plats 5, ändrad (tid).``"""
        if self.kind == "added":
            return f"Ny punkt {self.number}: {self.title}"
        if self.kind == "removed":
            return f"Struken punkt: {self.title}"
        said = [f"flyttad, var punkt {self.moved_from}"] if self.moved_from else []
        said += [f"ändrad ({listed([row.label.lower() for row in self.fields])})"] if self.fields else []
        return f"Punkt {self.number}, {self.title}: {', '.join(said)}"


@dataclass(frozen=True, slots=True)
class AgendaChanges:
    """What differs between two versions of an agenda: the head of the meeting, and item by item in the new order."""

    earlier: AgendaVersion
    head: list[FieldChange]
    items: list[ItemChange]

    def __bool__(self) -> bool:
        return bool(self.head or self.items)

    @property
    def in_words(self) -> list[str]:
        """One line for each change, for a mail."""
        return [*(_head_in_words(row) for row in self.head), *(item.in_words for item in self.items)]


def agenda_changes(earlier: AgendaVersion, version: AgendaVersion) -> AgendaChanges:
    """What the newer version has that the earlier has not, and the other way round."""
    old, new = json.loads(earlier.content), json.loads(version.content)
    head, items = _fields(_HEAD, old, new), list(_items(old["items"], new["items"]))
    if not head and not items and earlier.content_sha256 != version.content_sha256:
        head = [_unseen()]
    return AgendaChanges(earlier, head, items)


def _items(old: list[Json], new: list[Json]) -> Iterator[ItemChange]:
    before, after = ({_key(row): row for row in rows} for rows in (old, new))
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            yield ItemChange("added", row["number"], row["title"])
            continue
        fields = _fields(_ITEM, was, row) or _unseen_in(was, row)
        moved_from = was["number"] if key in moved else None
        if fields or moved_from:
            yield ItemChange("kept", row["number"], row["title"], moved_from, fields)
    for key, row in before.items():
        if key not in after:
            yield ItemChange("removed", row["number"], row["title"])


def _key(item: Json) -> Any:
    """By what an item is known again: its key, in the oldest agendas its title."""
    return item.get("item", item["title"])


def _moved(before: list[Any], after: list[Any]) -> set[Any]:
    """Those that do not stand in the same order among the others."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(after) - {key for block in blocks for key in after[block.b : block.b + block.size]}


def _fields(readers: dict[str, Callable[[Json], str]], old: Json, new: Json) -> list[FieldChange]:
    """The fields that differ, as words. What neither version tells of is no change."""
    found = []
    for label, read in readers.items():
        before, after = (_blocks(read(row)) for row in (old, new))
        if before != after:
            found.append(FieldChange(label, [change for change in diff(before, after) if change.kind != "same"]))
    return found


def _blocks(text: str) -> list[Block]:
    """The lines of a text, each a paragraph."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [Block("p", line) for line in lines if line]


def _unseen_in(old: Json, new: Json) -> list[FieldChange]:
    """That two wordings of an item differ although no word does; its number is told of where items are moved."""
    apart = [{key: said for key, said in row.items() if key != "number"} for row in (old, new)]
    return [] if apart[0] == apart[1] else [_unseen()]


def _unseen() -> FieldChange:
    return FieldChange("Formatering", [Change("inserted", None, Block("p", UNSEEN))])


def _head_in_words(row: FieldChange) -> str:
    """For a mail: without checksums, and of a file that came in place of one like it that it is new."""
    was = " ".join(change.old.text for change in row.changes if change.old)
    now = " ".join(change.new.text for change in row.changes if change.new)
    old, new = without_checksum(was), without_checksum(now)
    if was != now and old == new:
        return f"{row.label}: {new}, med en ny fil"
    return f"{row.label}: {new or 'struket'}" + (f" (förut {old})" if old else "")


def _hours(content: Json) -> str:
    meeting = content["meeting"]
    return "–".join(filter(None, [meeting["starts"], meeting["ends"]])).replace(":", ".")


def _words(rich: str) -> str:
    """A rich text, a line for each paragraph; a link is followed by where it leads."""
    return "\n".join(block.text for block in blocks_of(clean(rich)))


def _papers(holder: Json) -> str:
    return "\n".join(paper_in_words(said) for said in holder.get("papers", []))


_HEAD: dict[str, Callable[[Json], str]] = {
    "Grupp": lambda content: ", ".join([content["group"]["name"], content["group"]["code"]]),
    "Slag": lambda content: str(Meeting.Kind(content["meeting"]["kind"]).label),
    "Dag": lambda content: long_date(date.fromisoformat(content["meeting"]["date"])),
    "Tid": _hours,
    "Plats": lambda content: content["meeting"]["place"],
    "Tillsammans med": lambda content: ", ".join(content["meeting"]["joint_groups"]),
    "Föregående anteckning": lambda content: former_notes(content)[1],
    "Underlag till hela mötet": _papers,
}
_ITEM: dict[str, Callable[[Json], str]] = {
    "Rubrik": lambda item: item["title"],
    "Syfte": lambda item: str(Purpose(item["purpose"]).label),
    "Föredragande": lambda item: item["presenter"],
    "Tid": lambda item: f"{item['minutes']} min" if item["minutes"] else "",
    "Bakgrund": lambda item: _words(item.get("information", "")),
    "Frågor till gruppen": lambda item: _words(item.get("questions", "")),
    "Förslag till beslut": lambda item: item.get("proposed_decision", ""),
    "Underlag": _papers,
    "Publiceras inte": lambda item: "Ja" if item.get("withheld") else "",
}
