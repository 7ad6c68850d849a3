"""The lines of one item, sorted under information, questions, dialog and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from meetings.importing.blocks import is_point
from meetings.importing.labels import Key, Label, label_of
from meetings.importing.text import fold

type Place = Literal["information", "questions", "dialog", "decision", "action", "owner", "presenter", "end", "gone"]
PLACES: dict[Key, Place] = {
    "information": "information",
    "background": "information",
    "dialog": "dialog",
    "questions": "questions",
    "decision": "decision",
    "action": "action",
    "owner": "owner",
    "presenter": "presenter",
    "next_meeting": "end",
    "note_taker": "end",
    "papers": "end",
    "signatures": "gone",
}


@dataclass(slots=True)
class Passage:
    """The lines after one label, such as Beslut. `open` until an empty line, or until the next label."""

    place: Place
    label: Label
    lines: list[str] = field(default_factory=list)
    heads: bool = False


@dataclass(slots=True)
class Body:
    """What an item holds, unread: text per section, and the passages that are decisions, tasks or end matter."""

    information: list[str] = field(default_factory=list)
    dialog: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def of(self, *places: Place) -> list[Passage]:
        return [passage for passage in self.passages if passage.place in places]


def sort(lines: Iterable[str]) -> Body:
    sorter = Sorter()
    for line in lines:
        sorter.read(line)
    return sorter.body


@dataclass(slots=True)
class Sorter:
    body: Body = field(default_factory=Body)
    section: Literal["information", "dialog"] = "information"
    passage: Passage | None = None
    broken: bool = False  # an empty line came since the last text
    ended: bool = False  # after the note-taker's name nothing belongs to an item

    def read(self, line: str) -> None:
        if not line.strip():
            self.broken = True
            self.text().append("")
            return
        label = label_of(line)
        if label and label.key in PLACES:
            self.begin(label, line)
        else:
            self.go_on(line)
        self.broken = False

    def begin(self, label: Label, line: str) -> None:
        place = PLACES[label.key]
        self.passage = None
        if place in ("information", "dialog"):
            self.section = "dialog" if place == "dialog" else "information"
            self.text().extend(["", *heading(label, line)])
            return
        self.ended = self.ended or label.key in ("note_taker", "signatures")
        self.passage = Passage(place, label, [label.value] if label.value else [], heads=label.alone)
        self.body.passages.append(self.passage)

    def go_on(self, line: str) -> None:
        if self.passage and self.broken and self.is_over(self.passage, line):
            self.passage = None
        if self.passage is not None:
            self.passage.lines += ["", line] if self.broken else [line]
        elif self.ended:
            self.body.passages.append(Passage("gone", Label("ignored", "", ""), [line]))
        else:
            self.text().append(line)

    def is_over(self, passage: Passage, line: str) -> bool:
        """An empty line ends a passage, unless its list goes on, nothing was said, or the label is a heading."""
        if not passage.lines or (is_point(line) and is_point(passage.lines[-1])):
            return False
        if passage.place == "questions":
            return not (passage.heads and fold(line).endswith("?"))
        return not (passage.heads and passage.place in ("decision", "action"))

    def text(self) -> list[str]:
        return self.body.dialog if self.section == "dialog" else self.body.information


def heading(label: Label, line: str) -> list[str]:
    """'Dialog' names the section and goes; 'Bakgrund' stays as a small heading."""
    if label.key in ("dialog", "information"):
        return [label.value] if label.value else []
    return [f"### {label.word}", ""] if label.alone else [line]
