"""What several kinds of rows share: names in fixtures, and days."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class SlugManager[M: models.Model](models.Manager[M]):
    """Finds rows by their slug, so that fixtures can be read by people."""

    def get_by_natural_key(self, slug: str) -> M:
        return self.get(slug=slug)


class NameManager[M: models.Model](models.Manager[M]):
    """Finds rows by their name, for fixtures."""

    def get_by_natural_key(self, name: str) -> M:
        return self.get(name=name)


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with ``starts`` and ``ends``; half-open, so a row that ends on a day does not hold on it."""

    def on(self, day: date) -> Self:
        """The rows that hold on the day."""
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)
