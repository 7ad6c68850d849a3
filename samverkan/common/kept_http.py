"""The answers that lose nothing: to who sent a form after having been signed out, or a form that was too old; and to
who goes to an address that only a form is sent to.
"""

from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.forms import LoginForm
from allauth.utils import get_form_class
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse

from samverkan.common import kept
from samverkan.common.admin_site import asks_for_data
from samverkan.common.http import GetResponse, is_private
from samverkan.common.kept import Kept
from samverkan.common.page_of import TOP, page_above, page_of

NOT_OURS = "Formuläret var för gammalt eller kom från en annan sida. Gå tillbaka, ladda om sidan och försök igen."


class KeptMiddleware:
    """Keeps what was written when the session is gone, gives it back after sign-in, and says where a verb belongs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_private(request) or asks_for_data(request):
            return self.get_response(request)
        waiting = kept.in_session(request)
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith(TOP):
            return _not_a_page(request, response)
        if request.method != "POST":
            return response
        if request.user.is_authenticated:
            _settle(request, response, waiting)
            return response
        return _signed_out(request) if _leads_to_sign_in(response) else response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that is too old or was not ours. Set as ``CSRF_FAILURE_VIEW``."""
    if asks_for_data(request):
        return JsonResponse({"refusal": NOT_OURS}, status=403)
    return _given_back(request, reason) or render(request, "admin/refused.html", {"sentence": NOT_OURS}, status=403)


def _given_back(request: HttpRequest, reason: str) -> HttpResponse | None:
    """What was written in a form without a valid token, on a page; None when nothing was. What another site sends is
    never kept.
    """
    if not reason.startswith("CSRF") or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return None
    if request.path == reverse("account_login"):
        found = kept.signed_in_with(request)
    else:
        found = None if request.path.startswith("/konto/") else Kept.of(request, why=kept.TOO_OLD)
    if found is None:
        return None
    if not found.to.startswith(TOP):
        return render(request, "admin/kept.html", {"kept": found}, status=403)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, found)
    found.put_in(request)
    return redirect(found.page)


def ask_to_sign_in(request: HttpRequest, found: Kept) -> HttpResponse:
    """The page for signing in, with what was written on it."""
    form = get_form_class(app_settings.FORMS, "login", LoginForm)(request=request)
    context = {"form": form, "written": found, "signed": found.signed(), "login": reverse("account_login")}
    return render(request, "account/signed_out.html", context, status=403)


def _signed_out(request: HttpRequest) -> HttpResponse:
    if found := Kept.of(request, why=kept.SIGNED_OUT):
        return ask_to_sign_in(request, found)
    return redirect(resolve_url(settings.LOGIN_URL) + "?" + urlencode({"next": page_of(request)}))


def _settle(request: HttpRequest, response: HttpResponseBase, waiting: Kept | None) -> None:
    """What came along through sign-in is put in the session; what has now been sent is taken out of it."""
    if request.path == reverse("account_login"):
        if found := kept.signed_in_with(request):
            found.put_in(request)
        return
    is_sent = waiting and waiting.to.partition("?")[0] == request.path and response.status_code != 403
    if is_sent and kept.in_session(request) == waiting:
        kept.drop(request)


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    pages = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    return response.status_code == 302 and response.headers.get("Location", "").startswith(pages)


def _not_a_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    page = render(request, "admin/not_a_page.html", {"page": page_above(request.path)}, status=405)
    page["Allow"] = response.headers["Allow"]
    return page
