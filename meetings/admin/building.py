"""Building the agenda: what would be put in it, each thing to choose, and putting it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings.admin.access import meeting_for
from meetings.agendas.building import REFRESH, proposals_for
from meetings.models import Matter, Meeting
from meetings.rules import may_prepare
from meetings.workflow import EditConflict
from meetings.workflow.agenda_building import build_agenda
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused


@require_http_methods(["GET", "POST"])
@signed_in
def build(request: UserRequest, pk: int) -> HttpResponse:
    """GET shows what is not on the agenda yet, ticked by need; POST adds what is ticked."""
    meeting = meeting_for(request, pk, may=may_prepare)
    if request.method == "GET":
        return _page(request, meeting)
    keys = set(request.POST.getlist("punkt"))
    try:
        added = build_agenda(meeting, keys, revision=_revision(request), by=request.user)
    except EditConflict:
        meeting.refresh_from_db()
        refusal = "Någon annan har ändrat agendan sedan du öppnade sidan. Se över valen och bygg igen."
        return _page(request, meeting, ticked=keys, refusal=refusal, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings_admin:meeting", pk=pk)
    if not added and REFRESH in keys:
        messages.success(request, "Listan över åtaganden är uppdaterad.")
    elif added:
        said = "En punkt är tillagd" if len(added) == 1 else f"{len(added)} punkter är tillagda"
        messages.success(request, f"{said} på agendan.")
    else:
        messages.info(request, "Inget lades till.")
    return redirect("meetings_admin:meeting", pk=pk)


def _revision(request: UserRequest) -> int:
    asked = request.POST.get("revision", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


def _page(
    request: UserRequest, meeting: Meeting, *, ticked: set[str] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    proposals = proposals_for(meeting)
    context = {
        "meeting": meeting,
        "proposals": [(row, row.key in ticked if ticked is not None else row.is_ticked) for row in proposals],
        "refreshes": any(row.key == REFRESH for row in proposals),
        "there": meeting.items.order_by("number"),
        "received": Matter.objects.received_by([meeting.group_id]).count(),
        "refusal": refusal,
    }
    return render(request, "meetings/build.html", context, status=status)
