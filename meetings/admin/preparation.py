"""The sitting of the preparatory group: all coming agendas, read on one page; answered, or registered, together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.sitting import CHOICES, Row, coming_to, rows_of
from meetings.forms.approval import RegisterSittingForm
from meetings.models import AgendaVersion
from meetings.rules import may_approve_agenda, may_register_agenda
from meetings.sitting_rules import may_sit
from meetings.workflow.agenda import why_no_answer
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import long_date

COMMENT_MISSING = "Skriv vad som behöver ändras."
NOTHING_TO_REGISTER = "Det här gör processledaren eller koordinatorn, när det finns agendor som väntar på svar."
NO_PLACE = "Det här är för den som leder en grupp, och för den som är med i en grupp som bereder andras möten."


@require_http_methods(["GET", "POST"])
@signed_in
def preparation(request: UserRequest) -> HttpResponse:
    """Every coming agenda that the visitor takes part in deciding on: read by all who sit there, answered by chairs.

    Each is answered for itself: what hinders one stops no other.
    """
    rows = _rows(request)
    if request.method != "POST":
        return _page(request, rows)
    mine = [row for row in rows if row.decides]
    for row in mine:
        row.chosen = _chosen(request, row)
        row.comment = request.POST.get(f"comment-{row.version.pk}", "")
    _tell_answered(request, {row.version.pk for row in mine})
    for row in mine:
        if row.chosen == "return" and not row.comment.strip():
            row.error = COMMENT_MISSING
    if any(row.error for row in mine):
        return _page(request, rows, status=422)
    done = [_answer(request, row) for row in mine if row.chosen]
    if not done:
        messages.info(request, "Du har inte valt något svar än. Välj för minst en agenda.")
    if not all(done):
        return _page(request, [row for row in rows if row.error or not row.chosen], status=409)
    return redirect("meetings_admin:preparation")


@require_POST
@signed_in
def register(request: UserRequest) -> HttpResponse:
    """Register that the sitting has approved the agendas that were chosen, with one source and one day for all."""
    rows = _rows(request)
    mine = [row for row in rows if row.registers]
    if not mine:
        raise PermissionDenied(
            "Det här gör processledaren eller koordinatorn, när det finns agendor som väntar på svar."
        )
    for row in mine:
        row.chosen = "register" if request.POST.get(f"register-{row.version.pk}") == "on" else ""
    form = RegisterSittingForm(_prepared_by(mine), request.POST, request.FILES)
    if not any(row.chosen for row in mine):
        form.add_error(None, "Välj minst en agenda som är fastställd.")
    if not form.is_valid():
        return _page(request, rows, form=form, status=422)
    done = [_register(request, row, form) for row in mine if row.chosen]
    if not all(done):
        return _page(request, [row for row in rows if row.error or not row.chosen], form=form, status=409)
    return redirect("meetings_admin:preparation")


def _rows(request: UserRequest) -> list[Row]:
    """The agendas that wait. 403 for who has no place at any sitting."""
    today = timezone.localdate()
    if not may_sit(request.user, on=today):
        raise PermissionDenied(NO_PLACE)
    return rows_of(request.user, on=today)


def _chosen(request: UserRequest, row: Row) -> str:
    chosen: str = request.POST.get(f"answer-{row.version.pk}", "")
    return chosen if chosen in CHOICES else ""


def _prepared_by(rows: list[Row]) -> set[int | None]:
    return {row.version.meeting.group.prepared_by_id for row in rows}


def _tell_answered(request: UserRequest, waiting: set[int]) -> None:
    """Somebody else may have answered since the page was opened: say so of each agenda that was answered here too."""
    given = {name.removeprefix("answer-") for name, value in request.POST.items() if value}
    keys = {int(key) for key in given if key.isascii() and key.isdecimal() and len(key) < 10} - waiting
    answered = AgendaVersion.objects.filter(pk__in=keys)
    for version in answered.select_related("meeting__group__type", "meeting__group__prepared_by"):
        if may_approve_agenda(request.user, version.meeting):
            state = f"Agendan är redan besvarad ({version.get_state_display().lower()})."
            messages.error(request, f"{_name(version)}: {why_no_answer(version.meeting) or state}")


def _answer(request: UserRequest, row: Row) -> bool:
    """Answer for one agenda and say what came of it; whether it could be done."""
    try:
        if not may_approve_agenda(request.user, row.version.meeting):
            raise StepRefused("Du fastställer inte längre gruppens agendor.")
        if row.chosen == "approve":
            workflow.approve_agenda(row.version, by=request.user)
        else:
            workflow.return_agenda(row.version, comment=row.comment, by=request.user)
    except Refused as refusal:
        row.error = str(refusal)
        return False
    done = "fastställd" if row.chosen == "approve" else "skickad tillbaka med din kommentar"
    messages.success(request, f"{_name(row.version)}: agendan är {done}.")
    return True


def _register(request: UserRequest, row: Row, form: RegisterSittingForm) -> bool:
    """Register one agenda and say what came of it; whether it could be done."""
    meeting, seen = row.version.meeting, request.POST.get(f"seen-{row.version.pk}", "")
    try:
        if not may_register_agenda(request.user, meeting):
            raise StepRefused("Du kan inte längre registrera gruppens agendor.")
        workflow.register_agenda(
            meeting, seen_sha256=seen, source=form.cleaned_data["source"], day=form.cleaned_data["day"],
            at_meeting=form.at_meeting, file=form.file, by=request.user,
        )  # fmt: skip
    except Refused as refusal:
        row.error = str(refusal)
        return False
    messages.success(request, f"{_name(row.version)}: agendan är registrerad som fastställd.")
    return True


def _name(version: AgendaVersion) -> str:
    return f"{version.meeting.group.code} {long_date(version.meeting.date)}"


def _page(
    request: UserRequest, rows: list[Row], *, form: RegisterSittingForm | None = None, status: int = 200
) -> HttpResponse:
    registered = [row for row in rows if row.registers]
    context: dict[str, Any] = {
        "rows": rows,
        "decided": sum(row.decides for row in rows),
        "coming": coming_to(request.user, rows, on=timezone.localdate()),
        "form": form or (RegisterSittingForm(_prepared_by(registered)) if registered else None),
        "is_posted": form is not None,
    }
    return render(request, "meetings/preparation.html", context, status=status)
