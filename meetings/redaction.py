"""From record to public variant: what is withheld is left out, what is masked is replaced.

The variant is made of new data that never held the secret parts; nothing is hidden by styling.
"""

import re
from typing import Any

from samverkan.common.canonical import Json

VARIANT_FORMAT = "samverkan/public-minutes/1"
MASK = "[uppgift borttagen]"
#: Stands for a link to a video meeting, which lets anyone in.
ONLINE = "Digitalt möte"
_LINK_TO_MASK = re.compile(r'<a [^<>]*href="mailto:' + re.escape(MASK) + r"[^<>]*>([^<]*)</a>")


def public_variant(content: Json, seal: Json) -> Json:
    """The public variant of a sealed record.

    ``content`` and ``seal`` are those of one ``MinutesVersion``. A withheld item keeps its number and nothing
    else; masked spans are replaced everywhere they occur, also in links and tasks; a link to the meeting is not shown.
    """
    numbers = iter(seal["numbers"])
    items = [_item(item, numbers) for item in content["items"]]
    kept = {key: value for key, value in content.items() if key not in {"masks", "items", "format"}}
    variant: Json = {**kept, "format": VARIANT_FORMAT, "items": items, "seal": _public_seal(seal)}
    if "://" in content["meeting"]["place"]:
        variant["meeting"] = {**content["meeting"], "place": ONLINE}
    for span in sorted(content["masks"], key=len, reverse=True):
        variant = _masked(variant, span)
    return variant


def _item(item: Json, numbers: Any) -> Json:
    outcomes = [{**outcome, "number": next(numbers)} for outcome in item["outcomes"]]
    if item["withheld"]:
        return {"number": item["number"], "withheld": True}
    kept = {key: value for key, value in item.items() if key != "withheld_reason"}
    return {**kept, "outcomes": outcomes}


def _public_seal(seal: Json) -> Json:
    return {key: seal[key] for key in ("version", "adjusted", "adjusted_at", "content_sha256", "year")}


def _masked(value: Any, span: str) -> Any:
    if isinstance(value, str):
        return _replace(value, span)
    if isinstance(value, list):
        return [_masked(part, span) for part in value]
    if isinstance(value, dict):
        return {key: _masked(part, span) for key, part in value.items()}
    return value


def _replace(text: str, span: str) -> str:
    """Replace the span whatever its case; a link to it leaves nothing behind."""
    lowered, target = text.lower(), span.lower()
    if target not in lowered:
        return text
    parts, start = [], 0
    while (found := lowered.find(target, start)) >= 0:
        parts.append(text[start:found])
        start = found + len(span)
    return _LINK_TO_MASK.sub(r"\1", MASK.join([*parts, text[start:]]))
