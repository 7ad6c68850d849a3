"""Groups, their former addresses, and the types whose features the code asks instead of their names."""

from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from groups.models import placement
from groups.models.dated import Dated
from groups.models.organisations import Area
from groups.querysets import GroupQuerySet, SlugManager


class GroupType(models.Model):
    """What holds for every group of a kind: a row, not code, so that an area can have its own."""

    class AgendaApprover(models.TextChoices):
        CHAIR = "chair", "Ordföranden eller vice ordföranden"
        PREPARATORY_GROUP = "preparatory", "Beredningsgruppen"

    class AdjustmentMode(models.TextChoices):
        CHAIR = "chair", "Ordföranden justerar"
        NAMED = "named", "Namngivna justerare, alla av dem"
        COMMENTS = "comments", "Ledamöterna kommenterar till ett datum, sedan justerar ordföranden"
        NEXT_MEETING = "next_meeting", "Godkänns vid nästa möte"

    class PublicationMoment(models.TextChoices):
        ADJUSTED = "adjusted", "När anteckningen är justerad"
        NEXT_MEETING = "next_meeting", "När anteckningen är godkänd vid nästa möte"

    class MinutesWord(models.TextChoices):
        MEETING_NOTE = "mötesanteckning", "Mötesanteckning"
        MINUTES = "minnesanteckningar", "Minnesanteckningar"

    class PlanEstablisher(models.TextChoices):
        ITSELF = "itself", "Gruppen själv"
        PARENT = "parent", "Gruppen som den ligger under"

    slug = models.SlugField("kod", unique=True)
    name = models.CharField("namn", max_length=80)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    allowed_parents = models.ManyToManyField("self", verbose_name="får ligga under", symmetrical=False, blank=True)
    has_mandate = models.BooleanField("har uppdrag", default=True)
    has_plan = models.BooleanField("har handlingsplan", default=False)
    plan_established_by = models.CharField(
        "handlingsplanen fastställs av", max_length=6, choices=PlanEstablisher, default=PlanEstablisher.ITSELF
    )
    has_report = models.BooleanField("lämnar årsrapport", default=False)
    minutes_word = models.CharField(
        "ord för anteckningen", max_length=20, choices=MinutesWord, default=MinutesWord.MINUTES
    )
    agenda_approver = models.CharField(
        "fastställer agendan", max_length=12, choices=AgendaApprover, default=AgendaApprover.CHAIR
    )
    adjustment_mode = models.CharField("justering", max_length=12, choices=AdjustmentMode, default=AdjustmentMode.CHAIR)
    publication_moment = models.CharField(
        "publiceras", max_length=12, choices=PublicationMoment, default=PublicationMoment.ADJUSTED
    )
    light_path = models.BooleanField(
        "laddar upp färdiga anteckningar", default=False, help_text="För grupper utan processledare."
    )
    publishes_short_notes = models.BooleanField(
        "publicerar kortinfo", default=False, help_text="En kort text direkt efter mötet, märkt som inte justerad."
    )
    purge_after_days = models.PositiveSmallIntegerField(
        "arbetstexter rensas efter så många dagar", null=True, blank=True,
        help_text="Räknat från justeringen. Tomt: de rensas inte.",
    )  # fmt: skip
    hands_over_to = models.ManyToManyField(
        "self", verbose_name="lyfter också frågor till", symmetrical=False, related_name="gets_from", blank=True,
        help_text="Utöver gruppen ovanför: till grupper av de här typerna i samma område, eller gemensamma för länet.",
    )  # fmt: skip
    speaks_for_area = models.BooleanField(
        "svarar för området", default=False,
        help_text="Ordförande och processledare svarar när hela området får en remiss.",
    )  # fmt: skip
    allows_substitutes = models.BooleanField("har ersättare", default=False)
    shows_group = models.BooleanField("gruppen visas öppet", default=True)
    shows_mandate = models.BooleanField("uppdraget visas öppet", default=True)
    shows_minutes = models.BooleanField("anteckningar visas öppet", default=True)
    shows_decisions = models.BooleanField("beslut visas öppet", default=True)

    objects = SlugManager["GroupType"]()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "grupptyp"
        verbose_name_plural = "grupptyper"
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Group(Dated):
    """A group in the structure: where it belongs, for whom it works, who prepares its meetings, what is open."""

    code = models.CharField("beteckning", max_length=40, unique=True, help_text="Står i beslutens nummer: LGS.")
    slug = models.SlugField("adress", max_length=80, unique=True)
    name = models.CharField("namn", max_length=120)
    purpose = models.TextField("i korthet", blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="område", related_name="groups")
    type = models.ForeignKey(GroupType, models.PROTECT, verbose_name="typ", related_name="groups")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ligger under", related_name="children", null=True, blank=True
    )
    works_for = models.ForeignKey(
        "self", models.PROTECT, verbose_name="arbetar för", related_name="workers", null=True, blank=True
    )
    prepared_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="bereds av", related_name="prepares", null=True, blank=True
    )
    shows_group = models.BooleanField("gruppen visas öppet", default=True)
    shows_mandate = models.BooleanField("uppdraget visas öppet", default=True)
    shows_minutes = models.BooleanField("anteckningar visas öppet", default=True)
    shows_decisions = models.BooleanField("beslut visas öppet", default=True)

    objects = SlugManager.from_queryset(GroupQuerySet)()
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "grupp"
        verbose_name_plural = "grupper"
        ordering: ClassVar = ["area__position", "type__position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def title(self) -> str:
        """The name, with the code where the name does not say it: ``Ledningsgrupp för samverkan (LGS)``."""
        return self.name if self.code in self.name else f"{self.name} ({self.code})"

    @property
    def publishes_minutes(self) -> bool:
        """Whether what is adjusted in the group can be shown to everyone (R8)."""
        return self.shows_group and self.shows_minutes

    @property
    def last_day(self) -> date | None:
        """The last day on which the group is there; None until further notice."""
        return self.ends - timedelta(days=1) if self.ends else None

    @property
    def agenda_decider(self) -> str:
        """Who decides the agendas, as a sentence says it: the preparatory group where the type says so (R5)."""
        prepares = self.type.agenda_approver == GroupType.AgendaApprover.PREPARATORY_GROUP and self.prepared_by_id
        return "beredningsgruppen" if prepares else "ordföranden"

    def clean(self) -> None:
        """The place in the structure is looked at when it changes: a rule that came later stops nothing else."""
        if self.type_id and self.area_id and placement.has_moved(self) and (found := placement.problems_of(self)):
            raise ValidationError(found)


class FormerAddress(models.Model):
    """An address that a group once had. It leads to the group for ever, so no other group may take it."""

    slug = models.SlugField("tidigare adress", max_length=80, unique=True)
    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="former_addresses")

    objects = SlugManager["FormerAddress"]()

    class Meta:
        verbose_name = "tidigare adress"
        verbose_name_plural = "tidigare adresser"
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
