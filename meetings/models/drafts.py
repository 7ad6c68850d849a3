"""What somebody has typed in the editor and not saved yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from meetings.models.meetings import Meeting


class Draft(models.Model):
    """What one account has typed in the editor and not saved yet; and that it has the editor open. No history.

    ``fields`` are the posted names and values. ``revision`` is the meeting's, as the page showed it.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="konto", related_name="drafts")
    revision = models.PositiveIntegerField("revision", default=0)
    fields = models.JSONField("fält", default=dict)
    saved_at = models.DateTimeField("sparat", null=True, blank=True)
    seen_at = models.DateTimeField("sidan öppen")

    class Meta:
        verbose_name = "utkast"
        verbose_name_plural = "utkast"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_draft_per_account", fields=["meeting", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.user}"
