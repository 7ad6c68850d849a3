"""What has changed in a note since an earlier sending of it, for those who read that one and are to read this."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.kinds import Capacity, OutcomeKind, Presence
from meetings.models import MinutesVersion
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import long_date
from samverkan.common.textdiff import Change, blocks_of, diff


@dataclass(frozen=True, slots=True)
class Part:
    """The changes under one heading of the note, in reading order."""

    heading: str
    changes: list[Change]


def changes_since(earlier: MinutesVersion, version: MinutesVersion) -> list[Part]:
    """The parts of the note that differ; none when the text is the same."""
    if earlier.content_sha256 == version.content_sha256:
        return []
    parts: list[Part] = []
    heading = ""
    for change in diff(blocks_of(_text(earlier)), blocks_of(_text(version))):
        block = change.new or change.old
        if block and block.kind == "h3":
            heading = block.text
        if change.kind != "same":
            if not parts or parts[-1].heading != heading:
                parts.append(Part(heading, []))
            parts[-1].changes.append(change)
    return parts


def _text(version: MinutesVersion) -> SafeString:
    """The whole note as one rich text, each part under its heading."""
    content: Json = json.loads(version.content)
    meeting = content["meeting"]
    head = [
        f"{long_date(date.fromisoformat(meeting['date']))}, kl. {meeting['starts']}–{meeting['ends']}",
        f"Plats: {meeting['place']}",
        f"Vid anteckningarna: {(content['note_taker'] or {}).get('name', '')}",
        f"Föregående anteckning: {content['approves']}",
        f"Nästa möte: {meeting['next_date']}",
    ]
    parts = [_part("Mötet", head), _part("Deltagare", [_attended(row) for row in content["attendance"]])]
    parts += [_item(item) for item in content["items"]]
    parts.append(_part("Handlingar till mötet", content["papers"]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _part(heading: str, lines: list[str]) -> SafeString:
    return format_html("<h3>{}</h3>{}", heading, format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def _attended(row: Json) -> str:
    words = [row["name"], Capacity(row["capacity"]).label, row["title"], row["organisation"], row["remark"]]
    return ", ".join([*filter(None, words), str(Presence(row["state"]).label).lower()])


def _item(item: Json) -> SafeString:
    meta = [f"Föredragande: {item['presenter']}"] if item["presenter"] else []
    meta += [f"Publiceras inte: {item['withheld_reason']}"] if item["withheld"] else []
    lines = [line for outcome in item["outcomes"] for line in _outcome(outcome)]
    lines += [f"Underlag: {title}" for title in item["papers"]]
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
