"""A tree cut into what the picture is made of: a trunk, and what hangs below it in columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from samverkan.portal.structure.boxes import Box, Mark, lettered
from samverkan.portal.structure.tree import Branch, within

COLUMNS = 4
COLUMN = 228
#: Between boxes above each other, and between columns.
GAP_Y, GAP_X = 14, 20
#: From the line of a column to its boxes, and from a box to those that hang below it.
SPINE, STEP = 18, 18
_NARROWEST, _SHORTEST_STEP = 130, 6
#: A group with as many below it is a tree of its own, and one with most of its siblings' is part of the trunk.
LARGE, _MOST = 7, 0.6


@dataclass(frozen=True, slots=True)
class Level:
    """A group of the trunk, and the smaller branches that stand beside the next one."""

    branch: Branch
    beside: Sequence[Branch] = ()


@dataclass(slots=True)
class Block:
    """A group with those that hang below it, each further in."""

    box: Box
    below: list["Block"]
    height: int


def size_of(branch: Branch) -> int:
    return sum(1 for _ in within(branch))


def trunk_of(top: Branch) -> tuple[list[Level], list[Branch]]:
    """The way from the top down to the group where the tree spreads, and those that hang below that one."""
    levels = []
    while (main := _main(top)) is not None:
        levels.append(Level(top, [branch for branch in top.below if branch is not main]))
        top = main
    return [*levels, Level(top)], top.below


def _main(branch: Branch) -> Branch | None:
    """The one below that the trunk goes on through: the only one, or one that holds most of what is below."""
    if len(branch.below) < 2:
        return branch.below[0] if branch.below else None
    sizes = [size_of(below) for below in branch.below]
    largest = max(sizes)
    return branch.below[sizes.index(largest)] if largest >= max(LARGE, _MOST * sum(sizes)) else None


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the columns of a tree are, and how far in a box stands below another."""

    column: int
    step: int
    marks: Mapping[int, Mark]

    def block(self, branch: Branch, width: int) -> Block:
        """The branch as a block, as wide as its uppermost box."""
        box = lettered(branch.group, width=width, marks=self.marks)
        below = [self.block(each, width - self.step) for each in branch.below]
        return Block(box, below, box.height + sum(GAP_Y + block.height for block in below))


def measure_of(branches: Sequence[Branch], marks: Mapping[int, Mark]) -> Measure:
    """Columns as they are, unless something lies so deep that its box would be too narrow."""
    depth = max((_depth(branch) for branch in branches), default=0)
    room = COLUMN - SPINE - _NARROWEST
    step = max(_SHORTEST_STEP, min(STEP, room // depth)) if depth else STEP
    return Measure(max(COLUMN, SPINE + depth * step + _NARROWEST), step, marks)


def _depth(branch: Branch) -> int:
    return max((1 + _depth(below) for below in branch.below), default=0)


def in_columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks in at most four columns: a type to a column, then whatever makes the picture lower."""
    stacks = [list(same) for _, same in groupby(blocks, key=lambda block: block.box.group.type_id)]
    while len(stacks) > COLUMNS:
        heights = [height_of(one) + height_of(other) for one, other in pairwise(stacks)]
        at = heights.index(min(heights))
        stacks[at : at + 2] = [stacks[at] + stacks[at + 1]]
    parts = [[stack] for stack in stacks]
    while parts and sum(map(len, parts)) < COLUMNS:
        tallest = max(range(len(parts)), key=lambda n: _tallest(parts[n]))
        split = _split(stacks[tallest], len(parts[tallest]) + 1)
        if _tallest(split) >= _tallest(parts[tallest]):
            break
        parts[tallest] = split
    return [column for part in parts for column in part]


def height_of(column: Sequence[Block]) -> int:
    return sum(block.height + GAP_Y for block in column) - GAP_Y


def _tallest(columns: Sequence[Sequence[Block]]) -> int:
    return max(map(height_of, columns))


def _split(stack: Sequence[Block], count: int) -> list[list[Block]]:
    """The stack in so many columns or fewer, in order, the tallest as low as can be."""
    low, high = max(block.height for block in stack), height_of(stack)
    while low < high:
        middle = (low + high) // 2
        if len(_filled(stack, middle)) <= count:
            high = middle
        else:
            low = middle + 1
    return _filled(stack, high)


def _filled(stack: Sequence[Block], height: int) -> list[list[Block]]:
    columns: list[list[Block]] = [[]]
    for block in stack:
        if columns[-1] and height_of([*columns[-1], block]) > height:
            columns.append([])
        columns[-1].append(block)
    return columns
