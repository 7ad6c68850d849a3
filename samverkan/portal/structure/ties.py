"""The lines that are not those of the tree: who works for whom, and who prepares whose meetings.

They run between the columns and above them, never through a box. All lines of one commissioner, or of one preparing
group, share their way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groups.models import Group
from samverkan.portal.structure.boxes import Box

WORKS_FOR, PREPARES = "works-for", "prepares"
#: From a box, or from the top of the room between trunk and columns, to the first line; and between lines.
_FIRST, _NEXT, _SLOTS = 12, 3, 2
_FIRST_ACROSS, _NEXT_ACROSS = 8, 7

type Point = tuple[int, int]
#: The kind of a tie, and the group that all its lines have in common.
type Hub = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Tie:
    """Keys of two groups; the arrow points at ``target``."""

    kind: str
    source: int
    target: int

    @property
    def hub(self) -> Hub:
        return self.kind, self.target if self.kind == WORKS_FOR else self.source


@dataclass(frozen=True, slots=True)
class Route:
    """The lines of one hub as a path, and their arrowheads as another."""

    kind: str
    path: str
    heads: str
    #: How far to the right it goes.
    right: int


def ties_among(groups: Sequence[Group]) -> list[Tie]:
    """The ties within the groups. What the tree says already is not said twice."""
    keys = {group.pk for group in groups}
    ties = []
    for group in groups:
        known = keys - {group.pk, group.parent_id}
        if group.works_for_id in known:
            ties.append(Tie(WORKS_FOR, group.pk, group.works_for_id))
        if group.prepared_by_id in known:
            ties.append(Tie(PREPARES, group.prepared_by_id, group.pk))
    return ties


def room_across(hubs: int) -> int:
    """The height that so many hubs need between trunk and columns."""
    return _FIRST_ACROSS + _NEXT_ACROSS * hubs if hubs else 0


@dataclass(frozen=True, slots=True)
class Ways:
    """The boxes, where the lines of each tree cross above its columns, and what is right of everything."""

    boxes: Mapping[int, Box]
    across: Sequence[int]
    edge: int
    #: The hubs that have lines in each tree, in their order.
    hubs: Mapping[int, Sequence[Hub]]

    def routes(self, ties: Iterable[Tie]) -> Iterator[Route]:
        by_hub: dict[Hub, list[Tie]] = defaultdict(list)
        for tie in ties:
            by_hub[tie.hub].append(tie)
        for hub, of_hub in by_hub.items():
            ways = [self._way(tie) for tie in of_hub]
            heads = dict.fromkeys(_head(way) for way in ways)
            yield Route(hub[0], _path(ways), "".join(heads), max(x for way in ways for x, _ in way))

    def _way(self, tie: Tie) -> list[Point]:
        """The corners from the source to the target."""
        source, target = self.boxes[tie.source], self.boxes[tie.target]
        out, into = self._lane(source, target, tie), self._lane(target, source, tie)
        if source.tree != target.tree:
            edge = self.edge + 2 * _FIRST + _NEXT * (self._slot(self.boxes[tie.hub[1]], tie) % _SLOTS)
            between = [(edge, self._across(source, tie)), (edge, self._across(target, tie))]
            between = [(out[-1][0], between[0][1]), *between, (into[-1][0], between[1][1])]
        elif out[-1][0] != into[-1][0]:
            y = self._across(source, tie)
            between = [(out[-1][0], y), (into[-1][0], y)]
        else:
            between = []
        return [*out, *between, *reversed(into)]

    def _lane(self, box: Box, other: Box, tie: Tie) -> list[Point]:
        """From the side of the box out to the line that runs past it."""
        y = box.middle + (_FIRST_ACROSS if tie.kind == WORKS_FOR else -_FIRST_ACROSS)
        away = _FIRST + _NEXT * (self._slot(box, tie) % _SLOTS)
        if box.has_left and other.right < box.x:
            return [(box.x, y), (box.x - away, y)]
        return [(box.right, y), (box.right + away, y)]

    def _slot(self, box: Box, tie: Tie) -> int:
        return self.hubs[box.tree].index(tie.hub)

    def _across(self, box: Box, tie: Tie) -> int:
        return self.across[box.tree] + _FIRST_ACROSS + _NEXT_ACROSS * self._slot(box, tie)


def _path(ways: Iterable[Sequence[Point]]) -> str:
    """All the ways in one path, with what they share drawn once: dots upon dots would make a line."""
    spans: dict[tuple[bool, int], list[Point]] = defaultdict(list)
    for way in ways:
        for (x, y), (to_x, to_y) in pairwise(way):
            level = y == to_y
            ends = sorted((x, to_x) if level else (y, to_y))
            spans[level, y if level else x].append((ends[0], ends[1]))
    return "".join(
        f"M{start} {place}H{end}" if level else f"M{place} {start}V{end}"
        for (level, place), found in spans.items()
        for start, end in _joined(found)
        if start != end
    )


def _joined(spans: Iterable[Point]) -> list[Point]:
    joined: list[Point] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _head(way: Sequence[Point]) -> str:
    (before, _), (x, y) = way[-2:]
    return f"M{x} {y}l{9 if before > x else -9}-5v10z"
