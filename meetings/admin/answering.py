"""The answer by a link in a mail: the frozen text, yes or no, without signing in (``/lank/<token>/``).

Asking for the page changes nothing, however often it is asked for: mail programs fetch links before people do.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from meetings import links
from meetings.admin.adjusting import left_of, minutes_context, outcome_of, what_comes_next
from meetings.admin.agenda import agenda_context, served_paper, what_now
from meetings.links import LinkClosed, Open
from meetings.models import MailLink
from meetings.states import AgendaState, MinutesState
from samverkan.common.kept import Kept
from samverkan.common.refusals import Refused, StepRefused

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
    if link is None:
        return _closed(request, UNKNOWN)
    try:
        found = links.open_link(link)
        if request.method != "POST":
            return _page(request, found, token)
        return _answered(request, _use(request, found))
    except LinkClosed as closed:
        return _closed(request, closed, link)
    except Refused as refusal:
        written = None if request.POST.get("answer") == "yes" else request.POST.get("comment")
        return _page(request, found, token, refusal=refusal, written=written)


@require_safe
def paper(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The file of a paper exactly as the text that the link is for names it, for as long as the link is open."""
    link = links.find(token)
    try:
        found = links.open_link(link) if link else None
    except LinkClosed as closed:
        return _closed(request, closed)
    version = found and (found.agenda or found.minutes)
    if not version:
        raise Http404
    return private(served_paper(request, version, number))


def _closed(request: HttpRequest, closed: LinkClosed, link: MailLink | None = None) -> HttpResponse:
    """Why there is nothing to answer, and the way on; what was written is never lost. Asked for, a new link is sent."""
    written = request.POST.get("comment", "")
    context: dict[str, Any] = {"closed": closed, "written": written, "where": "/admin/"}
    if link:
        context |= {"where": _where(link), "agenda": link.agenda_version}
        if request.POST.get("answer") == "again" and closed.is_renewable:
            context |= _renewed(link)
        if written and closed.is_renewable:
            _keep(request, link, written)
    return private(render(request, "meetings/link_closed.html", context, status=closed.status))


def _renewed(link: MailLink) -> dict[str, Any]:
    try:
        links.renew(link)
    except StepRefused as refusal:
        return {"refusal": refusal}
    return {"is_renewed": True}


def _keep(request: HttpRequest, link: MailLink, written: str) -> None:
    """After sign-in the comment stands in its form."""
    version = link.agenda_version_id or link.minutes_version_id
    fields = [("version", str(version)), ("answer", "no"), ("comment", written)]
    name = "agenda-return" if link.agenda_version_id else "minutes-return"
    to = reverse(f"meetings_admin:{name}", args=[links.meeting_of(link).pk])
    Kept(to, _where(link), "Länken hade gått ut.", fields, [], timezone.now().timestamp()).put_in(request)


def _where(link: MailLink) -> str:
    """The page behind sign-in where what the link is about is read and answered."""
    name = "agenda" if link.agenda_version_id else "minutes-adjust"
    return reverse(f"meetings_admin:{name}", args=[links.meeting_of(link).pk])


def _use(request: HttpRequest, found: Open) -> Open:
    chosen = request.POST.get("answer")
    if chosen not in {"yes", "no"}:
        raise Refused(NO_ANSWER)
    return links.use(found.link, yes=chosen == "yes", comment=request.POST.get("comment", ""))


def _page(
    request: HttpRequest, found: Open, token: str, *, refusal: Refused | None = None, written: str | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"person": found.link.person, "link": found.link, "refusal": refusal, "written": written}
    context |= {"reader": found.user, "token": token}
    if found.agenda:
        context |= {"meeting": found.meeting, "version": found.agenda, "is_open": True}
        context |= agenda_context(found.agenda, found.link.person_id)
    elif found.minutes:
        context |= minutes_context(found.minutes, found.link.person_id)
    return private(render(request, "meetings/link_page.html", context, status=409 if refusal else 200))


def _answered(request: HttpRequest, found: Open) -> HttpResponse:
    heading, sentence = _outcome(found)
    context = {"meeting": found.meeting, "heading": f"Tack! {heading}", "sentence": sentence, "agenda": found.agenda}
    context |= {"where": _where(found.link)}
    if request.POST["answer"] == "no":
        context["comment"] = request.POST.get("comment", "")
    return private(render(request, "meetings/link_answered.html", context))


def _outcome(found: Open) -> tuple[str, str]:
    """What happened, and what comes next."""
    returned = {AgendaState.RETURNED.value, MinutesState.RETURNED.value}
    version: Any = found.agenda or found.minutes
    if version.state in returned:
        what = "Agendan är skickad" if found.agenda else "Anteckningen är skickad"
        if found.minutes and found.minutes.takes_decision:
            what = "Förslaget är skickat"
        next_ = f"{version.sent_by} får din kommentar i ett mejl. Du får ett nytt mejl när texten är ändrad."
        return f"{what} tillbaka", next_
    if found.agenda:
        return "Agendan är fastställd", f"{what_now(found.meeting)} Du behöver inte göra något mer."
    if version.state != MinutesState.ADJUSTED:
        return "Ditt besked är noterat", left_of(version)
    return outcome_of(version), what_comes_next(version)


def private(response: HttpResponse) -> HttpResponse:
    """Never kept, never listed, and never told to another site where it leads from."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"  # a stricter one would hide from the CSRF check where a form came from
    return response
