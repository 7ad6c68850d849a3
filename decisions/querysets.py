"""The questions that are asked of the register of decisions, by name."""

from typing import Any, Self

from django.db import models


class DecisionQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Decisions in a public variant that stands, of a group that shows its decisions."""
        return self.filter(
            publication__closed_at=None,
            publication__superseded_at=None,
            publication__isnull=False,
            group__shows_group=True,
            group__shows_minutes=True,
            group__shows_decisions=True,
        ).exclude(public_text="")

    def listed(self) -> Self:
        """Newest first, with what a row of the register shows."""
        return self.select_related("group__area", "publication__meeting").order_by(
            "-decided_on", "group__code", "number"
        )
