"""Versions of the minutes: frozen when sent, sealed when adjusted, and what of them is public."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from groups.models import GroupType, Person
from meetings.kinds import Channel, Correction
from meetings.models.meetings import Meeting
from meetings.querysets.meetings import PublicationQuerySet
from meetings.states import MinutesState
from samverkan.common.frozen import FrozenQuerySet, FrozenRow


class MinutesVersion(FrozenRow):
    """The minutes as they were sent for adjustment.

    ``content`` is canonical JSON, frozen and hashed at sending: that text is what the adjusters approve. At
    adjustment the ``seal`` is added (numbers of the outcomes, who adjusted when, the content's hash) and
    ``sha256`` covers both. From then on the row never changes. Every row is kept, also those sent back.
    """

    Correction = Correction

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="minutes_versions")
    number = models.PositiveSmallIntegerField("version")
    sending = models.PositiveSmallIntegerField("utskick", default=1)
    state = models.CharField("läge", max_length=8, choices=MinutesState, default=MinutesState.OUT)
    content = models.TextField("innehåll")
    content_sha256 = models.CharField("innehållets kontrollsumma", max_length=64)
    seal = models.TextField("sigill", blank=True)
    sha256 = models.CharField("kontrollsumma", max_length=64, blank=True)
    sent_at = models.DateTimeField("skickad")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skickad av", related_name="minutes_sent"
    )
    adjustment_mode = models.CharField(
        "justering", max_length=12, choices=GroupType.AdjustmentMode, default=GroupType.AdjustmentMode.CHAIR
    )
    comments_until = models.DateField("kommentarer till och med", null=True, blank=True)
    adjusted_at = models.DateTimeField("justerad", null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name="rättar", related_name="corrections", null=True, blank=True
    )
    correction = models.CharField("slag av rättelse", max_length=8, choices=Correction, blank=True)
    correction_reason = models.CharField("varför den rättas", max_length=300, blank=True)

    objects = FrozenQuerySet["MinutesVersion"].as_manager()
    history = HistoricalRecords(excluded_fields=["content"])

    frozen_fields = (
        "meeting", "number", "sending", "content", "content_sha256", "sent_at", "sent_by",
        "adjustment_mode", "comments_until", "corrects", "correction", "correction_reason",
    )  # fmt: skip
    frozen_when = ("state", MinutesState.ADJUSTED.value)

    class Meta:
        verbose_name = "anteckningsversion"
        verbose_name_plural = "anteckningsversioner"
        ordering: ClassVar = ["meeting", "number", "sending"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_minutes_version_per_sending", fields=["meeting", "number", "sending"]),
            models.UniqueConstraint(
                name="one_open_version_per_meeting", fields=["meeting"], condition=Q(state=MinutesState.OUT)
            ),
            models.UniqueConstraint(
                name="one_adjusted_version_per_number",
                fields=["meeting", "number"],
                condition=Q(state=MinutesState.ADJUSTED),
            ),
            models.CheckConstraint(
                name="correction_says_what_and_why",
                condition=Q(corrects=None, correction="", correction_reason="")
                | Q(corrects__isnull=False) & ~Q(correction="") & ~Q(correction_reason=""),
            ),
            models.CheckConstraint(
                name="adjusted_minutes_are_sealed",
                condition=Q(state=MinutesState.ADJUSTED, adjusted_at__isnull=False) & ~Q(seal="") & ~Q(sha256="")
                | ~Q(state=MinutesState.ADJUSTED) & Q(adjusted_at=None, seal="", sha256=""),
            ),
        ]

    @property
    def takes_decision(self) -> bool:
        """Whether adjusting the version is how a chair takes a decision alone; a correction of one is a note."""
        return self.meeting.kind == Meeting.Kind.CHAIR and self.corrects_id is None

    def __str__(self) -> str:
        return f"{self.meeting}, anteckning version {self.number}"


class Adjuster(models.Model):
    """Somebody who is to adjust a version: named when it is sent, or while it is out in somebody else's place."""

    version = models.ForeignKey(MinutesVersion, models.PROTECT, verbose_name="version", related_name="adjusters")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="justerare", related_name="adjustments")
    role = models.CharField("som", max_length=40)
    #: Since when, for who was named later than the version was sent.
    named_at = models.DateTimeField("utsedd", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_adjuster_per_version", fields=["version", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class Verdict(models.Model):
    """What an adjuster said of a version: adjusted, or sent back with a comment. Given once, never changed.

    ``channel`` says how it came. One that the secretariat registered says in ``source`` where it was given, and at
    which meeting if it was at one.
    """

    Channel = Channel

    class Kind(models.TextChoices):
        ADJUSTED = "adjusted", "Justerad"
        RETURNED = "returned", "Tillbaka"

    adjuster = models.OneToOneField(Adjuster, models.PROTECT, verbose_name="justerare", related_name="verdict")
    kind = models.CharField("besked", max_length=8, choices=Kind)
    comment = models.TextField("kommentar", blank=True)
    channel = models.CharField("sätt", max_length=10, choices=Channel, default=Channel.PORTAL)
    source = models.CharField("källa", max_length=200, blank=True)
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="vid mötet", related_name="approvals", null=True, blank=True
    )
    evidence = models.ForeignKey(
        "meetings.StoredDocument", models.PROTECT, verbose_name="beskedet som fil", related_name="+",
        null=True, blank=True,
    )  # fmt: skip
    given_at = models.DateTimeField("lämnat")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="lämnat av", related_name="verdicts"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "besked"
        verbose_name_plural = "besked"
        constraints: ClassVar = [
            models.CheckConstraint(name="returned_minutes_say_why", condition=Q(kind="adjusted") | ~Q(comment="")),
            models.CheckConstraint(
                name="registered_verdict_says_where", condition=~Q(channel="registered") | ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adjuster}: {self.get_kind_display()}"


class MinutesComment(models.Model):
    """What a member wrote about an item of minutes that are out for comment. Inside only; never part of the record."""

    version = models.ForeignKey(MinutesVersion, models.CASCADE, verbose_name="version", related_name="comments")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="ledamot", related_name="minutes_comments")
    item = models.PositiveSmallIntegerField("punkt", null=True, blank=True)
    text = models.TextField("kommentar")
    given_at = models.DateTimeField("lämnad")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        ordering: ClassVar = ["version", "item", "given_at"]

    def __str__(self) -> str:
        return f"{self.person}: {self.text[:40]}"


class Redaction(models.Model):
    """What is taken out of the public variant after publication: whole items, and spans wherever they stand.

    It holds for every version of the meeting's minutes, so that the text is then nowhere public.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="redactions")
    items = models.JSONField("punkter", default=list)
    masks = models.JSONField("texter", default=list)
    #: The numbers of the papers that are closed for good.
    papers = models.JSONField("underlag", default=list)
    reason = models.CharField("skäl", max_length=300)
    made_at = models.DateTimeField("gjord")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="gjord av", related_name="redactions"
    )

    class Meta:
        verbose_name = "maskning"
        verbose_name_plural = "maskningar"
        ordering: ClassVar = ["made_at"]

    def __str__(self) -> str:
        return f"{self.meeting}, maskning"


class Publication(FrozenRow):
    """The public variant of an adjusted version: what everyone may read, and nothing else.

    Made from the record by leaving out withheld items and masking chosen spans; everything public reads it.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="möte", related_name="publications")
    version = models.ForeignKey(MinutesVersion, models.PROTECT, verbose_name="version", related_name="publications")
    content = models.TextField("innehåll")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    published_at = models.DateTimeField("publicerad")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="publicerad av", related_name="publications"
    )
    redaction = models.ForeignKey(
        Redaction, models.PROTECT, verbose_name="maskning", related_name="publications", null=True, blank=True
    )
    #: Since when a later version is the one that stands; this one is then read at its own address.
    superseded_at = models.DateTimeField("ersatt", null=True, blank=True)
    closed_at = models.DateTimeField("avslutad", null=True, blank=True)
    closed_reason = models.CharField("skäl", max_length=200, blank=True)

    objects: Any = PublicationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content"])

    frozen_fields = ("meeting", "version", "content", "sha256", "published_at", "published_by", "redaction")
    frozen_when = ("closed_at", None)

    class Meta:
        verbose_name = "publicering"
        verbose_name_plural = "publiceringar"
        ordering: ClassVar = ["-published_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_publication_per_meeting",
                fields=["meeting"],
                condition=Q(closed_at=None, superseded_at=None),
            ),
            models.UniqueConstraint(
                name="one_open_publication_per_version", fields=["version"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="closed_publication_says_why", condition=Q(closed_at=None) | ~Q(closed_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, publicerad"
