"""What in a correction is more than spelling: then the group adjusts it as it did the first time.

A correction of spelling changes how something is written and nothing else. In each text words may be spelled
otherwise (by a letter or two, as the length of the word allows), split, joined, or no longer doubled; signs and layout
are free. No word may come or go, no figure and no link may change. All that is not text must be as it was: how many
items, outcomes and people there are, kinds and numbers, presence, days and times, who presents or takes notes, what
is withheld or masked, which files there are. The rule is the design's (spelling: the chair; outcome: full adjustment).
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from meetings.gate import RICH, read, targets
from meetings.papers import title_of
from samverkan.common.canonical import Json
from samverkan.common.richtext import clean

_WORD = re.compile(r"\w+")
#: In one word of so many letters this many may differ.
_LETTERS_PER_CHANGE = 4
_ITEM_TEXTS = {
    "title": "rubriken", "presenter": "föredragande", "information": "informationen", "questions": "frågorna",
    "dialog": "dialogen", "withheld_reason": "skälet",
}  # fmt: skip
_DAY = {"date": "dagen", "starts": "tiden", "ends": "tiden", "kind": "mötets slag", "next_date": "nästa möte"}
_PAPER = ("number", "name", "sha256", "public", "alternative")


def more_than_spelling(was: Json, now: Json) -> list[str]:
    """What has changed between two records and is not spelling, each in its definite form; empty if nothing has."""
    found = [*_head(was, now), *_attendance(was["attendance"], now["attendance"])]
    found += [*_papers(was["papers"], now["papers"], "underlagen"), *_items(was["items"], now["items"])]
    return list(dict.fromkeys(found))


def is_spelling(was: str, now: str, *, rich: bool = False) -> bool:
    """Whether one text is the other with nothing but its spelling changed."""
    if rich:
        if targets(clean(was)) != targets(clean(now)):
            return False
        was, now = (read(clean(text), html=True).text for text in (was, now))
    before, after = (_WORD.findall(text.casefold()) for text in (was, now))
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return all(
        kind == "equal" or _is_respelled(before[a:b], after[c:d], beside=before[max(a - 1, 0) : b + 1])
        for kind, a, b, c, d in changes
    )


def _is_respelled(before: list[str], after: list[str], *, beside: list[str]) -> bool:
    """Whether some words in a row are others only in how they are written."""
    if "".join(before) == "".join(after):
        return True  # split or joined
    if not after:  # a word that stood twice
        return len(before) == 1 and any(one == other for one, other in pairwise(beside))
    return len(before) == len(after) and all(map(_is_near, before, after))


def _is_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if any(sign.isdigit() for sign in one + other):
        return False
    allowed = max(1, min(len(one), len(other)) // _LETTERS_PER_CHANGE)
    return min(len(one), len(other)) > 2 and _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed or swapped with the next to make one word the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, sign in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _head(was: Json, now: Json) -> Iterator[str]:
    yield from (word for key, word in _DAY.items() if was["meeting"][key] != now["meeting"][key])
    if not is_spelling(was["meeting"]["place"], now["meeting"]["place"]):
        yield "platsen"
    if not _same_person(was["note_taker"], now["note_taker"]):
        yield "vem som antecknade"
    if not is_spelling(was["approves"], now["approves"]):
        yield "vilken anteckning mötet godkänner"
    if was["masks"] != now["masks"]:
        yield "vilka kontaktuppgifter som döljs"
    if was.get("file") != now.get("file"):
        yield "den uppladdade filen"


def _same_person(was: Json | None, now: Json | None) -> bool:
    if was is None or now is None:
        return was == now
    return all(is_spelling(was[key], now[key]) for key in ("name", "title"))


def _attendance(was: list[Json], now: list[Json]) -> Iterator[str]:
    if len(was) != len(now) or any(
        any(one[key] != other[key] for key in ("state", "capacity"))
        or not all(is_spelling(one[key], other[key]) for key in ("name", "title", "organisation", "remark"))
        for one, other in zip(was, now, strict=False)
    ):
        yield "närvaron"


def _items(was: list[Json], now: list[Json]) -> Iterator[str]:
    keys, told = ([item.get("item") for item in items] for items in (now, was))
    if len(was) != len(now) or (all(told) and told != keys):  # records that were made before keys were kept tell none
        yield "vilka punkter som finns"
    for one, other in zip(was, now, strict=False):
        place = f"i punkt {other['number']}"
        yield from (
            f"{word} {place}"
            for key, word in _ITEM_TEXTS.items()
            if not is_spelling(one[key], other[key], rich=key in RICH)
        )
        if one["purpose"] != other["purpose"]:
            yield f"syftet {place}"
        if one["withheld"] != other["withheld"]:
            yield f"vad som publiceras {place}"
        yield from _outcomes(one["outcomes"], other["outcomes"], place)
        yield from _papers(one["papers"], other["papers"], f"underlagen {place}")


def _outcomes(was: list[Json], now: list[Json], place: str) -> Iterator[str]:
    if len(was) != len(now):
        yield f"besluten {place}"
    for one, other in zip(was, now, strict=False):
        fixed = ("kind", "organisation", "group", "needs_anchoring")
        if any(one[key] != other[key] for key in fixed) or not is_spelling(one["text"], other["text"]):
            yield f"beslutet {place}"
        if not _same_tasks(one["tasks"], other["tasks"]):
            yield f"uppgifterna {place}"


def _same_tasks(was: list[Json], now: list[Json]) -> bool:
    return len(was) == len(now) and all(
        one["due"] == other["due"] and all(is_spelling(one[key], other[key]) for key in ("owner", "text"))
        for one, other in zip(was, now, strict=True)
    )


def _papers(was: list[Any], now: list[Any], word: str) -> Iterator[str]:
    same = len(was) == len(now) and all(
        _facts(one) == _facts(other) and is_spelling(title_of(one), title_of(other))
        for one, other in zip(was, now, strict=True)
    )
    if not same:
        yield word


def _facts(entry: Any) -> list[Any]:
    return [] if isinstance(entry, str) else [entry.get(key) for key in _PAPER]
