"""What every page of the open site has around it: the part of the site it lies in, and the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

#: Name of a page and its address; no address for the page itself.
type Trail = list[tuple[str, str]]


def page(
    request: HttpRequest, template: str, *, section: str, trail: Trail, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page. ``section`` is the address name of the menu entry that it belongs to."""
    return render(request, template, {"section": section, "trail": trail, **context}, status=status)


def gone(request: HttpRequest, *, section: str, trail: Trail, **context: Any) -> HttpResponse:
    """410: it was here, it is kept, and it can be asked for. ``context`` says of whom, and since when."""
    response = page(request, "410.html", section=section, trail=trail, status=410, **context)
    response["Cache-Control"] = "no-store"
    return response


GROUPS = ("Grupper", "groups")
ORGANISATIONS = ("Organisationer", "organisations")
MEETINGS = ("Möten", "meetings")
DECISIONS = ("Beslut", "decisions")
DOCUMENTS = ("Dokument", "documents")
PLANS = ("Planer och årsrapporter", "plans")


def trail_of(first: tuple[str, str], *rest: tuple[str, str]) -> Trail:
    """The way back: a list of the site, then what lies below it."""
    return [(first[0], reverse(first[1])), *rest]
