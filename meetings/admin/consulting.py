"""A consultation from the side of the group that asks: sent out, given more time, closed, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from groups.admin.access import UserRequest
from groups.admin.steps import answer, posted
from meetings.admin.matters import NOT_YOURS, kept_matter
from meetings.admin.steps import take
from meetings.forms.consultations import ConsultationForm, LastDayForm
from meetings.models import Consultation
from meetings.rules import may_keep_matter
from meetings.workflow import consultations as workflow
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import StepRefused
from samverkan.common.swedish import long_date

# /admin/fragor/<pk>/remiss/


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Write the question, choose who is asked, and send it out."""
    matter = kept_matter(request, pk)
    form = ConsultationForm(posted(request), matter=matter, by=request.user)

    def step() -> HttpResponse:
        sent = workflow.send_out(form.consultation(), form.asked(), by=request.user)
        messages.success(request, f"Remissen är skickad. Svaren samlas här till och med {long_date(sent.until)}.")
        return redirect("meetings_admin:consultation", pk=sent.pk)

    return answer(request, form, step, "meetings/consultations/new.html", matter=matter)


def own_consultation(request: UserRequest, pk: int) -> Consultation:
    """The consultation, for those who run the group that asks: else 404 or 403."""
    visible = Consultation.objects.visible_to(request.user, on=timezone.localdate())
    found: Consultation = get_object_or_404(visible.select_related("matter__group"), pk=pk)
    if not may_keep_matter(request.user, found.matter):
        raise PermissionDenied(NOT_YOURS)
    return found


# /admin/remisser/<pk>/


@require_POST
@signed_in
def last_day(request: UserRequest, pk: int) -> HttpResponse:
    """Give everybody until another day."""
    found = own_consultation(request, pk)
    form = LastDayForm(request.POST)

    def step() -> str:
        if not form.is_valid():
            raise StepRefused(" ".join(map(str, form.errors["until"])))
        day = form.cleaned_data["until"]
        workflow.set_last_day(found, day, by=request.user)
        return f"Sista dagen för svar är nu {long_date(day)}. De som inte har svarat får ett mejl."

    return take(request, step, to="consultation", pk=pk)


@require_POST
@signed_in
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Close it; the matter comes back when the answers are a paper."""
    found = own_consultation(request, pk)
    done = "Remissen är avslutad. Svaren sammanställs nu, och sedan ligger frågan i listan igen."
    return take(request, lambda: workflow.close(found, by=request.user), done=done, to="consultation", pk=pk)


@require_POST
@signed_in
def gather_again(request: UserRequest, pk: int) -> HttpResponse:
    """Ask once more for the paper of the answers, which did not come."""
    found = own_consultation(request, pk)
    done = "Svaren sammanställs igen. Det brukar ta någon minut. Sedan ligger frågan i listan igen."
    return take(request, lambda: workflow.gather_again(found, by=request.user), done=done, to="consultation", pk=pk)


@require_POST
@signed_in
def recall(request: UserRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = own_consultation(request, pk)
    done = "Remissen är tillbakatagen, och frågan bereds vidare. De tillfrågade får veta det."
    return take(request, lambda: workflow.recall(found, by=request.user), done=done, to="consultation", pk=pk)
