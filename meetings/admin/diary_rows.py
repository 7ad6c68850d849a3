"""The rows of the diary: notes, calls and matters in one shape, and which of them are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from groups.models import Group
from meetings.models import AgendaVersion, Matter, MinutesVersion
from meetings.states import AgendaState, MinutesState
from samverkan.common.swedish import long_date

KINDS = {"anteckningar": "Anteckningar", "kallelser": "Kallelser", "fragor": "Frågor"}
_YEAR = re.compile(r"(?:19|2[0-9])[0-9]{2}")
type Thing = MinutesVersion | AgendaVersion | Matter


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; what the address says that is not known is as if it had said nothing."""

    kind: str
    group: str
    year: str
    is_registered: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A thing in the diary: what it is, of which group, since when it is finished, and where it is registered."""

    label: str
    group: Group
    finished: date | None
    url: str
    number: str
    archive_id: str

    @classmethod
    def of(cls, thing: Thing) -> Row:
        """The row of a note, a call or a matter."""
        known: Any = getattr(thing, "registration", None)
        label, group, finished, page = _said(thing)
        url = reverse(f"meetings_admin:{page}", args=[thing.pk])
        return cls(label, group, finished, url, known.number if known else "", known.archive_id if known else "")


def chosen_rows(groups: Any, asked: Mapping[str, str]) -> tuple[Any, Asked]:
    """The things of the groups that the address asks for, the oldest first; unregistered unless it says otherwise."""
    kind = asked.get("slag", "")
    wanted = Asked(
        kind if kind in KINDS else "anteckningar",
        asked.get("grupp", ""),
        year if _YEAR.fullmatch(year := asked.get("ar", "")) else "",
        asked.get("lage") == "diariefort",
    )
    rows, group, day = _things(wanted.kind)
    rows = rows.filter(**{f"{group}__in": groups}, registration__isnull=not wanted.is_registered)
    if wanted.group:
        rows = rows.filter(**{f"{group}__slug": wanted.group})
    if wanted.year:
        rows = rows.filter(**{f"{day}__year": int(wanted.year)})
    order = F(day).desc() if wanted.is_registered else F(day).asc()
    return rows.order_by(order, "pk"), wanted


def _things(kind: str) -> tuple[Any, str, str]:
    """The rows of a kind, the way to their group, and their day."""
    if kind == "kallelser":
        rows = AgendaVersion.objects.filter(state=AgendaState.APPROVED).defer("content")
        return rows.select_related("meeting__group__area", "registration"), "meeting__group", "meeting__date"
    if kind == "fragor":
        return Matter.objects.select_related("group__area", "registration"), "group", "raised_at"
    notes = MinutesVersion.objects.filter(state=MinutesState.ADJUSTED).defer("content", "seal")
    return notes.select_related("meeting__group__area", "registration"), "meeting__group", "meeting__date"


def _said(thing: Thing) -> tuple[str, Group, date | None, str]:
    if isinstance(thing, Matter):
        return thing.title, thing.group, timezone.localdate(thing.raised_at), "diary-matter"
    day = long_date(thing.meeting.date)
    if isinstance(thing, AgendaVersion):
        finished = timezone.localdate(thing.decided_at) if thing.decided_at else None
        return f"Kallelse {day}, agenda version {thing.number}", thing.meeting.group, finished, "diary-agenda"
    finished = timezone.localdate(thing.adjusted_at) if thing.adjusted_at else None
    return f"Anteckning {day}, version {thing.number}", thing.meeting.group, finished, "diary-minutes"
