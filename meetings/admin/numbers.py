"""What looks like a personal number in the note: a chair says what it is, when it is something else."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.models import User
from meetings import workflow
from meetings.admin.access import NOT_YOURS, meeting_for
from meetings.admin.steps import take
from meetings.forms.papers import RulingForm
from meetings.models import Meeting
from meetings.rules import has_ended, may_prepare, may_rule_on_numbers
from meetings.workflow.numbers import numbers_asked_at
from meetings.workflow.steps import chairs_to_ask
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import listed


@require_http_methods(["GET", "POST"])
@signed_in
def numbers(request: UserRequest, pk: int) -> HttpResponse:
    """Each number with where it stands, without its last four digits; for a chair a form to say what it is, for the
    secretariat who can say so.
    """
    meeting = _meeting(request, pk)
    rules = may_rule_on_numbers(request.user, meeting)
    if not rules and (request.method == "POST" or not may_prepare(request.user, meeting)):
        raise PermissionDenied(NOT_YOURS[may_rule_on_numbers])
    if request.method == "GET":
        return _page(request, meeting) if rules else _to_ask(request, meeting)
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form)
    try:
        ruling = workflow.rule_not_personal(
            meeting, form.cleaned_data["fingerprint"], reason=form.cleaned_data["reason"], by=request.user
        )
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Du har bedömt att {ruling.shown} inte är ett personnummer.")
    return redirect("meetings_admin:numbers", pk=pk)


def _meeting(request: UserRequest, pk: int) -> Meeting:
    """The meeting, for who may know of it; who chaired a group that has ended sees this page of it and nothing else."""
    known: Meeting | None = Meeting.objects.select_related("group__type", "group__area").filter(pk=pk).first()
    if known and has_ended(known.group, on=timezone.localdate()) and may_rule_on_numbers(request.user, known):
        return known
    return meeting_for(request, pk)


@require_POST
@signed_in
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the chairs by mail to say what the digits are."""
    meeting = meeting_for(request, pk, may=may_prepare)
    return take(request, lambda: _asked(meeting, request.user), to="numbers", pk=pk)


def _asked(meeting: Meeting, user: User) -> str:
    workflow.ask_about_numbers(meeting, by=user)
    names = listed([person.name for person in chairs_to_ask(meeting)])
    return f"{names} får ett mejl och ser frågan under Att göra."


def _to_ask(request: UserRequest, meeting: Meeting) -> HttpResponse:
    found = workflow.numbers_to_judge(meeting)
    context = {
        "meeting": meeting,
        "rows": found,
        "people": chairs_to_ask(meeting),
        "asked_at": numbers_asked_at(meeting, found) if found else None,
    }
    return render(request, "meetings/numbers_ask.html", context)


def _page(request: UserRequest, meeting: Meeting, wrong: RulingForm | None = None) -> HttpResponse:
    rows = []
    for index, number in enumerate(workflow.numbers_to_judge(meeting), start=1):
        fingerprint = number.fingerprint(meeting)
        is_wrong = wrong is not None and wrong.data.get("fingerprint") == fingerprint
        form = wrong if is_wrong and wrong else RulingForm(initial={"fingerprint": fingerprint})
        form.auto_id = f"id_%s_{index}"
        rows.append((number, form))
    rulings = meeting.not_personal_numbers.select_related("ruled_by__person").order_by("ruled_at")
    seen = Meeting.objects.visible_to(request.user, on=timezone.localdate()).filter(pk=meeting.pk).exists()
    context = {"meeting": meeting, "rows": rows, "rulings": rulings, "form": wrong, "seen": seen}
    return render(request, "meetings/numbers.html", context, status=422 if wrong else 200)
