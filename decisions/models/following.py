"""What becomes of a decision that binds nobody until each has decided at home (R6)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from decisions.models.decisions import Decision
from decisions.querysets import AnchoringQuerySet
from decisions.states import AnchoringState, FormalState
from groups.models import Organisation


class FormalDecision(models.Model):
    """The formal decision of one principal: when it was taken, and under which number of its own."""

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="formal_decisions")
    principal = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="huvudman", related_name="formal_decisions"
    )
    state = models.CharField("läge", max_length=10, choices=FormalState, default=FormalState.PENDING)
    decided_on = models.DateField("beslutsdag", null=True, blank=True)
    own_number = models.CharField("eget diarienummer", max_length=60, blank=True)
    #: For those inside: who told, and what there is to know beside the decision.
    note = models.TextField("anteckning", blank=True)
    changed_at = models.DateTimeField("ändrat", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ändrat av", related_name="+", null=True, blank=True
    )

    objects: Any = AnchoringQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "formellt beslut"
        verbose_name_plural = "formella beslut"
        ordering: ClassVar = ["decision", "principal__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_formal_decision_per_principal", fields=["decision", "principal"]),
            models.CheckConstraint(
                name="taken_formal_decision_says_when",
                condition=Q(state=FormalState.TAKEN, decided_on__isnull=False)
                | ~Q(state=FormalState.TAKEN) & Q(decided_on=None, own_number=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, {self.principal}: {self.get_state_display()}"


class Anchoring(models.Model):
    """How far one organisation has come with a decision. Everyone reads the state; the note stays inside."""

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="beslut", related_name="anchorings")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="anchorings"
    )
    state = models.CharField("läge", max_length=14, choices=AnchoringState, default=AnchoringState.NOT_STARTED)
    reason = models.CharField("skäl", max_length=300, blank=True)
    #: For those inside: who told, and what there is to know beside the state.
    note = models.TextField("anteckning", blank=True)
    changed_at = models.DateTimeField("ändrat", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ändrat av", related_name="+", null=True, blank=True
    )

    objects: Any = AnchoringQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "förankring och genomförande"
        verbose_name_plural = "förankring och genomförande"
        ordering: ClassVar = ["decision", "organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_anchoring_per_organisation", fields=["decision", "organisation"]),
            models.CheckConstraint(
                name="anchoring_that_cannot_be_says_why", condition=~Q(state=AnchoringState.CANNOT) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, {self.organisation}: {self.get_state_display()}"
