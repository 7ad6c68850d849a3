"""Files: what is announced with a meeting, and the stored files with their checksums."""

from typing import ClassVar

from django.core.files.storage import default_storage
from django.db import models
from simple_history.models import HistoricalRecords

from meetings.models.agendas import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.minutes import MinutesVersion


class StoredDocument(models.Model):
    """A file that is kept: stored once under its checksum, never rendered again.

    ``source_sha256`` is the checksum of the text that it shows, so that a file can never be served for
    another text than the one it was made from; of a public agenda that of what it was made from.
    """

    class Kind(models.TextChoices):
        RECORD = "record", "Handlingen som PDF"
        PUBLIC = "public", "Den publicerade anteckningen som PDF"
        AGENDA = "agenda", "Den publicerade agendan som PDF"
        SOURCE = "source", "Inläst original"
        PAPER = "paper", "Underlag"
        EVIDENCE = "evidence", "Besked som registrerats"
        NOTE = "note", "Färdig anteckning"

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="documents")
    version = models.ForeignKey(
        MinutesVersion,
        models.PROTECT,
        verbose_name="version",
        related_name="documents",
        null=True,
        blank=True,
    )
    kind = models.CharField("slag", max_length=8, choices=Kind)
    name = models.CharField("filnamn", max_length=160)
    media_type = models.CharField("medietyp", max_length=80)
    size = models.PositiveIntegerField("storlek i byte")
    pages = models.PositiveSmallIntegerField("sidor", null=True, blank=True)
    sha256 = models.CharField("kontrollsumma", max_length=64)
    source_sha256 = models.CharField("textens kontrollsumma", max_length=64, blank=True)
    stored_at = models.DateTimeField("lagrad")

    class Meta:
        verbose_name = "lagrad fil"
        verbose_name_plural = "lagrade filer"
        ordering: ClassVar = ["meeting", "kind", "-stored_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_file_per_kind_and_text", fields=["meeting", "kind", "source_sha256"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to the storage: named by their checksum."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def read(self) -> bytes:
        """The bytes. Raises FileNotFoundError when the storage has lost them."""
        with default_storage.open(self.path) as stored:
            content: bytes = stored.read()
        return content


class Attachment(models.Model):
    """A paper that belongs to a meeting or one of its items; it may be announced before its file exists."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="attachments")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, verbose_name="punkt", related_name="attachments", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=160)
    document = models.ForeignKey(
        StoredDocument, models.PROTECT, verbose_name="fil", related_name="attachments", null=True, blank=True
    )
    added_at = models.DateTimeField("filen tillagd", null=True, blank=True)
    is_public = models.BooleanField("visas öppet", default=True)
    #: None until the file has been looked through.
    is_accessible = models.BooleanField("tillgänglig", null=True, blank=True)
    inaccessible_reason = models.CharField("varför den inte är tillgänglig", max_length=200, blank=True)
    alternative = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="tillgängligt alternativ", related_name="stands_for",
        null=True, blank=True,
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        verbose_name = "underlag"
        verbose_name_plural = "underlag"
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_number_per_attachment", fields=["meeting", "number"]),
        ]

    def __str__(self) -> str:
        return self.title
