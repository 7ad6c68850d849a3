"""A decision that the chair takes alone: drafted, laid before the chair, and taken by adjusting it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.chair_decisions import DecisionForm, NewDecisionForm
from meetings.kind_rules import (
    deciding_mandate,
    is_the_chair,
    may_draft_chair_decision,
    run_or_chaired,
    why_chair_decides_not,
)
from meetings.models import Meeting
from meetings.workflow.chair_decisions import ask_the_chair, change_decision, draft_decision
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused

DRAFTERS = "Ordförandebeslut skrivs av gruppens ordförande, processledare eller koordinator."


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Draft a decision in one of the groups whose mandate leaves some to the chair; for the others, why not."""
    today = timezone.localdate()
    groups = list(run_or_chaired(request.user, on=today))
    if not groups:
        raise PermissionDenied(DRAFTERS)
    able = [group for group in groups if not why_chair_decides_not(group, on=today)]
    posted = request.POST if request.method == "POST" else None
    form = NewDecisionForm(able, posted)
    if posted is not None and form.is_valid():
        try:
            meeting = draft_decision(form.group, form.draft(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Förslaget är sparat. Läs igenom det och lägg fram det för ordföranden.")
            return redirect("meetings_admin:chair-decision", pk=meeting.pk)
    context = {
        "form": form,
        "allowed": [(group, deciding_mandate(group, on=today)) for group in able],
        "refused": [(group, why_chair_decides_not(group, on=today)) for group in groups if group not in able],
    }
    return render(request, "meetings/chair_decision/new.html", context, status=422 if posted is not None else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def decision(request: UserRequest, pk: int) -> HttpResponse:
    """The decision as it is drafted, to be changed until it is with the chair."""
    meeting = _decision(request, pk)
    group: Group = meeting.group
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, meeting=meeting)
    if posted is not None and form.is_valid():
        return take(
            request,
            lambda: change_decision(meeting, form.draft(), by=request.user),
            done="Förslaget är sparat.",
            to="chair-decision",
            pk=pk,
        )
    today = timezone.localdate()
    context = {
        "meeting": meeting,
        "form": form,
        "mandate": deciding_mandate(group, on=today),
        "hindrance": why_chair_decides_not(group, on=today) or _why_closed(meeting),
        "is_chair": is_the_chair(request.user, group),
        "item": meeting.items.order_by("number").first(),
    }
    return render(request, "meetings/chair_decision/draft.html", context, status=422 if posted is not None else 200)


@require_POST
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Lay the decision before the chair; the chair who does so goes straight on to take it."""
    meeting = _decision(request, pk)
    decides = is_the_chair(request.user, meeting.group)
    return take(
        request,
        lambda: ask_the_chair(meeting, by=request.user),
        done="Läs beslutet en sista gång och fatta det." if decides else "Förslaget ligger hos ordföranden.",
        to="minutes-adjust" if decides else "meeting",
        pk=pk,
    )


def _decision(request: UserRequest, pk: int) -> Meeting:
    meeting = meeting_for(request, pk)
    if meeting.kind != Meeting.Kind.CHAIR:
        raise Http404
    if not may_draft_chair_decision(request.user, meeting.group):
        raise PermissionDenied(DRAFTERS)
    return meeting


def _why_closed(meeting: Meeting) -> str:
    try:
        workflow.refuse_if_closed(meeting)
    except StepRefused as refusal:
        return str(refusal)
    return ""
