"""The running clock of an agenda: when each item is taken up, from the meeting's start and the items' minutes."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from samverkan.common.keys import key_in

DAY = 24 * 60


def run_clock(starts: time | None, blocks: Sequence[Any]) -> int | None:
    """Write the clock of each block, in the order of the numbers; gives the minute of the day when the last one ends.

    An item without minutes takes none. None when the meeting has no start, and nothing is written then.
    """
    if starts is None:
        return None
    minute = starts.hour * 60 + starts.minute
    for block in sorted(blocks, key=lambda block: block.row.instance.number):
        length = str(block.row.shown("minutes"))
        begins, minute = minute, minute + min(key_in(length), DAY)
        block.clock = _hour(begins) if begins == minute else f"{_hour(begins)}–{_hour(minute)}"
    return minute


def overrun(ends: time | None, minute: int | None) -> str:
    """A sentence when the items take longer than the meeting, else nothing."""
    if ends is None or minute is None or minute <= ends.hour * 60 + ends.minute:
        return ""
    return f"Tiden räcker inte: punkterna slutar {_hour(minute)} och mötet {ends:%H.%M}."


def _hour(minute: int) -> str:
    return f"{minute % DAY // 60:02}.{minute % 60:02}"
