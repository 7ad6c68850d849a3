"""Taking parts of a published note off the open site: chosen, previewed, confirmed."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.admin.access import UserRequest
from meetings import workflow
from meetings.admin.access import meeting_for
from meetings.admin.steps import take
from meetings.forms.afterwards import RedactionForm
from meetings.models import Meeting
from meetings.reading import document_of_variant, variant_of
from meetings.rules import may_redact
from meetings.workflow.publication import BEING_REDACTED, redaction_under_way
from meetings.workflow.redactions import adjusted_versions, papers_to_close, previews, proposed
from samverkan.common.admin_site import signed_in
from samverkan.common.refusals import Refused
from samverkan.common.swedish import listed

DONE = "Anteckningen är stängd. Den publiceras igen utan uppgifterna så snart den nya PDF:en är klar."


@require_http_methods(["GET", "POST"])
@signed_in
def redact(request: UserRequest, pk: int) -> HttpResponse:
    """Choose what is to go, see what is left, and do it."""
    meeting = meeting_for(request, pk, may=may_redact)
    posted = request.POST if request.method == "POST" else None
    form = RedactionForm(list(_items(meeting)), _papers(meeting), posted)
    context: dict[str, Any] = {"meeting": meeting, "form": form, "hindrance": _hindrance(meeting)}
    if posted is None or not form.is_valid():
        return render(request, "meetings/redact.html", context, status=422 if posted is not None else 200)
    wanted, reason = form.wanted(), form.cleaned_data["reason"]
    if "sure" in posted:
        return take(
            request,
            lambda: workflow.redact(meeting, wanted, reason=reason, by=request.user),
            done=DONE,
            to="redacted",
            pk=pk,
        )
    try:
        redaction = proposed(meeting, wanted, reason=reason, by=request.user, at=timezone.now())
        context["previews"] = [
            (version, document_of_variant(variant, sha256="")) for version, variant in previews(meeting, redaction)
        ]
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "meetings/redact.html", context, status=422)
    return render(request, "meetings/redact.html", context)


@signed_in
def redacted(request: UserRequest, pk: int) -> HttpResponse:
    """What has been taken out of the meeting's note, when, by whom and why."""
    meeting = meeting_for(request, pk, may=may_redact)
    rows = meeting.redactions.select_related("made_by__person").order_by("-made_at")
    context = {"meeting": meeting, "rows": rows, "under_way": redaction_under_way(meeting)}
    return render(request, "meetings/redacted.html", context)


def _items(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Every item that can be chosen, once for each title: where it stands, and how it is called."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = {}
    versions = adjusted_versions(meeting)
    for version in versions:
        seen: dict[str, int] = {}
        for item in variant_of(version)["items"]:
            if "title" in item:
                seen[item["title"]] = seen.get(item["title"], 0) + 1
                places.setdefault((item["title"], seen[item["title"]]), []).append((version.number, item["number"]))
    for (title, _), found in sorted(places.items(), key=lambda row: (row[1][-1][1], row[1])):
        value = ",".join(f"{version}-{number}" for version, number in found)
        only = [str(version) for version, _ in found]
        where = f" (version {listed(only)})" if len(versions) > 1 else ""
        yield value, f"{found[-1][1]}. {title}{where}"


def _papers(meeting: Meeting) -> list[tuple[int, str]]:
    rows = papers_to_close(meeting).filter(is_public=True, document__isnull=False)
    return [(row.pk, row.title) for row in rows]


def _hindrance(meeting: Meeting) -> str:
    if redaction_under_way(meeting):
        return BEING_REDACTED
    if not meeting.publications.standing().exists():
        return "Anteckningen är inte publicerad. Det finns inget att ta bort."
    return ""
