"""Publication: an adjusted note is shown to everyone, or taken off the open site with a reason."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms import ReasonForm
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.papers import title_of
from meetings.reading import document_of_variant, variant_of
from meetings.rules import may_prepare, may_withdraw
from meetings.states import MinutesState
from meetings.workflow.publication import NOT_READY, NOT_SHOWN, why_not_now
from samverkan.common import canonical
from samverkan.common.admin_site import signed_in
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused


@require_http_methods(["GET", "POST"])
@signed_in
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """The note as everyone will read it, and what of it nobody will; then publishing it."""
    meeting = meeting_for(request, pk, may=may_prepare)
    if request.method == "POST":
        return take(
            request,
            lambda: workflow.publish(_adjusted(meeting), by=request.user),
            done="Anteckningen är publicerad.",
            to="meeting",
            pk=pk,
        )
    context: dict[str, Any] = {"meeting": meeting}
    try:
        context |= _public_side(_adjusted(meeting))
    except StepRefused as refusal:
        context["hindrance"] = str(refusal)
    return render(request, "meetings/publish.html", context)


def _public_side(version: MinutesVersion) -> dict[str, Any]:
    """The public variant, what hinders it, and what the record has that it has not."""
    record, variant = json.loads(version.content), variant_of(version)
    hindrance = why_not_now(version)
    waits = hindrance == NOT_READY
    return {
        "doc": document_of_variant(variant, sha256=canonical.sha256(canonical.dumps(variant))),
        "hindrance": "" if waits else hindrance,
        "waits_for_pdf": waits,
        "withheld": [item for item in record["items"] if item["withheld"]],
        "masks": record["masks"],
        "is_redacted": "redacted_on" in variant,
        "open_papers": _titles(variant),
        "closed_papers": sorted(set(_titles(record)) - set(_titles(variant))),
        "corrects": version.corrects_id is not None,
    }


def _titles(content: Json) -> list[str]:
    entries = [*content["papers"], *(said for item in content["items"] for said in item.get("papers", []))]
    return [title_of(said) for said in entries]


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Ask why and whether it is meant; then take the note off the open site."""
    meeting = meeting_for(request, pk, may=may_withdraw)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return take(
            request,
            lambda: workflow.withdraw(_open(meeting), reason=form.cleaned_data["reason"], by=request.user),
            done="Anteckningen är avpublicerad.",
            to="meeting",
            pk=pk,
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/withdraw.html", {"meeting": meeting, "form": form}, status=status)


def _adjusted(meeting: Meeting) -> MinutesVersion:
    version = meeting.minutes_versions.filter(state=MinutesState.ADJUSTED).last()
    if version is None:
        raise StepRefused("Anteckningen är inte justerad än. Bara det som är justerat publiceras.")
    if not meeting.group.publishes_minutes:
        raise StepRefused(NOT_SHOWN)
    return version


def _open(meeting: Meeting) -> Publication:
    publication = meeting.publications.standing().first() or meeting.publications.order_by("published_at").last()
    if publication is None:
        raise StepRefused("Anteckningen är inte publicerad.")
    found: Publication = publication
    return found
