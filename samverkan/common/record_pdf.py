"""The PDF of a sealed record: drawn once, kept under its checksum, and never changed."""

import hashlib
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone

from samverkan.common import pdf
from samverkan.common.frozen import FrozenRow
from samverkan.common.stored import keep


class RecordPdf(FrozenRow):
    """What is known of the file. A model of its own adds ``record``, one to one, and the ``folder`` of its files."""

    name = models.CharField("filnamn", max_length=120)
    size = models.PositiveIntegerField("storlek i byte")
    pages = models.PositiveSmallIntegerField("sidor")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    stored_at = models.DateTimeField("lagrad")

    frozen_fields = ("record", "name", "size", "pages", "sha256", "stored_at")
    folder: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage: by checksum, so that nothing is written over."""
        return f"{self.folder}/{self.sha256[:2]}/{self.sha256}"

    @classmethod
    def store(cls, record: models.Model, rendered: pdf.Pdf, *, name: str) -> Self:
        """Keep the file: the bytes first, then the row, so that a row never lacks its file.

        Two who store the file of one record wait for each other, and the second gets what the first stored.
        """
        with transaction.atomic():
            type(record)._base_manager.select_for_update().get(pk=record.pk)
            if found := cls._base_manager.filter(record=record).first():
                return found
            row = cls(
                record=record,
                name=name,
                size=rendered.size,
                pages=rendered.pages,
                sha256=hashlib.sha256(rendered.content).hexdigest(),
                stored_at=timezone.now(),
            )
            keep(rendered.content, row.path)
            row.save()
        return row
