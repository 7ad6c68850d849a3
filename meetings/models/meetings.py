"""A meeting, the contact details found in its text, and the counter of its group's decisions."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models import Group, Person
from meetings.kinds import Correction
from meetings.querysets.meetings import MeetingQuerySet
from meetings.states import MeetingState
from samverkan.common.swedish import clock, long_date

#: The most that the titles of the notes that a meeting approves come to.
LONGEST_TITLES = 1000


class Meeting(models.Model):
    """A meeting of a group on a day; its items, outcomes and attendance are the working text of the minutes."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Ordinarie möte"
        EXTRA = "extra", "Extra möte"
        WRITTEN = "written", "Per capsulam"
        CHAIR = "chair", "Ordförandebeslut"

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="meetings")
    joint_groups = models.ManyToManyField(
        Group, verbose_name="tillsammans med", related_name="joint_meetings", blank=True
    )
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.ORDINARY)
    state = models.CharField("läge", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    date = models.DateField("datum")
    sequence = models.PositiveSmallIntegerField("nummer den dagen", default=1)
    starts_at = models.TimeField("börjar", null=True, blank=True)
    ends_at = models.TimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=160, blank=True)
    link = models.URLField("länk till mötet", max_length=500, blank=True, help_text="Visas bara för dem som kallas.")
    answers_until = models.DateField("svar senast", null=True, blank=True)
    note_taker = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="vid anteckningarna",
        related_name="notes_taken",
        null=True,
        blank=True,
    )
    approves: Any = models.ManyToManyField(
        "self", symmetrical=False, verbose_name="godkänner anteckningarna från", related_name="approved_at", blank=True
    )
    #: One title to a line: the words of the note, whatever ``approves`` points at.
    approves_title = models.TextField("godkänner anteckningarna (titlar)", max_length=LONGEST_TITLES, blank=True)
    next_date = models.DateField("nästa möte", null=True, blank=True)
    cancelled_reason = models.CharField("varför det är inställt", max_length=200, blank=True)
    #: A correction of the adjusted note that is being written: of which kind, and why; see ``workflow.corrections``.
    correction_open = models.CharField("pågående rättelse", max_length=8, choices=Correction, blank=True)
    correction_reason = models.CharField("varför anteckningen rättas", max_length=300, blank=True)
    #: The SEQUENCE of the calendar entry (RFC 5545): grows each time those invited have to be told.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    #: Grows with every save of the working text, so that nobody writes over what they have not seen.
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[joint_groups, approves])

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering: ClassVar = ["-date", "-sequence"]
        indexes: ClassVar = [models.Index(name="meeting_date", fields=["-date", "-sequence"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_address_per_meeting", fields=["group", "date", "sequence"]),
            models.CheckConstraint(
                name="open_correction_says_why",
                condition=Q(correction_open="", correction_reason="")
                | ~Q(correction_open="") & ~Q(correction_reason=""),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group.code} {long_date(self.date)}"

    @property
    def day_key(self) -> str:
        """The day as it stands in the address: ``2026-04-23``, and ``2026-04-23-2`` for a second meeting."""
        return f"{self.date:%Y-%m-%d}" + (f"-{self.sequence}" if self.sequence > 1 else "")

    @property
    def times(self) -> str:
        """``13.30–16.30``, or what of it is known."""
        return "–".join(clock(moment) for moment in (self.starts_at, self.ends_at) if moment)


class MeetingMove(models.Model):
    """Where a meeting was before it was moved: its address leads to the meeting for ever."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="moves")
    date = models.DateField("datum förut")
    sequence = models.PositiveSmallIntegerField("nummer den dagen förut", default=1)
    starts_at = models.TimeField("började förut", null=True, blank=True)
    reason = models.CharField("varför det flyttades", max_length=200, blank=True)
    moved_at = models.DateTimeField("flyttat")
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="flyttat av", related_name="meetings_moved"
    )

    class Meta:
        verbose_name = "flytt av möte"
        verbose_name_plural = "flyttar av möten"
        ordering: ClassVar = ["moved_at"]

    def __str__(self) -> str:
        return f"{self.meeting}, förut {long_date(self.date)}"


class NumberSeries(models.Model):
    """The next number of a group's decisions in a year; taken under a lock, so that there are no gaps."""

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="number_series")
    year = models.PositiveSmallIntegerField("år")
    next_number = models.PositiveIntegerField("nästa nummer", default=1)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_series_per_group_and_year", fields=["group", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.group.code} {self.year}:{self.next_number}"
