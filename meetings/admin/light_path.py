"""The light path: a finished note uploaded, looked through, and published when its PDF is made."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from groups.rules import chairs_group
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms import ReasonForm
from meetings.forms.light_path import CorrectNoteForm, NoteForm, PublishNoteForm, UploadNoteForm
from meetings.kind_rules import may_upload_note, uploading_groups
from meetings.models import Meeting, MinutesVersion, StoredDocument
from meetings.note_text import read_note_file
from meetings.workflow.approval import why_not_published_yet
from meetings.workflow.corrections import adjusted_version
from meetings.workflow.light_path import (
    adjusters_for,
    contacts_to_confirm,
    publish_note,
    why_not_public,
)
from meetings.workflow.uploading import Upload, correct_note, note_of, receive_note, replace_note
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.richtext import shown
from samverkan.common.stored import content_of
from samverkan.common.swedish import file_size

UPLOADERS = (
    "Färdiga anteckningar laddas upp av ordföranden, eller av processledare eller koordinator, "
    "i grupper som är inställda så."
)


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: UserRequest) -> HttpResponse:
    """Group, day and file; then on to look it through."""
    groups = list(uploading_groups(request.user, on=timezone.localdate()))
    if not groups:
        raise PermissionDenied(UPLOADERS)
    posted = request.method == "POST"
    form = UploadNoteForm(groups, request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        group, day = form.group, form.cleaned_data["date"]
        meeting = _taken_in(request, form, group, lambda sent: receive_note(group, day, sent, by=request.user))
        if meeting:
            return redirect("meetings_admin:uploaded-note", pk=meeting.pk)
    return render(request, "meetings/light_path/upload.html", {"form": form}, status=422 if posted else 200)


def _taken_in(request: UserRequest, form: NoteForm, group: Group, step: Callable[[Upload], Meeting]) -> Meeting | None:
    """Take the file in as it was sent; None when that was refused, and the form says why and what can be answered."""
    rules = chairs_group(request.user, group)
    try:
        return step(form.sent(rules=rules))
    except Refused as refusal:
        form.ask(refusal, rules=rules)
    return None


@require_http_methods(["GET", "POST"])
@signed_in
def note(request: UserRequest, pk: int) -> HttpResponse:
    """What the uploaded note says and what was found in it; how it was adjusted; and how far it has come."""
    meeting = _uploaded(request, pk)
    version = adjusted_version(meeting)
    if version and not meeting.correction_open:
        return render(request, "meetings/light_path/done.html", _progress(meeting, version))
    document = _document(meeting)
    try:
        text = read_note_file(content_of(document.path, name=document.name), document.media_type)
    except StepRefused as refusal:
        messages.error(request, f"{refusal} Eller välj filen igen här.")
        return redirect("meetings_admin:uploaded-note-replace", pk=pk)
    posted = request.POST if request.method == "POST" else None
    people = adjusters_for(meeting, on=timezone.localdate())
    form = PublishNoteForm(people, contacts_to_confirm(meeting, text), posted, day=meeting.date)
    if posted is not None and form.is_valid():
        try:
            publish_note(meeting, said=form.said(), kept=form.kept(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings_admin:uploaded-note", pk=pk)
    context = {
        "meeting": meeting,
        "document": document,
        "size": file_size(document.size),
        "form": form,
        "remarks": text.remarks,
        "ruled": meeting.not_personal_numbers.exists(),
        "items": [(item, shown(item.information)) for item in meeting.items.order_by("number")],
        "is_public": meeting.group.publishes_minutes,
    }
    return render(request, "meetings/light_path/note.html", context, status=422 if posted is not None else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def replace(request: UserRequest, pk: int) -> HttpResponse:
    """Another file instead of the one that was uploaded, until the note is published."""
    meeting = _uploaded(request, pk)
    posted = request.method == "POST"
    form = NoteForm(request.POST if posted else None, request.FILES if posted else None)
    step = partial(replace_note, meeting, by=request.user)
    if posted and form.is_valid() and _taken_in(request, form, meeting.group, step):
        messages.success(request, "Filen är utbytt.")
        return redirect("meetings_admin:uploaded-note", pk=pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/light_path/replace.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """A new file instead of the adjusted one, with the reason; then on to look it through, as the first time."""
    meeting = _uploaded(request, pk)
    posted = request.method == "POST"
    form = CorrectNoteForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        reason = form.cleaned_data["reason"]
        step = partial(correct_note, meeting, reason=reason, by=request.user)
        if _taken_in(request, form, meeting.group, step):
            return redirect("meetings_admin:uploaded-note", pk=pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/light_path/correct.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def abandon(request: UserRequest, pk: int) -> HttpResponse:
    """Call a correction with a new file off; the version that stands goes on standing."""
    meeting = _uploaded(request, pk)
    return take(
        request,
        lambda: workflow.abandon_correction(meeting, by=request.user),
        done="Rättelsen är avbruten. Anteckningen är som när den justerades.",
        to="uploaded-note",
        pk=pk,
    )


@require_POST
@signed_in
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish a note that did not come on the open site by itself."""
    meeting = _uploaded(request, pk)

    def step() -> None:
        version = adjusted_version(meeting)
        if version is None:
            raise StepRefused("Anteckningen är inte justerad än. Säg först hur den justerades.")
        workflow.publish(version, by=request.user)

    return take(request, step, done="Anteckningen är publicerad.", to="uploaded-note", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take an uploaded note off the open site, with a reason: in these groups the chair does so too."""
    meeting = _uploaded(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def step() -> None:
            publication = meeting.publications.filter(closed_at=None).order_by("published_at").last()
            if publication is None:
                raise StepRefused("Anteckningen är inte publicerad.")
            workflow.withdraw(publication, reason=reason, by=request.user)

        return take(request, step, done="Anteckningen är avpublicerad.", to="uploaded-note", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/withdraw.html", {"meeting": meeting, "form": form}, status=status)


@require_GET
@signed_in
def original(request: UserRequest, pk: int) -> HttpResponse:
    """The file itself, for those who may read the meeting."""
    meeting = meeting_for(request, pk)
    document = note_of(meeting)
    if document is None:
        raise Http404
    try:
        return uploads.served(document.path, name=document.name, media_type=document.media_type, sha256=document.sha256)
    except FileNotFoundError as error:
        raise Http404 from error


def _uploaded(request: UserRequest, pk: int) -> Meeting:
    meeting = meeting_for(request, pk)
    if not may_upload_note(request.user, meeting.group):
        raise PermissionDenied(UPLOADERS)
    _document(meeting)
    return meeting


def _document(meeting: Meeting) -> StoredDocument:
    document = note_of(meeting)
    if document is None:
        raise Http404
    return document


def _progress(meeting: Meeting, version: MinutesVersion) -> dict[str, Any]:
    """How far a note that has been handed in has come."""
    return {
        "meeting": meeting,
        "version": version,
        "publication": version.publications.order_by("published_at").last(),
        "is_public": meeting.group.publishes_minutes,
        "waits": why_not_published_yet(meeting),
        "hindrance": why_not_public(version),
        "before": meeting.publications.standing().exclude(version=version).exists(),
    }
