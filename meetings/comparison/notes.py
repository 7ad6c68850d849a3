"""What differs between two versions of a note, in reading order."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.comparison.wording import UNSEEN, paper_in_words
from meetings.kinds import Capacity, OutcomeKind, Presence, Purpose
from meetings.models import Meeting, MinutesVersion
from meetings.snapshot import former_notes
from samverkan.common import canonical
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import listed, long_date
from samverkan.common.textdiff import Block, Change, blocks_of, diff

#: What two public variants of one meeting never have in common, and the page says in its head.
_APART = frozenset({"seal", "redacted_on"})


@dataclass(frozen=True, slots=True)
class Part:
    """The changes under one heading of the note, in reading order."""

    heading: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a record: its heading, how it reads, and all that it holds, also what no word shows."""

    heading: str
    text: SafeString
    holds: str

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(format_html("<h3>{}</h3>{}", self.heading, self.text))


def changes_since(earlier: MinutesVersion, version: MinutesVersion) -> list[Part]:
    """The parts of the note that differ; none when the text is the same."""
    if earlier.content_sha256 == version.content_sha256:
        return []
    return changes_between(json.loads(earlier.content), json.loads(version.content))


def changes_between(earlier: Json, later: Json) -> list[Part]:
    """The parts that differ from one content to another: both whole records, or both public variants."""
    old, new = _sections(earlier), _sections(later)
    parts = _told(old, new)
    for before, after in zip(old, new, strict=False):
        if before.holds != after.holds and before.blocks == after.blocks:
            parts.append(Part(after.heading, [Change("inserted", None, Block("p", UNSEEN))]))
    return parts


def _told(old: list[_Section], new: list[_Section]) -> list[Part]:
    """The changes, each in the part of the note that it stands in: a heading within an item begins no part."""
    before, after = [part.blocks for part in old], [part.blocks for part in new]
    headings = {blocks[0].text for blocks in (*before, *after)}
    parts: list[Part] = []
    heading = ""
    for change in diff(list(chain(*before)), list(chain(*after))):
        block = change.new or change.old
        if block and block.kind == "h3" and block.text in headings:
            heading = block.text
        if change.kind != "same":
            if not parts or parts[-1].heading != heading:
                parts.append(Part(heading, []))
            parts[-1].changes.append(change)
    return parts


def _sections(content: Json) -> list[_Section]:
    """The whole note, part by part."""
    apart = {"items", "attendance", "papers", *_APART}
    head = {key: said for key, said in content.items() if key not in apart}
    return [
        _section("Mötet", _head(content), head),
        _section("Deltagare", [_attended(row) for row in content["attendance"]], {"rows": content["attendance"]}),
        *(_item(item) for item in content["items"]),
        _section(
            "Handlingar till mötet", [paper_in_words(said) for said in content["papers"]], {"rows": content["papers"]}
        ),
    ]


def _section(heading: str, lines: list[str], holds: Json) -> _Section:
    return _Section(heading, _paragraphs(lines), canonical.dumps(holds))


def _paragraphs(lines: list[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


def _head(content: Json) -> list[str]:
    meeting, group = content["meeting"], content["group"]
    number = f", möte {meeting['sequence']} den dagen" if meeting.get("sequence", 1) > 1 else ""
    taker = content["note_taker"] or {}
    said = {
        "Grupp": ", ".join([group["name"], group["code"], group["area"], group["word"]]),
        "Slag": Meeting.Kind(meeting["kind"]).label if "kind" in meeting else "",
        "Tillsammans med": listed(meeting.get("joint_groups", [])),
        "Visas öppet att mötet hölls med": listed(meeting.get("joint_public", [])),
        "Dold i den publicerade texten": listed(content.get("masks", [])),
        "Handlingarna begärs ut hos": content.get("keeper", ""),
        "Original": (content.get("file") or {}).get("name", ""),
    }
    return [
        f"{long_date(date.fromisoformat(meeting['date']))}, kl. {meeting['starts']}–{meeting['ends']}{number}",
        f"Plats: {meeting['place']}",
        f"Vid anteckningarna: {', '.join(filter(None, [taker.get('name', ''), taker.get('title', '')]))}",
        f"Föregående anteckning: {former_notes(content)[1]}",
        f"Nästa möte: {long_date(date.fromisoformat(meeting['next_date'])) if meeting['next_date'] else ''}",
        *(f"{label}: {words}" for label, words in said.items() if words),
    ]


def _attended(row: Json) -> str:
    words = [row["name"], Capacity(row["capacity"]).label, row["title"], row["organisation"], row["remark"]]
    return ", ".join([*filter(None, words), str(Presence(row["state"]).label).lower()])


def _item(item: Json) -> _Section:
    if "title" not in item:
        return _section(f"{item['number']} Punkten publiceras inte", [], item)
    meta = [f"Syfte: {Purpose(item['purpose']).label}"]
    meta += [f"Föredragande: {item['presenter']}"] if item["presenter"] else []
    meta += [f"Publiceras inte: {item['withheld_reason']}"] if item["withheld"] else []
    lines = [line for outcome in item["outcomes"] for line in _outcome(outcome)]
    lines += [f"Underlag: {paper_in_words(said)}" for said in item["papers"]]
    texts = {"Frågor till gruppen": item["questions"], "Dialog": item["dialog"]}
    rich = [shown(item["information"]), *(_named(label, text) for label, text in texts.items() if text)]
    text = format_html(
        "{}{}{}", _paragraphs(meta), format_html_join("", "{}", ((said,) for said in rich)), _paragraphs(lines)
    )
    return _Section(f"{item['number']} {item['title']}", text, canonical.dumps(item))


def _named(label: str, text: str) -> SafeString:
    return format_html("<p>{}:</p>{}", label, shown(text))


def _outcome(outcome: Json) -> list[str]:
    """The words of an outcome, to whom it goes, whether each organisation has to anchor it, and its tasks."""
    number = f" {outcome['number']}" if outcome.get("number") is not None else ""
    to = {"Organisation": outcome.get("organisation"), "Till grupp": outcome.get("group")}
    return [
        f"Beslut{number} ({OutcomeKind(outcome['kind']).label}): {outcome['text']}",
        *(f"{label}: {words}" for label, words in to.items() if words),
        *(["Beslutet ska förankras i varje organisation."] if outcome.get("needs_anchoring") else []),
        *(_task(task) for task in outcome["tasks"]),
    ]


def _task(task: Json) -> str:
    due = f" Klart senast {long_date(date.fromisoformat(task['due']))}." if task["due"] else ""
    return f"{task['owner']}: {task['text']}{due}"
