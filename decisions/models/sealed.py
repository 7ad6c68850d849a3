"""Plans and reports as they were established or approved, and their files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from decisions.models.plans import ActionPlan
from decisions.models.reports import AnnualReport
from samverkan.common.frozen import FrozenQuerySet, FrozenRow
from samverkan.common.record_pdf import RecordPdf


class SealedDocument(FrozenRow):
    """A plan or a report as canonical JSON with its SHA-256. Pages and PDF read it; it never changes."""

    plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name="handlingsplan", related_name="record", null=True, blank=True
    )
    report = models.OneToOneField(
        AnnualReport, models.PROTECT, verbose_name="årsrapport", related_name="record", null=True, blank=True
    )
    content = models.TextField("innehåll")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    sealed_at = models.DateTimeField("låst")
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="låst av", related_name="+", null=True, blank=True
    )

    objects = FrozenQuerySet["SealedDocument"].as_manager()

    frozen_fields = ("plan", "report", "content", "sha256", "sealed_at", "sealed_by")

    class Meta:
        verbose_name = "fastställd handling"
        verbose_name_plural = "fastställda handlingar"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sealed_document_of_plan_or_report",
                condition=Q(plan=None, report__isnull=False) | Q(plan__isnull=False, report=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan or self.report)


class SealedPdf(RecordPdf):
    """The PDF of a sealed document, drawn by the worker."""

    record = models.OneToOneField(SealedDocument, models.PROTECT, verbose_name="handling", related_name="pdf")

    objects = FrozenQuerySet["SealedPdf"].as_manager()

    folder = "decisions"

    class Meta:
        verbose_name = "plan eller rapport som PDF"
        verbose_name_plural = "planer och rapporter som PDF"
        ordering: ClassVar = ["record"]
