"""What serves the reporting: links in mail to report by, and that somebody has informed at home."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from decisions.models.commitments import Commitment
from decisions.models.following import Anchoring
from groups.models import Organisation, Person
from meetings.models import Meeting


class ReportLink(models.Model):
    """A link in a mail by which one person reports, once, before it expires (as ``meetings.MailLink``).

    It is for what one organisation does with a decision, or for one commitment.
    """

    token_sha256 = models.CharField("länkens kontrollsumma", max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="person", related_name="report_links")
    anchoring = models.ForeignKey(
        Anchoring, models.CASCADE, verbose_name="förankring", related_name="links", null=True, blank=True
    )
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, verbose_name="åtagande", related_name="links", null=True, blank=True
    )
    made_at = models.DateTimeField("skapad")
    expires_at = models.DateTimeField("gäller till")
    used_at = models.DateTimeField("använd", null=True, blank=True)

    class Meta:
        verbose_name = "länk att rapportera med"
        verbose_name_plural = "länkar att rapportera med"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_link_is_for_one_thing",
                condition=Q(anchoring=None, commitment__isnull=False) | Q(anchoring__isnull=False, commitment=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.anchoring or self.commitment}"


class Informed(models.Model):
    """*Jag har informerat i min organisation*: who, when, where, and about which meeting. Only for those inside."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="informed")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="organisation", related_name="informed")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="person", related_name="informed")
    informed_at = models.DateTimeField("informerat")

    objects: Any = models.Manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "information i organisationen"
        verbose_name_plural = "information i organisationen"
        ordering: ClassVar = ["-informed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="informed_once_by_each", fields=["meeting", "organisation", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.meeting}: {self.person}"
