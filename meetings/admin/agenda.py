"""The agenda: sent to the chair, read as it will stand, approved or sent back."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for, seen_agenda
from meetings.admin.steps import take
from meetings.kinds import Purpose
from meetings.models import AgendaVersion
from meetings.reading import Document
from meetings.rules import may_approve_agenda, may_prepare
from samverkan.common.admin_site import signed_in


@require_POST
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Send the agenda to the chair."""
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
    """The agenda exactly as it is to be approved, for the chair."""
    meeting = meeting_for(request, pk, may=may_approve_agenda)
    version = meeting.agenda_versions.select_related("sent_by__person", "decided_by__person").last()
    context = {"meeting": meeting, "version": version, "agenda": _document(version) if version else None}
    return render(request, "meetings/agenda_page.html", context)


@require_POST
@signed_in
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Approve the version that was read."""
    meeting = meeting_for(request, pk, may=may_approve_agenda)
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
    """Send the agenda back with a comment."""
    meeting = meeting_for(request, pk, may=may_approve_agenda)
    comment = request.POST.get("comment", "")
    return take(
        request,
        lambda: workflow.return_agenda(seen_agenda(request, meeting), comment=comment, by=request.user),
        done="Agendan är skickad tillbaka med din kommentar.",
        to="agenda",
        pk=pk,
    )


def _document(version: AgendaVersion) -> Document:
    content: Document = json.loads(version.content)
    for item in content["items"]:
        item["purpose"] = Purpose(item["purpose"]).label
    return content
