"""What plans and annual reports have in common: a text of a group and a year, in versions that stay as they were."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from decisions.plans.states import OPEN


class YearlyText(models.Model):
    """One version of what a group writes of a year; a later one takes its place, and never changes it.

    ``superseded_at`` is when a later version was established or approved.
    """

    if TYPE_CHECKING:
        group_id: int
        state: str
        objects: Any

    year = models.PositiveSmallIntegerField("år")
    version = models.PositiveSmallIntegerField("version", default=1)
    revision_reason = models.TextField("varför den ändras", blank=True)
    superseded_at = models.DateTimeField("ersatt av en senare version", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_%(class)s_per_version", fields=["group", "year", "version"]),
            models.UniqueConstraint(
                name="one_open_%(class)s", fields=["group", "year"], condition=Q(state__in=OPEN)
            ),
            models.UniqueConstraint(
                name="one_%(class)s_in_force", fields=["group", "year"],
                condition=Q(superseded_at=None) & ~Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="later_%(class)s_says_why", condition=Q(version=1) | Q(version__gt=1) & ~Q(revision_reason="")
            ),
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is still being written, or waits for an answer."""
        return self.state in OPEN

    @property
    def suffix(self) -> str:
        """``, version 2`` of a later version."""
        return f", version {self.version}" if self.version > 1 else ""

    @property
    def earlier(self) -> Any:
        """The version before this one; None of the first. One query."""
        if self.version == 1:
            return None
        return type(self).objects.filter(group=self.group_id, year=self.year, version=self.version - 1).first()
