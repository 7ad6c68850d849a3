"""The minutes: previewed, sent for adjustment, read as they will stand, adjusted or sent back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings import gate, workflow
from meetings.admin.access import meeting_for, seen_minutes
from meetings.admin.steps import take
from meetings.documents import draft_pdf
from meetings.forms import ContactForm
from meetings.models import Meeting
from meetings.reading import document_of_draft, document_of_version
from meetings.rules import adjusters_of, may_adjust, may_approve_agenda, may_prepare
from meetings.snapshot import minutes_content
from meetings.states import MeetingState, MinutesState
from samverkan.common import canonical
from samverkan.common.admin_site import signed_in
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed


@require_GET
@signed_in
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The working text as the adjusters will see it."""
    meeting = meeting_for(request, pk)
    return render(request, "meetings/preview.html", {"meeting": meeting, "doc": document_of_draft(meeting)})


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
    posted = request.POST if request.method == "POST" else None
    form = ContactForm(gate.contact_choices(meeting), posted)
    if request.method == "POST" and form.is_valid():
        return take(
            request,
            lambda: workflow.send_minutes(meeting, choices=form.chosen(), by=request.user),
            done="Anteckningen är skickad för justering. Texten är låst tills den är justerad eller skickas tillbaka.",
            to="meeting",
            pk=pk,
        )
    content = minutes_content(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "places": _places(content, form.values),
        "adjusters": adjusters_of(meeting),
        "problems": [*_hindrances(meeting), *gate.problems(content)],
        "chosen": posted is not None,
    }
    return render(request, "meetings/send.html", context, status=422 if posted is not None else 200)


def _hindrances(meeting: Meeting) -> list[str]:
    """Why it is not time to send, if it is not."""
    try:
        workflow.refuse_if_closed(meeting)
    except StepRefused as refusal:
        return [str(refusal)]
    if meeting.state != MeetingState.HELD:
        return ["Markera mötet som hållet innan anteckningen skickas för justering."]
    return []


def _places(content: Json, contacts: dict[str, str]) -> dict[str, str]:
    """For each field of the form, in which items its contact detail stands."""
    texts = {item["number"]: canonical.dumps(item).lower() for item in content["items"]}
    found = {}
    for name, value in contacts.items():
        numbers = [str(number) for number, text in texts.items() if value.lower() in text]
        found[name] = f"Står i punkt {listed(numbers)}." if numbers else "Står utanför punkterna."
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def adjust(request: UserRequest, pk: int) -> HttpResponse:
    """The note exactly as it is to be adjusted, for an adjuster; and adjusting it."""
    meeting = meeting_for(request, pk, may=may_approve_agenda)
    if request.method == "POST":
        return take(
            request,
            lambda: workflow.adjust(seen_minutes(request, meeting), by=request.user),
            done="Anteckningen är justerad. Tack!",
            to="minutes-adjust",
            pk=pk,
        )
    version = meeting.minutes_versions.select_related("meeting__group", "sent_by__person").last()
    if version and not may_adjust(request.user, version):
        raise PermissionDenied("Du är inte justerare av den här anteckningen.")
    context = {
        "meeting": meeting,
        "version": version,
        "doc": document_of_version(version) if version else None,
        "is_open": bool(version and version.state == MinutesState.OUT),
    }
    return render(request, "meetings/adjust_page.html", context)


@require_POST
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the note back with a comment."""
    meeting = meeting_for(request, pk, may=may_approve_agenda)
    comment = request.POST.get("comment", "")
    return take(
        request,
        lambda: workflow.return_minutes(seen_minutes(request, meeting), comment=comment, by=request.user),
        done="Anteckningen är skickad tillbaka med din kommentar.",
        to="minutes-adjust",
        pk=pk,
    )


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
