"""The agenda as a document: one shape for its PDF and its Word file, from what a version froze or as it stands now."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from meetings.kinds import Purpose
from meetings.models import AgendaVersion, Meeting
from meetings.reading import Document
from meetings.snapshot import agenda_content, former_notes
from meetings.states import AgendaState
from meetings.word import agenda_docx
from samverkan.common import pdf
from samverkan.common.canonical import Json
from samverkan.common.richtext import shown
from samverkan.common.swedish import clock, long_date

DRAFT = "UTKAST, inte fastställd"


def document_of_agenda(meeting: Meeting, version: AgendaVersion | None = None) -> Document:
    """What agenda files show: the version as it was frozen, or the agenda as it stands now when there is none."""
    content = json.loads(version.content) if version else agenda_content(meeting)
    group, day = content["group"], date.fromisoformat(content["meeting"]["date"])
    return {
        "title": f"Agenda {group['name']} {long_date(day)}",
        "group": group,
        "day": day,
        "state": _state(version),
        "is_draft": version is None or version.state != AgendaState.APPROVED,
        "version": version.number if version else None,
        "sha256": version.content_sha256 if version else "",
        "facts": [(label, value) for label, value in _facts(content, version).items() if value],
        "items": _items(content),
    }


def agenda_pdf(version: AgendaVersion) -> pdf.Pdf:
    """A version of the agenda as a PDF; the same bytes each time it is asked for."""
    return _render(document_of_agenda(version.meeting, version), at=version.decided_at or version.sent_at)


def draft_agenda_pdf(meeting: Meeting, *, at: datetime | None = None) -> pdf.Pdf:
    """The agenda as it stands now as a PDF that says it is a draft. Never stored."""
    return _render(document_of_agenda(meeting), at=at or timezone.now())


def agenda_word(meeting: Meeting, version: AgendaVersion | None = None, *, at: datetime | None = None) -> bytes:
    """The agenda as a .docx: a version as it was frozen, or as the agenda stands now."""
    frozen = (version.decided_at or version.sent_at) if version else None
    return agenda_docx(document_of_agenda(meeting, version), at=frozen or at or timezone.now())


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    html = render_to_string("documents/agenda.html", {"doc": document})
    title, author = document["title"], document["group"]["name"]
    return pdf.render(html, title=title, created=at, subject=document["state"], author=author)


def _state(version: AgendaVersion | None) -> str:
    if version is None or version.state != AgendaState.APPROVED or version.decided_at is None:
        return DRAFT
    return f"Fastställd {long_date(version.decided_at)}"


def _facts(content: Json, version: AgendaVersion | None) -> dict[str, str]:
    meeting = content["meeting"]
    hours = "–".join(filter(None, [meeting["starts"].replace(":", "."), meeting["ends"].replace(":", ".")]))
    joint = ", ".join(meeting["joint_groups"])
    label, titles = former_notes(content)
    return {
        "Status": _state(version),
        "Tid": f"{long_date(date.fromisoformat(meeting['date']))}{', kl. ' + hours if hours else ''}",
        "Plats": meeting["place"],
        "Tillsammans med": joint,
        label: titles,
    }


def _items(content: Json) -> list[dict[str, Any]]:
    slots = running_clock(content["meeting"]["starts"], [item["minutes"] for item in content["items"]])
    return [
        {
            "number": item["number"],
            "title": item["title"],
            "about": _about(item, slot),
            "questions": shown(item.get("questions", "")),
            "proposed_decision": item["proposed_decision"],
        }
        for item, slot in zip(content["items"], slots, strict=True)
    ]


def _about(item: Json, slot: str) -> str:
    parts = [
        f"Kl. {slot}" if slot else "",
        Purpose(item["purpose"]).label,
        item["presenter"],
        f"{item['minutes']} min" if item["minutes"] else "",
        "Publiceras inte" if item.get("withheld") else "",
    ]
    return ". ".join(filter(None, parts))


def running_clock(starts: str, minutes: list[int | None]) -> list[str]:
    """When each item is: ``13.30–13.40``, from the start (``HH:MM``) and the minutes; empty from the first unknown."""
    slots: list[str] = []
    at = datetime.combine(date.min, time.fromisoformat(starts)) if starts else None
    for length in minutes:
        ends = at + timedelta(minutes=length) if at and length else None
        slots.append(f"{clock(at.time())}–{clock(ends.time())}" if at and ends else clock(at.time()) if at else "")
        at = ends
    return slots
