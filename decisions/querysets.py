"""The questions that are asked of the register of decisions and of what becomes of them, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from decisions.states import AnchoringState, CommitmentState, DecisionState, FormalState
from groups.models import Group

if TYPE_CHECKING:
    from groups.models import User


#: What leaves something to do: of an organisation, and of a principal.
LEFT = [AnchoringState.NOT_STARTED, AnchoringState.ANCHORED, FormalState.PENDING]


class DecisionQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Decisions in a public variant that stands, of a group that shows its decisions."""
        return self.filter(
            publication__closed_at=None,
            publication__superseded_at=None,
            publication__isnull=False,
            group__shows_group=True,
            group__shows_minutes=True,
            group__shows_decisions=True,
        ).exclude(public_text="")

    def visible_to(self, user: User, *, on: date) -> Self:
        """Decisions of the groups that the account sees on the day."""
        return self.filter(group__in=Group.objects.visible_to(user, on=on))

    def in_force(self) -> Self:
        """Neither replaced nor ended."""
        return self.filter(state=DecisionState.IN_FORCE)

    def taken(self) -> Self:
        """Those that were taken, whether they still hold or not: all but those that a correction has struck."""
        return self.exclude(state=DecisionState.ENDED)

    def followed(self) -> Self:
        """Decisions that each party anchors at home, as long as they hold (R6)."""
        return self.in_force().filter(needs_anchoring=True)

    def past_due(self, *, on: date) -> Self:
        """Followed, with a day that has passed, and something left for an organisation to do."""
        return self.followed().with_something_left().filter(due__lt=on)

    def with_something_left(self) -> Self:
        """Where an organisation has something left to do."""
        rows: Any = apps.get_model("decisions", "Anchoring").objects.filter(decision=OuterRef("pk"), state__in=LEFT)
        return self.filter(Exists(rows))

    def with_progress(self) -> Self:
        """Each with how many organisations it concerns (``parties``), and how many have carried it out (``done``):
        what ``states.progress_of`` counts.
        """
        rows: Any = apps.get_model("decisions", "Anchoring").objects.filter(decision=OuterRef("pk")).order_by()
        concerned = rows.exclude(state=AnchoringState.NOT_CONCERNED)
        return self.annotate(parties=_count(concerned), done=_count(rows.filter(state=AnchoringState.IMPLEMENTED)))

    def listed(self) -> Self:
        """Newest first, with what a row of the register shows."""
        return self.select_related("group__area", "publication__meeting").order_by(
            "-decided_on", "group__code", "number"
        )


def _count(rows: Any) -> Any:
    counted = rows.values("decision").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class AnchoringQuerySet(models.QuerySet[Any]):
    """What each organisation, or each principal, does with a decision."""

    def followed(self) -> Self:
        """Of decisions that hold and need it."""
        return self.filter(decision__needs_anchoring=True, decision__state=DecisionState.IN_FORCE)

    def unsettled(self) -> Self:
        """Where something is left to do."""
        return self.filter(state__in=LEFT)

    def of_organisations(self, organisations: Any) -> Self:
        return self.filter(organisation__in=organisations)


class CommitmentQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """What is still to be done, of decisions that hold."""
        return self.in_force().filter(state=CommitmentState.OPEN)

    def in_force(self) -> Self:
        """Of decisions that hold."""
        return self.filter(decision__state=DecisionState.IN_FORCE)

    def of_owner(self, person: int | None, organisations: Any, groups: Any) -> Self:
        """Commitments of the person, of the organisations, or of the groups."""
        own = Q(person=person) if person else Q(pk__in=[])
        return self.filter(own | Q(organisation__in=organisations) | Q(group__in=groups))

    def of_groups(self, groups: Any) -> Self:
        """Commitments made in the groups."""
        return self.filter(decision__group__in=groups)


class SentDownQuerySet(models.QuerySet[Any]):
    """Decisions that were sent to other groups, each with the question that it became there."""

    def published(self) -> Self:
        """To groups whose notes everyone reads: how far another group has come is for its members alone."""
        return self.filter(
            handover__received__isnull=False,
            handover__to_group__shows_group=True,
            handover__to_group__shows_minutes=True,
        )

    def told(self) -> Self:
        """With the group and its question, in the order of a list."""
        shown = ("handover__to_group__type", "handover__received")
        return self.select_related(*shown).order_by("handover__to_group__type__position", "handover__to_group__name")
