"""The groups as a tree, whatever mistakes the register holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from groups.models import Group


@dataclass(slots=True)
class Branch:
    """A group and those that lie below it."""

    group: Group
    below: list["Branch"] = field(default_factory=list)


def branches_of(groups: Iterable[Group]) -> list[Branch]:
    """The groups as a tree. One whose parent is not among them stands at the top."""
    branches = {group.pk: Branch(group) for group in groups}
    tops = []
    for branch in branches.values():
        parent = branches.get(branch.group.parent_id) if branch.group.parent_id else None
        if parent is None or _is_above(branch, parent, branches):
            tops.append(branch)
        else:
            parent.below.append(branch)
    return tops


def _is_above(branch: Branch, other: Branch, branches: dict[int, Branch]) -> bool:
    """Whether the parents of ``other`` lead back to ``branch``, which only a mistake in the register can do."""
    seen: set[int] = set()
    while other.group.pk not in seen:
        if other is branch:
            return True
        seen.add(other.group.pk)
        parent = branches.get(other.group.parent_id) if other.group.parent_id else None
        if parent is None:
            return False
        other = parent
    return False


def within(branch: Branch) -> Iterator[Branch]:
    """The branch and all below it, in the order in which they are read."""
    waiting = [branch]
    while waiting:
        branch = waiting.pop()
        yield branch
        waiting += reversed(branch.below)
