"""What is typed in the editor and not saved yet, kept for each account; and who has the editor open.

A draft has no history and moves no revision: it is text on its way, seen by nobody but its account. It is written
without the signals of a saved row, so that typing never makes the open site render its pages anew.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from groups.models import User
from meetings.models import Draft, Meeting
from meetings.saved_pages import SavedPage
from meetings.workflow import refuse_if_closed
from samverkan.common.refusals import StepRefused

#: The largest draft, in bytes as it is sent.
MAX_SIZE = 2_000_000
#: For how long somebody who is no longer heard from is said to be writing.
PRESENT = timedelta(seconds=30)
#: Where a draft keeps when its account opened the editor; no field has such a name.
_SINCE = "since"
#: And what its last save came to; see ``saved_pages``.
_SAVED = "saved"
_OWN = {_SINCE, _SAVED}
_KEY = r"(?:\d{1,12}|new\d{0,12})"
_FIELD = re.compile(rf"(head|(?:person|item|paper)-{_KEY}|outcome-{_KEY}-{_KEY}|task-{_KEY}-{_KEY}-{_KEY})-[a-z_]+")
#: NUL, and halves of signs: no database and no page can hold them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Writer:
    """Somebody else who has the editor open, and since when."""

    name: str
    since: datetime


def of(meeting: Meeting, *, by: User) -> Draft | None:
    """The account's own text that is not saved; nobody reads anybody else's."""
    draft = Draft.objects.filter(meeting=meeting, user=by).exclude(saved_at=None).first()
    return draft if draft and fields_of(draft) else None


def fields_of(draft: Draft) -> dict[str, str]:
    """The posted names and values."""
    return {name: value for name, value in draft.fields.items() if name not in _OWN}


def is_fields(found: object) -> bool:
    """Whether what came in is names of the editor's fields with texts."""
    return isinstance(found, dict) and all(
        isinstance(name, str) and _FIELD.fullmatch(name) and isinstance(value, str) and not _UNSTORABLE.search(value)
        for name, value in found.items()
    )


@transaction.atomic
def keep(
    meeting: Meeting, fields: Mapping[str, str], *, revision: int, by: User, page: str = "", at: datetime | None = None
) -> Draft:
    """Keep whole rows of what was typed; rows that are in the draft already and not among these stay in it.

    So two tabs of one account lose nothing of each other. What ``page`` has saved already, without knowing it, is no
    draft. Raises StepRefused when the text is closed, or when the draft would grow too large.
    """
    refuse_if_closed(meeting)
    draft = _open(meeting, revision=revision, by=by, at=at or timezone.now())
    saved = SavedPage.read(draft.fields.get(_SAVED, ""), page=page)
    rows = {saved.prefix_now(row_of(name)) for name in fields}
    kept = {name: value for name, value in draft.fields.items() if row_of(name) not in rows}
    draft.fields = {**kept, **saved.caught_up(fields)}
    if sum(len(name) + len(value) for name, value in draft.fields.items()) > MAX_SIZE:
        raise StepRefused("Texten är för stor för att sparas som utkast. Spara den, eller korta den.")
    draft.saved_at = draft.seen_at
    Draft.objects.filter(pk=draft.pk).update(
        fields=draft.fields, saved_at=draft.saved_at, seen_at=draft.seen_at, revision=revision
    )
    return draft


def row_of(name: str) -> str:
    """The row that a field belongs to: ``item-3`` of ``item-3-title``."""
    return name.rpartition("-")[0]


def above(row: str) -> list[str]:
    """The rows that a row hangs on: ``item-3`` and ``outcome-3-5`` for ``task-3-5-8``."""
    kind, *keys = row.split("-")
    found = [f"item-{keys[0]}"] if kind in {"outcome", "task"} else []
    return [*found, f"outcome-{keys[0]}-{keys[1]}"] if kind == "task" else found


def seen(meeting: Meeting, *, by: User, at: datetime | None = None) -> None:
    """Note that the account has the editor open."""
    now = at or timezone.now()
    rows = Draft.objects.filter(meeting=meeting, user=by)
    if not rows.filter(seen_at__gt=now - PRESENT).update(seen_at=now):
        with transaction.atomic():
            draft = _open(meeting, revision=meeting.revision, by=by, at=now)
            rows.update(seen_at=now, fields=draft.fields)


def saved_by(meeting: Meeting, *, page: str, by: User) -> SavedPage:
    """What ``page`` of the account has saved already."""
    rows = Draft.objects.filter(meeting=meeting, user=by) if page else Draft.objects.none()
    return SavedPage.read(rows.values_list(KT(f"fields__{_SAVED}"), flat=True).first() or "", page=page)


@transaction.atomic
def settle(meeting: Meeting, saved: SavedPage, *, by: User, rows: Collection[str], at: datetime | None = None) -> None:
    """After a save: take its rows out of the draft, and remember what it came to if its page has a mark."""
    if saved.page:
        draft = _open(meeting, revision=meeting.revision, by=by, at=at or timezone.now())
        Draft.objects.filter(pk=draft.pk).update(**_without(draft, rows, saved=saved.kept()), seen_at=draft.seen_at)
    else:
        discard(meeting, by=by, rows=rows)


def _without(draft: Draft, rows: Collection[str] | None, **more: str) -> dict[str, Any]:
    """The columns of the draft without some of its rows, or without all."""
    kept = {name: value for name, value in draft.fields.items() if name in _OWN}
    typed = {name: value for name, value in fields_of(draft).items() if rows is not None and row_of(name) not in rows}
    return {"fields": {**kept, **typed, **more}, "saved_at": draft.saved_at if typed else None}


@transaction.atomic
def discard(meeting: Meeting, *, by: User, rows: Collection[str] | None = None) -> None:
    """Throw the account's text away, all of it or that of some rows; that it has the editor open stands."""
    for draft in Draft.objects.select_for_update().filter(meeting=meeting, user=by).exclude(saved_at=None):
        Draft.objects.filter(pk=draft.pk).update(**_without(draft, rows))


def writers(meeting: Meeting, *, but: User, at: datetime | None = None) -> list[Writer]:
    """Everybody else who has the editor open, in the order they came."""
    rows = Draft.objects.filter(meeting=meeting, seen_at__gt=(at or timezone.now()) - PRESENT).exclude(user=but)
    rows = rows.annotate(came=KT(f"fields__{_SINCE}")).defer("fields").select_related("user__person")
    found = [Writer(row.user.get_full_name(), parse_datetime(row.came or "") or row.seen_at) for row in rows]
    return sorted(found, key=lambda writer: writer.since)


def _open(meeting: Meeting, *, revision: int, by: User, at: datetime) -> Draft:
    """The account's row, locked; one who comes back after having been away comes anew."""
    rows = Draft.objects.select_for_update().filter(meeting=meeting, user=by)
    draft = rows.first()
    if draft is None:
        new = Draft(meeting=meeting, user=by, revision=revision, seen_at=at, fields={_SINCE: at.isoformat()})
        Draft.objects.bulk_create([new], ignore_conflicts=True)
        draft = rows.get()
    if draft.seen_at < at - PRESENT or _SINCE not in draft.fields:
        draft.fields[_SINCE] = at.isoformat()
    draft.seen_at = at
    return draft
