"""Handovers: a question on its way from one group to another (R7), and what came of it there."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models import Group
from meetings.models.matters import Matter, MatterPaper
from meetings.querysets.handovers import HandoverQuerySet
from meetings.states import HandoverState


class Handover(models.Model):
    """A question that one group lifts, passes on, reports or sends down to another.

    ``matter`` is the question in the group that hands over; none when a decision is sent down. ``received`` is the
    question that came of it in the other group: its answer is the answer. With ``comes_back`` the answer is a
    preparation: the question is taken up again where it came from, and not closed.
    """

    class Kind(models.TextChoices):
        LIFT = "lift", "Lyfts"
        PASS_ON = "pass_on", "Överlämnas"
        REPORT = "report", "Återkopplas"
        DOWN = "down", "Skickas ut"

    matter = models.ForeignKey(
        Matter, models.PROTECT, verbose_name="fråga", related_name="handovers", null=True, blank=True
    )
    from_group = models.ForeignKey(Group, models.PROTECT, verbose_name="från grupp", related_name="handed_over")
    to_group = models.ForeignKey(Group, models.PROTECT, verbose_name="till grupp", related_name="taken_over")
    kind = models.CharField("slag", max_length=8, choices=Kind)
    state = models.CharField("läge", max_length=8, choices=HandoverState, default=HandoverState.SENT)
    note = models.TextField("vad gruppen behöver veta", blank=True)
    #: R7: beside the groups the question may go the way of the line; that way is told of, not followed.
    in_line = models.TextField("i linjeorganisationen", blank=True)
    comes_back = models.BooleanField("kommer tillbaka hit med svaret", default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skickad av", related_name="handovers_sent"
    )
    sent_at = models.DateTimeField("skickad")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="besvarad av", related_name="handovers_decided",
        null=True, blank=True,
    )  # fmt: skip
    decided_at = models.DateTimeField("besvarad", null=True, blank=True)
    reason = models.CharField("skäl", max_length=300, blank=True)
    received = models.OneToOneField(
        Matter, models.PROTECT, verbose_name="mottagen fråga", related_name="came_by", null=True, blank=True
    )

    objects: Any = HandoverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "överlämning"
        verbose_name_plural = "överlämningar"
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_handover_of_a_matter_under_way",
                fields=["matter"],
                condition=Q(state__in=[HandoverState.SENT, HandoverState.ACCEPTED], kind__in=["lift", "pass_on"]),
            ),
            models.CheckConstraint(name="handover_to_another_group", condition=~Q(from_group=F("to_group"))),
            models.CheckConstraint(
                name="handover_returned_says_why", condition=~Q(state=HandoverState.RETURNED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="handover_received_is_a_matter",
                condition=~Q(state__in=[HandoverState.ACCEPTED, HandoverState.ANSWERED]) | Q(received__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_of_a_matter_or_down", condition=Q(kind="down") | Q(matter__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_group.code} → {self.to_group.code}"

    def papers(self) -> Any:
        """What the other group reads of the question before it is its own: not what is added once that is decided."""
        rows = self.matter.papers if self.matter else MatterPaper.objects.none()
        return rows.filter(added_at__lte=self.decided_at) if self.decided_at else rows.all()

    @property
    def waits(self) -> bool:
        """Whether the other group has not taken a position on it."""
        return self.state == HandoverState.SENT
