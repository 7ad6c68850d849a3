"""Areas of cooperation, and the organisations that cooperate in them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from simple_history.models import HistoricalRecords

from groups.querysets import NameManager, OrganisationQuerySet, SlugManager


class Area(models.Model):
    """One structure of cooperation: a delregional area, the level common to the county, or the region's own."""

    class Kind(models.TextChoices):
        DELREGIONAL = "delregional", "Delregionalt"
        COUNTY = "county", "Länsgemensamt"
        REGIONAL = "regional", "Regionens eget"

    slug = models.SlugField("adress", unique=True)
    name = models.CharField("namn", max_length=120)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    deviations_url = models.URLField(
        "länk för avvikelser", max_length=300, blank=True, validators=[URLValidator(["http", "https"])],
        help_text="Dit den som vill rapportera en avvikelse i MedControl PRO ska komma.",
    )  # fmt: skip

    objects = SlugManager["Area"]()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "område"
        verbose_name_plural = "områden"
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Organisation(models.Model):
    """A part in the cooperation. ``principal`` is the huvudman that decides for it; empty for a huvudman itself."""

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        MUNICIPALITY = "municipality", "Kommun"
        REGION_UNIT = "region_unit", "Förvaltning eller verksamhet i regionen"
        MUNICIPAL_UNIT = "municipal_unit", "Förvaltning eller verksamhet i en kommun"
        PRIVATE = "private", "Privat vårdgivare"
        ASSOCIATION = "association", "Förbund eller branschråd"
        OTHER = "other", "Annan"

    slug = models.SlugField("adress", max_length=80, unique=True)
    name = models.CharField("namn", max_length=160, unique=True)
    short_name = models.CharField("kort namn", max_length=60, blank=True)
    kind = models.CharField("slag", max_length=16, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ingår i", related_name="children", null=True, blank=True
    )
    principal = models.ForeignKey(
        "self", models.PROTECT, verbose_name="huvudman", related_name="units", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="har gått upp i", related_name="merged", null=True, blank=True
    )
    merged_on = models.DateField("gick upp i den andra", null=True, blank=True)

    objects = SlugManager.from_queryset(OrganisationQuerySet)()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
            ),
            models.CheckConstraint(
                name="merged_organisation_says_when",
                condition=models.Q(merged_into=None, merged_on=None)
                | models.Q(merged_into__isnull=False, merged_on__isnull=False) & ~models.Q(merged_into=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def brief(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def named_on(self, day: date) -> str:
        """The name that the organisation had on the day: its own then, or that of the one it had gone up in.

        Asks nothing of the database for rows that were read ``with_names()``.
        """
        then = self.current(day)
        former = [
            (other.ends, other.name)
            for other in then.other_names.all()
            if other.kind == OrganisationName.Kind.FORMER and other.ends and other.ends > day
        ]
        return min(former)[1] if former else then.name

    def current(self, day: date) -> Organisation:
        """The organisation that stood in its place on the day: itself until it went up in another."""
        if self.merged_into is None or self.merged_on is None or day < self.merged_on:
            return self
        return self.merged_into.current(day)

    def standing(self) -> Organisation:
        """The organisation that it is now, after every merger that has been registered."""
        return self.merged_into.standing() if self.merged_into else self


class OrganisationName(models.Model):
    """Another name under which an organisation is found: a former name, or how people write it.

    ``ends`` is the first day of the name that came after, so that a past roster says what was said then.
    """

    class Kind(models.TextChoices):
        FORMER = "former", "Tidigare namn"
        WRITTEN = "written", "Skrivs också"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name="organisation", related_name="other_names"
    )
    name = models.CharField("namn", max_length=160, unique=True)
    kind = models.CharField("slag", max_length=8, choices=Kind, default=Kind.WRITTEN)
    ends = models.DateField("gällde till (dagen efter den sista)", null=True, blank=True)

    objects = NameManager["OrganisationName"]()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "annat namn"
        verbose_name_plural = "andra namn"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)
