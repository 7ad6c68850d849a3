"""What plans and reports have in common: saving a text, a later version, taking one off the open site, and its file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from decisions.forms.plans import ReasonForm, RevisionForm
from decisions.models import ActionPlan, AnnualReport
from decisions.plans.reading import record_of
from decisions.workflow.publishing import withdraw
from decisions.workflow.revising import begin_version
from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from samverkan.common.pdf import Pdf
from samverkan.common.refusals import Refused
from samverkan.common.stored import handed_out


class Writing(Protocol):
    """A form of a text that several may write in."""

    def is_valid(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Saving:
    """What came of saving a text: saved, refused, or (``status`` 200) not tried."""

    is_saved: bool = False
    refusal: Refused | None = None
    status: int = 200

    @property
    def overwrite(self) -> str:
        """Stands for the newer text that the save ran into; empty when it ran into none."""
        return getattr(self.refusal, "seen", "")

    @property
    def shown(self) -> dict[str, Any]:
        """What ``decisions/_conflict.html`` shows."""
        return {"refusal": self.refusal, "overwrite": self.overwrite}


def tried_to_save(request: HttpRequest, form: Writing, save: Callable[[str], object]) -> Saving:
    """Save what was sent, if it can be. ``save`` gets what stands for the text that the page showed, or for the newer
    one that the writer has chosen to write over.
    """
    if request.method != "POST":
        return Saving()
    if not form.is_valid():
        return Saving(status=422)
    try:
        save(request.POST.get("overwrite") or request.POST.get("seen", ""))
    except Refused as refusal:
        return Saving(refusal=refusal, status=409 if getattr(refusal, "seen", "") else 422)
    return Saving(is_saved=True)


def revise_page(
    request: UserRequest, row: ActionPlan | AnnualReport, *, back: str, write: str, heading: str, way: str
) -> HttpResponse:
    """Ask why, and begin a later version; ``way`` says how it comes to hold."""
    form = RevisionForm(posted(request))

    def take() -> HttpResponse:
        new = begin_version(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Version {new.version} är påbörjad.")
        return redirect(write, pk=new.pk)

    return answer(request, form, take, "decisions/revise.html", row=row, back=back, heading=heading, way=way)


def versions_beside(row: ActionPlan | AnnualReport) -> dict[str, Any]:
    """The other versions of the row, and whether a later one can be begun from it."""
    others = list(type(row).objects.filter(group=row.group_id, year=row.year).exclude(pk=row.pk).order_by("version"))
    is_last = all(other.version < row.version for other in others)
    return {"versions": others, "may_revise": is_last and not row.is_open}


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
