"""Whoever is called says that they can't come, or can after all; for themselves only."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from groups.admin.access import UserRequest
from groups.models import User
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.kinds import Presence
from meetings.models import Meeting
from meetings.rules import may_say_if_coming
from meetings.workflow.coming import why_not_said
from samverkan.common.admin_site import signed_in


@require_POST
@signed_in
def not_coming(request: UserRequest, pk: int) -> HttpResponse:
    """Say that one can't come."""
    done = "Du står som förhindrad på mötets närvarolista. De som arbetar med gruppen får veta det."
    return _say(request, pk, comes=False, done=done)


@require_POST
@signed_in
def coming(request: UserRequest, pk: int) -> HttpResponse:
    """Take it back: one can come."""
    return _say(request, pk, comes=True, done="Du står inte längre som förhindrad på mötets närvarolista.")


def _say(request: UserRequest, pk: int, *, comes: bool, done: str) -> HttpResponse:
    meeting = meeting_for(request, pk, may=may_say_if_coming)
    return take(
        request,
        lambda: workflow.say_if_coming(meeting, comes=comes, by=request.user),
        done=done,
        to="meeting",
        pk=pk,
    )


def own_answer(meeting: Meeting, user: User) -> str:
    """What the list says of the account's person, when they can say it themselves now: a ``Presence``; else empty."""
    if why_not_said(meeting) or not may_say_if_coming(user, meeting):
        return ""
    state: str | None = meeting.attendance.filter(person=user.person_id).values_list("state", flat=True).first()
    return state or Presence.PRESENT
