"""Decisions and annual reports in the diary: their rows, and the page of one."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from decisions import workflow
from decisions.models import AnnualReport, Decision
from groups.admin.access import UserRequest
from meetings.admin.diary import diary_groups, one_thing
from meetings.admin.diary_rows import Kind, Row, number_of
from samverkan.common.admin_site import signed_in

WORDS_SHOWN = 14


def _decisions() -> Any:
    rows = Decision.objects.select_related("group__area", "registration", "version__registration")
    return rows.defer("version__content", "version__seal")


def _reports() -> Any:
    rows = AnnualReport.objects.settled().select_related("group__area", "registration")
    return rows.annotate(finished_at=Coalesce("approved_at", "published_at"))


def _row_of_decision(decision: Decision) -> Row:
    """The decision with its own number, or with that of the note that it stands in."""
    label, words = f"Beslut {decision.reference}", Truncator(decision.text).words(WORDS_SHOWN, truncate=" …")
    own, notes = number_of(decision), number_of(decision.version)
    url, by = reverse("decisions_admin:diary-decision", args=[decision.pk]), ""
    if not any(own) and any(notes):
        own, by = notes, "anteckningens"
    adjusted = decision.version.adjusted_at
    return Row(label, decision.group, timezone.localdate(adjusted) if adjusted else None, url, *own, words, by)


def _row_of_report(report: Any) -> Row:
    """The version of a report since its approval; one that was written elsewhere, since it was published here."""
    label, url = f"Årsrapport {report.year}{report.suffix}", reverse("decisions_admin:diary-report", args=[report.pk])
    finished = timezone.localdate(report.finished_at) if report.finished_at else None
    return Row(label, report.group, finished, url, *number_of(report))


DECISION_KINDS = {
    "beslut": Kind(
        "Beslut", _decisions, _row_of_decision, "group", "decided_on", "year",
        Q(registration__isnull=False) | Q(version__registration__isnull=False),
    ),
    "rapporter": Kind("Årsrapporter", _reports, _row_of_report, "group", "finished_at", "year"),
}  # fmt: skip


# /admin/diarium/beslut/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def decision(request: UserRequest, pk: int) -> HttpResponse:
    """One decision: the number that it has beside the note's, and the note with its package."""
    rows = _decisions().filter(group__in=diary_groups(request)).select_related("version__meeting")
    found = get_object_or_404(rows, pk=pk)
    return one_thing(
        request, found, _row_of_decision(found), workflow.register_number, page="decisions/diary_decision.html"
    )


# /admin/diarium/rapport/<pk>/


@require_http_methods(["GET", "POST"])
@signed_in
def report(request: UserRequest, pk: int) -> HttpResponse:
    """One version of a report that has been approved: number, archive id, checksum and file."""
    rows = _reports().filter(group__in=diary_groups(request)).select_related("record__pdf")
    found = get_object_or_404(rows, pk=pk)
    record = getattr(found, "record", None)
    return one_thing(
        request,
        found,
        _row_of_report(found),
        workflow.register_number,
        page="decisions/diary_report.html",
        record=record,
        file=getattr(record, "pdf", None),
    )
