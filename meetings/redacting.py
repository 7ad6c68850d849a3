"""What a redaction takes out of a version: the items that it names, and the texts wherever they stand.

The record itself never changes. What is taken out is marked as withheld or masked in a copy of it, before
``redaction.public_variant`` makes the public variant.
"""

import json
from collections.abc import Iterable

from meetings import gate
from meetings.models import MinutesVersion, Redaction
from samverkan.common.canonical import Json

#: Stands in the record of who withheld an item; never public.
REASON = "Maskad efter publiceringen"


def redacted(version: MinutesVersion, redactions: Iterable[Redaction]) -> Json:
    """A copy of a version's content in which what the redactions name is withheld or masked."""
    content: Json = json.loads(version.content)
    redactions = list(redactions)
    taken = {number for row in redactions for number in _numbers(row, content, version)}
    items = [_withheld(item) if item["number"] in taken else item for item in content["items"]]
    masks = {text for row in redactions for text in row.masks}
    return {**content, "items": items, "masks": sorted({*content["masks"], *masks})}


def occurs(text: str, variants: Iterable[Json]) -> bool:
    """Whether the text can be read anywhere in one of the variants, whatever its case."""
    return any(gate.left_over({"masks": [text]}, variant) for variant in variants)


def _numbers(redaction: Redaction, content: Json, version: MinutesVersion) -> set[int]:
    """The numbers, in a version, of the items that a redaction takes out.

    ``redaction.items`` names each item by version, number, title and key, for every version that there was. One that
    came later is asked for the item by its key, whatever it is called there and wherever it stands.
    """
    if version.adjusted_at is None or version.adjusted_at <= redaction.made_at:
        return {entry["number"] for entry in redaction.items if entry["version"] == version.number}
    found: set[int] = set()
    for entry in redaction.items:
        found |= _numbers_later(entry, content["items"])
    return found


def _numbers_later(entry: Json, items: list[Json]) -> set[int]:
    """Where an item that was taken out stands in a later version: rather one item too many than one too few.

    One whose key is gone may have been written anew under its title. Where the keys were not kept, both what has
    its title and what has its number is taken out, and everything when nothing has either.
    """
    key = entry.get("item")
    keys = {item.get("item") for item in items}
    if key in keys and key is not None:
        return {item["number"] for item in items if item.get("item") == key}
    found = {item["number"] for item in items if _words(item["title"]) == _words(entry["title"])}
    if key is not None and None not in keys:
        return found
    found |= {item["number"] for item in items if item["number"] == entry["number"]}
    return found or {item["number"] for item in items}


def _withheld(item: Json) -> Json:
    return {**item, "withheld": True, "withheld_reason": item["withheld_reason"] or REASON}


def _words(title: str) -> str:
    return " ".join(title.casefold().split())
