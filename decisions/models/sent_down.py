"""Decisions that go down to other groups and come back with their answers (R7)."""

from typing import Any, ClassVar

from django.db import models

from decisions.models.decisions import Decision
from decisions.querysets import SentDownQuerySet
from meetings.models import Handover


class SentDown(models.Model):
    """A decision sent to one group: the handover knows the question in that group, and so its answer."""

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="sent_down")
    handover = models.OneToOneField(Handover, models.PROTECT, verbose_name="överlämning", related_name="decision")

    objects: Any = SentDownQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut skickat till en grupp"
        verbose_name_plural = "beslut skickade till grupper"
        ordering: ClassVar = ["decision", "handover"]

    def __str__(self) -> str:
        return f"{self.decision} {self.handover}"
