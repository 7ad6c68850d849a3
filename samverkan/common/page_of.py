"""Which page an address belongs to: many addresses behind sign-in take POST only, and are never to be gone to."""

import inspect
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

TOP = "/admin/"


def page_of(request: HttpRequest) -> str:
    """The page where the form stood that was sent: where the browser says, else the address itself or one above it."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        parts = urlsplit(referer)
        if parts.path.startswith((TOP, "/lank/")) and is_page(parts.path):
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path() if is_page(request.path) else page_above(request.path)


def page_above(path: str) -> str:
    """The nearest address above that is a page."""
    while path.startswith(TOP) and path != TOP:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_page(path):
            return path
    return TOP


def is_page(path: str) -> bool:
    """Whether the address can be gone to: it exists and takes GET. Django's ``require_POST`` is asked what it takes."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    takes = inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
    return takes is None or "GET" in takes
