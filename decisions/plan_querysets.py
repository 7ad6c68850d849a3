"""The questions that are asked of plans and annual reports, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from decisions.plan_states import LEFT, PlanState, ReportState
from groups.models import Group

if TYPE_CHECKING:
    from groups.models import User


class YearlyQuerySet(models.QuerySet[Any]):
    """Rows of a group and a year: action plans, annual reports."""

    def published(self) -> Self:
        """What everyone reads: published, with its file there, and of a group that is shown (R8)."""
        return self.filter(state="published", record__pdf__isnull=False, group__shows_group=True)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of the groups that the account sees on the day, drafts too."""
        return self.filter(group__in=Group.objects.visible_to(user, on=on))

    def kept_by(self, user: User, *, on: date) -> Self:
        """Those of the groups whose registers the account may work in on the day."""
        return self.filter(group__in=Group.objects.kept_by(user, on=on).values("pk"))

    def listed(self) -> Self:
        """The latest year first, with what a row of a list shows."""
        return self.select_related("group__area", "group__type").order_by(
            "-year", "group__type__position", "group__name"
        )


class ActionPlanQuerySet(YearlyQuerySet):
    def settled(self) -> Self:
        """Those that have been established."""
        return self.exclude(state=PlanState.DRAFT)


class AnnualReportQuerySet(YearlyQuerySet):
    def waiting(self) -> Self:
        """Those that somebody has to do something about: approve, or publish."""
        return self.filter(state__in=[ReportState.SENT, ReportState.APPROVED])

    def settled(self) -> Self:
        """Those that have been approved."""
        return self.exclude(state__in=[ReportState.DRAFT, ReportState.SENT])


class ActivityQuerySet(models.QuerySet[Any]):
    def of_settled_plans(self) -> Self:
        """Activities of plans that have been established: what somebody is to do."""
        return self.exclude(goal__plan__state=PlanState.DRAFT)

    def late(self, *, on: date) -> Self:
        """Those whose day has passed with something left to do."""
        return self.filter(state__in=LEFT, due__lt=on)


class FocusAreaQuerySet(models.QuerySet[Any]):
    def of_area(self, area: int, *, year: int) -> Self:
        """Those of the area's cooperation plans whose period holds the year."""
        ends = Q(plan__last_year=None) | Q(plan__last_year__gte=year)
        return self.filter(ends, plan__area=area, plan__first_year__lte=year)
