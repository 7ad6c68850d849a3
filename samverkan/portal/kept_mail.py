"""The mail that the demonstration has sent, to be read: it goes nowhere else. Elsewhere there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from samverkan.common.admin_site import signed_in
from samverkan.common.demo_mail import path_of
from samverkan.common.models import KeptMail
from samverkan.common.stored import handed_out

PER_PAGE = 50


def in_demo[R: HttpResponseBase](view: Callable[..., R]) -> Callable[..., R]:
    """Only in the demonstration; 404 elsewhere, before anybody is asked to sign in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
        if not settings.IS_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@require_GET
@in_demo
@signed_in
def kept_mails(request: HttpRequest) -> HttpResponse:
    """Every mail that has been sent, to whomever, the newest first."""
    mails = KeptMail.objects.defer("text", "html").order_by("-sent_at", "-pk")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "portal/kept_mails.html", {"page": page})


@require_GET
@in_demo
@signed_in
def kept_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: its text with links that work, and its files."""
    return render(request, "portal/kept_mail.html", {"mail": get_object_or_404(KeptMail, pk=pk)})


@require_GET
@in_demo
@signed_in
def kept_mail_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that went with a mail, counted from 1; for who may read the mail, and so that nothing in it runs."""
    files = get_object_or_404(KeptMail, pk=pk).files
    if not 1 <= number <= len(files) or "sha256" not in files[number - 1]:
        raise Http404
    file = files[number - 1]
    return handed_out(
        request, path_of(file), name=file["name"], sha256=file["sha256"], media_type=file["media_type"]
    )  # fmt: skip
