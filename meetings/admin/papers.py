"""The papers of a meeting: the list, files added, one paper's page, its file, and taking it away."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from meetings import gate, workflow
from meetings.admin.access import NOT_YOURS, meeting_for
from meetings.admin.steps import take
from meetings.forms.papers import PaperForm, UploadForm
from meetings.models import Attachment, Meeting, StoredDocument
from meetings.paper_numbers import remember, stopping
from meetings.paper_standing import standings_of
from meetings.papers import findings_of
from meetings.rules import may_prepare
from meetings.snapshot import minutes_content
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.keys import key_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import file_size, listed

logger = logging.getLogger(__name__)


# /admin/moten/<pk>/underlag/


@require_http_methods(["GET", "POST"])
@signed_in
def papers(request: UserRequest, pk: int) -> HttpResponse:
    """The papers with what each needs, and more files to add."""
    meeting = meeting_for(request, pk)
    writes = may_prepare(request.user, meeting)
    if request.method == "GET":
        asked = {"item": key_in(request.GET.get("punkt", ""))}
        return _list(request, meeting, UploadForm(meeting, initial=asked) if writes else None)
    if not writes:
        raise PermissionDenied(NOT_YOURS[may_prepare])
    form = UploadForm(meeting, request.POST, request.FILES)
    if form.is_valid():
        _add(request, meeting, form)
        if not form.refused:
            return redirect("meetings_admin:papers", pk=pk)
    return _list(request, meeting, form, status=422)


def _add(request: UserRequest, meeting: Meeting, form: UploadForm) -> None:
    """Add what can be added; what can't be stays in ``form.refused`` with the reason."""
    added = []
    wanted: list[Any] = [*form.checked] if form.checked or form.refused else [None]
    for file in wanted:
        try:
            added.append(workflow.add_paper(meeting, form.facts(file), file, by=request.user))
        except StepRefused as refusal:
            form.refused.append((file.name if file else form.cleaned_data["title"], str(refusal)))
    if added:
        messages.success(request, f"Sparat: {listed([paper.title for paper in added])}.")
        _warn(request, meeting, added)


def _warn(request: UserRequest, meeting: Meeting, papers: list[Attachment]) -> None:
    """Tell at once of what stops the note later on, and remember it for the list."""
    numbers = gate.unsettled_numbers(meeting, minutes_content(meeting))
    remember(meeting, numbers)
    for number in numbers:
        if number.papers & {paper.number for paper in papers}:
            messages.warning(request, f"Det här ser ut som ett personnummer: {number}. Det stoppar anteckningen.")


def _list(request: UserRequest, meeting: Meeting, form: UploadForm | None, status: int = 200) -> HttpResponse:
    """The list; for those who may change it with the digits that stop a paper."""
    stopped = stopping(meeting) if form else {}
    rows = [(row, stopped.get(row.paper.number, [])) for row in standings_of(meeting)]
    context = {"meeting": meeting, "form": form, "rows": rows}
    return render(request, "meetings/papers.html", context, status=status)


# /admin/moten/<pk>/underlag/<number>/


@require_http_methods(["GET", "POST"])
@signed_in
def paper(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """What is said of one paper, another file for it, and how it is for those who do not see it."""
    found = _paper(request, pk, number, writes=True)
    posted = request.method == "POST"
    form = PaperForm(found, request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            found = workflow.change_paper(found, form.facts(), form.checked, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Underlaget är sparat.")
            _warn(request, found.meeting, [found])
            return redirect("meetings_admin:papers", pk=pk)
    document = found.document
    context = {
        "meeting": found.meeting,
        "paper": found,
        "form": form,
        "file": f"{document.name}, {file_size(document.size)}" if document else "",
        "findings": findings_of(document) if document and not found.is_accessible else [],
        "stops": gate.hinders(found),
        "lost": form.lost_file() if form.errors else "",
    }
    return render(request, "meetings/paper.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def remove(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Ask whether it is meant; then take the paper away."""
    found = _paper(request, pk, number, writes=True)
    if request.method == "POST":
        return take(
            request,
            lambda: workflow.remove_paper(found, by=request.user),
            done=f"Underlaget {found.title} är borttaget.",
            to="papers",
            pk=pk,
        )
    return render(request, "meetings/paper_remove.html", {"meeting": found.meeting, "paper": found})


@require_GET
@signed_in
def file(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The file, for those who may read the meeting; asked for each time."""
    document = _paper(request, pk, number).document
    if document is None:
        raise Http404
    return paper_file(request, document, name=document.name)


def paper_file(request: HttpRequest, document: StoredDocument, *, name: str) -> HttpResponse:
    """A stored paper under a name; 304 for who has it, 404 when the storage has lost it."""
    unchanged = get_conditional_response(request, etag=quote_etag(document.sha256))
    if isinstance(unchanged, HttpResponse):
        return unchanged
    try:
        return uploads.served(document.path, name=name, media_type=document.media_type, sha256=document.sha256)
    except FileNotFoundError as error:
        logger.error("The stored file %s is missing.", document.path)
        raise Http404 from error


def _paper(request: UserRequest, pk: int, number: int, *, writes: bool = False) -> Attachment:
    meeting = meeting_for(request, pk, may=may_prepare if writes else None)
    rows = meeting.attachments.select_related("document", "item", "alternative")
    found: Attachment = get_object_or_404(rows, number=number)
    found.meeting = meeting
    return found
