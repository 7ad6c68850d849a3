"""Links in mail by which a chair or an adjuster answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from groups.models import Person
from meetings.models.agendas import AgendaVersion
from meetings.models.minutes import MinutesVersion


class MailLink(models.Model):
    """A link in a mail by which one person answers for one version, once, before it expires.

    Only the SHA-256 of the token is kept, so that nobody who reads the database can answer.
    """

    token_sha256 = models.CharField("länkens kontrollsumma", max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="person", related_name="mail_links")
    agenda_version = models.ForeignKey(
        AgendaVersion, models.CASCADE, verbose_name="agenda", related_name="links", null=True, blank=True
    )
    minutes_version = models.ForeignKey(
        MinutesVersion, models.CASCADE, verbose_name="anteckning", related_name="links", null=True, blank=True
    )
    made_at = models.DateTimeField("skapad")
    expires_at = models.DateTimeField("gäller till")
    used_at = models.DateTimeField("använd", null=True, blank=True)

    class Meta:
        verbose_name = "länk i mejl"
        verbose_name_plural = "länkar i mejl"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mail_link_is_for_one_version",
                condition=Q(agenda_version=None, minutes_version__isnull=False)
                | Q(agenda_version__isnull=False, minutes_version=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.agenda_version or self.minutes_version}"
