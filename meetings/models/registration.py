"""Where finished things are registered and archived."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from meetings.models.agendas import AgendaVersion
from meetings.models.matters import Matter
from meetings.models.minutes import MinutesVersion


class RegistryNumber(models.Model):
    """Number and archive id, in the registry's own format."""

    number = models.CharField("diarienummer", max_length=60, blank=True)
    archive_id = models.CharField("arkiv-id", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or self.archive_id


class Registration(RegistryNumber):
    """Where a finished note, call or matter is registered."""

    minutes_version = models.OneToOneField(
        MinutesVersion, models.PROTECT, verbose_name="anteckning", related_name="registration", null=True, blank=True
    )
    agenda_version = models.OneToOneField(
        AgendaVersion, models.PROTECT, verbose_name="kallelse", related_name="registration", null=True, blank=True
    )
    matter = models.OneToOneField(
        Matter, models.PROTECT, verbose_name="fråga", related_name="registration", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "diarieföring"
        verbose_name_plural = "diarieföringar"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="registration_is_of_one_thing",
                condition=Q(minutes_version__isnull=False, agenda_version=None, matter=None)
                | Q(minutes_version=None, agenda_version__isnull=False, matter=None)
                | Q(minutes_version=None, agenda_version=None, matter__isnull=False),
            ),
            models.CheckConstraint(name="registration_says_something", condition=~Q(number="") | ~Q(archive_id="")),
        ]
