"""Approval of a note by a group that holds no later meeting to approve it at."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from groups.models import Person
from meetings.models.meetings import Meeting


class LateApproval(models.Model):
    """Who said, when and where, that an adjusted note is approved, as the secretariat has registered it."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, verbose_name="möte", related_name="late_approval")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="lämnat av", related_name="late_approvals")
    approved_on = models.DateField("godkänd")
    source = models.CharField("källa", max_length=200)
    evidence = models.ForeignKey(
        "meetings.StoredDocument", models.PROTECT, verbose_name="beskedet som fil", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    registered_at = models.DateTimeField("registrerat")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="registrerat av", related_name="late_approvals"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "godkännande i efterhand"
        verbose_name_plural = "godkännanden i efterhand"
        constraints: ClassVar = [
            models.CheckConstraint(name="late_approval_says_where", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, godkänd i efterhand"
