"""What there is of a meeting beside its agendas and notes: answers in writing, short notes, matters, comments, what
chairs have said of digits, and mail.
"""

from collections.abc import Iterator
from typing import Any

from meetings.archiving.mail import mail_rows
from meetings.archiving.matters import matter_rows
from meetings.models import AgendaItem, Meeting, MinutesComment, NotPersonalNumber, ShortNote, WrittenAnswer
from samverkan.common.canonical import Json

#: What each file is called inside, by its name.
TITLES = {
    "svar-per-capsulam": "Svar per capsulam",
    "kortinfo": "Kortinfo",
    "fragor": "Frågorna på agendan, med remisser och överlämningar",
    "kommentarer": "Ledamöternas kommentarer",
    "siffror": "Siffror som ordföranden har bedömt inte är personnummer",
    "mejl": "Mejl som har gått ut, och de som inte skickades",
}


def rows_of(meeting: Meeting) -> dict[str, list[Json]]:
    """File name → rows, the oldest first; only what there is any of."""
    found = {
        "svar-per-capsulam": list(_answers(meeting)),
        "kortinfo": list(_short_notes(meeting)),
        "fragor": list(matter_rows(meeting)),
        "kommentarer": list(_comments(meeting)),
        "siffror": list(_rulings(meeting)),
        "mejl": list(mail_rows(meeting)),
    }
    return {name: rows for name, rows in found.items() if rows}


def _answers(meeting: Meeting) -> Iterator[Json]:
    """Every answer, also those that were changed later."""
    been: Any = AgendaItem.history.filter(meeting_id=meeting.pk).values("id")
    rows: Any = WrittenAnswer.history.filter(item_id__in=been) | WrittenAnswer.history.filter(
        item_id__in=meeting.items.values("pk")
    )
    for row in rows.select_related("person", "item", "given_by__person").order_by("history_date", "history_id"):
        yield {
            "item": row.item.number if row.item else "",
            "member": row.person.name,
            "answer": row.get_kind_display(),
            "comment": row.comment,
            "at": row.given_at.isoformat(),
            "by": str(row.given_by),
            "what": row.history_change_reason or "",
        }


def _short_notes(meeting: Meeting) -> Iterator[Json]:
    rows: Any = ShortNote.history.filter(meeting_id=meeting.pk).select_related("history_user__person")
    for row in rows.order_by("history_date", "history_id"):
        yield {
            "at": row.history_date.isoformat(),
            "what": row.history_change_reason or "",
            "text": row.text,
            "by": str(row.history_user or ""),
        }


def _comments(meeting: Meeting) -> Iterator[Json]:
    rows = MinutesComment.objects.filter(version__meeting=meeting).exclude(text="")
    for row in rows.select_related("person", "version").order_by("given_at", "pk"):
        yield {
            "version": row.version.number,
            "sending": row.version.sending,
            "item": row.item or "",
            "member": row.person.name,
            "text": row.text,
            "at": row.given_at.isoformat(),
        }


def _rulings(meeting: Meeting) -> Iterator[Json]:
    """The digits that a chair has said are no personal number, as they may be shown; they are not kept whole."""
    rows = NotPersonalNumber.objects.filter(meeting=meeting).select_related("ruled_by__person")
    for row in rows.order_by("ruled_at", "pk"):
        yield {
            "shown": row.shown,
            "place": row.place,
            "reason": row.reason,
            "at": row.ruled_at.isoformat(),
            "by": str(row.ruled_by),
        }
