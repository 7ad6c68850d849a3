"""The list beside the wheel: what several groups have in common is said once, with the groups below it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from samverkan.common.swedish import MONTHS
from samverkan.portal.wheel.entry import Entry
from samverkan.portal.wheel.picture import anchor, slot_of


@dataclass(frozen=True, slots=True)
class Line:
    """Entries that are told as one: the first says what, the rest only who. ``anchor``: where the picture leads."""

    entries: list[Entry]
    anchor: str = ""

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    @property
    def is_shared(self) -> bool:
        """Whether several groups stand in the line, each with its link."""
        return len(self.entries) > 1


def months_of(entries: Iterable[Entry]) -> list[tuple[str, list[Line]]]:
    """Month → its lines in the order of the days, the first of each mark with the anchor that the picture leads to."""
    seen: set[str] = set()
    found: dict[int, list[Line]] = {}
    for together in _alike(entries):
        first = together[0]
        name = anchor(first.ring, slot_of(first.day))
        found.setdefault(first.day.month, []).append(Line(together, "" if name in seen else name))
        seen.add(name)
    return [(MONTHS[month - 1].capitalize(), lines) for month, lines in found.items()]


def late_of(entries: Iterable[Entry]) -> list[Line]:
    """What is late, each sentence once."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.late:
            found.setdefault((entry.subject, entry.late), []).append(entry)
    return [Line(together) for together in found.values()]


def _alike(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries of one day that say the same of several groups, together; each other one alone."""
    for _, same_day in groupby(entries, key=lambda entry: entry.day):
        found: dict[object, list[Entry]] = {}
        for place, entry in enumerate(same_day):
            key = (entry.ring, entry.subject, entry.note, entry.late) if entry.subject else place
            found.setdefault(key, []).append(entry)
        yield from found.values()
