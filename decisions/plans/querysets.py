"""The questions that are asked of plans and annual reports, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from decisions.plans.states import LEFT, OPEN, PlanState, ReportState
from groups.models import Group

if TYPE_CHECKING:
    from groups.models import User


class YearlyQuerySet(models.QuerySet[Any]):
    """Rows of a group and a year: action plans, annual reports."""

    def published(self) -> Self:
        """What everyone reads: published, with its file there, and of a group that is shown (R8)."""
        return self.filter(state="published", record__pdf__isnull=False, group__shows_group=True)

    def shown(self) -> Self:
        """Of each group and year the version that its address shows: published, and no later one has been."""
        later = self.model.objects.filter(
            group=OuterRef("group"), year=OuterRef("year"), version__gt=OuterRef("version"), published_at__isnull=False
        )
        return self.published().exclude(Exists(later))

    def settled(self) -> Self:
        """Those that have been established or approved, whether they still hold or not."""
        return self.exclude(state__in=OPEN)

    def in_force(self) -> Self:
        """Those that have been established or approved and that no later version has taken the place of."""
        return self.settled().filter(superseded_at=None)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Those of the groups that the account sees on the day, drafts too."""
        return self.filter(group__in=Group.objects.visible_to(user, on=on))

    def kept_by(self, user: User, *, on: date) -> Self:
        """Those of the groups whose registers the account may work in on the day."""
        return self.filter(group__in=Group.objects.kept_by(user, on=on).values("pk"))

    def listed(self) -> Self:
        """The latest year first, with what a row of a list shows."""
        return self.select_related("group__area", "group__type").order_by(
            "-year", "group__type__position", "group__name", "-version"
        )


class AnnualReportQuerySet(YearlyQuerySet):
    def waiting(self) -> Self:
        """Those that somebody has to do something about: approve, publish, or change after the chair's comment."""
        lying = Q(state__in=[ReportState.SENT, ReportState.APPROVED])
        returned = Q(state=ReportState.DRAFT) & ~Q(comment="")
        return self.filter(lying | returned, superseded_at=None)


class ActivityQuerySet(models.QuerySet[Any]):
    def of_plans_in_force(self) -> Self:
        """Activities of plans that have been established and hold: what somebody is to do."""
        return self.exclude(goal__plan__state=PlanState.DRAFT).filter(goal__plan__superseded_at=None)

    def late(self, *, on: date) -> Self:
        """Those whose day has passed with something left to do."""
        return self.filter(state__in=LEFT, due__lt=on)


class FocusAreaQuerySet(models.QuerySet[Any]):
    def of_area(self, area: int, *, year: int) -> Self:
        """Those of the area's cooperation plans whose period holds the year."""
        ends = Q(plan__last_year=None) | Q(plan__last_year__gte=year)
        return self.filter(ends, plan__area=area, plan__first_year__lte=year)
