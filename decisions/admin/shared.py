"""What plans and reports have in common: taking one off the open site, and its file."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from decisions.forms.plans import ReasonForm
from decisions.models import ActionPlan, AnnualReport
from decisions.reading import record_of
from decisions.workflow.publishing import withdraw
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from samverkan.common.pdf import Pdf
from samverkan.common.stored import handed_out


def withdraw_page(request: UserRequest, row: ActionPlan | AnnualReport, back: str) -> HttpResponse:
    """Ask why, and take it off the open site."""
    form = ReasonForm(posted(request))

    def take() -> HttpResponse:
        withdraw(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{row} visas inte längre på webbplatsen. Handlingen finns kvar.")
        return redirect(back, pk=row.pk)

    return answer(request, form, take, "decisions/withdraw.html", row=row, back=back)


def file_of(
    request: UserRequest, row: ActionPlan | AnnualReport, draft: Callable[[ActionPlan | AnnualReport], Pdf]
) -> HttpResponse:
    """The stored file of a record, 404 while there is none; a draft is made for the occasion."""
    record = record_of(row)
    if record is None:
        headers = {"Content-Disposition": 'inline; filename="utkast.pdf"'}
        return HttpResponse(draft(row).content, content_type="application/pdf", headers=headers)
    if not hasattr(record, "pdf"):
        raise Http404
    return handed_out(request, record.pdf.path, name=record.pdf.name, sha256=record.pdf.sha256)
