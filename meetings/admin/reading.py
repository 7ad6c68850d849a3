"""The meeting's page for who reads it: the agenda before the meeting, the note after it, why it is called off."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from groups.admin.access import UserRequest
from meetings.admin.coming import own_answer
from meetings.admin.progress import BEFORE, Stage, latest_minutes
from meetings.agendas.reading import running_clock
from meetings.invited import invited
from meetings.kinds import Purpose
from meetings.models import AgendaVersion, Attachment, Meeting
from meetings.papers import called_at, is_late, with_files
from meetings.reading import document_of_draft, document_of_version
from meetings.snapshot import agenda_content, former_notes
from meetings.states import AgendaState, MinutesState
from samverkan.common.canonical import Json
from samverkan.common.papers import word_of
from samverkan.common.richtext import shown
from samverkan.common.swedish import file_size


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is listed: its number, the title, kind and size in words (empty without a file), late or not."""

    number: int
    title: str
    file: str
    is_late: bool


def read(request: UserRequest, found: Meeting, context: dict[str, Any]) -> HttpResponse:
    """The page of a meeting from ``with_progress`` for who does not write in it; ``context`` says how far it is."""
    stage: Stage = context["stage"]
    if stage is Stage.CANCELLED:
        return render(request, "meetings/read_cancelled.html", context)
    if stage in BEFORE:
        context |= _agenda(found)
        context["is_called"] = context["writes"] or invited(found).filter(user=request.user).exists()
        context["coming"] = own_answer(found, request.user)
        return render(request, "meetings/read_agenda.html", context)
    return render(request, "meetings/read.html", {**context, "doc": _note(found)})


def _note(found: Meeting) -> Any:
    """What stands: the version that is out or adjusted, else the working text."""
    version = latest_minutes(found)
    if version is None or version.state == MinutesState.RETURNED:
        return document_of_draft(found)
    return document_of_version(version)


def _agenda(found: Meeting) -> dict[str, Any]:
    """The agenda that was approved last; before that the one that is being written, which the page says."""
    rows = AgendaVersion.objects.filter(meeting=found, state=AgendaState.APPROVED).order_by("number")
    version = rows.last()
    content: Json = json.loads(version.content) if version else agenda_content(found)
    papers = _papers(found)
    slots = running_clock(content["meeting"]["starts"], [item["minutes"] for item in content["items"]])
    items = [
        {
            **item,
            "purpose": Purpose(item["purpose"]).label,
            "information": shown(item.get("information", "")),
            "questions": shown(item.get("questions", "")),
            "slot": slot,
            "papers": papers.pop(item.get("item"), []),
        }
        for item, slot in zip(content["items"], slots, strict=True)
    ]
    rest = [paper for listed in papers.values() for paper in listed]
    label, former = former_notes(content)
    agenda = {"items": items, "former_label": label, "former": former}
    return {"agenda": agenda, "papers": rest, "approved": version}


def _papers(found: Meeting) -> dict[int | None, list[Paper]]:
    """The papers by the key of their item; None for those of the whole meeting."""
    listed: dict[int | None, list[Paper]] = {None: []}
    rows = list(with_files(found))
    since = called_at(found) if rows else None
    for row in rows:
        listed.setdefault(row.item_id, []).append(Paper(row.number, row.title, _file(row), is_late(row, since)))
    return listed


def _file(paper: Attachment) -> str:
    document = paper.document
    return f"{word_of(document.media_type)}, {file_size(document.size)}" if document else ""
