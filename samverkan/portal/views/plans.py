"""What groups plan and what they report: the list of plans and reports, one plan with its activities, one report."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.models import ActionPlan, Activity, AnnualReport, CooperationPlan, Decision
from decisions.plans.reading import followed_until, plan_document, report_document, tally, with_progress
from groups.models import RecordKeeping
from samverkan.common.stored import handed_out
from samverkan.common.swedish import file_size
from samverkan.portal.pages import kept
from samverkan.portal.shell import PLANS, Trail, gone, page, trail_of
from samverkan.portal.views.meetings import page_of

NAMED = ("group__area", "record__pdf")

# /planer/


@kept("sida")
def plans(request: HttpRequest) -> HttpResponse:
    """The cooperation plans with their focus areas, and the plans and reports of the groups, the latest first."""
    return page(
        request,
        "portal/plans.html",
        section="documents",
        trail=[("Planer och årsrapporter", "")],
        cooperation_plans=CooperationPlan.objects.select_related("area").prefetch_related("focus_areas"),
        shown=page_of(request, ActionPlan.objects.shown().listed()),
        reports=AnnualReport.objects.shown().listed()[:40],
        year=timezone.localdate().year,
    )


# /planer/<group>/<year>/, /planer/<group>/<year>/versioner/<version>/


@kept()
def plan(request: HttpRequest, group: str, year: int, version: int | None = None) -> HttpResponse:
    """The plan as it was established, and beside it what has become of each activity; or an earlier version of it."""
    found = _found(ActionPlan.objects.select_related("decision"), group, year, version)
    if found is None:
        return _absent(request, ActionPlan, group, year, version)
    activities = list(Activity.objects.filter(goal__plan=found).select_related("goal"))
    doc = with_progress(plan_document(found), activities, on=followed_until(found, timezone.localdate()))
    return page(
        request,
        "portal/plan.html",
        section="documents",
        trail=_trail(found),
        plan=found,
        group=found.group,
        doc=doc,
        tally=tally(activities),
        decision=Decision.objects.published().filter(pk=found.decision_id).select_related("group").first(),
        report=AnnualReport.objects.shown().filter(group=found.group_id, year=year).first(),
        **_file_and_versions(found, "plan", version),
    )


def _found(rows: Any, group: str, year: int, version: int | None) -> Any:
    """The published row with its file, of the version or of the one that the address of the year shows; or None."""
    rows = rows.published().filter(version=version) if version else rows.shown()
    return rows.select_related(*NAMED).filter(group__slug=group, year=year).first()


def _file_and_versions(row: ActionPlan | AnnualReport, name: str, version: int | None) -> dict[str, Any]:
    """The file of the version, and the others: ``later`` as ``_later`` says, and the earlier that everyone reads."""
    of_version = [version] if version else []
    route = f"{name}-version-pdf" if version else f"{name}-pdf"
    address = [row.group.slug, row.year]
    others: list[Any] = []
    if row.version > 1 or row.superseded_at:
        same = type(row).objects.published().filter(group=row.group_id, year=row.year)
        others = list(same.exclude(pk=row.pk).order_by("-version"))
    return {
        "file": row.record.pdf,
        "file_size": file_size(row.record.pdf.size),
        "file_address": reverse(route, args=[*address, *of_version]),
        "address": reverse(name, args=address),
        "later": _later(row, [other for other in others if other.version > row.version]) if row.superseded_at else None,
        "earlier": [other for other in others if other.version < row.version],
    }


def _later(row: Any, readable: list[Any]) -> dict[str, Any]:
    """What has taken the place of a version: the version that holds, whether everyone reads it or once could, and of
    ``readable``, the later ones that everyone reads, the latest.
    """
    holding = type(row).objects.in_force().filter(group=row.group_id, year=row.year).first()
    return {
        "holding": holding,
        "is_readable": holding in readable,
        "is_withdrawn": bool(holding and holding.withdrawn_at),
        "latest": next(iter(readable), None),
    }


def _trail(row: ActionPlan | AnnualReport) -> Trail:
    return trail_of(PLANS, (row.group.code, reverse("group", args=[row.group.slug])), (str(row.year), ""))


def _absent(request: HttpRequest, model: Any, group: str, year: int, version: int | None) -> HttpResponse:
    """410 for what everyone could once read, 404 for anything else."""
    rows = model.objects.filter(group__slug=group, group__shows_group=True, year=year, state="withdrawn")
    row = (rows.filter(version=version) if version else rows).order_by("-version").first()
    if row is None:
        raise Http404
    keeping = RecordKeeping.objects.on(timezone.localdate(row.published_at)).filter(group=row.group_id)
    return gone(
        request,
        section="documents",
        trail=_trail(row),
        keeper=keeping.select_related("authority").first(),
        closed_on=row.withdrawn_at,
        about=str(row),
    )


# /planer/<group>/<year>/plan.pdf, /rapporter/<group>/<year>/rapport.pdf


@require_safe
def plan_pdf(request: HttpRequest, group: str, year: int, version: int | None = None) -> HttpResponse:
    """The stored file of a published plan; never rendered here."""
    return _file(request, ActionPlan, group, year, version)


@require_safe
def report_pdf(request: HttpRequest, group: str, year: int, version: int | None = None) -> HttpResponse:
    """The stored file of a published report; never rendered here."""
    return _file(request, AnnualReport, group, year, version)


def _file(request: HttpRequest, model: Any, group: str, year: int, version: int | None) -> HttpResponse:
    row = _found(model.objects, group, year, version)
    if row is None:
        raise Http404
    return handed_out(request, row.record.pdf.path, name=row.record.pdf.name, sha256=row.record.pdf.sha256)


# /rapporter/<group>/<year>/, /rapporter/<group>/<year>/versioner/<version>/


@kept()
def report(request: HttpRequest, group: str, year: int, version: int | None = None) -> HttpResponse:
    """The report as it was approved; or an earlier version of it."""
    found = _found(AnnualReport.objects.select_related("registration"), group, year, version)
    if found is None:
        return _absent(request, AnnualReport, group, year, version)
    return page(
        request,
        "portal/report.html",
        section="documents",
        trail=_trail(found),
        report=found,
        group=found.group,
        doc=report_document(found),
        plan=ActionPlan.objects.shown().filter(group=found.group_id, year=year).first(),
        **_file_and_versions(found, "report", version),
    )
