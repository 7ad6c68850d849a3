"""The rows of the diary: notes, calls and matters in the one shape that everything in the diary has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from groups.models import Group
from meetings.models import AgendaVersion, Matter, MinutesVersion
from meetings.states import AgendaState, MinutesState
from samverkan.common.swedish import long_date

type Thing = MinutesVersion | AgendaVersion | Matter


@dataclass(frozen=True, slots=True)
class Row:
    """A thing in the diary: what it is, of which group, since when it is finished, and where it is registered.

    ``words`` are the first of what it says, for the list. ``by`` is what else the number is of, in the genitive, when
    the thing is registered with it (*anteckningens*).
    """

    label: str
    group: Group
    finished: date | None
    url: str
    number: str
    archive_id: str
    words: str = ""
    by: str = ""

    @classmethod
    def of(cls, thing: Thing) -> Row:
        """The row of a note, a call or a matter."""
        label, group, finished, page = _said(thing)
        return cls(label, group, finished, reverse(f"meetings_admin:{page}", args=[thing.pk]), *number_of(thing))


def number_of(thing: Any) -> tuple[str, str]:
    """Registration number and archive id of the thing; empty before they are given."""
    known: Any = getattr(thing, "registration", None)
    return (known.number, known.archive_id) if known else ("", "")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things in the diary: its finished ``rows`` with what a row shows, and the lookups that narrow them."""

    label: str
    rows: Callable[[], Any]
    row: Callable[[Any], Row]
    group: str
    day: str
    year: str
    registered: Q = field(default_factory=lambda: Q(registration__isnull=False))


def _notes() -> Any:
    rows = MinutesVersion.objects.filter(state=MinutesState.ADJUSTED).defer("content", "seal")
    return rows.select_related("meeting__group__area", "registration")


def _calls() -> Any:
    rows = AgendaVersion.objects.filter(state=AgendaState.APPROVED).defer("content")
    return rows.select_related("meeting__group__area", "registration")


def _matters() -> Any:
    return Matter.objects.select_related("group__area", "registration")


_OF_MEETING = ("meeting__group", "meeting__date", "meeting__date__year")
KINDS = {
    "anteckningar": Kind("Anteckningar", _notes, Row.of, *_OF_MEETING),
    "kallelser": Kind("Kallelser", _calls, Row.of, *_OF_MEETING),
    "fragor": Kind("Frågor", _matters, Row.of, "group", "raised_at", "raised_at__year"),
}


def _said(thing: Thing) -> tuple[str, Group, date | None, str]:
    if isinstance(thing, Matter):
        return thing.title, thing.group, timezone.localdate(thing.raised_at), "diary-matter"
    day = long_date(thing.meeting.date)
    if isinstance(thing, AgendaVersion):
        finished = timezone.localdate(thing.decided_at) if thing.decided_at else None
        return f"Kallelse {day}, agenda version {thing.number}", thing.meeting.group, finished, "diary-agenda"
    finished = timezone.localdate(thing.adjusted_at) if thing.adjusted_at else None
    return f"Anteckning {day}, version {thing.number}", thing.meeting.group, finished, "diary-minutes"
