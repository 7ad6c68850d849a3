"""What somebody takes upon themselves because of a decision, beside what binds all."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from decisions.models.decisions import Decision
from decisions.querysets import CommitmentQuerySet
from decisions.states import CommitmentState
from groups.models import Group, Organisation, Person


class Commitment(models.Model):
    """Somebody is to do something: *SU tar med sig frågan*, *Vårdsamverkanskontoret arbetar vidare*.

    ``owner`` is what the minutes write; where it is an organisation, a group or a person in the registers, that row
    stands beside it. ``position`` tells several of one decision apart, so that a correction finds them again.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="commitments")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    owner = models.CharField("ansvarig", max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="commitments", null=True, blank=True
    )
    group = models.ForeignKey(
        Group, models.PROTECT, verbose_name="grupp", related_name="commitments", null=True, blank=True
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="person", related_name="commitments", null=True, blank=True
    )
    text = models.TextField("åtagande")
    due = models.DateField("klart senast", null=True, blank=True)
    state = models.CharField("läge", max_length=8, choices=CommitmentState, default=CommitmentState.OPEN)
    #: What became of it, in a sentence for those who follow it up; why, when it can't be done.
    report = models.TextField("vad som har hänt", blank=True)
    changed_at = models.DateTimeField("ändrat", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ändrat av", related_name="+", null=True, blank=True
    )

    objects: Any = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "åtagande"
        verbose_name_plural = "åtaganden"
        ordering: ClassVar = ["decision", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_commitment_per_position", fields=["decision", "position"]),
            models.CheckConstraint(
                name="commitment_that_cannot_be_says_why",
                condition=~Q(state=CommitmentState.CANNOT) | ~Q(report=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.text}"
