"""What the cooperation is to work with: the focus areas of an area's plan, and the decisions that are about them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from decisions.models.decisions import Decision
from decisions.plans.querysets import FocusAreaQuerySet
from groups.models import Area


class CooperationPlan(models.Model):
    """The cooperation plan of an area for a period: the focus areas that the groups' own plans lean on."""

    area = models.ForeignKey(Area, models.PROTECT, verbose_name="område", related_name="cooperation_plans")
    title = models.CharField("titel", max_length=200)
    first_year = models.PositiveSmallIntegerField("från och med år")
    last_year = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)
    summary = models.TextField("i korthet", blank=True)
    source = models.CharField("källa", max_length=200, blank=True, help_text="Dokumentet, och vem som har antagit det.")
    link = models.URLField("länk till dokumentet", max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "samverkansplan"
        verbose_name_plural = "samverkansplaner"
        ordering: ClassVar = ["area__position", "-first_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_cooperation_plan_per_start", fields=["area", "first_year"]),
            models.CheckConstraint(
                name="cooperation_plan_years_in_order",
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                violation_error_message="Sista året ligger före det första. Ändra ett av dem.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        """``2025–2027``, ``från 2025``."""
        if self.last_year is None:
            return f"från {self.first_year}"
        return str(self.first_year) if self.last_year == self.first_year else f"{self.first_year}–{self.last_year}"


class FocusArea(models.Model):
    """A focus area of a cooperation plan."""

    plan = models.ForeignKey(CooperationPlan, models.PROTECT, verbose_name="samverkansplan", related_name="focus_areas")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    title = models.CharField("fokusområde", max_length=160)
    text = models.TextField("beskrivning", blank=True)

    objects: Any = FocusAreaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fokusområde"
        verbose_name_plural = "fokusområden"
        ordering: ClassVar = ["plan", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_focus_area_per_title", fields=["plan", "title"]),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionFocus(models.Model):
    """A focus area that a decision is about, as those who run the group say; beside the sealed text, never in it."""

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="focuses")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, verbose_name="fokusområde", related_name="focuses")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "fokusområde för ett beslut"
        verbose_name_plural = "fokusområden för beslut"
        ordering: ClassVar = ["decision", "focus_area__position", "focus_area"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_focus_per_decision", fields=["decision", "focus_area"]),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.focus_area}"
