"""What may be printed: checks and tidies HTML before `pdf` draws it. Knows nothing of the PDF engine.

The HTML is our own, but it carries text that people wrote. So the elements are a short list, nesting and size
are bounded, and every sign is one that our fonts have.
"""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import override
from unicodedata import category, normalize
from xml.etree.ElementTree import Element

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_SPAN = 20

_VOID = {"br", "col", "hr", "meta"}
_SHEET = {"html", "head", "title", "body", "main", "article", "section", "header", "footer", "aside", "div"}
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"}
_TABLES = {"table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "th", "td"}
_WORDS = {"span", "strong", "em", "b", "i", "small", "sub", "sup", "a", "time"}
_TAGS = _VOID | _SHEET | _BLOCKS | _TABLES | _WORDS
_ATTRIBUTES = {"id", "class", "lang", "scope", "start", "datetime", "charset"}
_SCHEMES = ("https://", "http://", "mailto:")
#: Signs that our fonts lack, written with signs that they have.
_STAND_INS = str.maketrans(
    {"→": "->", "←": "<-", "⇒": "=>", "≤": "<=", "≥": ">=", "●": "•", "▪": "•", "◦": "•"}
    | dict.fromkeys("\u2010\u2011\u2012", "-")
)

#: Control signs, soft hyphens and the like, and accents that fuse with no letter: left out, so that what is read
#: aloud or searched for is the word itself.
_UNSEEN = {"Cc", "Cf", "Mn"}


class PdfRefused(ValueError):
    """The HTML is too large, too deep or asks for something that a document of ours never contains."""


def check_shape(html: str) -> None:
    """Refuse by size, nesting and element names before the engine has read a byte."""
    if len(html.encode()) > MAX_BYTES:
        raise PdfRefused(f"The HTML is larger than {MAX_BYTES} bytes.")
    shape = _Shape()
    shape.feed(html)
    shape.close()


def drawable(signs: Iterable[int]) -> frozenset[int]:
    """Of the signs in the fonts, those that may be printed on their own, and line breaks."""
    kept = (sign for sign in signs if category(chr(sign)) not in _UNSEEN)
    return frozenset(kept) | frozenset(map(ord, "\t\n\r"))


def one_line(text: str) -> str:
    """The text for a metadata field: one line, without control characters."""
    return " ".join("".join(char for char in text if char.isspace() or category(char)[0] != "C").split())


class _Shape(HTMLParser):
    """Counts nesting; a stray end tag closes nothing, so the count is never too low."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _check_tag(tag)
        if tag not in _VOID:
            self.open.append(tag)
        if len(self.open) > MAX_DEPTH:
            raise PdfRefused("The HTML is nested too deeply.")

    @override
    def handle_comment(self, data: str) -> None:
        raise PdfRefused("A comment does not belong in a document.")

    @override
    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()


def _check_tag(tag: str) -> None:
    if tag not in _TAGS:
        raise PdfRefused(f"<{tag}> does not belong in a document.")


def tidy(root: Element, signs: frozenset[int]) -> None:
    """Keep the attributes that mean something in print and write every text with signs that we have."""
    for element in root.iter():
        _check_tag(element.tag)
        element.text, element.tail = _written(element.text or "", signs), _written(element.tail or "", signs)
        kept = {name: value for name, value in element.attrib.items() if _may_stay(name, value)}
        element.attrib.clear()
        element.attrib.update({name: _written(value, signs) for name, value in kept.items()})
    root.set("lang", "sv")


def _may_stay(name: str, value: str) -> bool:
    if name == "href":
        return value.lower().startswith(_SCHEMES)
    if name in {"colspan", "rowspan"}:
        return value.isdecimal() and 1 <= int(value[:9]) <= MAX_SPAN
    return name in _ATTRIBUTES or name.startswith("data-")


def _written(text: str, signs: frozenset[int]) -> str:
    """The text in signs that our fonts have.

    A sign that cannot be drawn loses its accents, or else is named by its code point, so that a reader sees
    that something stood there.
    """
    text = normalize("NFC", text)
    if signs.issuperset(map(ord, text)):
        return text
    return "".join(_sign(char, signs) for char in text.translate(_STAND_INS))


def _sign(char: str, signs: frozenset[int]) -> str:
    if ord(char) in signs:
        return char
    plain = "".join(part for part in normalize("NFKD", char) if category(part) not in _UNSEEN)
    return plain if signs.issuperset(map(ord, plain)) else f"[U+{ord(char):04X}]"
