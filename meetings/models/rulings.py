"""What has been said of contact details and digits in the minutes, so that they can be sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from meetings.models.meetings import Meeting


class ContactChoice(models.Model):
    """What is to happen with an e-mail address or a telephone number in the minutes: keep it, or mask it in public."""

    class Choice(models.TextChoices):
        KEEP = "keep", "Får stå kvar"
        MASK = "mask", "Döljs i den publicerade texten"

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="contact_choices")
    value = models.CharField("uppgift", max_length=254)
    choice = models.CharField("val", max_length=4, choices=Choice)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kontaktuppgift"
        verbose_name_plural = "kontaktuppgifter"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_choice_per_contact", fields=["meeting", "value"]),
        ]

    def __str__(self) -> str:
        return self.value


class NotPersonalNumber(models.Model):
    """A chair's word that some digits in the minutes are no personal number. The digits themselves are not kept."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="not_personal_numbers")
    fingerprint = models.CharField("kontrollsumma", max_length=64)
    shown = models.CharField("som det visas", max_length=20)
    #: Where the digits stood when they were judged, in words: ``punkt 3``.
    place = models.TextField("var", blank=True)
    reason = models.CharField("vad det är", max_length=200)
    ruled_at = models.DateTimeField("bedömt")
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="bedömt av", related_name="+")

    class Meta:
        verbose_name = "bedömning av siffror"
        verbose_name_plural = "bedömningar av siffror"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_ruling_per_number", fields=["meeting", "fingerprint"]),
        ]

    def __str__(self) -> str:
        return self.shown
