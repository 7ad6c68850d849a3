"""Which papers hold digits that stop the agenda and the note, as the gate last found them.

No file is read for it. What the gate finds when a paper is added or changed, and before a note is sent, is remembered
in the cache that all processes share, without the digits (``PersonalNumber.fingerprints``). What the cache has
forgotten is not shown, and stopped all the same.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache

from meetings.gate import PersonalNumber
from meetings.models import Meeting

KEPT_FOR = timedelta(days=180)


def remember(meeting: Meeting, numbers: Iterable[PersonalNumber]) -> None:
    """Remember what the gate found in the papers of the meeting, in place of what it found before."""
    found = [(row.shown, row.fingerprints(meeting), row.papers) for row in numbers if row.papers]
    if found:
        cache.set(_key(meeting), found, KEPT_FOR.total_seconds())
    else:
        cache.delete(_key(meeting))


def stopping(meeting: Meeting) -> dict[int, list[str]]:
    """The number of a paper → the digits in it that no chair has judged, as they may be shown. Two queries at most."""
    found = cache.get(_key(meeting), [])
    ruled = set(meeting.not_personal_numbers.values_list("fingerprint", flat=True)) if found else set()
    stopped: dict[int, list[str]] = {}
    for shown, fingerprints, papers in found:
        for number in sorted(papers) if not ruled & fingerprints else ():
            stopped.setdefault(number, []).append(shown)
    return stopped


def _key(meeting: Meeting) -> str:
    return f"meetings.paper-numbers.{meeting.pk}"
