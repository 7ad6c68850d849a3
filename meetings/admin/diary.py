"""The diary: one note, call or matter of it, the package and everything of a meeting. The list is the portal's."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.diary_rows import Row, Thing
from meetings.archiving.everything import everything_name, everything_of
from meetings.archiving.packages import package_name, package_of
from meetings.forms.afterwards import RegistrationForm
from meetings.models import AgendaVersion, Matter, Meeting, MinutesVersion
from meetings.rules import keeps_a_diary, may_register_number, may_take_out_everything, registered_groups
from meetings.states import AgendaState, MinutesState
from meetings.workflow.purging import goes_on, purged_at
from samverkan.common.admin_site import signed_in
from samverkan.common.archives import ZIP
from samverkan.common.refusals import Refused
from samverkan.common.swedish import long_date

logger = logging.getLogger(__name__)
NOT_YOURS = "Det här gör områdets registrator eller gruppens processledare."


@require_http_methods(["GET", "POST"])
@signed_in
def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """One adjusted version: number, archive id, package."""
    rows = MinutesVersion.objects.filter(state=MinutesState.ADJUSTED, meeting__group__in=diary_groups(request))
    version = get_object_or_404(rows.select_related("meeting__group__area", "meeting__group__type"), pk=pk)
    return _one(request, version)


@require_http_methods(["GET", "POST"])
@signed_in
def agenda(request: UserRequest, pk: int) -> HttpResponse:
    """One approved agenda, which is what a meeting is called with."""
    rows = AgendaVersion.objects.filter(state=AgendaState.APPROVED, meeting__group__in=diary_groups(request))
    return _one(request, get_object_or_404(rows.select_related("meeting__group__area"), pk=pk))


@require_http_methods(["GET", "POST"])
@signed_in
def matter(request: UserRequest, pk: int) -> HttpResponse:
    """One matter."""
    rows = Matter.objects.filter(group__in=diary_groups(request)).select_related("group__area", "raised_by")
    return _one(request, get_object_or_404(rows, pk=pk))


@require_GET
@signed_in
def package(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """The package of one adjusted version, as a file."""
    meeting = meeting_for(request, pk, may=may_register_number)
    found = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED, number=version).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    try:
        content = package_of(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings_admin:diary-minutes", pk=found.pk)
    logger.info("package of version %s taken out by account %s", found.pk, request.user.pk)
    return _file(content, package_name(found))


@require_http_methods(["GET", "POST"])
@signed_in
def everything(request: UserRequest, pk: int) -> HttpResponse:
    """What it is to take out everything of a meeting; and the file."""
    meeting = meeting_for(request, pk, may=may_take_out_everything)
    if request.method == "GET":
        context = {"meeting": meeting, "purged": next(reversed(purged_at(meeting)), None)}
        return render(request, "meetings/everything.html", context)
    logger.info("everything of meeting %s taken out by account %s", meeting.pk, request.user.pk)
    return _file(everything_of(meeting, at=timezone.now()), everything_name(meeting))


def diary_groups(request: UserRequest) -> QuerySet[Group]:
    """The groups whose diary the visitor keeps; 403 for who keeps none."""
    if not keeps_a_diary(request.user):
        raise PermissionDenied(NOT_YOURS)
    return registered_groups(request.user, on=timezone.localdate())


def _one(request: UserRequest, thing: Thing) -> HttpResponse:
    texts = "" if isinstance(thing, Matter) else _working_texts(thing.meeting)
    return one_thing(request, thing, Row.of(thing), workflow.register_number, texts=texts)


def one_thing(
    request: UserRequest,
    thing: Any,
    row: Row,
    register: Callable[..., Any],
    *,
    page: str = "meetings/diary_one.html",
    **context: Any,
) -> HttpResponse:
    """The page of one thing in the diary, with ``context`` for the template of its kind; its number, when posted, goes
    to ``register``, and a refusal stands on the page.
    """
    known: Any = getattr(thing, "registration", None)
    initial = {"number": known.number, "archive_id": known.archive_id} if known else {}
    form = RegistrationForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            register(thing, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row.label}: diarieföringen är sparad.")
            return redirect(request.path)
    changes = known.history.select_related("history_user__person").order_by("history_date") if known else []
    shown = {"row": row, "thing": thing, "form": form, "changes": changes}
    return render(request, page, shown | context, status=status)


def _working_texts(meeting: Meeting) -> str:
    """What has become of the texts of the work on the note, or will; empty when they stay."""
    gone, day = purged_at(meeting), goes_on(meeting)
    said = [f"Rensade {long_date(timezone.localdate(gone[-1]))}"] if gone else []
    return ". ".join([*said, *([f"Rensas {long_date(day)}"] if day else [])])


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=ZIP, headers=headers)
