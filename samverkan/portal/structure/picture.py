"""The picture of a structure: boxes and lines, drawn from groups alone. All numbers are whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samverkan.portal.structure.boxes import Box, Mark, lettered
from samverkan.portal.structure.columns import (
    GAP_X,
    GAP_Y,
    LARGE,
    SPINE,
    Block,
    Measure,
    in_columns,
    measure_of,
    size_of,
    trunk_of,
)
from samverkan.portal.structure.ties import Hub, Route, Tie, Ways, room_across, ties_among
from samverkan.portal.structure.tree import Branch, within

TRUNK = 288
#: Between rows of the trunk, half of it to a line that turns off; between trees; to those beside the trunk.
_ROW, _TREES, _BESIDE = 28, 40, 26
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes in the order in which they are read, the lines of the tree as one path, and the other ties."""

    width: int
    height: int
    boxes: list[Box]
    lines: str
    routes: list[Route]

    @property
    def view_box(self) -> str:
        """All of it, with room for half a line around."""
        return f"-2 -2 {self.width + 4} {self.height + 4}"


def draw(branches: Sequence[Branch], *, marks: Mapping[int, Mark]) -> Picture:
    """The picture of the branches. ``marks`` has one for the type of each group, by its key."""
    trees: list[Branch] = []
    loose: list[Branch] = []
    for branch in branches:
        (trees if len(branches) == 1 or size_of(branch) >= LARGE else loose).append(branch)
    canvas = _Canvas(marks, [*([tree] for tree in trees), loose])
    for tree in trees:
        canvas.add_tree(tree)
    if loose:
        canvas.add_loose(loose)
    return canvas.picture()


class _Canvas:
    """What is drawn so far, from the top down."""

    def __init__(self, marks: Mapping[int, Mark], parts: Sequence[Sequence[Branch]]) -> None:
        self.marks = marks
        self.boxes: list[Box] = []
        self.lines: list[str] = []
        self.across: list[int] = []
        self.width = self.y = 0
        tree_of = {
            branch.group.pk: number for number, part in enumerate(parts) for top in part for branch in within(top)
        }
        self.ties = ties_among([branch.group for part in parts for top in part for branch in within(top)])
        self.hubs = {number: _hubs_in(number, self.ties, tree_of) for number in range(len(parts))}

    def add_tree(self, top: Branch) -> None:
        """A trunk in the middle, and below it the rest in columns on a line."""
        levels, crown = trunk_of(top)
        measure = measure_of([*crown, *(branch for level in levels for branch in level.beside)], self.marks)
        columns = in_columns([measure.block(branch, measure.column - SPINE) for branch in crown])
        span = max(TRUNK, len(columns) * (measure.column + GAP_X) - GAP_X)
        self._start()
        floor = above = self.y
        for number, level in enumerate(levels):
            box = self._put(lettered(level.branch.group, width=TRUNK, marks=self.marks), (span - TRUNK) // 2, self.y)
            box.has_left = box.x >= _MARGIN
            if number:
                self.lines.append(f"M{span // 2} {above}V{box.y}")
            above, self.y = box.bottom, max(floor, box.bottom) + _ROW
            if level.beside:
                floor = self._beside(level.beside, box, measure)
        self.y = max(floor, self.y - _ROW)
        self._crown(columns, measure, span // 2, above)

    def add_loose(self, tops: Sequence[Branch]) -> None:
        """Groups that nothing ties together, in columns."""
        measure = measure_of(tops, self.marks)
        self._start()
        self.y += self._room()
        self._columns(in_columns([measure.block(top, measure.column) for top in tops]), measure, 0)

    def picture(self) -> Picture:
        ways = Ways({box.group.pk: box for box in self.boxes}, self.across, self.width, self.hubs)
        routes = list(ways.routes(self.ties))
        width = max([self.width, *(route.right + 1 for route in routes)])
        return Picture(width, self.y, self.boxes, "".join(self.lines), routes)

    def _start(self) -> None:
        self.y += _TREES if self.across else 0
        self.across.append(self.y)

    def _room(self) -> int:
        return room_across(len(self.hubs[len(self.across) - 1]))

    def _beside(self, branches: Sequence[Branch], box: Box, measure: Measure) -> int:
        """Branches to the right of the next one in the trunk; returns where they end."""
        start, spine = self.y - _ROW // 2, box.right + _BESIDE
        blocks = [measure.block(branch, measure.column - SPINE) for branch in branches]
        self.lines.append(f"M{box.x + box.width // 2} {box.bottom}V{start}H{spine}")
        return self._hang(blocks, spine, SPINE, (start, self.y), measure)

    def _crown(self, columns: Sequence[Sequence[Block]], measure: Measure, centre: int, above: int) -> None:
        self.across[-1] = self.y
        self.y += self._room()
        if not columns:
            return
        bus = self.y + _ROW // 2
        spines = [number * (measure.column + GAP_X) for number in range(len(columns))]
        self.lines.append(f"M{centre} {above}V{bus}M{min(spines)} {bus}H{max(centre, *spines)}")
        self.y = bus + _ROW // 2
        self._columns(columns, measure, SPINE, bus)

    def _columns(
        self, columns: Sequence[Sequence[Block]], measure: Measure, inwards: int, bus: int | None = None
    ) -> None:
        ends = [
            self._hang(column, number * (measure.column + GAP_X), inwards, (bus, self.y), measure)
            for number, column in enumerate(columns)
        ]
        self.y = max(ends)

    def _hang(
        self, blocks: Sequence[Block], x: int, inwards: int, span: tuple[int | None, int], measure: Measure
    ) -> int:
        """Blocks under each other on a line at ``x`` that begins at the first of ``span``, if any; returns the end."""
        start, y = span
        for block in blocks:
            box = self._put(block.box, x + inwards, y)
            if start is not None:
                self.lines.append(f"M{x} {box.middle}H{box.x}")
            y = box.bottom + GAP_Y
            if block.below:
                inner = box.x + measure.step // 2
                y = self._hang(block.below, inner, measure.step - measure.step // 2, (box.bottom, y), measure) + GAP_Y
        if start is not None:
            self.lines.append(f"M{x} {start}V{box.middle}")
        return y - GAP_Y

    def _put(self, box: Box, x: int, y: int) -> Box:
        box.x, box.y, box.tree = x, y, len(self.across) - 1
        self.width = max(self.width, box.right)
        self.boxes.append(box)
        return box


def _hubs_in(tree: int, ties: Sequence[Tie], tree_of: Mapping[int, int]) -> list[Hub]:
    """The hubs with a line that begins or ends in the tree."""
    return list(dict.fromkeys(tie.hub for tie in ties if tree in (tree_of[tie.source], tree_of[tie.target])))
