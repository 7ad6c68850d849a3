"""The report by a link in a mail: the decision, the organisation and the buttons, without signing in.

Asking for the page changes nothing, however often it is asked for: mail programs fetch links before people do.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from decisions import links
from decisions.admin.cards import Card, presses_of
from decisions.forms.reporting import AnchoringForm, CommitmentForm, ReportForm
from decisions.models import ReportLink
from decisions.states import AnchoringState
from decisions.words import public_words
from groups.mail import contact_of
from meetings.admin.answering import private
from meetings.links import LinkClosed
from samverkan.common.refusals import Refused, StepRefused


def report(request: HttpRequest, link: ReportLink) -> HttpResponse:
    """Read what the link is for; report, once. GET and POST only."""
    try:
        links.open_link(link)
        if request.method != "POST":
            return _page(request, link, _form(link))
        return _reported(request, link)
    except LinkClosed as closed:
        return _closed(request, closed, link)


def _form(link: ReportLink, data: Any = None) -> ReportForm:
    if link.anchoring:
        return AnchoringForm(link.anchoring, data)
    return CommitmentForm(link.commitment, data)  # type: ignore[arg-type]


def _reported(request: HttpRequest, link: ReportLink) -> HttpResponse:
    form = _form(link, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        text = said["reason"] if link.anchoring else said["report"]
        try:
            state = links.use(link, said["state"], text=text, note=said.get("note", ""))
        except LinkClosed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return private(render(request, "decisions/link_reported.html", _thanks(link, state)))
    return _page(request, link, form)


def _thanks(link: ReportLink, state: str) -> dict[str, Any]:
    """What was reported, and the ways to change it: the link is used, so on the page of the decision or by word."""
    decision = links.decision_of(link)
    contact = contact_of(decision.group, first=None, on=timezone.localdate())
    where = {"change": _place(link), "waiting": _where(link), "contact": contact}
    return {"link": link, "decision": decision, "state": state, **where}


def _page(request: HttpRequest, link: ReportLink, form: ReportForm) -> HttpResponse:
    row = links.thing_of(link)
    presses = [pair for pair in presses_of(row) if pair[0] != AnchoringState.CANNOT]
    card = Card(row, request.path, True, form, presses, may_be_cannot=len(presses) < len(presses_of(row)))
    decision = links.decision_of(link)
    # Whoever has the link reads without signing in: what a published note would say, and no more.
    words = public_words(decision)
    own = words.of(link.commitment) if words and link.commitment else None
    context = {"link": link, "decision": decision, "card": card, "words": words, "own": own}
    response = render(request, "decisions/link_page.html", context, status=422 if form.errors else 200)
    return private(response)


def _where(link: ReportLink) -> str:
    """The page behind sign-in where it is reported."""
    return reverse("decisions_admin:mine" if link.anchoring else "decisions_admin:commitments")


def _place(link: ReportLink) -> str:
    """Where a report that has been made is changed behind sign-in; lists have only what waits."""
    kind = AnchoringForm.key if link.anchoring else CommitmentForm.key
    page = reverse("decisions_admin:decision", args=[links.decision_of(link).pk])
    return f"{page}#{kind}-{links.thing_of(link).pk}"


def _closed(request: HttpRequest, closed: LinkClosed, link: ReportLink) -> HttpResponse:
    """Why there is nothing to report, and the way on; what was written stands on the page."""
    written = "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in ("reason", "report", "note"))))
    where = _place(link) if link.used_at else _where(link)
    context: dict[str, Any] = {
        "closed": closed, "written": written, "where": where, "reports": True, "changes": bool(link.used_at)
    }  # fmt: skip
    if request.POST.get("answer") == "again" and closed.is_renewable:
        try:
            links.renew(link)
        except StepRefused as refusal:
            context["refusal"] = refusal
        else:
            context["is_renewed"] = True
    return private(render(request, "meetings/link_closed.html", context, status=closed.status))
