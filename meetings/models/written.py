"""Answers to a meeting that is held in writing."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from groups.models import Person
from meetings.models.agendas import AgendaItem


class WrittenAnswer(models.Model):
    """What one member answers to one item of a written meeting (per capsulam). Unanimity, never a count (R6)."""

    class Kind(models.TextChoices):
        AGREES = "agrees", "Instämmer"
        REMARKS = "remarks", "Instämmer, med synpunkter"
        OBJECTS = "objects", "Instämmer inte: frågan behöver tas upp på ett möte"

    item = models.ForeignKey(AgendaItem, models.PROTECT, verbose_name="punkt", related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="ledamot", related_name="written_answers")
    kind = models.CharField("svar", max_length=8, choices=Kind)
    comment = models.TextField("synpunkt", blank=True)
    given_at = models.DateTimeField("lämnat")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="lämnat av", related_name="written_answers"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "svar per capsulam"
        verbose_name_plural = "svar per capsulam"
        ordering: ClassVar = ["item", "given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_written_answer_per_member", fields=["item", "person"]),
            models.CheckConstraint(name="written_answer_says_why", condition=Q(kind="agrees") | ~Q(comment="")),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
