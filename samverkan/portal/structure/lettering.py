"""How wide words are, and how they are broken into lines: a server has no browser to ask.

Widths are those of the site's sans serif in its bolder weight, in hundredths of the letter size. A font that stands
in for it may be a little wider, so a line is filled to 94 per cent.
"""

import re
from collections.abc import Iterator

_WIDTHS = {
    20: " ", 28: "ijlI.,:;'’", 32: "f-()", 36: "rt/", 44: "sz", 48: "cvxyJ–", 52: "aegkåäéEFLVYÉ0123456789+",
    60: "BKPR", 66: "DGHNOQUÖ&", 84: "mwMW…",
}  # fmt: skip
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 56
_FILLED = 94
_VOWELS = frozenset("aeiouyåäöé")
#: A word with the mark after which it may be broken, and the space that follows it.
_PIECE = re.compile(r"[^\s/-]*[/-]?\s*")


def width_of(text: str, *, size: int) -> float:
    """The width of the text on one line, in the unit of ``size``."""
    return sum(_WIDTH_OF.get(letter, _OTHER) for letter in text) * size / _FILLED


def wrapped(text: str, *, width: int, size: int, most: int) -> list[str]:
    """The text in at most so many lines, each within the width; what does not fit becomes an ellipsis.

    A line ends at a space, after a stroke or a hyphen, or, in a word longer than a line, between syllables.
    """
    lines = [""]
    for piece in _pieces(text, width, size):
        if width_of((lines[-1] + piece).rstrip(), size=size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    lines = [line.rstrip() for line in lines if line]
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, size)]


def _pieces(text: str, width: int, size: int) -> Iterator[str]:
    for piece in _PIECE.findall(" ".join(text.split())):
        rest = piece
        while width_of(rest.rstrip(), size=size) > width:
            fits = _between_syllables(rest, _fitting(rest, "-", width, size))
            yield rest[:fits] + "-"
            rest = rest[fits:]
        yield rest


def _between_syllables(word: str, fits: int) -> int:
    """Where a Swedish word may be broken: before a consonant that a vowel follows."""
    for at in range(fits, 2, -1):
        if word[at].lower() not in _VOWELS and word[at + 1 : at + 2].lower() in _VOWELS:
            return at
    return fits


def _cut(text: str, width: int, size: int) -> str:
    return text[: _fitting(text, "…", width, size)].rstrip(" ,/-") + "…"


def _fitting(text: str, ending: str, width: int, size: int) -> int:
    """How many letters fit on a line together with the ending; at least one."""
    fits = len(text)
    while fits > 1 and width_of(text[:fits] + ending, size=size) > width:
        fits -= 1
    return fits
