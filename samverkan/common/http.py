"""What every answer carries, and the line between the open site and what is behind sign-in.

Sessions, CSRF, sign-in and messages run only under ``settings.PRIVATE_PREFIXES``. An address outside them can
neither read nor set a cookie, by construction.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from simple_history.middleware import HistoryRequestMiddleware

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_private(request: HttpRequest) -> bool:
    """Whether the address lies behind sign-in."""
    return request.path_info.startswith(settings.PRIVATE_PREFIXES)


class PrivateOnly:
    """Makes a middleware class step aside on public addresses."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_private(request):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)  # type: ignore[attr-defined]


class PrivateSessionMiddleware(PrivateOnly, SessionMiddleware):
    """Sessions, behind sign-in only."""


class PrivateAuthenticationMiddleware(PrivateOnly, AuthenticationMiddleware):
    """``request.user``, behind sign-in only."""


class PrivateMessageMiddleware(PrivateOnly, MessageMiddleware):
    """Messages, behind sign-in only."""


class PrivateCsrfMiddleware(PrivateOnly, CsrfViewMiddleware):
    """CSRF protection, behind sign-in only; public addresses accept no POST."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if not is_private(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class WholeTextMiddleware:
    """Refuses NUL in what comes in behind sign-in: no database can hold it, and nobody types it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any) -> None:
        if is_private(request) and any("\x00" in value for value in _values(request)):
            raise SuspiciousOperation("NUL in the request")


def _values(request: HttpRequest) -> Iterator[str]:
    for source in (request.GET, request.POST):
        for _, values in source.lists():
            yield from map(str, values)


class PrivateHistoryMiddleware:
    """Lets the history know who is at work, behind sign-in only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.recording = HistoryRequestMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return (self.recording if is_private(request) else self.get_response)(request)


class CacheRulesMiddleware:
    """Private answers are never stored by anybody; public ones by anyone, and asked about each time they are shown,
    so that what was just published or withdrawn is seen at once.

    A view that knows better (a stored file) sets its own ``Cache-Control`` first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_private(request):
            response["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response:
            lasting = response.status_code in {200, 301, 304}
            response["Cache-Control"] = "public, no-cache" if lasting else "no-store"
        return response


def site(request: HttpRequest) -> dict[str, Any]:
    """Template context: is this the demonstration, and what is the site's own address."""
    return {"is_demo": settings.IS_DEMO, "site_url": settings.SITE_URL}
