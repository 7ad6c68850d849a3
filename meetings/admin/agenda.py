"""The agenda: sent to those who approve it, read as it will stand, approved or sent back."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.access import NOT_YOURS, meeting_for, seen_agenda
from meetings.admin.steps import take
from meetings.comparison import AgendaChanges, agenda_changes
from meetings.forms.approval import RegisterAgendaForm
from meetings.kinds import Purpose
from meetings.models import AgendaVersion, Meeting
from meetings.reading import Document
from meetings.rules import approves_now, may_approve_agenda, may_prepare, may_register_agenda
from meetings.states import AgendaState
from meetings.workflow.agenda import agenda_to_register
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.richtext import shown

SHOWN = ("sent_by__person", "decided_by__person", "at_meeting__group", "evidence")


def agenda_for(request: UserRequest, pk: int) -> Meeting:
    """The meeting, for who approves its agenda. Who chairs the preparatory group only gets in here, and only once
    there is an agenda that was sent: nothing else of the group is theirs to see.
    """
    known = Meeting.objects.select_related("group__type", "group__prepared_by")
    meeting: Meeting = get_object_or_404(known, pk=pk)
    groups = Group.objects.visible_to(request.user, on=timezone.localdate())
    knows = groups.filter(pk__in=[meeting.group_id, *meeting.joint_groups.values_list("pk", flat=True)]).exists()
    approves = may_approve_agenda(request.user, meeting)
    if not knows and not (approves and meeting.agenda_versions.exists()):
        raise Http404
    if not approves:
        raise PermissionDenied(NOT_YOURS[may_approve_agenda])
    return meeting


@require_POST
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Send the agenda to those who approve it."""
    meeting = meeting_for(request, pk, may=may_prepare)
    return take(
        request,
        lambda: workflow.send_agenda(meeting, by=request.user),
        done="Agendan är skickad till ordföranden.",
        to="meeting",
        pk=pk,
    )


@require_GET
@signed_in
def page(request: UserRequest, pk: int) -> HttpResponse:
    """The agenda exactly as it is to be approved."""
    return _page(request, agenda_for(request, pk))


def _page(
    request: UserRequest, meeting: Meeting, *, refusal: Refused | None = None, written: str | None = None
) -> HttpResponse:
    """The page of the agenda; with why an answer was not taken, and what was ``written`` with it (422)."""
    version = meeting.agenda_versions.select_related(*SHOWN).last()
    today = timezone.localdate()
    waiting = AgendaVersion.objects.filter(approves_now(request.user.person_id, on=today), meeting__date__gte=today)
    context: dict[str, Any] = {"meeting": meeting, "version": version, "waiting": waiting.distinct().count()}
    context |= {"refusal": refusal, "written": written}
    if version:
        context |= {"is_open": version.state == AgendaState.SENT, **agenda_context(version)}
    return render(request, "meetings/agenda_page.html", context, status=422 if refusal else 200)


def agenda_context(version: AgendaVersion) -> dict[str, Any]:
    """What a page shows of a version: the frozen text, and what differs from the version that was answered before."""
    earlier = AgendaVersion.objects.filter(meeting=version.meeting_id, number__lt=version.number)
    return {"agenda": document_of(version), "changes": changes_since(earlier.order_by("number").last(), version)}


def changes_since(earlier: AgendaVersion | None, version: AgendaVersion) -> AgendaChanges | None:
    """What differs from the earlier version; None when there is none."""
    return agenda_changes(earlier, version) if earlier else None


def document_of(version: AgendaVersion) -> Document:
    """The agenda exactly as it was frozen, with its dates and words as a page shows them."""
    return read_agenda(version.content)


def read_agenda(content: str) -> Document:
    """A frozen agenda, or one that is about to be, as a page shows it."""
    found: Document = json.loads(content)
    meeting = found["meeting"]
    meeting["date"] = date.fromisoformat(meeting["date"])
    meeting["times"] = "–".join(filter(None, [meeting["starts"], meeting["ends"]])).replace(":", ".")
    for item in found["items"]:
        item["purpose"] = Purpose(item["purpose"]).label
        item["questions"] = shown(item.get("questions", ""))
    return found


@require_POST
@signed_in
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Approve the version that was read."""
    meeting = agenda_for(request, pk)
    return take(
        request,
        lambda: workflow.approve_agenda(seen_agenda(request, meeting), by=request.user),
        done="Agendan är fastställd. Tack! Nu kan mötet kallas.",
        to="agenda",
        pk=pk,
    )


@require_POST
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the agenda back with a comment; what can't be sent stays on the page."""
    meeting = agenda_for(request, pk)
    comment = request.POST.get("comment", "")
    try:
        workflow.return_agenda(seen_agenda(request, meeting), comment=comment, by=request.user)
    except Refused as refusal:
        return _page(request, meeting, refusal=refusal, written=comment)
    messages.success(request, "Agendan är skickad tillbaka med din kommentar.")
    return redirect("meetings_admin:agenda", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int) -> HttpResponse:
    """Say where and when the agenda was approved, with the agenda in sight; then it is registered."""
    meeting = meeting_for(request, pk, may=may_register_agenda)
    posted = request.method == "POST"
    form = RegisterAgendaForm(meeting, *([request.POST, request.FILES] if posted else []))
    if posted and form.is_valid():
        return take(request, lambda: _register(request, meeting, form), to="meeting", pk=pk)
    context: dict[str, Any] = {"meeting": meeting, "form": form}
    try:
        if may_approve_agenda(request.user, meeting):
            raise StepRefused("Du fastställer själv gruppens agendor. Gör det på sidan för agendan i stället.")
        content, sha256 = agenda_to_register(meeting)
        context |= {"agenda": read_agenda(content), "sha256": sha256}
    except Refused as refusal:
        context["hindrance"] = refusal
    return render(request, "meetings/register_agenda.html", context, status=422 if posted else 200)


def _register(request: UserRequest, meeting: Meeting, form: RegisterAgendaForm) -> str:
    workflow.register_agenda(
        meeting,
        seen_sha256=request.POST.get("seen", ""),
        source=form.cleaned_data["source"],
        day=form.cleaned_data["day"],
        at_meeting=form.at_meeting,
        file=form.file,
        by=request.user,
    )
    return "Agendan är registrerad som fastställd. Nu kan mötet kallas."
