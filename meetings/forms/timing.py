"""The running clock in the editor: written on each row, as posted or as stored."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from meetings.clock import hour, in_words, minute_of, spans
from samverkan.common.keys import key_in


def run_clock(starts: time | None, blocks: Sequence[Any]) -> int | None:
    """Write the clock of each block, in their order; gives the minute of the day when the last one ends.

    None when the meeting has no start, and nothing is written then.
    """
    if starts is None:
        return None
    found = spans(starts, [key_in(str(block.row.shown("minutes"))) for block in blocks])
    for block, span in zip(blocks, found, strict=True):
        block.clock = in_words(span)
    return found[-1][1] if found else minute_of(starts)


def overrun(ends: time | None, minute: int | None) -> str:
    """A sentence when the items take longer than the meeting, else nothing."""
    if ends is None or minute is None or minute <= minute_of(ends):
        return ""
    return f"Tiden räcker inte: punkterna slutar {hour(minute)} och mötet {ends:%H.%M}."
