"""Pages of a group that has moved to another address answer 301 with the new one, whatever is asked for below it.

A page that is found costs nothing: the former addresses are asked for only when the view has found no group.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver

from groups.models import FormerAddress

type View = Callable[..., HttpResponse]

#: How a route says that a part of it is a group, and the query parameter by which lists are narrowed to one.
PART, PARAMETER = "<slug:group>", "grupp"


def follow(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Make every route that is a group's, or may be narrowed to one, lead on from a former address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            follow(pattern.url_patterns)
        else:
            pattern.callback = following(pattern.callback)


def following(view: View) -> View:
    """The view; where it finds nothing (404) or an unknown choice (400), the group's new address if there is one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            route = request.resolver_match.route.split("/") if request.resolver_match else []
            if PART in route and (now := _address_now(kwargs["group"])):
                parts = request.path.split("/")
                parts[1 + route.index(PART)] = now
                return _moved("/".join(parts), asked)
            raise
        if response.status_code == 400 and (now := _address_now(request.GET.get(PARAMETER, ""))):
            return _moved(request.path, urlencode({**request.GET.dict(), PARAMETER: now}))
        return response

    return answer


def _address_now(slug: str) -> str | None:
    """The address of the group that once had this one, if everyone may know of it."""
    if not slug_re.match(slug):
        return None
    former = FormerAddress.objects.filter(slug=slug, group__shows_group=True)
    return former.values_list("group__slug", flat=True).first()


def _moved(path: str, query: str) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
