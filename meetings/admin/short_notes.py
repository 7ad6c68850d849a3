"""*Kortinfo*: written right after the meeting, shown at once, changed and taken away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.short_notes import ShortNoteForm
from meetings.kind_rules import may_write_short_note
from meetings.models import Meeting, ShortNote
from meetings.workflow.short_notes import remove_short_note, save_short_note, why_no_short_note
from samverkan.common.admin_site import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: UserRequest, pk: int) -> HttpResponse:
    """Write the text, or change it; it is open to everyone as soon as it is saved."""
    meeting = _meeting(request, pk)
    row = ShortNote.objects.filter(meeting=meeting).select_related("published_by__person").first()
    posted = request.POST if request.method == "POST" else None
    form = ShortNoteForm(meeting, posted, text=row.text if row else "")
    if posted is not None and form.is_valid():
        return take(
            request,
            lambda: save_short_note(meeting, text=form.cleaned_data["text"], by=request.user),
            done="Kortinfon visas nu på mötets öppna sida.",
            to="short-note",
            pk=pk,
        )
    context = {
        "meeting": meeting,
        "note": row,
        "form": form,
        "hindrance": why_no_short_note(meeting, on=timezone.localdate()),
    }
    return render(request, "meetings/short_note/page.html", context, status=422 if posted is not None else 200)


@require_POST
@signed_in
def remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take the text off the open site."""
    meeting = _meeting(request, pk)
    return take(
        request,
        lambda: remove_short_note(meeting, by=request.user),
        done="Kortinfon är borttagen från den öppna sidan.",
        to="short-note",
        pk=pk,
    )


def _meeting(request: UserRequest, pk: int) -> Meeting:
    meeting = meeting_for(request, pk)
    if not may_write_short_note(request.user, meeting):
        raise PermissionDenied("Kortinfo skrivs av gruppens processledare eller koordinator.")
    return meeting
