"""Extracts: one decision with its item, as a file to send to those who decide at home."""

from typing import Any, ClassVar

from django.db import models

from decisions.models.decisions import Decision


class DecisionExtract(models.Model):
    """A stored PDF of one published decision.

    ``source_sha256`` is the checksum of the public text that it was made from, so that a file that says more than
    may be read today is never found. The bytes lie in the storage, named by ``sha256``.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="extracts")
    source_sha256 = models.CharField("textens kontrollsumma", max_length=64)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    size = models.PositiveIntegerField("storlek i byte")
    pages = models.PositiveSmallIntegerField("sidor")
    stored_at = models.DateTimeField("lagrad")

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "utdrag"
        verbose_name_plural = "utdrag"
        ordering: ClassVar = ["decision", "-stored_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_extract_per_text", fields=["decision", "source_sha256"])
        ]

    def __str__(self) -> str:
        return f"Utdrag {self.decision}"

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to the storage."""
        return f"{self.sha256[:2]}/{self.sha256}"
