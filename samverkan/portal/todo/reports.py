"""What waits of annual reports: to approve for who chairs, to publish for who runs the group."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse

from decisions.models import AnnualReport
from decisions.plans.states import ReportState
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo


def reports(chaired: Iterable[int], worked: Iterable[int]) -> Iterator[Todo]:
    """Reports that lie with the chairs of the groups, and approved ones that nobody has published; one query."""
    sent = Q(state=ReportState.SENT, group__in=chaired)
    approved = Q(state=ReportState.APPROVED, group__in=worked, group__shows_group=True)
    for report in AnnualReport.objects.waiting().filter(sent | approved).select_related("group").order_by("sent_at"):
        is_sent = report.state == ReportState.SENT
        moment = report.sent_at if is_sent else report.approved_at
        yield Todo(
            label="Godkänn årsrapporten" if is_sent else "Publicera årsrapporten",
            about=f"{report.group.name}, {report.year}{report.suffix}",
            why=f"{'Skickad' if is_sent else 'Godkänd'} {long_date(moment)}." if moment else "",
            url=reverse("plan_admin:report", args=[report.pk]),
            verb="Läs och svara" if is_sent else "Till rapporten",
        )
