"""Annual reports: beginning one, writing it from the figures, and what chair and process leader do with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decisions.admin.plan_access import refuse_strangers, report_for
from decisions.admin.shared import file_of, revise_page, tried_to_save, versions_beside, withdraw_page
from decisions.forms.plans import GroupYearForm, ReasonForm
from decisions.forms.reports import ReportForm
from decisions.models import AnnualReport
from decisions.plans.documents import draft_pdf
from decisions.plans.prefilled import is_behind_figures
from decisions.plans.reading import report_document
from decisions.plans.rules import may_approve_report, may_write
from decisions.plans.sealing import token_of
from decisions.plans.states import ReportState
from decisions.workflow import reports as workflow
from decisions.workflow.publishing import publish as publish_row
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted, tried
from samverkan.common.admin_site import signed_in

NOT_THE_CHAIR = "Årsrapporten godkänns av gruppens ordförande eller vice ordförande."

# /admin/rapporter/ny/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest) -> HttpResponse:
    """Begin a report, with the figures of the register. ``?grupp=`` fills in the group, ``?ar=`` the year."""
    refuse_strangers(request)
    year, wanted = workflow.due_year(timezone.localdate()), request.GET
    form = GroupYearForm(posted(request), by=request.user, feature="type__has_report", wanted=wanted, year=year)

    def take() -> HttpResponse:
        report = workflow.begin_report(form.cleaned_data["group"], form.cleaned_data["year"], by=request.user)
        messages.success(request, "Rapporten är påbörjad med siffrorna ur registret. Skriv resten här.")
        return redirect("plan_admin:report-write", pk=report.pk)

    return answer(request, form, take, "decisions/new.html", heading="Ny årsrapport", button="Hämta siffrorna")


# /admin/rapporter/<pk>/


@require_GET
@signed_in
def report(request: UserRequest, pk: int) -> HttpResponse:
    """The report, and what can be done with it. The chair approves it here."""
    found = report_for(request, pk)
    is_chair = may_approve_report(request.user, found)
    context = {
        "report": found,
        "doc": report_document(found),
        "behind": is_behind_figures(found),
        "writes": may_write(request.user, found),
        "is_chair": is_chair,
        "approves": found.state == ReportState.SENT and is_chair,
        "seen": token_of(found),
        "form": ReasonForm(),
        "has_file": hasattr(getattr(found, "record", None), "pdf"),
        **versions_beside(found),
    }
    return render(request, "decisions/report.html", context)


# /admin/rapporter/<pk>/skriv/


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: UserRequest, pk: int) -> HttpResponse:
    """Write the texts. A save over a newer text is refused, and what was written stays on the page."""
    found = report_for(request, pk, to_write=True)
    if found.state != ReportState.DRAFT:
        messages.error(request, workflow.NOT_A_DRAFT if found.state == ReportState.SENT else "Rapporten är godkänd.")
        return redirect("plan_admin:report", pk=pk)
    form = ReportForm(posted(request), report=found)
    saving = tried_to_save(
        request, form, lambda seen: workflow.save_report(found, form.texts(), seen=seen, by=request.user)
    )
    if saving.is_saved:
        messages.success(request, "Rapporten är sparad.")
        return redirect("plan_admin:report" if "done" in request.POST else "plan_admin:report-write", pk=pk)
    context = {
        "report": found,
        "form": form,
        "texts": [form[name] for name in form.fields if name != "seen"],
        **saving.shown,
        "doc": report_document(report_for(request, pk)),
        "behind": is_behind_figures(found),
    }
    return render(request, "decisions/report_write.html", context, status=saving.status)


# The verbs below /admin/rapporter/<pk>/


@require_POST
@signed_in
def fetch(request: UserRequest, pk: int) -> HttpResponse:
    """Take the figures from the register once more."""
    found = report_for(request, pk, to_write=True)
    tried(request, lambda: workflow.fetch_again(found, by=request.user), done="Siffrorna är hämtade på nytt.")
    return redirect("plan_admin:report", pk=pk)


@require_POST
@signed_in
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Send the report to the chair."""
    found = report_for(request, pk, to_write=True)
    approves = may_approve_report(request.user, found)
    done = "Läs igenom rapporten och godkänn den." if approves else "Rapporten är skickad. Ordföranden får ett mejl."
    tried(request, lambda: workflow.send_report(found, by=request.user), done=done)
    return redirect("plan_admin:report", pk=pk)


@require_POST
@signed_in
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Go on writing in a report that lies with the chair."""
    found = report_for(request, pk, to_write=True)
    tried(request, lambda: workflow.take_back(found, by=request.user), done="Rapporten är ett utkast igen.")
    return redirect("plan_admin:report", pk=pk)


def _chairs(request: UserRequest, pk: int) -> AnnualReport:
    found = report_for(request, pk)
    if not may_approve_report(request.user, found):
        raise PermissionDenied(NOT_THE_CHAIR)
    return found


@require_POST
@signed_in
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Approve the report as it was shown."""
    found, seen = _chairs(request, pk), request.POST.get("seen", "")
    tried(request, lambda: workflow.approve_report(found, seen=seen, by=request.user), done="Årsrapporten är godkänd.")
    return redirect("plan_admin:report", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Send the report back to those who write it, with what to change."""
    found = _chairs(request, pk)
    form = ReasonForm(posted(request))

    def take() -> HttpResponse:
        workflow.return_report(found, comment=form.cleaned_data["reason"], by=request.user)
        back = "Rapporten är ett utkast igen, med din kommentar."
        told = "Rapporten är tillbaka hos processledaren, som får ett mejl med din kommentar."
        messages.success(request, back if may_write(request.user, found) else told)
        return redirect("plan_admin:report", pk=pk)

    return answer(
        request, form, take, "decisions/report_return.html", report=found, writes=may_write(request.user, found)
    )


@require_POST
@signed_in
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Let everyone read the report."""
    found = report_for(request, pk, to_write=True)
    tried(request, lambda: publish_row(found, by=request.user), done="Årsrapporten är publicerad.")
    return redirect("plan_admin:report", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a corrected version of an approved report."""
    found, way = report_for(request, pk, to_write=True), "Den godkänns av ordföranden, som den förra."
    pages = {"back": "plan_admin:report", "write": "plan_admin:report-write"}
    return revise_page(request, found, **pages, heading="Rätta årsrapporten", way=way)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the report off the open site."""
    return withdraw_page(request, report_for(request, pk, to_write=True), "plan_admin:report")


@require_POST
@signed_in
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = report_for(request, pk, to_write=True)
    thrown = tried(request, lambda: workflow.discard_report(found, by=request.user), done="Utkastet är slängt.")
    return redirect(reverse("plan_admin:overview") if thrown else reverse("plan_admin:report", args=[pk]))


@require_GET
@signed_in
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The stored file, or a draft made for the occasion."""
    return file_of(request, report_for(request, pk), draft_pdf)
