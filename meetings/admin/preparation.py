"""The sitting of the preparatory group: every agenda that waits for the person, read and answered on one page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from groups.models import Group
from meetings import workflow
from meetings.admin.agenda import changes_since, document_of
from meetings.comparison import AgendaChanges
from meetings.models import AgendaVersion
from meetings.reading import Document
from meetings.rules import approves_now, may_approve_agenda
from meetings.workflow.agenda import why_no_answer
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.swedish import long_date

CHOICES = {"approve": "Godkänn", "return": "Skicka tillbaka", "": "Inte nu"}
COMMENT_MISSING = "Skriv vad som behöver ändras."


@dataclass
class Row:
    """One agenda on the page, with what was chosen for it; ``error`` says what hinders that."""

    version: AgendaVersion
    agenda: Document
    changes: AgendaChanges | None
    chosen: str = ""
    comment: str = ""
    error: str = ""
    choices: dict[str, str] = field(default_factory=lambda: CHOICES)


@require_http_methods(["GET", "POST"])
@signed_in
def preparation(request: UserRequest) -> HttpResponse:
    """All coming agendas that wait for the person. Each is answered for itself: what hinders one stops no other."""
    today, user = timezone.localdate(), request.user
    if not Group.objects.chaired_by(user, on=today).exists():
        raise PermissionDenied("Det här är för den som leder en grupp och fastställer agendor.")
    waiting = waiting_for(user.person_id, on=today)
    if request.method != "POST":
        return _page(request, _rows(waiting))
    rows = _rows(waiting, request.POST)
    _tell_answered(request, {row.version.pk for row in rows})
    for row in rows:
        if row.chosen == "return" and not row.comment.strip():
            row.error = COMMENT_MISSING
    if any(row.error for row in rows):
        return _page(request, rows, status=422)
    done = [_answer(request, row) for row in rows if row.chosen]
    if not done:
        messages.info(request, "Du har inte valt något svar än. Välj för minst en agenda.")
    if not all(done):
        return _page(request, [row for row in rows if row.error or not row.chosen], status=409)
    return redirect("meetings_admin:preparation")


def waiting_for(person: int | None, *, on: date) -> QuerySet[AgendaVersion]:
    """The agendas of coming meetings that wait for the person's answer."""
    return AgendaVersion.objects.filter(approves_now(person, on=on), meeting__date__gte=on).distinct()


def _rows(waiting: QuerySet[AgendaVersion], data: Any = None) -> list[Row]:
    """The waiting agendas, the nearest meeting first: as many queries however many they are."""
    shown = waiting.select_related("meeting__group__area", "meeting__group__type", "sent_by__person")
    versions = list(shown.order_by("meeting__date", "meeting__starts_at", "pk"))
    meetings = {version.meeting_id for version in versions}
    before: dict[int, AgendaVersion] = {}
    for row in AgendaVersion.objects.filter(meeting__in=meetings).exclude(state="sent").order_by("number"):
        before[row.meeting_id] = row
    return [_row(version, before.get(version.meeting_id), data) for version in versions]


def _row(version: AgendaVersion, earlier: AgendaVersion | None, data: Any) -> Row:
    chosen = data.get(f"answer-{version.pk}", "") if data else ""
    row = Row(version, document_of(version), changes_since(earlier, version))
    row.chosen = chosen if chosen in CHOICES else ""
    row.comment = data.get(f"comment-{version.pk}", "") if data else ""
    return row


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


def _name(version: AgendaVersion) -> str:
    return f"{version.meeting.group.code} {long_date(version.meeting.date)}"


def _page(request: UserRequest, rows: list[Row], *, status: int = 200) -> HttpResponse:
    return render(request, "meetings/preparation.html", {"rows": rows}, status=status)
