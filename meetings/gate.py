"""The publication gate: what has to be settled in the text before it is sent for adjustment.

An address is looked for the way a reader would find it: tags, soft hyphens and characters without width do not hide
it, nor does the percent-encoding of a link. The masking in ``meetings.redaction`` reads with the same eyes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from meetings.models import ContactChoice, Meeting
from meetings.snapshot import minutes_content
from samverkan.common.canonical import Json
from samverkan.common.richtext import clean

#: The fields of a record that hold rich text; everything else is shown as it stands.
RICH = frozenset({"information", "questions", "dialog"})
#: The longest address there is.
LONGEST = 254

# Linear: every repetition is bounded, and a label ends where its dot stands.
_EMAIL = re.compile(
    r"\w(?:[\w.%+'\u0300-\u036f-]{0,62}[\w%+\u0300-\u036f-])?"
    r"@[\w\u0300-\u036f-]{1,63}(?:\.[\w\u0300-\u036f-]{1,63}){0,8}\.[\w-]{2,63}"
)
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_NO_WIDTH = re.compile(f"[{_UNSEEN}]")
_ENCODED = f"(?:%[0-9A-Fa-f]{{2}})+|[{_UNSEEN}]+"
_IN_PLAIN = re.compile(_ENCODED)
_IN_HTML = re.compile(_ENCODED + r"|<[^<>]*>|&#[0-9]{1,7};?|&#[xX][0-9A-Fa-f]{1,6};?|&[A-Za-z]{2,31};")
_BLOCK_ENDS = frozenset({"</p>", "</li>", "</h3>", "</ul>", "</ol>", "<br>"})
_TARGET = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read, and where in the stored text each character of it stands."""

    text: str
    places: list[tuple[int, int]]

    def place(self, found: re.Match[str]) -> tuple[int, int]:
        """Where in the stored text something found in the reading starts and ends."""
        return self.places[found.start()][0], self.places[found.end() - 1][1]


def read(stored: str, *, html: bool) -> Reading:
    """The text without what a reader does not see; as HTML also without tags, and with its entities resolved."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    done = 0
    for part in (_IN_HTML if html else _IN_PLAIN).finditer(stored):
        letters += stored[done : part.start()]
        places += [(at, at + 1) for at in range(done, part.start())]
        seen = _NO_WIDTH.sub("", _resolved(part[0], html=html))
        letters += seen
        places += [part.span()] * len(seen)
        done = part.end()
    letters += stored[done:]
    places += [(at, at + 1) for at in range(done, len(stored))]
    return Reading("".join(letters), places)


def _resolved(part: str, *, html: bool) -> str:
    if part[0] == "%":
        decoded = unquote(part)
        return part if "\ufffd" in decoded else decoded
    if html and part[0] == "<":
        return "\n" if part in _BLOCK_ENDS else ""
    return unescape(part) if html else part


def targets(html: str) -> list[str]:
    """Where the links of a cleaned rich text lead, decoded."""
    return [read(target, html=True).text for target in _TARGET.findall(html)]


def readings(stored: str, *, rich: bool) -> list[str]:
    """Everything that can be read out of one field."""
    if rich:
        cleaned = clean(stored)
        return [read(cleaned, html=True).text, *targets(cleaned)]
    as_it_stands = read(stored, html=False).text
    as_html = read(stored, html=True).text if "<" in stored or "&" in stored else as_it_stands
    return list(dict.fromkeys([as_it_stands, as_html]))


def contacts_in(text: str) -> list[str]:
    """The e-mail addresses in a plain text, in order, each once."""
    return _addresses(readings(text, rich=False))


def contacts_of(meeting: Meeting) -> list[str]:
    """The e-mail addresses in everything that the minutes of the meeting say."""
    return _addresses(_texts(minutes_content(meeting)))


def unsettled_contacts(meeting: Meeting) -> list[str]:
    """Addresses of which nobody has said whether they may stand or are to be masked in public."""
    settled = {value.lower() for value in meeting.contact_choices.values_list("value", flat=True)}
    return [value for value in contacts_of(meeting) if value.lower() not in settled]


def contact_choices(meeting: Meeting) -> list[tuple[str, str]]:
    """Every address in the text with the choice made: ``keep``, ``mask`` or the empty string."""
    made = {row.value.lower(): row.choice for row in ContactChoice.objects.filter(meeting=meeting)}
    return [(value, made.get(value.lower(), "")) for value in contacts_of(meeting)]


def left_over(content: Json, variant: Json) -> list[str]:
    """The masked values of a record that can still be read in the finished public variant."""
    said = "\n".join(_texts(variant))
    return [value for value in content["masks"] if (wanted := pattern_of([value])) and wanted.search(said)]


def pattern_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the values in a reading, whatever their case, the longest first; None when there are none."""
    bare = {read(value, html=False).text for value in values} - {""}
    longest_first = sorted(bare, key=lambda value: (-len(value), value))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if bare else None


def _addresses(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found[:LONGEST] for text in texts for found in _EMAIL.findall(text)))


def _texts(value: Any, *, rich: bool = False) -> Iterator[str]:
    """What can be read in every field of a record."""
    if isinstance(value, str):
        yield from readings(value, rich=rich)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "masks":
                yield from _texts(part, rich=key in RICH)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def problems(content: Json) -> list[str]:
    """Swedish sentences on what has to be mended before the minutes can be sent."""
    found = []
    if not content["attendance"]:
        found.append("Anteckningen saknar närvaro. Fyll i vilka som var med.")
    if not content["items"]:
        found.append("Anteckningen saknar punkter. Lägg till minst en punkt.")
    for item in content["items"]:
        if not item["title"].strip():
            found.append(f"Punkt {item['number']} saknar rubrik. Skriv en rubrik.")
        found += [
            f"Ett beslut i punkt {item['number']} saknar text. Skriv vad gruppen kom fram till, eller ta bort det."
            for outcome in item["outcomes"]
            if not outcome["text"].strip()
        ]
    return found
