"""What the steering documents demand of a group: how often it meets, and how its chair changes hands."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models.groups import Group, GroupType
from groups.querysets import OwnedRuleManager


class OwnedRule(models.Model):
    """A rule that a type has for all its groups, or that a group has instead of its type's."""

    type = models.OneToOneField(
        GroupType, models.CASCADE, verbose_name="grupptyp", related_name="%(class)s", null=True, blank=True
    )
    group = models.OneToOneField(
        Group, models.CASCADE, verbose_name="grupp", related_name="%(class)s", null=True, blank=True
    )
    source = models.CharField("källa", max_length=200, blank=True, help_text="Dokumentet som regeln står i.")

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="%(class)s_of_type_or_group",
                condition=Q(type=None, group__isnull=False) | Q(type__isnull=False, group=None),
                violation_error_message="Välj antingen en grupptyp eller en grupp.",
            ),
        ]

    def natural_key(self) -> tuple[str, str]:
        return (self.type.slug if self.type else "", self.group.slug if self.group else "")


class FrequencyRule(OwnedRule):
    """How often the group meets, per year or per term (R1). A term is January to July, or August to December.

    ``maximum`` is what the document writes; only where ``warns_above`` is set does a meeting more say anything.
    """

    class Per(models.TextChoices):
        YEAR = "year", "år"
        TERM = "term", "termin"

    per = models.CharField("räknas per", max_length=4, choices=Per, default=Per.YEAR)
    minimum = models.PositiveSmallIntegerField("minst")
    maximum = models.PositiveSmallIntegerField("högst", null=True, blank=True)
    warns_above = models.BooleanField("säg till om det blir fler", default=False)
    hours = models.DecimalField("timmar per möte", max_digits=3, decimal_places=1, null=True, blank=True)

    objects = OwnedRuleManager()
    history = HistoricalRecords()

    class Meta(OwnedRule.Meta):
        verbose_name = "regel för hur ofta gruppen möts"
        verbose_name_plural = "regler för hur ofta grupper möts"
        constraints: ClassVar = [
            *OwnedRule.Meta.constraints,
            models.CheckConstraint(
                name="frequency_in_order",
                condition=Q(maximum=None) | Q(maximum__gte=F("minimum")),
                violation_error_message="Högst kan inte vara mindre än minst.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.type}: minst {self.minimum} per {self.get_per_display()}"


class TermRule(OwnedRule):
    """How long a chair serves and who comes next (R2)."""

    class Rotation(models.TextChoices):
        SIDES = "sides", "Mellan kommun och region"
        PARTIES = "parties", "Mellan parterna"
        ELECTED = "elected", "Gruppen väljer inom sig"
        APPOINTED = "appointed", "Utses utanför gruppen"

    months = models.PositiveSmallIntegerField("månader", null=True, blank=True)
    rotation = models.CharField("växlar", max_length=9, choices=Rotation)
    vice_from_other_side = models.BooleanField("vice ordförande från den andra sidan", default=False)
    in_step_with = models.ForeignKey(
        Group, models.PROTECT, verbose_name="i takt med", related_name="+", null=True, blank=True
    )
    is_extendable = models.BooleanField("kan förlängas i enighet", default=False)
    same_principal_fills = models.BooleanField("samma huvudman utser om någon slutar", default=False)

    objects = OwnedRuleManager()
    history = HistoricalRecords()

    class Meta(OwnedRule.Meta):
        verbose_name = "regel för ordförandeskap"
        verbose_name_plural = "regler för ordförandeskap"

    def __str__(self) -> str:
        return f"{self.group or self.type}: {self.get_rotation_display().lower()}"


class DeadlineRule(OwnedRule):
    """The days that count back and forward from a meeting: ``matters`` days before it is the last for matters.

    What falls on a day when nobody works is moved to the working day before, and what falls in July before a later
    meeting to the last working day of June.
    """

    matters = models.PositiveSmallIntegerField("sista dag för frågor, dagar före", default=28)
    preparation = models.PositiveSmallIntegerField("beredning, dagar före", default=21)
    dispatch = models.PositiveSmallIntegerField("kallelse, dagar före", default=14)
    papers = models.PositiveSmallIntegerField("underlag, dagar före", default=7)
    adjustment = models.PositiveSmallIntegerField("justering, dagar efter", default=14)

    objects = OwnedRuleManager()
    history = HistoricalRecords()

    class Meta(OwnedRule.Meta):
        verbose_name = "regel för mötets datum"
        verbose_name_plural = "regler för mötens datum"
        constraints: ClassVar = [
            *OwnedRule.Meta.constraints,
            models.CheckConstraint(
                name="deadlines_in_order",
                condition=Q(matters__gte=F("preparation"), preparation__gte=F("dispatch"), dispatch__gte=F("papers")),
                violation_error_message="Ordningen är: frågor, beredning, kallelse, underlag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.type}: kallelse {self.dispatch} dagar före"
