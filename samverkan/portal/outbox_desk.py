"""For those who own the installation: the work that failed (``/admin/utgaende/``), and trying it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from groups.admin.access import UserRequest
from samverkan.common import outbox
from samverkan.common.admin_site import signed_in
from samverkan.common.models import OutboxMessage

PER_PAGE = 30


@require_GET
@signed_in
def failed_work(request: UserRequest) -> HttpResponse:
    """What has failed and is not done, with the error of the latest attempt."""
    _refuse_others(request)
    page = Paginator(outbox.troubled(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "portal/failed_work.html", {"page": page, "given_up": outbox.given_up()})


@require_POST
@signed_in
def retry_work(request: UserRequest, pk: str) -> HttpResponse:
    """Try one piece of work again."""
    _refuse_others(request)
    if outbox.retry(get_object_or_404(OutboxMessage, pk=pk)):
        messages.success(request, "Uppgiften görs om nu.")
    else:
        messages.error(request, "Uppgiften är redan gjord, eller görs just nu. Ladda om sidan om en stund.")
    return redirect("failed-work")


def _refuse_others(request: UserRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied("Det här är för dem som sköter driften.")
