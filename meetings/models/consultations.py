"""Consultations (*förankringsrunda, remiss*): what is asked of others before a group takes something up (R6)."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from groups.models import Area, Group, Organisation
from meetings.models.matters import Matter
from meetings.querysets.handovers import ConsultationQuerySet, ConsultedQuerySet
from meetings.states import ConsultationState


class Consultation(models.Model):
    """A question about a matter, with the papers of the matter, out for answers until a day."""

    matter = models.ForeignKey(Matter, models.PROTECT, verbose_name="ärende", related_name="consultations")
    question = models.TextField("fråga")
    until = models.DateField("svar senast")
    state = models.CharField("läge", max_length=8, choices=ConsultationState, default=ConsultationState.OUT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skickad av", related_name="consultations_sent"
    )
    sent_at = models.DateTimeField("skickad")
    closed_at = models.DateTimeField("avslutad", null=True, blank=True)

    objects: Any = ConsultationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "remiss"
        verbose_name_plural = "remisser"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_consultation_out_per_matter", fields=["matter"], condition=Q(state=ConsultationState.OUT)
            ),
            models.CheckConstraint(
                name="closed_consultation_says_when",
                condition=Q(state=ConsultationState.OUT, closed_at=None)
                | ~Q(state=ConsultationState.OUT) & Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Remiss: {self.matter}"

    def papers(self) -> Any:
        """What those who are asked read: the papers that the matter had when it was sent out, and no answers.

        Those of an earlier round are the paper of the moment when it was closed.
        """
        rounds = Consultation.objects.filter(matter=self.matter_id).exclude(closed_at=None)
        return self.matter.papers.filter(added_at__lte=self.sent_at).exclude(added_at__in=rounds.values("closed_at"))

    @property
    def is_gathering(self) -> bool:
        """Whether it is closed and its answers are not a paper yet: that one is of the moment when it was closed."""
        if self.state != ConsultationState.CLOSED or self.closed_at is None:
            return False
        return not self.matter.papers.filter(added_at=self.closed_at).exists()

    def is_not_gathered(self, *, at: datetime | None = None) -> bool:
        """Whether its answers should be a paper by now and are not, so that somebody has to ask for it again."""
        rows = Consultation.objects.not_gathered(at=at or timezone.now())
        return bool(rows.filter(pk=self.pk).exists())


class Consulted(models.Model):
    """One who is asked, and the answer: a group, an organisation, an area, or somebody outside with a mail address.

    A position is a word and never a vote: nothing is counted (R6).
    """

    class Position(models.TextChoices):
        STANDS_BEHIND = "behind", "Ställer sig bakom"
        WITH_VIEWS = "views", "Ställer sig bakom med synpunkter"
        DOES_NOT = "not", "Ställer sig inte bakom"
        ABSTAINS = "abstains", "Avstår"

    class Came(models.TextChoices):
        """How an answer came that the asking group has registered."""

        MAIL = "mail", "e-post"
        PHONE = "phone", "telefon"
        LETTER = "letter", "brev"
        SPOKEN = "spoken", "samtal eller möte"

    #: How it came, as it is said in a sentence.
    CAME_HOW: ClassVar = {
        Came.MAIL: "via mejl",
        Came.PHONE: "per telefon",
        Came.LETTER: "i brev",
        Came.SPOKEN: "muntligt",
    }

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="remiss", related_name="consulted")
    position = models.PositiveSmallIntegerField("ordning")
    group = models.ForeignKey(
        Group, models.PROTECT, verbose_name="grupp", related_name="consulted", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="consulted", null=True, blank=True
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name="område", related_name="consulted", null=True, blank=True
    )
    name = models.CharField("namn", max_length=160, blank=True)
    email = models.EmailField("e-post", blank=True)
    stand = models.CharField("ställningstagande", max_length=8, choices=Position, blank=True)
    text = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="besvarad av", related_name="consultation_answers",
        null=True, blank=True,
    )  # fmt: skip
    #: Who answered outside the portal, in their own words.
    signed = models.CharField("undertecknat", max_length=160, blank=True)
    #: Of an answer that came another way and was registered here: how and when it came, and the file that shows it.
    #: ``answered_by`` is then who registered it.
    came_by = models.CharField("kom genom", max_length=6, choices=Came, blank=True)
    came_on = models.DateField("kom den", null=True, blank=True)
    file_name = models.CharField("filnamn", max_length=160, blank=True)
    file_type = models.CharField("medietyp", max_length=80, blank=True)
    file_sha256 = models.CharField("filens kontrollsumma", max_length=64, blank=True)

    objects: Any = ConsultedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tillfrågad"
        verbose_name_plural = "tillfrågade"
        ordering: ClassVar = ["consultation", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_place_per_consulted", fields=["consultation", "position"]),
            models.CheckConstraint(
                name="consulted_is_one_party",
                condition=Q(group__isnull=False, organisation=None, area=None, email="")
                | Q(group=None, organisation__isnull=False, area=None, email="")
                | Q(group=None, organisation=None, area__isnull=False, email="")
                | (Q(group=None, organisation=None, area=None) & ~Q(email="") & ~Q(name="")),
            ),
            models.CheckConstraint(name="consultation_answer_has_text", condition=Q(answered_at=None) | ~Q(text="")),
            models.CheckConstraint(
                name="registered_consultation_answer_says_how_and_when_it_came",
                condition=Q(came_by="", came_on=None, file_sha256="")
                | ~Q(came_by="") & ~Q(signed="") & Q(came_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Who is asked, by name."""
        party = self.group or self.organisation or self.area
        return self.group.title if self.group else str(party) if party else self.name

    @property
    def came_how(self) -> str:
        """How a registered answer came, in words that follow who gave it; empty of one given in the portal."""
        return self.CAME_HOW[self.Came(self.came_by)] if self.came_by else ""

    @property
    def file_path(self) -> str:
        """Where the bytes of the file lie, relative to the storage: named by their checksum."""
        return f"{self.file_sha256[:2]}/{self.file_sha256}"


class ConsultationLink(models.Model):
    """A link in a mail by which somebody outside the portal answers, once, before it expires (ADR 0010)."""

    token_sha256 = models.CharField("länkens kontrollsumma", max_length=64, unique=True)
    consulted = models.ForeignKey(Consulted, models.CASCADE, verbose_name="tillfrågad", related_name="links")
    made_at = models.DateTimeField("skapad")
    expires_at = models.DateTimeField("gäller till")
    used_at = models.DateTimeField("använd", null=True, blank=True)

    class Meta:
        verbose_name = "länk att svara på en remiss med"
        verbose_name_plural = "länkar att svara på remisser med"

    def __str__(self) -> str:
        return str(self.consulted)
