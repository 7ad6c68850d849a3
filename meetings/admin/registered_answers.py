"""Registering an answer to a consultation that came another way, and the file that shows it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from groups.admin.access import UserRequest
from groups.admin.steps import answer
from meetings.admin.consulting import own_consultation
from meetings.forms.consultations import RegisteredAnswerForm
from meetings.models import Consultation
from meetings.rules import leads_group
from meetings.states import ConsultationState
from meetings.workflow.registered_answers import register_answer
from samverkan.common import uploads
from samverkan.common.admin_site import signed_in

# /admin/remisser/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """Register what somebody who is asked has answered by telephone, in a mail or in a letter."""
    consultation = own_consultation(request, pk)
    found = get_object_or_404(consultation.consulted.by_name(), pk=row)
    form = RegisteredAnswerForm(found, *((request.POST, request.FILES) if request.method == "POST" else ()))

    def step() -> HttpResponse:
        said = form.cleaned_data
        register_answer(found, text=said["text"], stand=said["stand"], came=form.came, by=request.user)
        messages.success(request, f"Svaret från {found.who} är registrerat.")
        return redirect("meetings_admin:consultation", pk=pk)

    context = {
        "row": found,
        "consultation": consultation,
        "is_out": consultation.state == ConsultationState.OUT,
        "has_answered": bool(found.answered_at and not found.came_by),
    }
    return answer(request, form, step, "meetings/consultations/register.html", **context)


@require_GET
@signed_in
def evidence(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """The file, for those who run or chair the group that asks."""
    visible = Consultation.objects.visible_to(request.user, on=timezone.localdate())
    consultation: Consultation = get_object_or_404(visible.select_related("matter__group"), pk=pk)
    if not leads_group(request.user, consultation.matter.group):
        raise PermissionDenied("Filen är för gruppens processledare, koordinator och ordförande.")
    found = get_object_or_404(consultation.consulted.exclude(file_sha256=""), pk=row)
    try:
        return uploads.served(
            found.file_path, name=found.file_name, media_type=found.file_type, sha256=found.file_sha256
        )
    except FileNotFoundError as error:
        raise Http404 from error
