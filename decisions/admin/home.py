"""To take home from a published note: text to paste, the sheet, drafts of letters, and that one has informed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from decisions import workflow
from decisions.admin.access import NOT_YOURS
from decisions.admin.cards import Card, Reporter, errors_of
from decisions.documents import letter_docx, sheet_docx, sheet_pdf
from decisions.forms.reporting import ReportForm
from decisions.models import Anchoring, Informed
from decisions.parties import spoken_for_in
from decisions.rules import Standing
from decisions.states import AnchoringState
from decisions.take_home import Sheet, ToAnchor, note_address, sheet_of, text_of
from groups.admin.access import UserRequest
from meetings.admin.access import meeting_for
from meetings.models import Meeting, Publication
from samverkan.common import word
from samverkan.common.admin_site import signed_in
from samverkan.common.keys import key_in
from samverkan.common.refusals import Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A published note, with the sheet for the organisations of the person; for all when they sit for none."""

    meeting: Meeting
    publication: Publication
    sheet: Sheet
    address: str


@require_GET
@signed_in
def page(request: UserRequest, pk: int) -> HttpResponse:
    """The page."""
    return take_home_page(request, pk)


def take_home_page(request: UserRequest, pk: int, *, failed: ReportForm | None = None) -> HttpResponse:
    """The page, with a report that was refused in its card. Raises Http404 when the note is no longer published."""
    taken = _taken(request, pk)
    standing = _standing(taken.sheet)
    informed = {row.organisation_id: row for row in Informed.objects.filter(meeting=pk, person=request.user.person_id)}
    context = {
        "meeting": taken.meeting,
        "group": taken.meeting.group,
        "sheet": taken.sheet,
        "text": text_of(taken.sheet, address=taken.address),
        "organisations": [(row, informed.get(row.pk)) for row in taken.sheet.organisations],
        "to_anchor": _to_anchor(taken.sheet, standing, failed),
        "not_started": len(_not_started(taken.sheet, standing)),
        "errors": errors_of(failed),
    }
    return render(request, "decisions/take_home.html", context, status=422 if failed else 200)


def _standing(sheet: Sheet) -> Standing:
    """For whom the person reports here, where nothing but anchoring is reported: those that the sheet is for, which
    they sit for; nobody, when it is for all since they sit for none.
    """
    return Standing(organisations=frozenset(row.pk for row in sheet.organisations))


def _to_anchor(sheet: Sheet, standing: Standing, failed: ReportForm | None) -> list[tuple[ToAnchor, list[Card]]]:
    """Each decision to anchor, with a card for each organisation of the person; none for who sits for nobody."""
    reporter = Reporter(standing, False, failed)
    return [(part, reporter.anchorings(part.rows) if sheet.organisations else []) for part in sheet.anchor]


def _not_started(sheet: Sheet, standing: Standing) -> list[Anchoring]:
    """What the person may report that nobody has reported yet."""
    rows = (row for part in sheet.anchor for row in part.rows)
    return [row for row in rows if standing.anchors(row) and row.state == AnchoringState.NOT_STARTED]


@require_POST
@signed_in
def anchored(request: UserRequest, pk: int) -> HttpResponse:
    """All that the person's organisations have to anchor from the meeting, in one press; back to the page."""
    sheet = _taken(request, pk).sheet
    if not sheet.organisations:
        raise PermissionDenied(NOT_YOURS)
    rows = _not_started(sheet, _standing(sheet))
    try:
        count = workflow.report_all_anchored(rows, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Rapporterat: det som inte var påbörjat är nu förankrat." if count else "Det stod redan."
        )
    return redirect("decisions_admin:take-home", pk=pk)


@require_POST
@signed_in
def informed(request: UserRequest, pk: int) -> HttpResponse:
    """*Jag har informerat i min organisation*, from the page or from *Att göra*, and back there."""
    taken = _taken(request, pk)
    chosen = key_in(request.POST.get("organisation", ""))
    found = next((row for row in taken.sheet.organisations if row.pk == chosen), None)
    if found is None:
        raise PermissionDenied(NOT_YOURS)
    try:
        workflow.inform(taken.meeting, found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Tack! Det är noterat att du har informerat i {found.name}.")
    if request.POST.get("fran") == "att-gora":
        return redirect("workbench")
    return redirect("decisions_admin:take-home", pk=pk)


@require_GET
@signed_in
def sheet_as_word(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet as a Word file."""
    taken = _taken(request, pk)
    content = sheet_docx(taken.sheet, address=taken.address, at=taken.publication.published_at)
    return _file(content, f"{_stem(taken.meeting)}.docx", word.MEDIA_TYPE)


@require_GET
@signed_in
def sheet_as_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet as a PDF."""
    taken = _taken(request, pk)
    made = sheet_pdf(taken.sheet, address=taken.address, at=taken.publication.published_at)
    return _file(made.content, f"{_stem(taken.meeting)}.pdf", "application/pdf")


@require_GET
@signed_in
def letter(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """The draft of a letter for the formal decision of one principal."""
    taken = _taken(request, pk)
    formal = next((found for part in taken.sheet.anchor for found in part.formal if found.pk == row), None)
    if formal is None:
        raise Http404
    decision = get_object_or_404(taken.meeting.group.decisions.select_related("group"), pk=formal.decision_id)
    content = letter_docx(decision, formal.principal, address=taken.address, at=taken.publication.published_at)
    return _file(content, f"tjansteskrivelse-{decision.group.slug}-{decision.key}.docx", word.MEDIA_TYPE)


def _taken(request: UserRequest, pk: int) -> Taken:
    meeting = meeting_for(request, pk)
    publication = get_object_or_404(Publication.objects.standing(), meeting=meeting)
    organisations = spoken_for_in(request.user.person_id, meeting, on=timezone.localdate())
    return Taken(meeting, publication, sheet_of(meeting, organisations), note_address(meeting))


def _stem(meeting: Meeting) -> str:
    return f"{meeting.group.slug}-{meeting.day_key}-ta-hem"


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
