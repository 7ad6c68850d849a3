"""What waits of annual reports: to approve for who chairs, to change or publish for who writes them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from decisions.models import AnnualReport
from decisions.plans.states import ReportState
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo


def reports(chaired: Iterable[int], written: Iterable[int]) -> Iterator[Todo]:
    """Reports that lie with the chairs of the groups, those that came back from there, and approved ones that nobody
    has published; ``written`` are the groups whose reports the person writes. One query.
    """
    sent = Q(state=ReportState.SENT, group__in=chaired)
    returned = Q(state=ReportState.DRAFT, group__in=written)
    approved = Q(state=ReportState.APPROVED, group__in=written, group__shows_group=True)
    rows = AnnualReport.objects.waiting().filter(sent | returned | approved)
    for report in rows.select_related("group").order_by("sent_at"):
        label, why, verb = _words(report)
        yield Todo(
            label=label,
            about=f"{report.group.name}, {report.year}{report.suffix}",
            why=why,
            url=reverse("plan_admin:report", args=[report.pk]),
            verb=verb,
        )


def _words(report: AnnualReport) -> tuple[str, str, str]:
    """What there is to do, why, and the words of the button."""
    if report.state == ReportState.DRAFT:
        return "Ändra årsrapporten som kom tillbaka", f"”{report.comment}”", "Till rapporten"
    if report.state == ReportState.SENT:
        return "Godkänn årsrapporten", _since("Skickad", report.sent_at), "Läs och svara"
    return "Publicera årsrapporten", _since("Godkänd", report.approved_at), "Till rapporten"


def _since(word: str, moment: datetime | None) -> str:
    return f"{word} {long_date(moment)}." if moment else ""
