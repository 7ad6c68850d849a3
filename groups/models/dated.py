"""What holds for a time: from a day, until (but not on) another."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """``starts`` is the first day, ``ends`` the first day after; no end means until further notice."""

    starts = models.DateField("från och med")
    ends = models.DateField("till (dagen efter den sista)", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dates_in_order",
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on the day."""
        return self.starts <= day and (self.ends is None or day < self.ends)
