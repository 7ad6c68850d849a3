"""Matters: what somebody asks a group to take up, and what comes up at every meeting of a group."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from groups.models import Group, Person
from meetings.kinds import Purpose
from meetings.querysets.matters import MatterQuerySet
from meetings.states import MatterState


class Matter(models.Model):
    """A question that is raised with a group, and its way until it is answered, sent back or withdrawn.

    Every step leaves a history row with its reason. ``is_recurring`` comes back to the backlog after each meeting
    (*statusuppdatering*).
    """

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="till grupp", related_name="matters")
    raised_by = models.ForeignKey(Person, models.PROTECT, verbose_name="väckt av", related_name="matters")
    raised_from = models.ForeignKey(
        Group, models.PROTECT, verbose_name="från grupp", related_name="matters_raised", null=True, blank=True
    )
    raised_at = models.DateTimeField("väckt")
    state = models.CharField("läge", max_length=10, choices=MatterState, default=MatterState.RECEIVED)
    title = models.CharField("fråga", max_length=250)
    purpose = models.CharField("syfte", max_length=12, choices=Purpose, default=Purpose.DIALOG)
    description = models.TextField("bakgrund", blank=True)
    wished_decision = models.TextField("önskat beslut", blank=True)
    minutes = models.PositiveSmallIntegerField("minuter", null=True, blank=True)
    wanted_by = models.DateField("behövs senast", null=True, blank=True)
    is_recurring = models.BooleanField("kommer tillbaka (statusuppdatering)", default=False)
    is_public = models.BooleanField("visas öppet", default=False)
    answer = models.TextField("svar", blank=True)
    reason = models.CharField("skäl", max_length=300, blank=True)

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fråga"
        verbose_name_plural = "frågor"
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="matter_sent_back_says_why", condition=~Q(state=MatterState.SENT_BACK) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="closed_matter_has_an_answer", condition=~Q(state=MatterState.CLOSED) | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MatterPaper(models.Model):
    """A paper that came with a matter; it is stored under its checksum."""

    matter = models.ForeignKey(Matter, models.CASCADE, verbose_name="fråga", related_name="papers")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=160)
    name = models.CharField("filnamn", max_length=160)
    media_type = models.CharField("medietyp", max_length=80)
    size = models.PositiveIntegerField("storlek i byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    added_at = models.DateTimeField("tillagt")

    class Meta:
        verbose_name = "underlag till en fråga"
        verbose_name_plural = "underlag till frågor"
        ordering: ClassVar = ["matter", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_number_per_matter_paper", fields=["matter", "number"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to the storage: named by their checksum."""
        return f"{self.sha256[:2]}/{self.sha256}"


class StandingItem(models.Model):
    """An item that stands on every agenda of a group."""

    group = models.ForeignKey(Group, models.CASCADE, verbose_name="grupp", related_name="standing_items")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    is_last = models.BooleanField("sist på agendan", default=False)
    title = models.CharField("rubrik", max_length=250)
    purpose = models.CharField("syfte", max_length=12, choices=Purpose, default=Purpose.INFORMATION)
    presenter = models.ForeignKey(
        Person, models.PROTECT, verbose_name="föredragande", related_name="standing_items", null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField("minuter", null=True, blank=True)
    information = models.TextField("information", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "stående punkt"
        verbose_name_plural = "stående punkter"
        ordering: ClassVar = ["group", "is_last", "position", "pk"]

    def __str__(self) -> str:
        return self.title
