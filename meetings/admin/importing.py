"""Reading a note in: upload or paste, settle what is uncertain, save. Nothing is saved before the last step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import Group
from meetings.forms.importing import PeopleForm, ReviewForm, SourceForm, carried, pasted
from meetings.importing.matching import Proposal
from meetings.importing.parsed import NotMinutes
from meetings.importing.reading import read_note
from meetings.importing.saving import save_minutes
from meetings.kinds import Capacity, OutcomeKind, Presence
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused


@require_http_methods(["GET", "POST"])
@signed_in
def read(request: UserRequest) -> HttpResponse:
    """Where the note comes from; then what was read in it, to be looked through."""
    if not Group.objects.worked_by(request.user, on=timezone.localdate()).exists():
        raise PermissionDenied("Anteckningar läses in av gruppens processledare eller koordinator.")
    posted = request.method == "POST"
    form = SourceForm(request.POST or None, request.FILES or None, by=request.user)
    if posted and form.is_valid():
        source, file_name = form.source()
        try:
            proposal = read_note(source, group=form.cleaned_data["group"])
        except NotMinutes as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(refusal))
        else:
            return _review(request, proposal, PeopleForm(proposal), source=source, file_name=file_name)
    return render(request, "meetings/import.html", {"form": form}, status=422 if posted else 200)


@require_POST
@signed_in
def save(request: UserRequest) -> HttpResponse:
    """Save the note as it was read, with the choices made for the uncertain names."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Texten kom inte fram hel. Läs in anteckningen igen.")
        return redirect("meetings_admin:import-minutes")
    groups = Group.objects.worked_by(request.user, on=timezone.localdate())
    group = get_object_or_404(groups, slug=form.cleaned_data["group"])
    source, file_name = form.cleaned_data["source"], form.cleaned_data["file_name"]
    try:
        proposal = read_note(source, group=group)
        people = PeopleForm(proposal, request.POST)
        if not people.is_valid():
            return _review(request, proposal, people, source=source, file_name=file_name)
        meeting = save_minutes(proposal, choices=people.chosen(), source=source, file_name=file_name, by=request.user)
    except (NotMinutes, StepRefused) as refusal:
        messages.error(request, str(refusal))
        again = SourceForm(initial={"group": group.slug, "text": pasted(source, file_name)}, by=request.user)
        return render(request, "meetings/import.html", {"form": again}, status=422)
    messages.success(request, "Anteckningen är inläst. Gå igenom punkter, beslut och närvaro innan du skickar den.")
    return redirect("meetings_admin:meeting", pk=meeting.pk)


def _review(
    request: HttpRequest, proposal: Proposal, people: PeopleForm, *, source: bytes, file_name: str
) -> HttpResponse:
    parsed = proposal.parsed
    states = [str(row.state) for row in parsed.attendance]
    context = {
        "proposal": proposal,
        "parsed": parsed,
        "form": people,
        "carried": carried(source, group=proposal.group, file_name=file_name),
        "present": states.count(Presence.PRESENT),
        "apologies": states.count(Presence.APOLOGIES),
        "people": _people(proposal),
        "outcomes": [
            (item, outcome, OutcomeKind(outcome.kind).label) for item in parsed.items for outcome in item.outcomes
        ],
    }
    return render(request, "meetings/import_review.html", context, status=422 if people.errors else 200)


def _people(proposal: Proposal) -> list[dict[str, str]]:
    """The attendance as read, a row for each person, for the table on the page."""
    return [
        {
            "name": match.name,
            "capacity": Capacity(match.parsed.capacity).label,
            "title": match.parsed.title,
            "organisation": match.parsed.organisation,
            "register": match.organisation.name if match.organisation else "",
            "state": Presence(match.parsed.state).label,
        }
        for match in proposal.people
        if match.parsed
    ]
