"""The wheel: a year as a circle, each kind of thing on its ring, drawn from the entries alone, in whole numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from samverkan.common.swedish import MONTHS
from samverkan.portal.wheel.entry import RINGS, Entry

SIZE = 760
CENTRE = SIZE // 2
#: How far from the middle each ring lies, from the outside in, and where the months have their lines and names.
RADII = dict(zip(RINGS, (300, 248, 196, 144), strict=True))
INNER, OUTER, NAMES = 112, 332, 352
#: The year is cut in halves of months: what falls within the same lies in one mark.
SLOTS = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """What a ring holds in half a month: how much, where it leads, and what it is called for those who listen."""

    ring: str
    slot: int
    x: int
    y: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def count(self) -> str:
        """The number of things, with an exclamation mark where something is late."""
        return f"{len(self.entries)}{'!' if self.late else ''}"

    @property
    def late(self) -> int:
        return sum(bool(entry.late) for entry in self.entries)

    @property
    def url(self) -> str:
        """The thing itself where there is one, else its place in the list."""
        return self.entries[0].url if len(self.entries) == 1 else f"#{anchor(self.ring, self.slot)}"

    @property
    def label(self) -> str:
        """``Möten, 16–30 april: 3``; of one thing its day and title."""
        late = f", {self.late} försenade" if self.late > 1 else ", försenat" if self.late else ""
        if len(self.entries) == 1:
            entry = self.entries[0]
            return f"{entry.day.day} {MONTHS[entry.day.month - 1]}: {entry.title}{late}"
        half = "1–15" if self.slot % 2 == 0 else "16 till slutet av"
        return f"{RINGS[self.ring]}, {half} {MONTHS[self.slot // 2]}: {len(self.entries)}{late}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month's name, where it stands, and the line that it begins with."""

    name: str
    x: int
    y: int
    line: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """The whole picture. ``today`` is the line of the day, empty in another year."""

    year: int
    months: list[Month]
    marks: list[Mark]
    today: str

    size = SIZE
    centre = CENTRE
    rings = tuple(RADII.values())

    @property
    def view_box(self) -> str:
        return f"0 0 {SIZE} {SIZE}"


def draw(entries: Iterable[Entry], *, year: int, on: date) -> Wheel:
    """The wheel of a year with the entries on it; ``on`` is the day that its hand points at."""
    marks: dict[tuple[str, int], Mark] = {}
    for entry in entries:
        key = (entry.ring, slot_of(entry.day))
        if key not in marks:
            marks[key] = Mark(*key, *_point(RADII[entry.ring], (key[1] + 0.5) / SLOTS))
        marks[key].entries.append(entry)
    ordered = sorted(marks.values(), key=lambda mark: (mark.slot, list(RINGS).index(mark.ring)))
    months = [
        Month(name[:3], *_point(NAMES, (number + 0.5) / 12), _line(number / 12)) for number, name in enumerate(MONTHS)
    ]
    share = (slot_of(on) + ((on.day - 1) % 15) / 16) / SLOTS
    return Wheel(year, months, ordered, _line(share) if on.year == year else "")


def slot_of(day: date) -> int:
    """The half of a month that the day lies in, counted from the beginning of the year."""
    return 2 * (day.month - 1) + (day.day > 15)


def anchor(ring: str, slot: int) -> str:
    """What the list calls the first thing of a mark."""
    return f"{ring}-{slot + 1}"


def _point(radius: int, share: float) -> tuple[int, int]:
    """A point on a circle, so much of the way round from the top, clockwise."""
    angle = 2 * math.pi * share
    return round(CENTRE + radius * math.sin(angle)), round(CENTRE - radius * math.cos(angle))


def _line(share: float) -> str:
    (x, y), (to_x, to_y) = _point(INNER, share), _point(OUTER, share)
    return f"M{x} {y}L{to_x} {to_y}"
