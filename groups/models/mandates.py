"""Mandates: what a group is to do, given by whom, decided by whom, for how long; and the record of each version."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models.groups import Group
from groups.querysets import MandateQuerySet, SectionManager, SlugManager
from groups.states import MandateState
from samverkan.common.frozen import FrozenQuerySet, FrozenRow
from samverkan.common.record_pdf import RecordPdf


class Mandate(models.Model):
    """One version of a mandate document; it may cover several groups.

    The version's number is unique among the mandates of each group that it covers (``workflow.mandates`` sees to
    it), because it stands in the address. ``replaces`` is the version that this one was drafted from.

    The dates are kept apart as the documents do: the day on the document, of the decision, of the review, and
    the days between which it is in force. ``valid_until`` is the last day; its precision says how much of it
    the document states ("till jan 2024").
    """

    class Precision(models.TextChoices):
        DAY = "day", "dag"
        MONTH = "month", "månad"
        YEAR = "year", "år"

    slug = models.SlugField("kod", max_length=80, unique=True)
    title = models.CharField("titel", max_length=200)
    groups = models.ManyToManyField(Group, verbose_name="grupper", related_name="mandates")
    version = models.PositiveSmallIntegerField("version", default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ersätter", related_name="successors", null=True, blank=True
    )
    state = models.CharField("läge", max_length=10, choices=MandateState, default=MandateState.DRAFT)
    commissioner = models.CharField("uppdragsgivare", max_length=160, blank=True)
    commissioner_group = models.ForeignKey(
        Group, models.PROTECT, verbose_name="uppdragsgivare (grupp)", related_name="commissions",
        null=True, blank=True,
    )  # fmt: skip
    assignee = models.CharField("uppdragstagare", max_length=160, blank=True)
    decided_by = models.CharField("beslutsfattare", max_length=160, blank=True)
    decided_by_group = models.ForeignKey(
        Group, models.PROTECT, verbose_name="beslutsfattare (grupp)", related_name="mandates_decided",
        null=True, blank=True,
    )  # fmt: skip
    decision_reference = models.CharField(
        "beslut", max_length=60, blank=True, help_text="Numret på beslutet i samverkan, om det finns ett: LGS 2026:3."
    )
    registration_number = models.CharField("diarienummer", max_length=40, blank=True)
    document_date = models.DateField("dokumentets datum", null=True, blank=True)
    decision_date = models.DateField("beslutsdatum", null=True, blank=True)
    review_date = models.DateField("ses över senast", null=True, blank=True)
    valid_from = models.DateField("gäller från", null=True, blank=True)
    valid_until = models.DateField("gäller till och med", null=True, blank=True)
    valid_until_precision = models.CharField("noggrannhet", max_length=5, choices=Precision, default=Precision.DAY)
    chair_decides = models.TextField(
        "ordföranden får besluta om", blank=True, help_text="Det som uppdraget låter ordföranden besluta själv (R6)."
    )
    recipients = models.TextField("skickas till", blank=True, help_text="En mottagare per rad.")

    objects = SlugManager.from_queryset(MandateQuerySet)()
    history = HistoricalRecords(m2m_fields=[groups])

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        ordering: ClassVar = ["-valid_from", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mandate_dates_in_order",
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="adopted_mandate_says_when",
                condition=Q(state=MandateState.DRAFT) | Q(decision_date__isnull=False, valid_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def has_run_out(self, *, on: date) -> bool:
        """Whether the last day of validity has passed (R10)."""
        return self.valid_until is not None and self.valid_until < on


class MandateSection(models.Model):
    """A headed part of a mandate, as rich text."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, verbose_name="uppdrag", related_name="sections")
    position = models.PositiveSmallIntegerField("ordning")
    heading = models.CharField("rubrik", max_length=160)
    body = models.TextField("text", blank=True)

    objects = SectionManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering: ClassVar = ["mandate", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_section_per_position", fields=["mandate", "position"]),
        ]

    def __str__(self) -> str:
        return self.heading

    def natural_key(self) -> tuple[str, int]:
        return (self.mandate.slug, self.position)

    natural_key.dependencies = ["groups.mandate"]  # type: ignore[attr-defined]


class MandateRecord(FrozenRow):
    """The mandate as it was adopted: canonical JSON and its SHA-256. Pages, PDF and diff read it; it never changes."""

    mandate = models.OneToOneField(Mandate, models.PROTECT, verbose_name="uppdrag", related_name="record")
    content = models.TextField("innehåll")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    sealed_at = models.DateTimeField("låst")
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="låst av", related_name="mandates_sealed",
        null=True, blank=True,
    )  # fmt: skip

    objects = FrozenQuerySet["MandateRecord"].as_manager()

    frozen_fields = ("mandate", "content", "sha256", "sealed_at", "sealed_by")

    class Meta:
        verbose_name = "antaget uppdrag"
        verbose_name_plural = "antagna uppdrag"
        ordering: ClassVar = ["mandate"]

    def __str__(self) -> str:
        return f"{self.mandate}, version {self.mandate.version}"


class MandatePdf(RecordPdf):
    """The PDF of an adopted mandate, drawn by the worker."""

    record = models.OneToOneField(MandateRecord, models.PROTECT, verbose_name="uppdrag", related_name="pdf")

    objects = FrozenQuerySet["MandatePdf"].as_manager()

    folder = "mandates"

    class Meta:
        verbose_name = "uppdrag som PDF"
        verbose_name_plural = "uppdrag som PDF"
        ordering: ClassVar = ["record"]
