"""How a frozen agenda is read: from stored JSON to what page, PDF and Word show. One shape for all of them."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from meetings.clock import in_words, spans
from meetings.kinds import Purpose
from meetings.reading import Document, kind_in_words, paper_document
from meetings.snapshot import former_notes
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import long_date

WITHHELD = "Publiceras inte"


def read_agenda(content: Json) -> Document:
    """An agenda as it was frozen, of any format that there has been, or its public variant.

    An item of the variant that is withheld has its number and no title.
    """
    group, meeting = content["group"], content["meeting"]
    label, titles = former_notes(content)
    day = date.fromisoformat(meeting["date"])
    slots = running_clock(meeting["starts"], [item.get("minutes") for item in content["items"]])
    return {
        "title": f"Agenda {group['name']} {long_date(day)}",
        "group": group,
        "day": day,
        "meeting": {**meeting, "date": day, "times": _times(meeting)},
        "kind": kind_in_words(meeting.get("kind", "")),
        "former_label": label,
        "former": titles,
        "items": [_item(item, slot) for item, slot in zip(content["items"], slots, strict=True)],
        "papers": [paper_document(said) for said in content.get("papers", [])],
        "keeper": content.get("keeper", ""),
    }


def running_clock(starts: str, lengths: Sequence[int | None]) -> list[str]:
    """When each item is taken up, from the meeting's start (``HH:MM``); nothing for a meeting without one."""
    if not starts:
        return [""] * len(lengths)
    return [in_words(span) for span in spans(time.fromisoformat(starts), lengths)]


def _times(meeting: Json) -> str:
    return "–".join(filter(None, [meeting["starts"], meeting["ends"]])).replace(":", ".")


def _item(item: Json, slot: str) -> dict[str, Any]:
    if "title" not in item:
        return {"number": item["number"], "withheld": True}
    return {
        "number": item["number"],
        "title": item["title"],
        "purpose": str(Purpose(item["purpose"]).label),
        "presenter": item["presenter"],
        "minutes": item["minutes"],
        "slot": slot,
        "about": _about(item, slot),
        "information": shown(item.get("information", "")),
        "questions": shown(item.get("questions", "")),
        "proposed_decision": item.get("proposed_decision", ""),
        "withheld": item.get("withheld", False),
        "papers": [paper_document(said) for said in item.get("papers", [])],
    }


def _about(item: Json, slot: str) -> str:
    parts = [
        f"Kl. {slot}" if slot else "",
        str(Purpose(item["purpose"]).label),
        item["presenter"],
        f"{item['minutes']} min" if item["minutes"] else "",
        WITHHELD if item.get("withheld") else "",
    ]
    return ". ".join(filter(None, parts))
