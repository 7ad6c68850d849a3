"""The agenda: sent to those who approve it, read as it will stand, approved or sent back."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.access import NOT_YOURS, meeting_for, seen_agenda
from meetings.admin.coming import own_answer
from meetings.admin.papers import paper_file
from meetings.admin.steps import take
from meetings.agendas.changed import changed_since_sent
from meetings.agendas.reading import read_agenda
from meetings.comparison import AgendaChanges, agenda_changes
from meetings.forms.approval import RegisterAgendaForm
from meetings.forms.unsaved import unsaved
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from meetings.papers import files_named
from meetings.reading import Document
from meetings.rules import approves_now, may_approve_agenda, may_prepare, may_register_agenda
from meetings.sitting_rules import may_read_sent_agenda
from meetings.states import AgendaState
from meetings.workflow.agenda import agenda_to_register, why_no_answer
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused

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
    """Send the agenda to those who approve it; in place of the version that was posted, when one was."""
    meeting = meeting_for(request, pk, may=may_prepare)
    unsaved(meeting, by=request.user)  # a draft that says what is saved holds up nothing

    def step() -> str:
        replaced = seen_agenda(request, meeting) if "version" in request.POST else None
        sent = workflow.send_agenda(meeting, by=request.user, replaced=replaced)
        instead = f" som version {sent.number}, i stället för version {replaced.number}" if replaced else ""
        return f"Agendan är skickad till {meeting.group.agenda_decider}{instead}."

    return take(request, step, to="meeting", pk=pk)


@require_POST
@signed_in
def recall(request: UserRequest, pk: int) -> HttpResponse:
    """Take the agenda back from those who approve it, to change it."""
    meeting = meeting_for(request, pk, may=may_prepare)
    return take(
        request,
        lambda: workflow.recall_agenda(seen_agenda(request, meeting), by=request.user),
        done="Agendan är tillbaka hos dig. De som skulle fastställa den har fått ett mejl om det.",
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
    context["coming"] = own_answer(meeting, request.user)
    no_answer = why_no_answer(meeting)
    context |= {"refusal": refusal, "written": written, "no_answer": no_answer}
    if version:
        context["is_open"] = version.state == AgendaState.SENT and not no_answer
        context |= agenda_context(version, request.user.person_id)
    return render(request, "meetings/agenda_page.html", context, status=422 if refusal else 200)


def agenda_context(version: AgendaVersion, person: int | None) -> dict[str, Any]:
    """What a page shows of a version: the frozen text, what differs from the version that the person last saw, and
    whether the agenda has been changed after the version was sent.
    """
    rows = AgendaVersion.objects.filter(meeting=version.meeting_id, number__lt=version.number)
    earlier = seen_before(list(rows.select_related("decided_by").order_by("number")), person)
    is_behind = version.state == AgendaState.SENT and bool(changed_since_sent([version]))
    return {"agenda": document_of(version), "changes": changes_since(earlier, version), "is_behind": is_behind}


def seen_before(earlier: Sequence[AgendaVersion], person: int | None) -> AgendaVersion | None:
    """Of the versions before, in their order, the last one that the person answered; else the last one that there was.

    Who has answered one has read it; what has come since by the answer of others may be new to them.
    """
    answered = [row for row in earlier if person and row.decided_by and row.decided_by.person_id == person]
    return next(reversed(answered or earlier), None)


def changes_since(earlier: AgendaVersion | None, version: AgendaVersion) -> AgendaChanges | None:
    """What differs from the earlier version; None when there is none."""
    return agenda_changes(earlier, version) if earlier else None


def document_of(version: AgendaVersion) -> Document:
    """The agenda exactly as it was frozen, with its dates and words as a page shows them."""
    return read_agenda(json.loads(version.content))


@require_GET
@signed_in
def paper(request: UserRequest, pk: int, version: int, number: int) -> HttpResponse:
    """The file of a paper exactly as a version of the agenda names it, for who approves the agenda and for those
    who prepare it.
    """
    rows = AgendaVersion.objects.select_related("meeting__group__type", "meeting__group__prepared_by")
    found = rows.filter(meeting=pk, number=version).first()
    if found is None or not may_read_sent_agenda(request.user, found.meeting):
        agenda_for(request, pk)
        raise Http404
    return served_paper(request, found, number)


def served_paper(request: HttpRequest, version: AgendaVersion | MinutesVersion, number: int) -> HttpResponse:
    """The file that the version names by number and checksum. 404 for a paper without one."""
    for said, document in files_named(version.meeting, json.loads(version.content)):
        if said["number"] == number:
            return paper_file(request, document, name=said["name"])
    raise Http404


@require_POST
@signed_in
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Approve the version that was read."""
    meeting = agenda_for(request, pk)
    return take(
        request,
        lambda: workflow.approve_agenda(seen_agenda(request, meeting), by=request.user),
        done=f"Agendan är fastställd. Tack! {what_now(meeting)}",
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
    form = RegisterAgendaForm([meeting.group.prepared_by_id], *([request.POST, request.FILES] if posted else []))
    if posted and form.is_valid():
        return take(request, lambda: _register(request, meeting, form), to="meeting", pk=pk)
    context: dict[str, Any] = {"meeting": meeting, "form": form}
    try:
        if may_approve_agenda(request.user, meeting):
            raise StepRefused("Du fastställer själv gruppens agendor. Gör det på sidan för agendan i stället.")
        content, sha256 = agenda_to_register(meeting)
        context |= {"agenda": read_agenda(json.loads(content)), "sha256": sha256}
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
    return f"Agendan är registrerad som fastställd. {what_now(meeting)}"


def what_now(meeting: Meeting) -> str:
    """What an approved agenda leads to."""
    return "Nu kan frågan skickas ut." if meeting.kind == Meeting.Kind.WRITTEN else "Nu kan mötet kallas."
