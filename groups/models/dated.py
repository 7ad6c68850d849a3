"""What holds for a time: from a day, until (but not on) another."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from samverkan.common import overlap


class Dated(models.Model):
    """``starts`` is the first day, ``ends`` the first day after; no end means until further notice.

    Rows that must not hold at the same time say so in ``no_overlap``; the database refuses them too.
    """

    starts = models.DateField("från och med")
    ends = models.DateField("till (dagen efter den sista)", null=True, blank=True)

    no_overlap: ClassVar[tuple[overlap.NoOverlap, ...]] = ()

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dates_in_order",
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                violation_error_message="Slutdagen ligger före den första dagen. Ändra en av dem.",
            ),
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude=exclude)
        overlap.check(self)

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on the day."""
        return self.starts <= day and (self.ends is None or day < self.ends)
