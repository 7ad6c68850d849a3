"""The register of decisions: the list with its filters, and one decision."""

import json
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from decisions.extracts import extract_of
from decisions.models import Decision, DecisionFocus, SentDown
from decisions.states import DecisionState
from meetings.public_matters import matters_by_number
from samverkan.common.swedish import file_size
from samverkan.portal.decision_filters import (
    DECISION_PARAMETERS,
    FILE_PARAMETERS,
    MOST_FOUND,
    DecisionFilter,
    is_too_wide,
)
from samverkan.portal.decision_sets import set_by, with_what_it_set
from samverkan.portal.gone import gone_note
from samverkan.portal.how_far import how_far
from samverkan.portal.matter_way import address_of, handed_on
from samverkan.portal.pages import kept
from samverkan.portal.sent_down import answers_to
from samverkan.portal.shell import DECISIONS, page, trail_of
from samverkan.portal.views.meetings import page_of


@kept(*DECISION_PARAMETERS)
def decisions(request: HttpRequest) -> HttpResponse:
    chosen = DecisionFilter(request.GET, Decision.objects.published().with_progress().listed())
    shown = page_of(request, chosen.qs)
    return page(
        request,
        "portal/decisions.html",
        section="decisions",
        trail=[("Beslut", "")],
        status=200 if chosen.is_valid() else 400,
        filter=chosen,
        shown=shown,
        chosen=_chosen(request),
        most_found=MOST_FOUND,
        is_too_wide=is_too_wide(request.GET, lambda: shown.paginator.count),
    )


def _chosen(request: HttpRequest) -> str:
    """What narrows the list, as the end of the address of a file with the same decisions."""
    said = [(name, request.GET[name]) for name in FILE_PARAMETERS if request.GET.get(name)]
    return f"?{urlencode(said)}" if said else ""


def at_address(group: str, key: tuple[int, int]) -> Any:
    """The decision at an address, whether everyone may read it or not."""
    year, number = key
    return Decision.objects.filter(group__slug=group, year=year, number=number)


@kept()
def decision(request: HttpRequest, group: str, key: tuple[int, int]) -> HttpResponse:
    of_number = at_address(group, key)
    known = of_number.published().select_related(
        "group__area", "publication__meeting__group", "publication__version__registration", "version", "registration"
    )
    texts = ("version__content", "version__seal", "publication__version__content", "publication__version__seal")
    about = {"decision": OuterRef("pk")}
    rows = with_what_it_set(known.defer(*texts)).annotate(
        replaces_some=Exists(Decision.objects.filter(replaced_by=OuterRef("pk"))),
        went_down=Exists(SentDown.objects.filter(**about)),
        has_focus=Exists(DecisionFocus.objects.filter(**about)),
    )
    found = rows.first()
    if found is None:
        return absent(request, of_number)
    extract = extract_of(found)
    siblings = Decision.objects.published().filter(publication=found.publication_id).exclude(pk=found.pk)
    return page(
        request,
        "portal/decision.html",
        section="decisions",
        trail=trail_of(DECISIONS, (found.reference, "")),
        decision=found,
        group=found.group,
        meeting=found.publication.meeting,
        struck_from=_struck_from(found),
        registration=getattr(found, "registration", None) or getattr(found.publication.version, "registration", None),
        siblings=siblings.select_related("group").order_by("number"),
        answers=answers_to(found) if found.went_down else [],
        **_went_on(found),
        sets=set_by(found, documents=found.sets_document, mandates=found.sets_mandate),
        focus_areas=found.focus_areas.all() if found.has_focus else [],
        extract=extract,
        extract_size=file_size(extract.size) if extract else "",
        **how_far(found, replaces_some=found.replaces_some),
    )


def _went_on(decision: Decision) -> dict[str, Any]:
    """The address of the whole way of the matter that the decision answers, where everyone may read it, and to which
    groups the matter went on; nothing is asked of a decision without one.
    """
    matter = matters_by_number(decision.publication).get(decision.item_number) if decision.publication else None
    if not matter:
        return {"way": "", "went_on": []}
    return {"way": address_of(matter), "went_on": handed_on(matter, since=decision.decided_on)}


def _struck_from(decision: Decision) -> int | None:
    """The number of the last version that has the decision, when a correction that can be read struck it."""
    if decision.state != DecisionState.ENDED or decision.publication is None:
        return None
    number: int = decision.version.number
    return number if number < decision.publication.version.number else None


def absent(request: HttpRequest, rows: Any) -> HttpResponse:
    """410 for a decision that everyone could once read, 404 for any other."""
    decision: Decision | None = rows.select_related("group", "version__meeting__group").first()
    if decision is None or not _was_public(decision):
        raise Http404
    group = decision.group
    trail = trail_of(DECISIONS, (group.code, reverse("group", args=[group.slug])), (decision.reference, ""))
    return gone_note(request, decision.version.meeting, section="decisions", trail=trail)


def _was_public(decision: Decision) -> bool:
    """Whether a closed public variant of the note says this decision."""
    group = decision.group
    if not (group.publishes_minutes and group.shows_decisions):
        return False
    closed = decision.version.meeting.publications.filter(closed_at__isnull=False)
    return any(_says(content, decision) for content in closed.values_list("content", flat=True))


def _says(content: str, decision: Decision) -> bool:
    note = json.loads(content)
    outcomes = [outcome for item in note["items"] for outcome in item.get("outcomes", [])]
    return note["seal"]["year"] == decision.year and decision.number in [row.get("number") for row in outcomes]
