"""Which outcomes of a correction are those of the version before, so that a decision keeps its number."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from samverkan.common.canonical import Json

#: From how much in common two texts in the same item are one outcome that was reworded.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Row:
    """An outcome: where it stands in its note, in which item of it, and what it says."""

    index: int
    item: int
    said: tuple[str, ...]


def numbers_kept(old: Json, numbers: list[int], new: Json) -> list[int | None]:
    """For each outcome of ``new`` in its order, the number that it had in ``old``; None for one that is new.

    ``numbers`` are those of the outcomes of ``old`` in its order. An outcome is the same when it says the same, in
    its item or in another; else when it is alike in the same item; else when it has the same place in an item that
    has as many outcomes as before. No number is given twice.
    """
    before, after = _rows(old), _rows(new)
    items = dict(_same_items(old["items"], new["items"]))
    kept: dict[int, int] = {}
    for was, now in _pairs(before, after, items):
        if now not in kept and was not in kept.values():
            kept[now] = was
    return [numbers[kept[row.index]] if row.index in kept else None for row in after]


def _rows(content: Json) -> list[_Row]:
    outcomes = [(place, outcome) for place, item in enumerate(content["items"]) for outcome in item["outcomes"]]
    return [
        _Row(index, place, (outcome["text"], outcome["kind"], outcome["organisation"], outcome["group"]))
        for index, (place, outcome) in enumerate(outcomes)
    ]


def _pairs(before: list[_Row], after: list[_Row], items: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs that may be the same outcome, the surest first."""
    inside = [(was, now) for now in after for was in before if items.get(now.item) == was.item]
    yield from ((was.index, now.index) for was, now in inside if was.said == now.said)
    yield from ((was.index, now.index) for now in after for was in before if was.said == now.said)
    likeness = [(_alike(was.said[0], now.said[0]), was.index, now.index) for was, now in inside]
    ranked = sorted(likeness, key=lambda row: (-row[0], row[2], row[1]))
    yield from ((was, now) for alike, was, now in ranked if alike >= ALIKE)
    yield from _in_place(before, after, items)


def _in_place(before: list[_Row], after: list[_Row], items: dict[int, int]) -> Iterator[tuple[int, int]]:
    for new, old in items.items():
        was = [row.index for row in before if row.item == old]
        now = [row.index for row in after if row.item == new]
        if len(was) == len(now):
            yield from zip(was, now, strict=True)


def _same_items(old: list[Json], new: list[Json]) -> Iterator[tuple[int, int]]:
    """New place → old place: by title first, then by number among those that are left."""
    free = dict(enumerate(old))
    left = []
    for place, item in enumerate(new):
        found = next((was for was, row in free.items() if _title(row) == _title(item)), None)
        if found is None:
            left.append((place, item))
            continue
        del free[found]
        yield place, found
    for place, item in left:
        found = next((was for was, row in free.items() if row["number"] == item["number"]), None)
        if found is not None:
            del free[found]
            yield place, found


def _title(item: Json) -> str:
    return " ".join(item["title"].casefold().split())


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio()
