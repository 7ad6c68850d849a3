"""What a group is to do in a year: its plan, with goals and activities."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from decisions.models.decisions import Decision
from decisions.models.focus_areas import FocusArea
from decisions.models.versions import YearlyText
from decisions.plans.querysets import ActivityQuerySet, YearlyQuerySet
from decisions.plans.states import ActivityState, PlanState
from groups.models import Group, Organisation


class ActionPlan(YearlyText):
    """What a group is to do in a year. Established by itself, or by a decision of the group above it (R5).

    From then on the text is a ``SealedDocument``; the rows only tell what becomes of the activities.
    """

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="action_plans")
    introduction = models.TextField("inledning", blank=True)
    state = models.CharField("läge", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name="beslut", related_name="plans_established", null=True, blank=True
    )
    established_on = models.DateField("fastställd", null=True, blank=True)
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    withdrawn_at = models.DateTimeField("avpublicerad", null=True, blank=True)
    withdrawal_reason = models.TextField("varför den är avpublicerad", blank=True)

    objects: Any = YearlyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "handlingsplan"
        verbose_name_plural = "handlingsplaner"
        ordering: ClassVar = ["-year", "group", "-version"]
        constraints: ClassVar = [
            *YearlyText.Meta.constraints,
            models.CheckConstraint(
                name="established_plan_says_when",
                condition=Q(state=PlanState.DRAFT) | Q(established_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Handlingsplan {self.year}, {self.group.title}{self.suffix}"


class PlanGoal(models.Model):
    """What a group wants to reach in a year, under one of the area's focus areas or by itself."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, verbose_name="handlingsplan", related_name="goals")
    position = models.PositiveSmallIntegerField("ordning")
    text = models.TextField("mål")
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, verbose_name="fokusområde", related_name="goals", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering: ClassVar = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Activity(models.Model):
    """What is to be done for a goal, by whom and when; and what became of it.

    ``responsible`` is what the plan writes; those of them that are in the register stand in ``organisations``.
    """

    goal = models.ForeignKey(PlanGoal, models.CASCADE, verbose_name="mål", related_name="activities")
    position = models.PositiveSmallIntegerField("ordning")
    text = models.TextField("aktivitet")
    responsible = models.CharField("ansvariga organisationer", max_length=300, blank=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name="ansvariga organisationer", related_name="activities", blank=True
    )
    due = models.DateField("klar senast", null=True, blank=True)
    state = models.CharField("läge", max_length=8, choices=ActivityState, default=ActivityState.PLANNED)
    evidence = models.TextField("uppföljning", blank=True)
    changed_at = models.DateTimeField("ändrad", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ändrad av", related_name="+", null=True, blank=True
    )
    #: The same activity in the version of the plan before this one, whose progress it takes over.
    continues = models.ForeignKey(
        "self", models.PROTECT, verbose_name="fortsätter", related_name="continued_by", null=True, blank=True
    )

    objects: Any = ActivityQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[organisations])

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering: ClassVar = ["goal", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="dropped_activity_says_why", condition=~Q(state=ActivityState.DROPPED) | ~Q(evidence="")
            ),
        ]

    def __str__(self) -> str:
        return self.text
