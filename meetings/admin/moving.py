"""Calling a meeting off, and moving it: each page says how many get a mail before it is done."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.mail import address_of
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.calendars import invitations
from meetings.forms.moving import CancelForm, MoveForm
from meetings.kind_rules import were_asked
from meetings.models import Meeting
from meetings.rules import may_prepare
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import long_date


@require_http_methods(["GET", "POST"])
@signed_in
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Ask why; then call the meeting off."""
    meeting = meeting_for(request, pk, may=may_prepare)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.cancel_meeting(meeting, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            return _page(request, "meetings/cancel.html", meeting, form, refusal=str(refusal))
        messages.success(request, "Mötet är inställt.")
        return redirect("meetings_admin:meeting", pk=pk)
    return _page(request, "meetings/cancel.html", meeting, form)


@require_http_methods(["GET", "POST"])
@signed_in
def move(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the new day, time and place; then move the meeting."""
    meeting = meeting_for(request, pk, may=may_prepare)
    form = MoveForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            moved = workflow.move_meeting(meeting, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            return _page(request, "meetings/move.html", meeting, form, refusal=str(refusal))
        is_same_day = moved.date == meeting.date
        done = (
            "Mötets tid och plats är ändrade." if is_same_day else f"Mötet är flyttat till den {long_date(moved.date)}."
        )
        messages.success(request, done)
        return redirect("meetings_admin:meeting", pk=pk)
    return _page(request, "meetings/move.html", meeting, form)


def _page(
    request: UserRequest, template: str, meeting: Meeting, form: forms.Form, *, refusal: str = ""
) -> HttpResponse:
    is_written = meeting.kind == Meeting.Kind.WRITTEN
    people = invitations.receivers(meeting) if invitations.is_told(meeting) else []
    people += were_asked(meeting, on=timezone.localdate())
    told = sum(1 for person in people if address_of(person))
    status = 409 if refusal else 422 if form.errors else 200
    context = {"meeting": meeting, "form": form, "told": told, "refusal": refusal, "is_written": is_written}
    return render(request, template, context, status=status)
