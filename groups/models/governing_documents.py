"""Governing documents: the routines, guidelines and agreements that the cooperation works by."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models.groups import Group
from groups.querysets import GoverningDocumentQuerySet, SlugManager


class GoverningDocument(models.Model):
    """One document in the register: what it is, who owns it, for how long it holds, and where it is to be had.

    ``valid_until`` is the last day. The document itself is a file here, a link to where it lies, or both; the
    archive id is that of the owner's archive. ``decision_reference`` is the number of a decision in samverkan.
    """

    class Kind(models.TextChoices):
        ROUTINE = "routine", "Rutin"
        GUIDELINE = "guideline", "Riktlinje"
        AGREEMENT = "agreement", "Överenskommelse"
        FINAL_REPORT = "final_report", "Slutrapport"
        OTHER = "other", "Annat dokument"

    slug = models.SlugField("adress", max_length=80, unique=True)
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("slag", max_length=12, choices=Kind)
    group = models.ForeignKey(Group, models.PROTECT, verbose_name="ansvarig grupp", related_name="governing_documents")
    summary = models.TextField("i korthet", blank=True)
    valid_from = models.DateField("gäller från", null=True, blank=True)
    valid_until = models.DateField("gäller till och med", null=True, blank=True)
    review_date = models.DateField("ses över senast", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ersätter", related_name="successors", null=True, blank=True
    )
    decision_reference = models.CharField(
        "beslut", max_length=60, blank=True, help_text="Numret på beslutet i samverkan, om det finns ett: LGS 2026:3."
    )
    registration_number = models.CharField("diarienummer", max_length=40, blank=True)
    link = models.URLField("länk", max_length=500, blank=True)
    archive_id = models.CharField("arkiv-id", max_length=120, blank=True)
    file_name = models.CharField("filnamn", max_length=160, blank=True)
    file_type = models.CharField("filtyp", max_length=100, blank=True)
    file_size = models.PositiveIntegerField("storlek i byte", default=0)
    file_sha256 = models.CharField("filens kontrollsumma", max_length=64, blank=True)

    objects = SlugManager.from_queryset(GoverningDocumentQuerySet)()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "styrdokument"
        verbose_name_plural = "styrdokument"
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governing_document_dates_in_order",
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="Sista dagen ligger före den första. Ändra en av dem.",
            ),
            models.CheckConstraint(
                name="governing_document_not_its_own_successor",
                condition=Q(replaces=None) | ~Q(replaces=F("pk")),
                violation_error_message="Ett dokument kan inte ersätta sig självt.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def path(self) -> str:
        """Where the file lies in the storage: by checksum, so that nothing is written over."""
        return f"documents/{self.file_sha256[:2]}/{self.file_sha256}"

    def has_run_out(self, *, on: date) -> bool:
        """Whether the last day of validity has passed."""
        return self.valid_until is not None and self.valid_until < on

    def is_due_for_review(self, *, on: date) -> bool:
        """Whether the day by which it was to be reviewed has passed."""
        return self.review_date is not None and self.review_date <= on
