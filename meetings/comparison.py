"""What has changed in a note or an agenda since an earlier version of it, for those who read that one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.kinds import Capacity, OutcomeKind, Presence, Purpose
from meetings.models import AgendaVersion, MinutesVersion
from meetings.papers import title_of
from meetings.snapshot import former_notes
from samverkan.common.canonical import Json
from samverkan.common.richtext import plain, shown
from samverkan.common.swedish import listed, long_date
from samverkan.common.textdiff import Block, Change, blocks_of, diff


@dataclass(frozen=True, slots=True)
class Part:
    """The changes under one heading of the note, in reading order."""

    heading: str
    changes: list[Change]


def changes_since(earlier: MinutesVersion, version: MinutesVersion) -> list[Part]:
    """The parts of the note that differ; none when the text is the same."""
    if earlier.content_sha256 == version.content_sha256:
        return []
    return changes_between(json.loads(earlier.content), json.loads(version.content))


def changes_between(earlier: Json, later: Json) -> list[Part]:
    """The parts that differ from one content to another: both whole records, or both public variants."""
    parts: list[Part] = []
    heading = ""
    for change in diff(blocks_of(_text(earlier)), blocks_of(_text(later))):
        block = change.new or change.old
        if block and block.kind == "h3":
            heading = block.text
        if change.kind != "same":
            if not parts or parts[-1].heading != heading:
                parts.append(Part(heading, []))
            parts[-1].changes.append(change)
    return parts


def _text(content: Json) -> SafeString:
    """The whole note as one rich text, each part under its heading."""
    meeting = content["meeting"]
    head = [
        f"{long_date(date.fromisoformat(meeting['date']))}, kl. {meeting['starts']}–{meeting['ends']}",
        f"Plats: {meeting['place']}",
        f"Vid anteckningarna: {(content['note_taker'] or {}).get('name', '')}",
        f"Föregående anteckning: {former_notes(content)[1]}",
        f"Nästa möte: {meeting['next_date']}",
    ]
    parts = [_part("Mötet", head), _part("Deltagare", [_attended(row) for row in content["attendance"]])]
    parts += [_item(item) for item in content["items"]]
    parts.append(_part("Handlingar till mötet", [title_of(paper) for paper in content["papers"]]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _part(heading: str, lines: list[str]) -> SafeString:
    return format_html("<h3>{}</h3>{}", heading, format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def _attended(row: Json) -> str:
    words = [row["name"], Capacity(row["capacity"]).label, row["title"], row["organisation"], row["remark"]]
    return ", ".join([*filter(None, words), str(Presence(row["state"]).label).lower()])


def _item(item: Json) -> SafeString:
    if "title" not in item:
        return _part(f"{item['number']} Punkten publiceras inte", [])
    meta = [f"Föredragande: {item['presenter']}"] if item["presenter"] else []
    meta += [f"Publiceras inte: {item['withheld_reason']}"] if item["withheld"] else []
    lines = [line for outcome in item["outcomes"] for line in _outcome(outcome)]
    lines += [f"Underlag: {title_of(paper)}" for paper in item["papers"]]
    texts = (shown(item[name]) for name in ("information", "questions", "dialog"))
    return format_html(
        "{}{}{}",
        _part(f"{item['number']} {item['title']}", meta),
        format_html_join("", "{}", ((text,) for text in texts)),
        format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
    )


def _outcome(outcome: Json) -> list[str]:
    tasks = [f"{task['owner']}: {task['text']} {task['due']}".rstrip() for task in outcome["tasks"]]
    return [f"Beslut ({OutcomeKind(outcome['kind']).label}): {outcome['text']}", *tasks]


# Agendas


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
    return AgendaChanges(earlier, _fields(_HEAD, old, new), list(_items(old["items"], new["items"])))


def _items(old: list[Json], new: list[Json]) -> Iterator[ItemChange]:
    before, after = {row["item"]: row for row in old}, {row["item"]: row for row in new}
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            yield ItemChange("added", row["number"], row["title"])
            continue
        fields = _fields(_ITEM, was, row)
        moved_from = was["number"] if key in moved else None
        if fields or moved_from:
            yield ItemChange("kept", row["number"], row["title"], moved_from, fields)
    for key, row in before.items():
        if key not in after:
            yield ItemChange("removed", row["number"], row["title"])


def _moved(before: list[Any], after: list[Any]) -> set[Any]:
    """Those that do not stand in the same order among the others."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(after) - {key for block in blocks for key in after[block.b : block.b + block.size]}


def _fields(readers: dict[str, Callable[[Json], str]], old: Json, new: Json) -> list[FieldChange]:
    """The fields that differ, as words. What neither version tells of is no change."""
    found = []
    for label, read in readers.items():
        before, after = (" ".join(read(row).split()) for row in (old, new))
        if before != after:
            blocks = [[Block("p", text)] if text else [] for text in (before, after)]
            found.append(FieldChange(label, diff(*blocks)))
    return found


def _head_in_words(row: FieldChange) -> str:
    old = " ".join(change.old.text for change in row.changes if change.old)
    new = " ".join(change.new.text for change in row.changes if change.new)
    return f"{row.label}: {new or 'struket'}" + (f" (förut {old})" if old else "")


def _hours(content: Json) -> str:
    meeting = content["meeting"]
    return "–".join(filter(None, [meeting["starts"], meeting["ends"]])).replace(":", ".")


_HEAD: dict[str, Callable[[Json], str]] = {
    "Dag": lambda content: long_date(date.fromisoformat(content["meeting"]["date"])),
    "Tid": _hours,
    "Plats": lambda content: content["meeting"]["place"],
    "Tillsammans med": lambda content: ", ".join(content["meeting"]["joint_groups"]),
    "Föregående anteckning": lambda content: former_notes(content)[1],
}
_ITEM: dict[str, Callable[[Json], str]] = {
    "Rubrik": lambda item: item["title"],
    "Syfte": lambda item: str(Purpose(item["purpose"]).label),
    "Föredragande": lambda item: item["presenter"],
    "Tid": lambda item: f"{item['minutes']} min" if item["minutes"] else "",
    "Information": lambda item: plain(item.get("information", "")),
    "Frågor till gruppen": lambda item: plain(item.get("questions", "")),
    "Förslag till beslut": lambda item: item["proposed_decision"],
    "Underlag": lambda item: ", ".join(item.get("papers", [])),
    "Publiceras inte": lambda item: "Ja" if item.get("withheld") else "",
}
