"""Meetings: the list of them, planning one, calling it and marking it as held."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.progress import stage_of, with_progress
from meetings.admin.steps import take
from meetings.forms import NewMeetingForm
from meetings.kind_rules import other_ways
from meetings.models import Meeting
from meetings.planning.deadlines import deadlines_by_meeting
from meetings.rules import may_prepare
from meetings.sitting_rules import may_sit
from meetings.states import MeetingState
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused

PER_PAGE = 30
#: How many meetings to come have their dates shown.
NEAREST = 4


@require_GET
@signed_in
def index(request: UserRequest) -> HttpResponse:
    """The meetings of the visitor's groups: those to come, and those that have been."""
    today = timezone.localdate()
    groups = Group.objects.visible_to(request.user, on=today).order_by("name")
    meetings: Any = with_progress(Meeting.objects.visible_to(request.user, on=today).with_joint())
    chosen = request.GET.get("grupp", "")
    if chosen:
        meetings = meetings.filter(Q(group__slug=chosen) | Q(joint_groups__slug=chosen))
    past = Paginator(meetings.past(on=today), PER_PAGE)
    page = past.get_page(request.GET.get("sida"))
    coming = list(meetings.upcoming(on=today)[:PER_PAGE])
    may_plan = Group.objects.worked_by(request.user, on=today).exists()
    nearest = [meeting for meeting in coming if _has_dates(meeting)][:NEAREST]
    may_decide, may_upload = other_ways(request.user, on=today)
    context = {
        "today": today,
        "dated": deadlines_by_meeting(nearest) if may_plan and page.number == 1 else [],
        "groups": groups,
        "chosen": chosen,
        "coming": [(meeting, stage_of(meeting)) for meeting in coming] if page.number == 1 else [],
        "past": [(meeting, stage_of(meeting)) for meeting in page],
        "page": page,
        "may_decide": may_decide,
        "may_upload": may_upload,
        "may_plan": may_plan,
        "may_sit": may_sit(request.user, on=today),
    }
    return render(request, "meetings/list.html", context)


def _has_dates(meeting: Meeting) -> bool:
    """Whether dates are counted from the meeting; a question that is put in writing has its own last day."""
    return meeting.state != MeetingState.CANCELLED and meeting.kind != Meeting.Kind.WRITTEN


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Plan a meeting; its attendance is filled from the roster of its day."""
    if not Group.objects.worked_by(request.user, on=timezone.localdate()).exists():
        raise PermissionDenied("Möten planeras av gruppens processledare eller koordinator.")
    form = NewMeetingForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = workflow.plan_meeting(form.meeting(), joint_groups=form.joint, by=request.user)
        except Refused as refusal:
            return render(request, "meetings/new.html", {"form": form, "refusal": refusal}, status=409)
        messages.success(request, "Mötet är planerat. Lägg till agendans punkter här.")
        return redirect("meetings_admin:meeting", pk=meeting.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/new.html", {"form": form}, status=status)


@require_POST
@signed_in
def held(request: UserRequest, pk: int) -> HttpResponse:
    """Mark the meeting as held, so that its note can be sent for adjustment."""
    meeting = meeting_for(request, pk, may=may_prepare)
    return take(
        request,
        lambda: workflow.mark_held(meeting, by=request.user),
        done="Mötet är markerat som hållet.",
        to="meeting",
        pk=pk,
    )


@require_POST
@signed_in
def not_held(request: UserRequest, pk: int) -> HttpResponse:
    """Take back that the meeting was held; its text stays."""
    meeting = meeting_for(request, pk, may=may_prepare)

    def step() -> str:
        now = workflow.take_back_held(meeting, by=request.user).get_state_display().lower()
        return f"Mötet är inte längre markerat som hållet. Det är {now}, som det var förut."

    return take(request, step, to="meeting", pk=pk)
