"""Matters: the list of them, raising one, one matter's page and its papers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.models import Group
from meetings.forms.matters import MatterFilter, MatterForm, ScheduleForm
from meetings.models import Handover, Matter
from meetings.querysets.matters import OPEN
from meetings.rules import has_raised, may_answer_matter, may_keep_matter, may_raise_matter
from meetings.states import MATTER_ARROWS, MatterState, may_move
from meetings.timeline import timeline_of
from meetings.workflow import matters as workflow
from meetings.workflow.raisers import current_item, first_of
from meetings.workflow.scheduling import coming_meetings
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import file_size

PER_PAGE = 30
NOT_YOURS = "Det här gör processledaren eller koordinatorn i den grupp som frågan är ställd till."
#: Not at hand in the backlog: on an agenda, or with others.
_ELSEWHERE = frozenset({MatterState.SCHEDULED, MatterState.ASKED, MatterState.HANDED})
_NOT_TO_HAND_OVER = frozenset({*_ELSEWHERE, MatterState.SENT_BACK, MatterState.WITHDRAWN})
#: What stands first on the page, if it may be done and there is no meeting to put the matter on.
_FIRST = ("take_in", "raise_again", "answer", "change")
NOT_RAISED_BY_YOU = "Det här gör den som väckte frågan."


def matter_for(request: UserRequest, pk: int) -> Matter:
    """The matter, if the visitor may know of it: else 404."""
    visible = Matter.objects.visible_to(request.user, on=timezone.localdate())
    found: Matter = get_object_or_404(visible.select_related("group", "raised_by", "raised_from"), pk=pk)
    return found


def kept_matter(request: UserRequest, pk: int) -> Matter:
    """The matter, for those who run the group that received it: else 404 or 403."""
    matter = matter_for(request, pk)
    if not may_keep_matter(request.user, matter):
        raise PermissionDenied(NOT_YOURS)
    return matter


def answered_matter(request: UserRequest, pk: int) -> Matter:
    """The matter, for those who answer it: else 404 or 403."""
    matter = matter_for(request, pk)
    if not may_answer_matter(request.user, matter):
        raise PermissionDenied(NOT_YOURS)
    return matter


def own_matter(request: UserRequest, pk: int) -> Matter:
    """The matter, for who raised it: else 404 or 403."""
    matter = matter_for(request, pk)
    if not has_raised(request.user, matter):
        raise PermissionDenied(NOT_RAISED_BY_YOU)
    return matter


# /admin/fragor/


@require_GET
@signed_in
def index(request: UserRequest) -> HttpResponse:
    """The visitor's own matters and those of the visitor's groups, the open ones unless others are asked for."""
    today = timezone.localdate()
    visible = Matter.objects.visible_to(request.user, on=today)
    groups = Group.objects.filter(pk__in=visible.values("group")).order_by("name")
    chosen = MatterFilter(request.GET, groups=groups)
    rows = chosen.found(visible, by=request.user).select_related("group", "raised_by", "raised_from")
    page = Paginator(rows.order_by("-raised_at", "-pk"), PER_PAGE).get_page(request.GET.get("sida"))
    run = Group.objects.worked_by(request.user, on=today)
    context = {
        "filter": chosen,
        "is_used": any(request.GET.get(name) for name in chosen.fields),
        "page": page,
        "received": Matter.objects.received_by(run.values("pk")).count(),
        "runs": run.order_by("name"),
        "may_raise": may_raise_matter(request.user),
    }
    return render(request, "meetings/matters/list.html", context)


# /admin/fragor/ny/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Raise a matter. ``?grupp=`` fills in the group that it is for."""
    if not may_raise_matter(request.user):
        raise PermissionDenied("Frågor väcks av den som är med i någon grupp.")
    wanted = Group.objects.filter(slug=request.GET.get("grupp", "")).values_list("pk", flat=True)
    form = MatterForm(*sent(request), by=request.user, initial={"group": wanted[0]} if wanted else {})
    if request.method == "POST" and form.is_valid():
        papers = form.cleaned_data["papers"]
        try:
            matter = workflow.raise_matter(form.save(commit=False), papers=papers, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Frågan är skickad till {matter.group.title}. Du får ett mejl när något händer.")
            return redirect("meetings_admin:matter", pk=matter.pk)
    return form_page(request, form)


def sent(request: UserRequest) -> tuple[Any, ...]:
    """What a form is bound to: nothing until something has been sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def form_page(request: UserRequest, form: MatterForm, matter: Matter | None = None) -> HttpResponse:
    """The page where a matter is written, with all that was written."""
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/matters/form.html", {"form": form, "matter": matter}, status=status)


# /admin/fragor/<pk>/


@require_GET
@signed_in
def matter(request: UserRequest, pk: int) -> HttpResponse:
    """One matter: what is asked, what has happened, and what the visitor can do."""
    found = matter_for(request, pk)
    today = timezone.localdate()
    keeps, raised = may_keep_matter(request.user, found), has_raised(request.user, found)
    answers = keeps or may_answer_matter(request.user, found)
    coming = coming_meetings(found, on=today)
    item = current_item(found)
    is_scheduled = found.state == MatterState.SCHEDULED
    if is_scheduled and item:
        coming = coming.exclude(pk=item.meeting_id)
    schedule = ScheduleForm(meetings=coming) if keeps and _may_be_scheduled(found) else None
    may = _ways(found, keeps=keeps, raised=raised, answers=answers)
    context = {
        "matter": found,
        "events": timeline_of(found),
        "papers": [(row, file_size(row.size)) for row in found.papers.all()],
        "first": first_of(found),
        "came_by": Handover.objects.filter(received=found).select_related("from_group").first(),
        "handovers": found.handovers.told(),
        "consultations": found.consultations.order_by("sent_at"),
        "item": item,
        "knows_meeting": Group.objects.visible_to(request.user, on=today).filter(pk=found.group_id).exists(),
        "keeps": keeps,
        "schedule": schedule,
        "is_scheduled": is_scheduled,
        "may": may,
        "chief": (chief := _chief(may, is_put=bool(schedule) and not is_scheduled and coming.exists())),
        "others": [name for name, is_open in may.items() if is_open and name != chief],
    }
    return render(request, "meetings/matters/matter.html", context)


def _ways(matter: Matter, *, keeps: bool, raised: bool, answers: bool) -> dict[str, bool]:
    """What can be done with the matter now, by who keeps it, answers it or raised it; in the order it is offered."""
    at_hand = matter.state not in _ELSEWHERE
    return {
        "take_in": keeps and at_hand and _leads(matter, MatterState.PREPARING),
        "raise_again": raised and _leads(matter, MatterState.RECEIVED) and not workflow.came_by_handover(matter),
        "answer": answers and at_hand and _leads(matter, MatterState.CLOSED),
        "change": raised and matter.state == MatterState.RECEIVED,
        "consult": keeps and _leads(matter, MatterState.ASKED),
        "hand_over": keeps and matter.state not in _NOT_TO_HAND_OVER,
        "recurring": keeps and matter.state in OPEN,
        "unschedule": keeps and matter.state == MatterState.SCHEDULED,
        "send_back": keeps and _leads(matter, MatterState.SENT_BACK),
        "withdraw": raised and _leads(matter, MatterState.WITHDRAWN),
    }


def _chief(may: dict[str, bool], *, is_put: bool) -> str:
    """What the page offers first; the other ways are folded. Putting it on an agenda is a form of its own."""
    if is_put:
        return "schedule"
    return next((name for name in _FIRST if may[name]), "")


def _leads(matter: Matter, new: MatterState) -> bool:
    return may_move(MATTER_ARROWS, matter.state, new)


def _may_be_scheduled(matter: Matter) -> bool:
    return matter.state == MatterState.SCHEDULED or _leads(matter, MatterState.SCHEDULED)


# /admin/fragor/<pk>/underlag/<number>/


@require_GET
@signed_in
def paper(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One of the papers, for those who may read the matter."""
    found = get_object_or_404(matter_for(request, pk).papers, number=number)
    try:
        return uploads.served(found.path, name=found.name, media_type=found.media_type, sha256=found.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
