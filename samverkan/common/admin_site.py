"""The admin site of the product: registers behind the same sign-in, under the same head, as everything else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, override
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_required
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

REFUSED = "Du har inte behörighet till det här. Fråga gruppens processledare om du tror att det är fel."
SIGNED_OUT = "Du har blivit utloggad. Logga in igen."


def asks_for_data(request: HttpRequest) -> bool:
    """Whether a script asks, and wants an answer that it can read."""
    return request.headers.get("Accept") == "application/json"


def signed_in[**P, R: HttpResponseBase](view: Callable[P, R]) -> Callable[P, R]:
    """Only for those who have signed in; ``request.user`` is then the account itself, not a stand-in for it.

    A script that asks for data is told with 401, so that it can keep what it was to send.
    """

    @login_required
    @wraps(view)
    def with_account(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.user = get_user(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if asks_for_data(request) and not request.user.is_authenticated:
            return JsonResponse({"refusal": SIGNED_OUT}, status=401)
        return with_account(request, *args, **kwargs)

    return asked  # type: ignore[return-value]


class SamverkanAdminSite(AdminSite):
    """Open to every active account; what can be seen and done in it is for each register to say."""

    site_header = "Samverkan"
    site_title = "Samverkan"
    index_title = "Register"
    empty_value_display = "–"
    enable_nav_sidebar = False

    @override
    def get_urls(self) -> list[Any]:
        """The registers of every app: mounting the site is what finds them."""
        autodiscover_modules("admin")
        return super().get_urls()

    @override
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """The registers of every app on one page, whichever app's page it is: what lies where is for the code."""
        return super().get_app_list(request)

    @override
    def has_permission(self, request: HttpRequest) -> bool:
        request.user = get_user(request)
        return bool(request.user.is_active)

    @override
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """Sign-in happens in one place only."""
        after = request.GET.get("next") or reverse("admin:index")
        return redirect(reverse("account_login") + "?" + urlencode({"next": after}))

    @override
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:  # type: ignore[override]
        return redirect("account_logout")

    @override
    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        return redirect("account_change_password")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for 403: the sentence that the refusal carries, or a general one. Set as ``handler403``."""
    sentence = str(exception or "") or REFUSED
    return render(request, "admin/refused.html", {"sentence": sentence}, status=403)


site = SamverkanAdminSite()
