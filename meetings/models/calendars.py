"""People's own calendar feeds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarAddress(models.Model):
    """A person's own calendar feed: a secret address that can be revoked. Only the secret's SHA-256 is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="konto", related_name="calendar_addresses"
    )
    secret_sha256 = models.CharField("adressens kontrollsumma", max_length=64, unique=True)
    made_at = models.DateTimeField("skapad")
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    class Meta:
        verbose_name = "kalenderadress"
        verbose_name_plural = "kalenderadresser"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_calendar_address_per_account", fields=["user"], condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
