"""A few lines from a meeting before its minutes are adjusted."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from meetings.models.meetings import Meeting


class ShortNote(models.Model):
    """*Kortinfo*: a few lines from a meeting, shown before its minutes are adjusted and marked as not adjusted."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, verbose_name="möte", related_name="short_note")
    text = models.TextField("text")
    published_at = models.DateTimeField("publicerad")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="publicerad av", related_name="+"
    )
    closed_at = models.DateTimeField("borttagen", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kortinfo"
        verbose_name_plural = "kortinfo"

    def __str__(self) -> str:
        return self.text[:60]
