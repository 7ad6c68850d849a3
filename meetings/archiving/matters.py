"""The matters of a meeting for *Ta fram allt*: each with its way, whom it was asked of and where it was handed over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from meetings.answer_files import answer_files
from meetings.archiving.metadata import number_of
from meetings.models import AgendaItem, Consultation, Consulted, Handover, Matter, MatterPaper, Meeting
from meetings.states import HandoverState
from samverkan.common import archives
from samverkan.common.canonical import Json


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


def evidence(meeting: Meeting) -> Iterator[tuple[str, Consulted]]:
    """The files that show what was answered in another way than here, also those of answers that were changed."""
    asked = Consulted.objects.filter(consultation__matter__in=matters_of(meeting)).select_related("consultation")
    for row in answer_files(asked):
        yield f"filer/fraga-{row.consultation.matter_id}/{_file(row)}", row


def _file(answer: Any) -> str:
    """The name of an answer's file, below the folder of its matter; its checksum tells it from others of the name."""
    return f"svar/{answer.id}-{answer.file_sha256[:8]}-{archives.safe_name(answer.file_name)}"


def matter_rows(meeting: Meeting) -> Iterator[Json]:
    """What is kept of each matter, inside the group too: for one who looks it through before it is handed out."""
    for matter in matters_of(meeting).select_related("group", "raised_by", "raised_from", "registration"):
        yield {
            "number": matter.pk,
            "title": matter.title,
            "group": matter.group.title,
            "raised_by": matter.raised_by.name,
            "raised_from": matter.raised_from.title if matter.raised_from else "",
            "raised_at": matter.raised_at.isoformat(),
            "description": matter.description,
            "wished_decision": matter.wished_decision,
            "state": matter.get_state_display(),
            "answer": matter.answer,
            "registration": number_of(getattr(matter, "registration", None)),
            "papers": _titles(matter.papers.order_by("number")),
            "consultations": [_consultation(row) for row in matter.consultations.order_by("sent_at", "pk")],
            "handovers": [_handover(row) for row in _handovers(matter)],
            "history": _steps(matter, "reason"),
        }


def _consultation(row: Consultation) -> Json:
    return {
        "question": row.question,
        "sent_at": row.sent_at.isoformat(),
        "sent_by": str(row.sent_by),
        "until": row.until.isoformat(),
        "state": row.get_state_display(),
        "closed_at": _moment(row.closed_at),
        "papers": _titles(row.papers().order_by("number")),
        "recipients": [_consulted(asked) for asked in row.consulted.by_name()],
        "history": _steps(row),
    }


def _consulted(row: Consulted) -> Json:
    """One who was asked, with every answer, also those that were changed later."""
    said: Any = row.history.exclude(answered_at=None).select_related("answered_by__person")
    answers = [_answer(answer) for answer in said.order_by("history_date", "history_id")]
    return {"who": row.who, "email": row.email, "answers": answers}


def _answer(answer: Any) -> Json:
    """An answer as it was: who gave it and, when it was registered, how and when it came, by whom, and the file."""
    came = {
        "came_by": answer.get_came_by_display(),
        "came_on": answer.came_on.isoformat() if answer.came_on else "",
        "registered_by": str(answer.answered_by),
        "file": _file(answer) if answer.file_sha256 else "",
    }  # fmt: skip
    return {
        "stand": answer.get_stand_display(),
        "text": answer.text,
        "at": answer.answered_at.isoformat(),
        "by": answer.signed or str(answer.answered_by),
        **(came if answer.came_by else {}),
        "what": answer.history_change_reason or "",
    }


def _handovers(matter: Matter) -> Any:
    """The one that the matter came by, and those that it went by."""
    return Handover.objects.filter(Q(matter=matter) | Q(received=matter)).told()


def _handover(row: Handover) -> Json:
    answered = row.received if row.state == HandoverState.ANSWERED else None
    return {
        "kind": row.get_kind_display(),
        "from_group": row.from_group.title,
        "to_group": row.to_group.title,
        "sent_at": row.sent_at.isoformat(),
        "sent_by": str(row.sent_by),
        "note": row.note,
        "in_line": row.in_line,
        "state": row.get_state_display(),
        "decided_at": _moment(row.decided_at),
        "decided_by": str(row.decided_by or ""),
        "reason": row.reason,
        "answer": answered.answer if answered else "",
        "history": _steps(row, "reason"),
    }


def _steps(row: Any, *more: str) -> list[Json]:
    """What has happened to a row, the oldest first: when, what and by whom, and the fields that are asked for."""
    rows = row.history.select_related("history_user__person").order_by("history_date", "history_id")
    return [
        {
            "at": step.history_date.isoformat(),
            "what": step.history_change_reason or step.get_state_display(),
            **{name: getattr(step, name) for name in more},
            "by": str(step.history_user or ""),
        }
        for step in rows
    ]


def _titles(papers: Any) -> list[str]:
    return [f"{paper.number}. {paper.title}: {paper.name}" for paper in papers]


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
