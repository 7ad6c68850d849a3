"""What the rows of an item have to do with each other when two people write: they go and come back together."""

from collections.abc import Sequence
from typing import Protocol

from meetings.forms.rows import Row, fingerprint


class Block(Protocol):
    """A row and those that hang on it; the first of ``rows`` is the row itself."""

    @property
    def rows(self) -> Sequence[Row]: ...


class Item(Block, Protocol):
    """An item with its outcomes."""

    @property
    def outcomes(self) -> Sequence[Block]: ...


def entangle(items: Sequence[Item]) -> None:
    """Let rows that hang on each other be removed, chosen and kept as one."""
    for item in items:
        if not _tie(item.rows):
            for outcome in item.outcomes:
                _tie(outcome.rows)


def _tie(rows: Sequence[Row]) -> bool:
    """Tie the rows to the first of them, if that one is gone, on its way out, or new; tells whether it did."""
    first, *others = rows
    if first.is_gone:
        _come_back(first, others)
    elif first.posted("remove"):
        _go(first, others)
    elif first.is_bound and first.is_new:
        first.is_touched = first.is_touched or any(row.is_touched for row in others)
    return first.is_gone or bool(first.posted("remove"))


def _come_back(first: Row, others: Sequence[Row]) -> None:
    """Somebody removed it all: what was written in any part keeps every part, as this person saw them."""
    if any(row.is_touched and not row.posted("remove") for row in (first, *others)):
        first.is_touched = True
        for row in others:
            row.is_touched, row.is_contested = not first.yields, False
    else:
        for row in others:
            row.is_touched = row.is_contested = False


def _go(first: Row, others: Sequence[Row]) -> None:
    """Removing it all removes what somebody else has written in any part since: then it has to be chosen."""
    unseen = first.is_stale or any(row.is_stale or not row.is_bound for row in others)
    first.stands = fingerprint([first.stands, *(row.stands for row in others)])
    first.is_stale = unseen
    for row in (first, *others):
        row.keeps_base = True
    for row in others if not first.yields else ():
        row.is_contested = False
