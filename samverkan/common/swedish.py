"""Dates, times, sizes and lists in words, as they stand in Swedish text."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def long_date(day: date) -> str:
    """``23 april 2026``. A moment is shown as its day in Sweden."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(moment: time | datetime) -> str:
    """``14.03``. A moment is shown in Swedish time, a time as it stands."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).time()
    return f"{moment:%H.%M}"


def file_size(count: int) -> str:
    """``46 kB`` or ``1,2 MB``, decimal units."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def listed(words: Sequence[str], *, last: str = "och") -> str:
    """``a, b och c``; with ``last`` another word before the last one."""
    return words[0] if len(words) == 1 else f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already: what somebody wrote, before another sentence."""
    said = text.rstrip()
    return said if not said or said.endswith((".", "!", "?", "…")) else f"{said}."


def headed(heading: str, text: str) -> str:
    """A heading and what stands under it on one line: with a colon, unless the heading ends a sentence already."""
    said = heading.rstrip(". ")
    return f"{said} {text}" if said.endswith(("!", "?", "…", ":")) else f"{said}: {text}"
