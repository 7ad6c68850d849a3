"""Items, what came of them, and the versions of the agenda that a chair has seen."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from groups.models import Group, Organisation, Person
from meetings.kinds import NEEDS_ANCHORING, Channel, OutcomeKind, Purpose
from meetings.models.matters import Matter
from meetings.models.meetings import Meeting
from meetings.states import AgendaState


class AgendaItem(models.Model):
    """A numbered item: what is asked, what was said (information and dialog apart), what came of it.

    ``background`` is for the agenda alone; the note says it only when somebody takes it over into the information.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="möte", related_name="items")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("rubrik", max_length=250)
    purpose = models.CharField("syfte", max_length=12, choices=Purpose, default=Purpose.INFORMATION)
    presenter = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="föredragande",
        related_name="presentations",
        null=True,
        blank=True,
    )
    minutes = models.PositiveSmallIntegerField("minuter", null=True, blank=True)
    proposed_decision = models.TextField("förslag till beslut", blank=True)
    background = models.TextField("bakgrund", blank=True)
    information = models.TextField("information", blank=True)
    questions = models.TextField("frågor till gruppen", blank=True)
    dialog = models.TextField("dialog", blank=True)
    is_withheld = models.BooleanField("publiceras inte", default=False)
    withheld_reason = models.CharField("skäl", max_length=200, blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, verbose_name="fråga", related_name="items", null=True, blank=True
    )
    is_added_at_meeting = models.BooleanField("tillagd vid mötet", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_number_per_item", fields=["meeting", "number"]),
            models.CheckConstraint(
                name="withheld_item_says_why", condition=Q(is_withheld=False) | ~Q(withheld_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Outcome(models.Model):
    """What came of an item: its kind and its words. The number is given at adjustment."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, verbose_name="punkt", related_name="outcomes")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    kind = models.CharField("typ av beslut", max_length=16, choices=OutcomeKind, default=OutcomeKind.NOTED)
    text = models.TextField("text")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="organisation",
        related_name="outcomes",
        null=True,
        blank=True,
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        verbose_name="till grupp",
        related_name="outcomes_received",
        null=True,
        blank=True,
    )
    #: None follows the kind.
    anchoring = models.BooleanField("ska förankras", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "beslut i mötet"
        verbose_name_plural = "beslut i mötet"
        ordering: ClassVar = ["item__number", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_position_per_outcome", fields=["item", "position"]),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def needs_anchoring(self) -> bool:
        """Whether each party has to anchor this at home: as chosen, else as the kind says."""
        return self.kind in NEEDS_ANCHORING if self.anchoring is None else self.anchoring


class OutcomeTask(models.Model):
    """What somebody is to do because of an outcome."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, verbose_name="beslut i mötet", related_name="tasks")
    owner = models.CharField("ansvarig", max_length=120)
    text = models.TextField("uppgift")
    due = models.DateField("klart senast", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "uppgift"
        verbose_name_plural = "uppgifter"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.owner}: {self.text}"


class AgendaVersion(models.Model):
    """The agenda as it was sent to be approved: a numbered snapshot with what became of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="agenda_versions")
    number = models.PositiveSmallIntegerField("version")
    state = models.CharField("läge", max_length=8, choices=AgendaState, default=AgendaState.SENT)
    content = models.TextField("innehåll")
    content_sha256 = models.CharField("kontrollsumma", max_length=64)
    sent_at = models.DateTimeField("skickad")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skickad av", related_name="agendas_sent"
    )
    decided_at = models.DateTimeField("besvarad", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="besvarad av", related_name="agendas_decided",
        null=True, blank=True,
    )  # fmt: skip
    comment = models.TextField("kommentar", blank=True)
    channel = models.CharField("sätt", max_length=10, choices=Channel, default=Channel.PORTAL)
    source = models.CharField("källa", max_length=200, blank=True)
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="vid mötet", related_name="agendas_approved", null=True, blank=True
    )
    evidence = models.ForeignKey(
        "meetings.StoredDocument", models.PROTECT, verbose_name="beskedet som fil", related_name="+",
        null=True, blank=True,
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        verbose_name = "agendaversion"
        verbose_name_plural = "agendaversioner"
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_agenda_version_per_number", fields=["meeting", "number"]),
            models.UniqueConstraint(
                name="one_agenda_out_per_meeting", fields=["meeting"], condition=Q(state=AgendaState.SENT)
            ),
            models.CheckConstraint(
                name="decided_agenda_says_who_and_when",
                condition=Q(state=AgendaState.SENT) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="registered_agenda_says_where", condition=~Q(channel=Channel.REGISTERED) | ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, agenda version {self.number}"
