"""What there is of a meeting beside its agendas and notes: answers in writing, short notes, matters, comments, mail."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from groups.models import Person
from meetings.calendars import invitations
from meetings.models import AgendaItem, Matter, MatterPaper, Meeting, MinutesComment, ShortNote, WrittenAnswer
from samverkan.common import archives
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage

MAIL = ("meetings.mail", invitations.KIND)


def rows_of(meeting: Meeting) -> dict[str, list[Json]]:
    """File name → rows, the oldest first; only what there is any of."""
    found = {
        "svar-per-capsulam": list(_answers(meeting)),
        "kortinfo": list(_short_notes(meeting)),
        "fragor": [_matter(matter) for matter in matters_of(meeting)],
        "kommentarer": list(_comments(meeting)),
        "mejl": list(_mail(meeting)),
    }
    return {name: rows for name, rows in found.items() if rows}


def matters_of(meeting: Meeting) -> QuerySet[Matter]:
    """The matters that are on the meeting's agenda, or have been."""
    been: Any = AgendaItem.history.filter(meeting_id=meeting.pk).exclude(matter_id=None)
    now = meeting.items.exclude(matter=None)
    return Matter.objects.filter(
        pk__in=[*been.values_list("matter_id", flat=True), *now.values_list("matter", flat=True)]
    )


def matter_papers(meeting: Meeting) -> Iterator[tuple[str, MatterPaper]]:
    """The files that came with the matters, each with its place in a zip."""
    rows = MatterPaper.objects.filter(matter__in=matters_of(meeting)).order_by("matter", "number")
    for paper in rows:
        yield f"filer/fraga-{paper.matter_id}/{paper.number:02}-{archives.safe_name(paper.name)}", paper


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


def _matter(matter: Matter) -> Json:
    rows: Any = matter.history.select_related("history_user__person").order_by("history_date", "history_id")
    return {
        "number": matter.pk,
        "title": matter.title,
        "raised_by": matter.raised_by.name,
        "raised_at": matter.raised_at.isoformat(),
        "description": matter.description,
        "wished_decision": matter.wished_decision,
        "state": matter.get_state_display(),
        "answer": matter.answer,
        "papers": [f"{paper.number}. {paper.title}: {paper.name}" for paper in matter.papers.order_by("number")],
        "history": [
            {
                "at": row.history_date.isoformat(),
                "what": row.history_change_reason or row.get_state_display(),
                "reason": row.reason,
                "by": str(row.history_user or ""),
            }
            for row in rows
        ],
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


def _mail(meeting: Meeting) -> Iterator[Json]:
    """The mail that has gone out: which, to whom and when. Its text is made when it is sent and not kept."""
    rows = OutboxMessage.objects.filter(kind__in=MAIL, payload__meeting=meeting.pk).exclude(done_at=None)
    sent = list(rows.order_by("done_at", "pk"))
    names = dict(Person.objects.filter(pk__in=[row.payload["person"] for row in sent]).values_list("pk", "name"))
    for row in sent:
        yield {
            "at": row.done_at.isoformat() if row.done_at else "",
            "mail": row.payload.get("template", "kalenderinbjudan"),
            "to": names.get(row.payload["person"], ""),
            "message": str(row.pk),
        }
