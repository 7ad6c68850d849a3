"""A text as a reader finds it: tags, soft hyphens and characters without width hide nothing, nor does the
percent-encoding of a link.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from samverkan.common.richtext import clean

#: The fields of a record that hold rich text; everything else is shown as it stands.
RICH = frozenset({"information", "questions", "dialog"})
#: The parts of a record that say nothing of their own: checksums, what is to be masked, and whom to ask for it.
SILENT = frozenset({"masks", "sha256", "content_sha256", "media_type", "keeper"})

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_NO_WIDTH = re.compile(f"[{_UNSEEN}]")
_ENCODED = f"(?:%[0-9A-Fa-f]{{2}})+|[{_UNSEEN}]+"
_IN_PLAIN = re.compile(_ENCODED)
_IN_HTML = re.compile(_ENCODED + r"|<[^<>]*>|&#[0-9]{1,7};?|&#[xX][0-9A-Fa-f]{1,6};?|&[A-Za-z]{2,31};")
_BLOCK_ENDS = frozenset({"</p>", "</li>", "</h3>", "</ul>", "</ol>", "<br>"})
_TARGET = re.compile(r'href="([^"]*)"')
#: A digit of another alphabet, or of another width.
_ODD_DIGIT = re.compile(r"(?![0-9])\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read, and where in the stored text each character of it stands."""

    text: str
    places: list[tuple[int, int]]

    def place(self, found: re.Match[str]) -> tuple[int, int]:
        """Where in the stored text something found in the reading starts and ends."""
        return self.places[found.start()][0], self.places[found.end() - 1][1]


def read(stored: str, *, html: bool) -> Reading:
    """The text without what a reader does not see; as HTML also without tags, and with its entities resolved.

    Digits of every alphabet are read as 0 to 9.
    """
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
    return Reading(_ODD_DIGIT.sub(lambda digit: str(int(digit[0])), "".join(letters)), places)


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


def texts(value: Any, *, rich: bool = False) -> Iterator[str]:
    """What can be read in every field of a record, or of a part of one."""
    if isinstance(value, str):
        yield from readings(value, rich=rich)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in SILENT:
                yield from texts(part, rich=key in RICH)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
