"""Where decisions and annual reports are registered and archived."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from decisions.models.decisions import Decision
from decisions.models.reports import AnnualReport
from meetings.models import RegistryNumber


class DiaryEntry(RegistryNumber):
    """Where a decision or an approved report is registered, when it is by itself: a decision that has no entry of its
    own is registered with the note that it stands in.
    """

    decision = models.OneToOneField(
        Decision, models.PROTECT, verbose_name="beslut", related_name="registration", null=True, blank=True
    )
    report = models.OneToOneField(
        AnnualReport, models.PROTECT, verbose_name="årsrapport", related_name="registration", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "diarieföring av beslut eller årsrapport"
        verbose_name_plural = "diarieföringar av beslut och årsrapporter"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="diary_entry_is_of_one_thing",
                condition=Q(decision__isnull=False, report=None) | Q(decision=None, report__isnull=False),
            ),
            models.CheckConstraint(name="diary_entry_says_something", condition=~Q(number="") | ~Q(archive_id="")),
        ]
