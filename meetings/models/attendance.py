"""Who took part, as the roster of that day says and the note-taker records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Case, IntegerField, Value, When
from simple_history.models import HistoricalRecords

from groups.models import Organisation, Person
from meetings.kinds import Capacity, Presence
from meetings.models.meetings import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def listed(self) -> AttendanceQuerySet:
        """In the order of the list: chair, vice chair, members, adjuncts, staff, guests."""
        order = Case(
            *(When(capacity=capacity, then=Value(index)) for index, capacity in enumerate(Capacity)),
            output_field=IntegerField(),
        )
        return self.select_related("person", "organisation").order_by(order, "position", "person__name")


class Attendance(models.Model):
    """One person at one meeting, with the title and organisation of that day."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="person", related_name="attendance")
    capacity = models.CharField("roll", max_length=14, choices=Capacity, default=Capacity.MEMBER)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="organisation",
        related_name="attendance",
        null=True,
        blank=True,
    )
    organisation_text = models.CharField("organisation, som den skrivs", max_length=160, blank=True)
    title = models.CharField("titel", max_length=160, blank=True)
    state = models.CharField("närvaro", max_length=10, choices=Presence, default=Presence.PRESENT)
    remark = models.CharField("anmärkning", max_length=120, blank=True, help_text="Till exempel: från punkt 4.")
    from_item = models.PositiveSmallIntegerField("från punkt", null=True, blank=True)
    to_item = models.PositiveSmallIntegerField("till och med punkt", null=True, blank=True)
    is_remote = models.BooleanField("på distans", default=False)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering: ClassVar = ["meeting", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_attendance_per_person", fields=["meeting", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display().lower()}"

    @property
    def organisation_shown(self) -> str:
        """The organisation as the note writes it, else its name in the register."""
        return self.organisation_text or (self.organisation.brief if self.organisation else "")
