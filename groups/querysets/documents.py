"""What is asked of governing documents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from groups.models import User


class GoverningDocumentQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Documents of groups that everyone may know of."""
        return self.filter(group__shows_group=True)

    def kept_by(self, user: User, *, on: date) -> Self:
        """Documents of the groups whose registers the account may work in on the day."""
        groups: Any = apps.get_model("groups", "Group").objects
        return self.filter(group__in=groups.kept_by(user, on=on).values("pk"))

    def in_force(self, *, on: date) -> Self:
        """Documents that hold on the day; the last day counts, and no first day means long since."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
        )  # fmt: skip

    def with_standing(self, *, on: date) -> Self:
        """With ``has_successor``, and ``is_replaced``: whether a successor has begun to hold by the day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        successors = self.model.objects.filter(replaces=OuterRef("pk"))
        return self.annotate(has_successor=Exists(successors), is_replaced=Exists(successors.filter(begun)))

    def listed(self, *, on: date) -> Self:
        """With standing and owner group, by title; those that have run out or been replaced (``is_past``) last."""
        past = models.ExpressionWrapper(
            Q(valid_until__isnull=False, valid_until__lt=on) | Q(is_replaced=True), models.BooleanField()
        )
        rows = self.with_standing(on=on).annotate(is_past=past)
        return rows.select_related("group").order_by("is_past", "title", "pk")

    def holding(self, *, on: date) -> Self:
        """Documents in force on the day that no other has replaced by then."""
        return self.in_force(on=on).with_standing(on=on).filter(is_replaced=False)

    def past(self, *, on: date) -> Self:
        """Documents that have run out or been replaced by the day."""
        return self.with_standing(on=on).filter(Q(valid_until__lt=on) | Q(is_replaced=True))

    def due_for_review(self, *, on: date) -> Self:
        """Documents in force whose day of review has come or gone, and that nothing is registered to replace."""
        return self.in_force(on=on).filter(review_date__lte=on, successors=None)

    def running_out(self, *, on: date, days: int = 90) -> Self:
        """Documents whose last day is at most so many days away and that nothing is registered to replace."""
        soon = self.filter(valid_until__gte=on, valid_until__lte=on + timedelta(days=days))
        return soon.filter(successors=None)
