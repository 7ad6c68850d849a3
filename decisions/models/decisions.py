"""The register of decisions in cooperation."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from decisions.querysets import DecisionQuerySet
from decisions.states import DecisionState
from groups.models import Group
from meetings.kinds import OutcomeKind
from meetings.models import MinutesVersion, Publication


class Decision(models.Model):
    """A row in the register, made when the minutes were adjusted: ``LGS 2026:3``.

    ``text`` is the record's; ``public_text`` is what the published variant says and is empty while there is
    none. Public code reads only the latter.
    """

    group = models.ForeignKey(Group, models.PROTECT, verbose_name="grupp", related_name="decisions")
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveIntegerField("nummer")
    kind = models.CharField("typ av beslut", max_length=16, choices=OutcomeKind)
    text = models.TextField("text")
    decided_on = models.DateField("beslutsdag")
    item_number = models.PositiveSmallIntegerField("punkt")
    version = models.ForeignKey(MinutesVersion, models.PROTECT, verbose_name="anteckning", related_name="decisions")
    needs_anchoring = models.BooleanField("ska förankras", default=False)
    #: When everybody is to have carried it out; none where the minutes and the process leader say nothing.
    due = models.DateField("ska vara genomfört senast", null=True, blank=True)
    state = models.CharField("läge", max_length=8, choices=DecisionState, default=DecisionState.IN_FORCE)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name="ersatt av", related_name="replaces", null=True, blank=True
    )
    focus_areas = models.ManyToManyField(
        "decisions.FocusArea", through="decisions.DecisionFocus", verbose_name="fokusområden", related_name="decisions"
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        verbose_name="publicering",
        related_name="decisions",
        null=True,
        blank=True,
    )
    public_title = models.CharField("punktens rubrik, publicerad", max_length=250, blank=True)
    public_text = models.TextField("text, publicerad", blank=True)

    objects: Any = DecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "beslut i samverkan"
        verbose_name_plural = "beslut i samverkan"
        ordering: ClassVar = ["-decided_on", "group", "number"]
        indexes: ClassVar = [models.Index(name="decision_day", fields=["-decided_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_decision_per_number", fields=["group", "year", "number"]),
            models.CheckConstraint(name="decision_numbers_start_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="replaced_decision_says_by_which",
                condition=Q(state=DecisionState.REPLACED, replaced_by__isnull=False)
                | ~Q(state=DecisionState.REPLACED) & Q(replaced_by=None),
            ),
            models.CheckConstraint(
                name="decision_not_replaced_by_itself", condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """``LGS 2026:3``."""
        return f"{self.group.code} {self.year}:{self.number}"

    @property
    def key(self) -> str:
        """As it stands in the address: ``2026-3``."""
        return f"{self.year}-{self.number}"
