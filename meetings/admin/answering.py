"""The answer by a link in a mail: the frozen text, yes or no, without signing in (``/lank/<token>/``).

Asking for the page changes nothing, however often it is asked for: mail programs fetch links before people do.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from meetings import links
from meetings.admin.adjusting import minutes_context, thanks_of
from meetings.admin.agenda import agenda_context
from meetings.links import LinkClosed, Open
from meetings.states import AgendaState, MinutesState
from samverkan.common.refusals import Refused

UNKNOWN = LinkClosed(
    "Länken finns inte",
    "Kanske kom inte hela adressen med. Öppna mejlet igen och klicka på länken där, eller logga in för att svara.",
    status=404,
)
NO_ANSWER = "Välj om du godkänner eller skickar tillbaka."


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read what the link is for; answer, once."""
    link = links.find(token)
    try:
        if link is None:
            raise UNKNOWN
        found = links.open_link(link)
        if request.method != "POST":
            return _page(request, found)
        return _answered(request, _use(request, found))
    except LinkClosed as closed:
        context = {"closed": closed}
        return _private(render(request, "meetings/link_closed.html", context, status=closed.status))
    except Refused as refusal:
        return _page(request, found, refusal=refusal, written=request.POST.get("comment"))


def _use(request: HttpRequest, found: Open) -> Open:
    chosen = request.POST.get("answer")
    if chosen not in {"yes", "no"}:
        raise Refused(NO_ANSWER)
    return links.use(found.link, yes=chosen == "yes", comment=request.POST.get("comment", ""))


def _page(
    request: HttpRequest, found: Open, *, refusal: Refused | None = None, written: str | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"person": found.link.person, "link": found.link, "refusal": refusal, "written": written}
    if found.agenda:
        context |= {"meeting": found.meeting, "version": found.agenda, "is_open": True, **agenda_context(found.agenda)}
    elif found.minutes:
        context |= minutes_context(found.minutes, found.link.person_id)
    return _private(render(request, "meetings/link_page.html", context, status=409 if refusal else 200))


def _answered(request: HttpRequest, found: Open) -> HttpResponse:
    returned = {AgendaState.RETURNED.value, MinutesState.RETURNED.value}
    version: Any = found.agenda or found.minutes
    if version.state in returned:
        sentence = f"{version.sent_by} får din kommentar i ett mejl. Du får ett nytt mejl när texten är ändrad."
        heading = "Tack! Den är skickad tillbaka"
    elif found.agenda:
        heading, sentence = "Tack! Agendan är fastställd", "Nu kan mötet kallas. Du behöver inte göra något mer."
    else:
        heading, sentence = "Klart", thanks_of(version)
    context = {"meeting": found.meeting, "heading": heading, "sentence": sentence}
    return _private(render(request, "meetings/link_answered.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """Never kept, never listed, and never told to another site where it leads from."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"  # a stricter one would hide from the CSRF check where a form came from
    return response
