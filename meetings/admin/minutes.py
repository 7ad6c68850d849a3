"""The minutes: previewed, sent for adjustment, taken back, and tied to the meeting that approves them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import GroupType, Person, User
from meetings import gate, workflow
from meetings.admin.access import meeting_for
from meetings.admin.asked import asked_context, away_from, in_words
from meetings.admin.corrections import correction_of
from meetings.admin.previewing import reading_of
from meetings.admin.steps import take
from meetings.documents import draft_pdf
from meetings.forms.adjustment import ApprovingMeetingForm, SendForm
from meetings.forms.unsaved import unsaved
from meetings.models import Meeting, MinutesVersion
from meetings.paper_numbers import remember
from meetings.rules import adjusters_of, candidates_of, may_prepare, mode_of, sides_of
from meetings.snapshot import minutes_content
from meetings.states import MeetingState, MinutesState
from meetings.workflow.approval import later_meetings
from meetings.workflow.steps import beyond_chair, chairs_to_ask, refuse_unsaved
from samverkan.common.admin_site import signed_in
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed, long_date


@require_GET
@signed_in
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The working text as everyone will read it once it is published, or as the adjusters will."""
    meeting = meeting_for(request, pk)
    return render(request, "meetings/preview.html", reading_of(request, meeting, minutes_content(meeting)))


@require_GET
@signed_in
def draft(request: UserRequest, pk: int) -> HttpResponse:
    """The working text as a PDF that says it is a draft."""
    meeting = meeting_for(request, pk)
    name = f"{meeting.group.slug}-{meeting.day_key}-utkast.pdf"
    pdf = draft_pdf(meeting, at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf.content, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """What happens when the note is sent, the contact details that stand in it, and sending it."""
    meeting = meeting_for(request, pk, may=may_prepare)
    unsaved(meeting, by=request.user)  # a draft that says what is saved holds up nothing
    posted = request.POST if request.method == "POST" else None
    form = _form(meeting, posted)
    if posted is not None and form.is_valid():
        return take(
            request,
            lambda: workflow.send_minutes(
                meeting,
                choices=form.chosen(),
                adjusters=form.adjusters,
                comments_until=form.cleaned_data.get("comments_until"),
                by=request.user,
            ),
            done=_sent(meeting),
            to="meeting",
            pk=pk,
        )
    context = _sending(meeting, form, request.user)
    return render(request, "meetings/send.html", context, status=422 if posted is not None else 200)


def _sending(meeting: Meeting, form: SendForm, user: User) -> dict[str, Any]:
    """What the page says before the note is sent: the correction that it is, what hinders, what happens."""
    content = minutes_content(meeting)
    items = dict(meeting.items.values_list("number", "pk"))
    numbers = gate.unsettled_numbers(meeting, content)
    remember(meeting, numbers)
    return {
        "meeting": meeting,
        "correcting": correction_of(meeting, content),
        "mode": mode_of(meeting),
        "is_again": meeting.minutes_versions.filter(state=MinutesState.RETURNED).exists(),
        "form": form,
        "places": _places(content, form.values),
        "adjusting": in_words(sides_of(meeting)),
        **asked_context(meeting, _asked(meeting)),
        "problems": [
            *_hindrances(meeting, user),
            *beyond_chair(meeting, content),
            *gate.problems(content),
            *gate.paper_problems(meeting, content),
        ],
        "numbers": numbers,
        "chairs": chairs_to_ask(meeting),
        "remarks": [(remark, items.get(remark.item)) for remark in gate.remarks(content)],
    }


def _form(meeting: Meeting, posted: Any) -> SendForm:
    mode = mode_of(meeting)
    named = mode == GroupType.AdjustmentMode.NAMED
    return SendForm(
        gate.contact_choices(meeting),
        posted,
        mode=mode,
        papers=gate.unsettled_paper_contacts(meeting, minutes_content(meeting)),
        candidates=candidates_of(meeting) if named else [],
        latest=_latest_adjusters(meeting) if named else [],
        away=away_from(meeting) if named else (),
        on=timezone.localdate(),
    )


def _asked(meeting: Meeting) -> list[Person]:
    """Who adjusts the note, or can be chosen to."""
    named = mode_of(meeting) == GroupType.AdjustmentMode.NAMED
    if named:
        return [row.person for row in candidates_of(meeting)]
    return [term.membership.person for term in adjusters_of(meeting)]


def _latest_adjusters(meeting: Meeting) -> list[int]:
    """Who adjusted the group's last note; of a note that came back, who was to adjust it."""
    versions = MinutesVersion.objects.filter(meeting__group=meeting.group_id).defer("content", "seal")
    own = versions.filter(meeting=meeting).order_by("sending").last()
    adjusted = versions.filter(state=MinutesState.ADJUSTED).order_by("meeting__date", "meeting__sequence", "number")
    latest = own or adjusted.last()
    return list(latest.adjusters.values_list("person", flat=True)) if latest else []


def _sent(meeting: Meeting) -> str:
    if mode_of(meeting) == GroupType.AdjustmentMode.COMMENTS:
        return "Anteckningen är skickad till ledamöterna. Texten är låst så länge den är ute."
    return "Anteckningen är skickad för justering. Texten är låst tills den är justerad eller skickas tillbaka."


def _hindrances(meeting: Meeting, user: User) -> list[str]:
    """Why it is not time to send, if it is not."""
    try:
        workflow.refuse_if_closed(meeting)
        refuse_unsaved(meeting, by=user)
    except StepRefused as refusal:
        return [str(refusal)]
    if meeting.state != MeetingState.HELD:
        return ["Markera mötet som hållet innan anteckningen skickas för justering."]
    if mode_of(meeting) == GroupType.AdjustmentMode.NAMED and not candidates_of(meeting):
        return ["Gruppen har inga ledamöter med konto som kan justera. Lägg upp konton för dem först."]
    return []


def _places(content: Json, contacts: dict[str, str]) -> dict[str, str]:
    """For each field of the form, in which items its contact detail stands."""
    places = gate.places_of(content, contacts.values())
    found = {}
    for name, value in contacts.items():
        numbers = [str(number) for number in places[value]]
        found[name] = f"Står i punkt {listed(numbers)}." if numbers else "Står utanför punkterna."
    return found


@require_POST
@signed_in
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take the note back from the adjusters, to change it."""
    meeting = meeting_for(request, pk, may=may_prepare)
    version = meeting.minutes_versions.last()

    def step() -> None:
        if version is None:
            raise StepRefused("Anteckningen är inte skickad för justering.")
        workflow.take_back(version, by=request.user)

    return take(request, step, done="Anteckningen är tillbaka hos dig och kan ändras.", to="meeting", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def approving_meeting(request: UserRequest, pk: int) -> HttpResponse:
    """Point out the later meeting that approves the note."""
    meeting = meeting_for(request, pk, may=may_prepare)
    posted = request.POST if request.method == "POST" else None
    form = ApprovingMeetingForm(meeting, later_meetings(meeting), posted)
    if posted is not None and form.is_valid():
        later = form.chosen()
        return take(
            request,
            lambda: workflow.set_approving_meeting(meeting, later, by=request.user),
            done=f"Mötet den {long_date(later.date)} godkänner anteckningen.",
            to="meeting",
            pk=pk,
        )
    is_out = meeting.minutes_versions.filter(state=MinutesState.OUT).exists()
    context = {"meeting": meeting, "form": form, "is_out": is_out}
    return render(request, "meetings/approving_meeting.html", context, status=422 if posted is not None else 200)
