"""The call: a page that says who gets it and what it says, and sending it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.mail import address_of
from groups.models import Person
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.comparison import agenda_changes
from meetings.invited import in_numbers, invited, reached
from meetings.mail import call_text
from meetings.models import AgendaVersion, Meeting
from meetings.rules import may_prepare
from meetings.states import MeetingState
from meetings.workflow.calling import CALLED_WITH, called_people, called_with, next_call
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused


@require_http_methods(["GET", "POST"])
@signed_in
def call(request: UserRequest, pk: int) -> HttpResponse:
    """Who gets the call, who has no address, what changed since the last one, the text to copy; and calling."""
    meeting = meeting_for(request, pk, may=may_prepare)
    if request.method == "POST":
        return take(request, lambda: _call(request, meeting), to="meeting", pk=pk)
    context: dict[str, Any] = {"meeting": meeting}
    try:
        found = next_call(meeting)
    except StepRefused as refusal:
        version = called_with(meeting) if meeting.state in {MeetingState.CALLED, MeetingState.HELD} else None
        context |= _sent(meeting, version) if version else {"hindrance": refusal}
    else:
        changes = agenda_changes(found.before, found.version) if found.before else None
        context |= {"version": found.version, "anew": meeting.state == MeetingState.CALLED, "changes": changes}
        context |= _text(meeting, found.version, found.before)
        context |= _receivers(reached(meeting), invited(meeting), _presenters(meeting))
    return render(request, "meetings/call.html", context)


def _receivers(
    called: Iterable[Person], people: Iterable[Person], presenters: Iterable[Person] = ()
) -> dict[str, list[Person]]:
    """Who gets the call, which presenters who are not called get the time of their item, and who gets neither."""
    apart = list(presenters)
    without = [person for person in (*people, *apart) if not address_of(person)]
    told = [person for person in apart if address_of(person)]
    return {"reached": list(called), "presenters": told, "without_address": without}


def _presenters(meeting: Meeting) -> QuerySet[Person]:
    """Those who present an item and are not on the attendance list, by name."""
    people = Person.objects.filter(pk__in=meeting.items.exclude(presenter=None).values("presenter"))
    return people.exclude(pk__in=invited(meeting).values("pk")).select_related("user").order_by("name", "pk")


def _sent(meeting: Meeting, version: AgendaVersion) -> dict[str, Any]:
    """The call that has gone out: its text, who got it and when."""
    return {
        "sent_at": version.history.filter(history_change_reason=CALLED_WITH).latest().history_date,
        **_text(meeting, version),
        **_receivers(called_people(version), *_asked(meeting)),
    }


def _asked(meeting: Meeting) -> tuple[Iterable[Person], Iterable[Person]]:
    """Of a meeting that is called and to come, whom it concerns: the invited, and the presenters beside them."""
    return (invited(meeting), _presenters(meeting)) if meeting.state == MeetingState.CALLED else ((), ())


def _call(request: UserRequest, meeting: Meeting) -> str:
    anew = meeting.state == MeetingState.CALLED
    workflow.call(meeting, by=request.user)
    what = "Den uppdaterade kallelsen" if anew else "Kallelsen"
    return f"{what} går till {in_numbers([meeting])}."


def _text(meeting: Meeting, version: Any, before: Any = None) -> dict[str, str]:
    subject, text = call_text(meeting, version, before)
    return {"subject": subject, "text": text}


def call_standing(meeting: Meeting) -> dict[str, Any]:
    """For the meeting's page: how many the call goes to, and whether it can go out anew."""
    latest = meeting.agenda_versions.all()
    version = max(latest, key=lambda row: row.number, default=None)
    if version is None or version.state != "approved" or meeting.state not in {"planned", "called"}:
        return {}
    again = meeting.state == MeetingState.CALLED and called_with(meeting) != version
    return {"called": in_numbers([meeting]), "calls_again": again}
