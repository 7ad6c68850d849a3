"""The meeting's page: the editor for those who write, the text as it stands for everybody else in the group."""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings.admin.access import meeting_for
from meetings.admin.adjusting import adjustment_of
from meetings.admin.followed_up import followed_up
from meetings.admin.next_step import next_step
from meetings.admin.previewing import EVERYONE, READERS
from meetings.admin.progress import (
    Stage,
    is_open,
    is_out_for_answers,
    latest_agenda,
    latest_minutes,
    may_be_held,
    stage_of,
    steps_of,
    with_progress,
)
from meetings.admin.reading import read
from meetings.forms import MeetingEditor, NotValid, Saved, save
from meetings.forms.contest import contests_of
from meetings.forms.parts import standard_sentences
from meetings.forms.timing import overrun
from meetings.forms.unsaved import unsaved
from meetings.kinds import AS_PROPOSED
from meetings.models import Draft, Meeting
from meetings.rules import may_approve_agenda, may_prepare, may_withdraw
from meetings.states import MeetingState
from meetings.templatetags.editor_fields import extensions
from meetings.workflow.agenda import why_no_answer
from meetings.workflow.meeting import state_before_held, why_held_stays
from samverkan.common.admin_site import asks_for_data, signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import listed


@require_http_methods(["GET", "POST"])
@signed_in
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """Read the meeting, or write in it. A script that asks for data gets the address to go on to."""
    if request.method == "POST":
        return _save(request, meeting_for(request, pk, may=may_prepare))
    found, writes = _found(request, pk)
    if writes and is_open(stage_of(found)) and not is_out_for_answers(found):
        return _open(request, found)
    return read(request, found, _context(request, found, writes))


def _open(request: UserRequest, found: Meeting) -> HttpResponse:
    """The editor, with the own text that is not saved in its fields, unless it has come to be what is saved."""
    added = request.GET.get("ny", "")
    if typed := unsaved(found, by=request.user, add=added):
        draft, editor = typed
        return _show(request, found, editor, draft=draft)
    return _show(request, found, MeetingEditor(found, add=added))


def _found(request: UserRequest, pk: int) -> tuple[Meeting, bool]:
    """The meeting with its progress, and whether the visitor writes in it."""
    found: Meeting = with_progress(Meeting.objects.filter(pk=meeting_for(request, pk).pk)).select_related(
        "group__type", "group__area", "note_taker"
    )[0]
    return found, may_prepare(request.user, found)


def _save(request: UserRequest, found: Meeting) -> HttpResponse:
    """Save what was posted. Whatever hinders it, what was written stays on the page."""
    try:
        saved = save(found, request.POST, revision=_revision(request.POST), by=request.user)
    except NotValid:
        return _not_saved(request, found, status=422)
    except Refused as refusal:
        return _not_saved(request, found, status=409, refusal=refusal)
    _tell(request, saved)
    return _back(request, found, saved.editor)


def _revision(posted: Mapping[str, Any]) -> int:
    """The revision that the page showed."""
    asked = str(posted.get("revision", ""))
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


def _tell(request: UserRequest, saved: Saved) -> None:
    also = _merged(saved)
    if not saved.changed:
        messages.info(request, f"Inget nytt sparades.{also}" if saved.choices else f"Inget var ändrat.{also}")
    elif saved.newcomers:
        names = listed([person.name for person in saved.newcomers])
        messages.success(request, f"Sparat. Nya i registret över personer: {names}.{also}")
    else:
        messages.success(request, f"Sparat.{also}")


def _merged(saved: Saved) -> str:
    """What became of the text of others: whose stands where both had written, and that the rest is there."""
    others = listed(saved.others)
    if saved.choices == {"theirs"}:
        return " Där ni båda hade skrivit gäller det som redan var sparat."
    if saved.choices == {"mine"}:
        return " Där ni båda hade skrivit gäller din text." + (
            f" Annat som {others} har sparat står kvar." * bool(others)
        )
    if saved.choices:
        return " Där ni båda hade skrivit gäller det som du valde."
    return f" Det som {others} har sparat under tiden finns också med." if others else ""


def _back(request: UserRequest, found: Meeting, editor: MeetingEditor) -> HttpResponse:
    """To the editor again, with the empty row that was asked for."""
    here, added = reverse("meetings_admin:meeting", args=[found.pk]), request.POST.get("add", "")
    for block in editor.items:  # a row that was new when it was posted has a number of its own by now
        if block.key.startswith("new"):
            added = added.replace(f"-{block.key}", f"-{block.row.instance.pk}")
    to = f"{here}?{urlencode({'ny': added})}#ny" if added else here
    return JsonResponse({"to": to}) if asks_for_data(request) else redirect(to)


def _not_saved(request: UserRequest, found: Meeting, *, status: int, refusal: Refused | None = None) -> HttpResponse:
    if asks_for_data(request):
        return JsonResponse({"refusal": str(refusal or "")}, status=status)
    found, _ = _found(request, found.pk)
    return _show(request, found, MeetingEditor(found, request.POST), status=status, refusal=refusal)


def _show(
    request: UserRequest,
    found: Meeting,
    editor: MeetingEditor,
    *,
    status: int = 200,
    refusal: Refused | None = None,
    draft: Draft | None = None,
) -> HttpResponse:
    context = {
        **_context(request, found, True),
        "editor": editor,
        "draft": draft,
        "blank": editor.blank(),
        "overrun": overrun(found.ends_at, editor.ends_at),
        "readers": READERS,
        "reader": EVERYONE,
        "saved": found.history.select_related("history_user__person").first(),
        "page": secrets.token_hex(8),
        "is_ahead": found.state != MeetingState.HELD and found.date > timezone.localdate(),
        "revision": _shown_revision(request, found, draft),
        "refusal": refusal or ("Någon annan har sparat sedan du skrev ditt utkast." if editor.collisions else ""),
        "contests": contests_of(editor) if editor.is_posted else [],
        "sentences": json.dumps(standard_sentences(editor.meeting)),
        "as_proposed": " ".join(AS_PROPOSED),
        "extensions": extensions(),
        **followed_up(found, editor),
        "papers_url": reverse("meetings_admin:papers", args=[found.pk]),
    }
    return render(request, "meetings/editor.html", context, status=status)


def _shown_revision(request: UserRequest, found: Meeting, draft: Draft | None) -> int:
    """The revision that what stands in the fields was written on."""
    if request.method == "POST":
        return _revision(request.POST)
    return draft.revision if draft else found.revision


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
        "no_answer": why_no_answer(found),
        "looks_after": not writes and stage is Stage.PUBLISHED and may_withdraw(request.user, found),
    }
    if minutes:
        context |= adjustment_of(found, minutes, request.user)
    if writes:
        if stage is Stage.HELD and not why_held_stays(found):
            context["held_back_to"] = state_before_held(found).label.lower()
        context |= next_step(found, stage, request.user)
    return context
