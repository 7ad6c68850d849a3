"""Agenda and notes as files, for those who may read the meeting behind sign-in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from groups.admin.access import UserRequest
from meetings.admin.access import meeting_for
from meetings.admin.papers import paper_file
from meetings.agendas.documents import agenda_pdf as pdf_of
from meetings.agendas.documents import agenda_word, draft_agenda_pdf
from meetings.documents import PDF, draft_pdf, out_pdf
from meetings.models import AgendaVersion, Meeting, MinutesVersion, StoredDocument
from meetings.reading import document_of_draft, document_of_version
from meetings.states import AgendaState, MinutesState
from meetings.word import minutes_docx
from meetings.workflow.corrections import latest_version
from samverkan.common.admin_site import signed_in
from samverkan.common.word import MEDIA_TYPE as WORD


@require_GET
@signed_in
def agenda_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """The agenda that was approved last as a PDF; before that the working agenda, marked as a draft."""
    meeting = meeting_for(request, pk)
    version = _approved(meeting)
    content = (pdf_of(version) if version else draft_agenda_pdf(meeting, at=timezone.now())).content
    return _file(content, PDF, f"{meeting.group.slug}-{meeting.day_key}-agenda.pdf")


@require_GET
@signed_in
def agenda_docx(request: UserRequest, pk: int) -> HttpResponse:
    """The same agenda as a Word file."""
    meeting = meeting_for(request, pk)
    content = agenda_word(meeting, _approved(meeting), at=timezone.now())
    return _file(content, WORD, f"{meeting.group.slug}-{meeting.day_key}-agenda.docx")


@require_GET
@signed_in
def minutes_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """The note as a PDF: of an adjusted version the stored record, else what stands, marked as a draft.

    404 until the worker has stored the record.
    """
    meeting = meeting_for(request, pk)
    version = _standing(meeting)
    if version and version.state == MinutesState.ADJUSTED:
        kept = StoredDocument.objects.filter(meeting=meeting, kind=StoredDocument.Kind.RECORD)
        return paper_file(request, get_object_or_404(kept, source_sha256=version.sha256), name=_note_name(meeting))
    content = (out_pdf(version) if version else draft_pdf(meeting)).content
    return _file(content, PDF, _note_name(meeting))


def _note_name(meeting: Meeting) -> str:
    return f"{meeting.group.slug}-{meeting.day_key}-anteckning.pdf"


@require_GET
@signed_in
def minutes_word(request: UserRequest, pk: int) -> HttpResponse:
    """The note as a Word file: the version that is out or adjusted, else the working text, marked as a draft."""
    meeting = meeting_for(request, pk)
    version = _standing(meeting)
    document = document_of_version(version) if version else document_of_draft(meeting)
    content = minutes_docx(document, at=(version.adjusted_at or version.sent_at) if version else timezone.now())
    return _file(content, WORD, f"{meeting.group.slug}-{meeting.day_key}-anteckning.docx")


def _approved(meeting: Meeting) -> AgendaVersion | None:
    rows = meeting.agenda_versions.filter(state=AgendaState.APPROVED).order_by("number")
    found: AgendaVersion | None = rows.select_related("meeting").last()
    return found


def _standing(meeting: Meeting) -> MinutesVersion | None:
    found = latest_version(meeting)
    return None if found is None or found.state == MinutesState.RETURNED else found


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A PDF is shown, a Word file is saved."""
    disposition = content_disposition_header(media_type != PDF, name)
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition or ""})
