"""What adjusters have had in front of them."""

from typing import ClassVar

from django.db import models

from groups.models import Person
from meetings.models.minutes import MinutesVersion


class SeenVersion(models.Model):
    """That an adjuster has had a sent version open in front of them, and when last, so that they are shown what has
    changed since. No history; no part of the record; it goes with the texts of the work (rensning).
    """

    version = models.ForeignKey(MinutesVersion, models.CASCADE, verbose_name="version", related_name="seen")
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="läsare", related_name="seen_versions")
    seen_at = models.DateTimeField("senast öppnad")

    class Meta:
        verbose_name = "öppnad version"
        verbose_name_plural = "öppnade versioner"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_row_per_version_and_reader", fields=["version", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.version}"
