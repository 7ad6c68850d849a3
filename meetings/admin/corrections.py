"""A correction of an adjusted note: opened, seen, said anew and called off."""

import json
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.comparison import Part, changes_between
from meetings.forms.afterwards import CorrectionForm
from meetings.kinds import Correction
from meetings.models import Meeting, MinutesVersion
from meetings.rules import may_correct
from meetings.snapshot import minutes_content
from meetings.states import MinutesState
from meetings.workflow.corrections import adjusted_version, why_not_spelling
from meetings.workflow.restoring import OPENED
from samverkan.common.admin_site import signed_in
from samverkan.common.canonical import Json

OPEN_SAYS = "Rättelsen är öppen. Ändra texten och skicka den för justering."


@dataclass(frozen=True, slots=True)
class Correcting:
    """A correction that is being written: of which version, what it changes, and why it can't go as what it is."""

    version: MinutesVersion
    #: Its kind in words, with who adjusts it.
    kind: str
    changes: list[Part]
    refusal: str


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Open a correction, or see what an open one changes and say anew why it is made."""
    meeting = meeting_for(request, pk, may=may_correct)
    posted = request.POST if request.method == "POST" else None
    initial = {"kind": meeting.correction_open, "reason": meeting.correction_reason}
    form = CorrectionForm(posted, initial=initial)
    if posted is not None and form.is_valid():
        step = workflow.change_correction if meeting.correction_open else workflow.open_correction
        done = "Rättelsens slag och skäl är sparade." if meeting.correction_open else OPEN_SAYS
        return take(
            request, lambda: step(meeting, **form.cleaned_data, by=request.user), done=done, to="meeting", pk=pk
        )
    context = {"meeting": meeting, "form": form, **_standing(meeting)}
    return render(request, "meetings/correct.html", context, status=422 if posted is not None else 200)


@require_POST
@signed_in
def abandon(request: UserRequest, pk: int) -> HttpResponse:
    """Call the correction off; the text is as it was adjusted."""
    meeting = meeting_for(request, pk, may=may_correct)
    return take(
        request,
        lambda: workflow.abandon_correction(meeting, by=request.user),
        done="Rättelsen är avbruten. Texten är som när den justerades.",
        to="meeting",
        pk=pk,
    )


def correction_of(meeting: Meeting, content: Json) -> Correcting | None:
    """The open correction as it would be with ``content``; None when none is open."""
    version = adjusted_version(meeting)
    if version is None or not meeting.correction_open:
        return None
    return Correcting(
        version=version,
        kind=str(Correction(meeting.correction_open).label),
        changes=changes_between(json.loads(version.content), content),
        refusal=why_not_spelling(meeting, version, content),
    )


def _standing(meeting: Meeting) -> dict[str, object]:
    opened = meeting.history.filter(history_change_reason=OPENED).select_related("history_user__person")
    return {
        "version": adjusted_version(meeting),
        "correcting": correction_of(meeting, minutes_content(meeting)),
        "opened": opened.order_by("-history_date").first(),
        "is_out": meeting.minutes_versions.filter(state=MinutesState.OUT).exists(),
    }
