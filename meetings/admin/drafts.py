"""Drafts of the editor: text that is not saved yet, kept as it is typed; and who else is writing."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings import drafts
from meetings.admin.access import meeting_for
from meetings.admin.previewing import reading_of
from meetings.forms import MeetingEditor
from meetings.forms.unsaved import content_of
from meetings.models import Meeting
from meetings.rules import may_prepare
from meetings.workflow import refuse_if_closed
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import clock

TOO_LARGE = "Texten är större än 2 MB och sparas inte som utkast. Ta bort det som inte ska med, eller dela upp den."
UNREADABLE = "Utkastet gick inte att läsa. Ladda om sidan, så hämtas det som är sparat."


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: UserRequest, pk: int) -> HttpResponse:
    """POST keeps rows of text, or only says that the editor is open; GET gives a token to go on with after sign-in.

    Answers are data: ``saved`` (14.03), ``revision``, ``writers``, ``account``, ``token``; or ``refusal``.
    """
    if int(request.headers.get("Content-Length") or 0) > drafts.MAX_SIZE:
        return JsonResponse({"refusal": TOO_LARGE}, status=413)
    meeting = meeting_for(request, pk, may=may_prepare)
    if request.method == "GET":
        return _answer(request, meeting)
    posted = _posted(request)
    if posted is None:
        return JsonResponse({"refusal": UNREADABLE}, status=400)
    try:
        return _keep(request, meeting, *posted)
    except Refused as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=409)


def _keep(request: UserRequest, meeting: Meeting, fields: dict[str, str], revision: int, page: str) -> HttpResponse:
    if not fields:
        refuse_if_closed(meeting)
        drafts.seen(meeting, by=request.user)
        return _answer(request, meeting)
    kept = drafts.keep(meeting, fields, revision=revision, page=page, by=request.user)
    return _answer(request, meeting, saved=clock(kept.saved_at) if kept.saved_at else "")


def _posted(request: HttpRequest) -> tuple[dict[str, str], int, str] | None:
    """The fields, the revision and the page's mark that came in; None when they are not what the editor sends."""
    try:
        found: Any = json.loads(request.body)
        fields, revision, page = found["fields"], found["revision"], found.get("page", "")
    except (ValueError, KeyError, TypeError, RecursionError, RawPostDataException):  # the last for a form with files
        return None
    right = drafts.is_fields(fields) and type(revision) is int and 0 <= revision < 10**9
    return (fields, revision, str(page)) if right else None


def _answer(request: UserRequest, meeting: Meeting, **more: str) -> HttpResponse:
    others = drafts.writers(meeting, but=request.user)
    return JsonResponse(
        {
            "account": request.user.pk,
            "token": get_token(request),
            "revision": meeting.revision,
            "writers": [{"name": writer.name, "since": clock(writer.since)} for writer in others],
            **more,
        }
    )


@require_POST
@signed_in
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw the own draft away and show what is saved."""
    meeting = meeting_for(request, pk, may=may_prepare)
    drafts.discard(meeting, by=request.user)
    return redirect("meetings_admin:meeting", pk=pk)


@require_GET
@signed_in
def reading(request: UserRequest, pk: int) -> HttpResponse:
    """The text as it reads with the own draft in it, for the pane beside the editor."""
    meeting = meeting_for(request, pk, may=may_prepare)
    own = drafts.of(meeting, by=request.user)
    editor = MeetingEditor(meeting, drafts.fields_of(own) if own else None)
    context = reading_of(request, meeting, content_of(editor))
    return render(request, "meetings/_preview.html", {**context, "draft": own if editor.differs else None})
