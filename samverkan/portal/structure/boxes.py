"""A group as a box with words in it, and the marks by which types are told apart beside their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from groups.models import Group, GroupType
from samverkan.common.swedish import long_date
from samverkan.portal.structure.lettering import width_of, wrapped

#: Letter size and distance between lines. A picture 976 wide is 707 on the smallest screen that shows it, which
#: leaves letters of 12.
SIZE, LINE = 17, 21
PAD_X, PAD_Y = 12, 10
MARK = 14
_MOST_LINES = 3
_ABBREVIATION = re.compile(r"\(([^()]+)\)$")
#: Drawn in a square of 14, first filled, then hollow: sixteen kinds before the first comes back.
_SHAPES = (
    "M7 1a6 6 0 1 1 0 12a6 6 0 0 1 0-12z",
    "M2 2h10v10h-10z",
    "M7 1.5l6 11h-12z",
    "M7 .5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
    "M5 1h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "M.5 10.5a6.5 6.5 0 0 1 13 0z",
    "M1 1.5h12l-6 11z",
    "M1 4.5h12v5h-12z",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The drawing beside the name of a type."""

    path: str
    is_hollow: bool


def marks_of(types: Iterable[GroupType]) -> dict[int, Mark]:
    """A mark for each type, by its key, in the order of the types; the seventeenth has that of the first."""
    count = len(_SHAPES)
    return {type.pk: Mark(_SHAPES[n % count], n // count % 2 == 1) for n, type in enumerate(types)}


@dataclass(slots=True)
class Words:
    """A line of text in a box, at a place counted from the corner of the box."""

    x: int
    y: int
    text: str


@dataclass(slots=True)
class Box:
    """A group in the picture. The place is that of its upper left corner."""

    group: Group
    mark: Mark
    width: int
    height: int
    name: list[Words]
    about: list[Words]
    mark_y: int
    x: int = 0
    y: int = 0
    #: Which tree of the picture it stands in, and whether there is room for a line to its left.
    tree: int = 0
    has_left: bool = False

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def label(self) -> str:
        """All that the box says, without anything left out: name, type, last day."""
        return ", ".join(filter(None, [self.group.title, self.group.type.name, lasts_until(self.group)]))


def lasts_until(group: Group) -> str:
    """``till 31 januari 2027`` for a group that is for a time, else nothing."""
    return f"till {long_date(group.ends - timedelta(days=1))}" if group.ends else ""


def lettered(group: Group, *, width: int, marks: Mapping[int, Mark]) -> Box:
    """The group in a box of the width, as high as its words need; it has no place yet."""
    room = width - 2 * PAD_X
    name = _name_of(group, room)
    about = wrapped(type_word(group.type, room - MARK - 6), width=room - MARK - 6, size=SIZE, most=2)
    until = wrapped(lasts_until(group), width=room, size=SIZE, most=2)
    first = PAD_Y + SIZE - 3
    lines = [Words(PAD_X, first + LINE * n, text) for n, text in enumerate(name)]
    below = [Words(PAD_X + MARK + 6, first + LINE * (n + len(name)), text) for n, text in enumerate(about)]
    last = [Words(PAD_X, first + LINE * (n + len(name) + len(about)), text) for n, text in enumerate(until)]
    return Box(
        group=group,
        mark=marks[group.type_id],
        width=width,
        height=2 * PAD_Y + LINE * (len(name) + len(about) + len(until)) - 2,
        name=lines,
        about=[*below, *last],
        mark_y=first + LINE * len(name) - MARK + 1,
    )


def _name_of(group: Group, room: int) -> list[str]:
    """The title, or the name alone where the code makes it too long."""
    title = wrapped(group.title, width=room, size=SIZE, most=_MOST_LINES)
    if title[-1].endswith("…"):
        return wrapped(group.name, width=room, size=SIZE, most=_MOST_LINES)
    return title


def type_word(type: GroupType, room: int) -> str:
    """The name of the type, or the abbreviation at its end where only that fits on a line."""
    short = _ABBREVIATION.search(type.name)
    return short[1] if short and width_of(type.name, size=SIZE) > room else type.name
