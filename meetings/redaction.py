"""From record to public variant: what is withheld is left out, what is masked is replaced.

The variant is made of new data that never held the secret parts; nothing is hidden by styling.
"""

import re
import unicodedata
from itertools import repeat
from typing import Any

from django.conf import settings

from meetings import gate
from meetings.papers import drop_lost_alternatives, public_entries
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean

VARIANT_FORMAT = "samverkan/public-minutes/1"
MASK = "[uppgift borttagen]"
#: Stands for a link to a video meeting, which lets anyone in.
ONLINE = "Digitalt möte"
_LETS_IN = re.compile(
    r"://|\bwww\.|\bteams\.|\bzoom\.|\bmeet\.google|[a-z0-9-]\.[a-z]{2,24}/"
    r"|\bmötes?[\W_]?id\b|\bmeeting[\W_]?id\b|lösenord|lösenkod|passcode|password",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_LINK_TAG = re.compile(r"(<a\b[^<>]*>)|</a>")
_EMPTIED = re.compile(r"<(strong|em)></\1>")


def public_variant(content: Json, seal: Json) -> Json:
    """The public variant of a sealed record.

    ``content`` and ``seal`` are those of one ``MinutesVersion``. A withheld item keeps its number and nothing
    else; masked spans are replaced everywhere they occur, also in links and tasks; a link to the meeting is not shown.
    """
    return _variant(content, seal)


def public_draft(content: Json) -> Json:
    """What ``public_variant`` would make of a text that nobody has adjusted, to be read before it is sent.

    It has no seal and its outcomes have no numbers, so it can never be published.
    """
    return _variant(content, None)


def _variant(content: Json, seal: Json | None) -> Json:
    numbers = iter(seal["numbers"]) if seal else repeat(None)
    items = [_item(item, numbers) for item in content["items"]]
    kept = {key: value for key, value in content.items() if key not in {"masks", "items", "format"}}
    variant: Json = {**kept, "format": VARIANT_FORMAT, "items": items}
    if seal:
        variant["seal"] = _public_seal(seal)
    variant["papers"] = public_entries(content.get("papers", []))
    variant["meeting"] = _meeting(content["meeting"])
    drop_lost_alternatives(variant)
    variant = without_inner_links(variant)
    if masked := gate.pattern_of(content["masks"]):
        variant = cover(variant, masked)
    if masked or any(item["withheld"] for item in content["items"]):
        variant.pop("file", None)  # the file that was uploaded says all of it
    if left := gate.left_over(content, variant):
        raise StepRefused(
            f"Anteckningen kan inte publiceras. Uppgifter som ska döljas går fortfarande att läsa: {', '.join(left)}. "
            "Be den som förvaltar Samverkan om hjälp."
        )
    return variant


def _meeting(meeting: Json) -> Json:
    """Of the groups that met together those that everyone may know of."""
    kept = {key: value for key, value in meeting.items() if key != "joint_public"}
    place = public_place(meeting["place"])
    return {**kept, "place": place, "joint_groups": meeting.get("joint_public", [])}


def public_place(place: str) -> str:
    """Where, for everyone; of a meeting on the net no more than that, for its link is for those who take part."""
    read = unicodedata.normalize("NFC", gate.read(place, html=False).text)
    return ONLINE if _LETS_IN.search(read) else place


def without_contacts(text: str) -> str:
    """A plain text in which every e-mail address and telephone number is masked."""
    masked = gate.pattern_of(gate.contacts_in(text))
    return _masked_plain(text, masked) if masked else text


def _item(item: Json, numbers: Any) -> Json:
    outcomes = [{**outcome, "number": next(numbers)} for outcome in item["outcomes"]]
    if item["withheld"]:
        return {"number": item["number"], "withheld": True}
    kept = {key: value for key, value in item.items() if key not in {"item", "withheld_reason"}}
    return {**kept, "outcomes": outcomes, "papers": public_entries(item.get("papers", []))}


def _public_seal(seal: Json) -> Json:
    public: Json = {key: seal[key] for key in ("version", "adjusted", "adjusted_at", "content_sha256", "year")}
    if made := seal.get("correction"):
        public["correction"] = {key: made[key] for key in ("version", "kind", "reason")}
    return public


def without_inner_links(value: Any, *, rich: bool = False) -> Any:
    """A copy of a record, or of a part of one, without the links to pages behind sign-in; their words stay."""
    inner = f"{settings.SITE_URL}/admin/"
    if isinstance(value, str):
        return _unlinked(clean(value), re.compile(re.escape(inner))) if rich and inner in value else value
    if isinstance(value, list):
        return [without_inner_links(part) for part in value]
    if isinstance(value, dict):
        return {key: without_inner_links(part, rich=key in gate.RICH) for key, part in value.items()}
    return value


def cover(value: Any, masked: re.Pattern[str], *, rich: bool = False) -> Any:
    """A copy of a record, or of a part of one, in which what the pattern finds is masked, also in links."""
    if isinstance(value, str):
        return _masked_rich(value, masked) if rich else _masked_plain(value, masked)
    if isinstance(value, list):
        return [cover(part, masked) for part in value]
    if isinstance(value, dict):
        return {
            key: part if key in gate.SILENT else cover(part, masked, rich=key in gate.RICH)
            for key, part in value.items()
        }
    return value


def _masked_plain(text: str, masked: re.Pattern[str]) -> str:
    """The text is shown as it stands, but some readers of it take what looks like tags away."""
    return _covered(_covered(text, masked, html=False), masked, html=True)


def _masked_rich(text: str, masked: re.Pattern[str]) -> str:
    return clean(_EMPTIED.sub("", _covered(_unlinked(clean(text), masked), masked, html=True)))


def _covered(text: str, masked: re.Pattern[str], *, html: bool) -> str:
    """Cover what is masked, with all that stands unseen inside it; tags are kept, so that they stay in pairs."""
    reading = gate.read(text, html=html)
    parts, done = [], 0
    for found in masked.finditer(reading.text):
        start, end = reading.place(found)
        parts += [text[done:start], MASK, *(_TAG.findall(text[start:end]) if html else ())]
        done = max(done, end)
    return "".join([*parts, text[done:]])


def _unlinked(html: str, masked: re.Pattern[str]) -> str:
    """Take away the links that lead to something masked; their words stay."""
    parts, done, dropped = [], 0, False
    for tag in _LINK_TAG.finditer(html):
        if tag[1]:
            dropped = any(masked.search(target) for target in gate.targets(tag[1]))
        parts.append(html[done : tag.start()] + ("" if dropped else tag[0]))
        done = tag.end()
    return "".join([*parts, html[done:]])
