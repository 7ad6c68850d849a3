"""The agenda as files, PDF and Word, from what a version froze or as it stands now."""

import json
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from meetings.agendas.approval import approval_in_words
from meetings.agendas.reading import read_agenda
from meetings.models import AgendaVersion, Meeting
from meetings.reading import Document
from meetings.snapshot import agenda_content
from meetings.states import AgendaState
from meetings.word import agenda_docx
from samverkan.common import pdf
from samverkan.common.canonical import Json
from samverkan.common.swedish import long_date

DRAFT = "UTKAST, inte fastställd"


def document_of_agenda(meeting: Meeting, version: AgendaVersion | None = None) -> Document:
    """What agenda files show: the version as it was frozen, or the agenda as it stands now when there is none."""
    content = json.loads(version.content) if version else agenda_content(meeting)
    approved = version is not None and version.state == AgendaState.APPROVED and version.decided_at is not None
    day = long_date(version.decided_at) if approved and version and version.decided_at else ""
    return _document(
        content,
        state=f"Fastställd {day}" if day else DRAFT,
        approval=approval_in_words(version) if version else "",
        version=version.number if version else None,
        sha256=version.content_sha256 if version else "",
        is_draft=not approved,
    )


def document_of_public(variant: Json, *, sha256: str) -> Document:
    """What the public PDF shows: a public variant (``agendas.public``) and nothing else."""
    day = datetime.fromisoformat(variant["approved_at"])
    return _document(
        variant,
        state=f"Fastställd {long_date(day)}",
        approval=variant["approval"],
        version=variant["version"],
        sha256=sha256,
        is_public=True,
    )


def _document(content: Json, **said: Any) -> Document:
    doc = read_agenda(content)
    doc |= {"is_draft": False, "is_public": False, **said}
    doc["facts"] = [(label, value) for label, value in _facts(doc).items() if value]
    return doc


def _facts(doc: Document) -> dict[str, str]:
    meeting = doc["meeting"]
    return {
        "Status": doc["state"] if doc["is_draft"] else doc["approval"],
        "Slag": doc["kind"],
        "Tid": f"{long_date(doc['day'])}{', kl. ' + meeting['times'] if meeting['times'] else ''}",
        "Plats": meeting["place"],
        "Tillsammans med": ", ".join(meeting["joint_groups"]),
        doc["former_label"]: doc["former"],
    }


def agenda_pdf(version: AgendaVersion) -> pdf.Pdf:
    """A version of the agenda as a PDF; the same bytes each time it is asked for."""
    return _render(document_of_agenda(version.meeting, version), at=version.decided_at or version.sent_at)


def draft_agenda_pdf(meeting: Meeting, *, at: datetime | None = None) -> pdf.Pdf:
    """The agenda as it stands now as a PDF that says it is a draft. Never stored."""
    return _render(document_of_agenda(meeting), at=at or timezone.now())


def public_agenda_pdf(variant: Json, *, sha256: str) -> pdf.Pdf:
    """A public variant as the PDF that everyone can download. For the worker alone."""
    return _render(document_of_public(variant, sha256=sha256), at=datetime.fromisoformat(variant["approved_at"]))


def agenda_word(meeting: Meeting, version: AgendaVersion | None = None, *, at: datetime | None = None) -> bytes:
    """The agenda as a .docx: a version as it was frozen, or as the agenda stands now."""
    frozen = (version.decided_at or version.sent_at) if version else None
    return agenda_docx(document_of_agenda(meeting, version), at=frozen or at or timezone.now())


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    html = render_to_string("documents/agenda.html", {"doc": document})
    title, author = document["title"], document["group"]["name"]
    return pdf.render(html, title=title, created=at, subject=document["state"], author=author)
