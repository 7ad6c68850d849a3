"""The meeting's page: the editor for those who write, the text as it stands for everybody else in the group."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.models import Membership
from meetings.admin.access import NOT_YOURS, meeting_for
from meetings.admin.adjusting import adjustment_of
from meetings.admin.progress import (
    is_open,
    latest_agenda,
    latest_minutes,
    may_be_held,
    stage_of,
    steps_of,
    with_progress,
)
from meetings.forms import MeetingEditor, Saved, save
from meetings.kinds import STANDARD_SENTENCES
from meetings.models import Meeting
from meetings.reading import document_of_draft, document_of_version
from meetings.rules import may_approve_agenda, may_prepare
from meetings.workflow import EditConflict
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import listed


@require_http_methods(["GET", "POST"])
@signed_in
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """Read the meeting, or write in it."""
    found = with_progress(Meeting.objects.filter(pk=meeting_for(request, pk).pk)).select_related(
        "group__type", "group__area", "note_taker"
    )[0]
    writes = may_prepare(request.user, found)
    if request.method == "POST":
        if not writes:
            raise PermissionDenied(NOT_YOURS[may_prepare])
        return _save(request, found)
    if writes and is_open(stage_of(found)):
        return _show(request, found, MeetingEditor(found, add=request.GET.get("ny", "")))
    return render(request, "meetings/read.html", {**_context(request, found, writes), "doc": _document(found)})


def _save(request: UserRequest, found: Meeting) -> HttpResponse:
    """Save what was posted. Whatever hinders it, what was written stays on the page."""
    editor = MeetingEditor(found, request.POST)
    if not editor.is_valid():
        return _show(request, found, editor, status=422)
    try:
        saved = save(editor, revision=_revision(request), by=request.user)
    except Refused as refusal:
        return _show(request, found, editor, status=409, refusal=refusal)
    _tell(request, saved)
    added = request.POST.get("add", "")
    return _back(found, editor, added)


def _revision(request: UserRequest) -> int:
    """The revision that the page showed; ``overwrite`` is the one whose text the person has been shown since."""
    asked = request.POST.get("overwrite") or request.POST.get("revision", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


def _tell(request: UserRequest, saved: Saved) -> None:
    if not saved.changed:
        messages.info(request, "Inget var ändrat.")
    elif saved.newcomers:
        names = listed([person.name for person in saved.newcomers])
        messages.success(request, f"Sparat. Nya i registret över personer: {names}.")
    else:
        messages.success(request, "Sparat.")


def _back(found: Meeting, editor: MeetingEditor, added: str) -> HttpResponse:
    """To the editor again, with the empty row that was asked for."""
    here = reverse("meetings_admin:meeting", args=[found.pk])
    for block in editor.items:  # a row that was new when it was posted has a number of its own by now
        added = added.replace(f"-{block.key}", f"-{block.row.instance.pk}") if block.key == "new" else added
    return redirect(f"{here}?{urlencode({'ny': added})}#ny" if added else here)


def _show(
    request: UserRequest, found: Meeting, editor: MeetingEditor, *, status: int = 200, refusal: Refused | None = None
) -> HttpResponse:
    context = {
        **_context(request, found, True),
        "editor": editor,
        "doc": document_of_draft(found),
        "saved": found.history.select_related("history_user__person").first(),
        "sentences": json.dumps(
            {str(kind): text.format(group=found.group.code) for kind, text in STANDARD_SENTENCES.items()}
        ),
    }
    if refusal:
        current = Meeting.objects.get(pk=found.pk)
        shown = request.POST.get("revision", "")
        context |= {
            "refusal": refusal,
            "revision": shown if shown.isdecimal() else 0,
            "overwrite": current.revision if isinstance(refusal, EditConflict) else 0,
        }
    return render(request, "meetings/editor.html", {"revision": found.revision, **context}, status=status)


def _context(request: UserRequest, found: Meeting, writes: bool) -> dict[str, Any]:
    stage, minutes = stage_of(found), latest_minutes(found)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "meeting": found,
        "stage": stage,
        "steps": steps_of(found),
        "writes": writes,
        "agenda_version": latest_agenda(found),
        "minutes_version": minutes,
        "approves_agenda": may_approve_agenda(request.user, found),
        "may_be_held": writes and may_be_held(found, on=today),
    }
    if minutes:
        context |= adjustment_of(found, minutes, request.user)
    if writes and stage.name == "AGENDA_APPROVED":
        context["called"] = Membership.objects.on(today).filter(group=found.group).values("person").distinct().count()
    return context


def _document(found: Meeting) -> Any:
    """What stands: the version that is out or adjusted, else the working text."""
    version = latest_minutes(found)
    if version is None or version.state == "returned":
        return document_of_draft(found)
    return document_of_version(version)
