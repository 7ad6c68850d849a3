"""Somebody else in the place of a named adjuster, while the note is out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.adjustment import ReplaceAdjusterForm
from meetings.models import MinutesVersion
from meetings.rules import gone_adjusters, may_prepare
from meetings.states import MinutesState
from meetings.workflow.adjusters import Mode, replaceable, stand_ins
from samverkan.common.admin_site import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def replace(request: UserRequest, pk: int) -> HttpResponse:
    """Say in whose place somebody else is to adjust, and who; the text that is out stays as it is."""
    meeting = meeting_for(request, pk, may=may_prepare)
    version = meeting.minutes_versions.filter(state=MinutesState.OUT).first()
    today = timezone.localdate()
    rows = replaceable(version) if version else []
    able = stand_ins(version, on=today) if version and rows else {}
    gone = set(gone_adjusters(on=today).filter(version=version).values_list("person", flat=True)) if version else set()
    posted = request.POST if request.method == "POST" else None
    form = ReplaceAdjusterForm(rows, able, posted, gone=gone)
    if version and posted is not None and form.is_valid():
        old, new = form.old, form.new
        return take(
            request,
            lambda: workflow.replace_adjuster(version, old, new, by=request.user),
            done=f"{new.name} justerar i stället för {old.name}, och har fått ett mejl med en länk till texten.",
            to="meeting",
            pk=pk,
        )
    context = {"meeting": meeting, "form": form, "hindrance": _hindrance(version, bool(rows), bool(able))}
    return render(request, "meetings/replace_adjuster.html", context, status=422 if posted is not None else 200)


def _hindrance(version: MinutesVersion | None, has_rows: bool, has_able: bool) -> str:
    if version is None:
        return "Anteckningen är inte ute för justering. Då finns ingen justerare att byta."
    if version.adjustment_mode != Mode.NAMED:
        return "Den som leder gruppen justerar anteckningen. Byt ordförande på gruppens sida i stället."
    if not has_rows:
        return "Alla justerare har lämnat besked."
    if not has_able:
        return "Gruppen har ingen annan ledamot med konto som kan justera. Lägg upp ett konto först."
    return ""
