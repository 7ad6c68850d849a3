"""What is asked of mandates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from groups.states import MandateState

if TYPE_CHECKING:
    from groups.models import Group, MandateSection, User


class MandateQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Mandates that have been adopted, of at least one group that shows its mandate."""
        return self.exclude(state=MandateState.DRAFT).filter(
            groups__shows_group=True, groups__shows_mandate=True
        ).distinct()  # fmt: skip

    def published_of(self, group: Group) -> Self:
        """The adopted versions that the group shows everyone, the newest first; none when it shows no mandate."""
        shown = group.shows_group and group.shows_mandate
        return self.exclude(state=MandateState.DRAFT).of_group(group) if shown else self.none()

    def visible_to(self, user: User, *, on: date) -> Self:
        """Mandates, drafts too, that cover, or are given or decided by, a group that is visible to the account."""
        groups: Any = apps.get_model("groups", "Group").objects.visible_to(user, on=on).values("pk")
        mine = Q(groups__in=groups) | Q(commissioner_group__in=groups) | Q(decided_by_group__in=groups)
        return self.filter(mine).distinct()

    def drafts(self) -> Self:
        """Versions that have not been adopted."""
        return self.filter(state=MandateState.DRAFT)

    def adopted(self) -> Self:
        """Mandates that are neither drafts nor superseded, whether or not they have run out."""
        return self.filter(state=MandateState.ADOPTED)

    def of_group(self, group: Group) -> Self:
        """The versions that cover the group, the newest first."""
        return self.filter(groups=group).order_by("-version")

    def holding(self, group: Group, *, on: date) -> Any:
        """The adopted mandate that holds for the group on the day, or None: the newest that has begun to hold.

        It does not depend on the state, so that yesterday's answer is the same tomorrow. A mandate that has run
        out still holds until a newer one does (R10); it is shown as run out.
        """
        begun = self.exclude(state=MandateState.DRAFT).filter(groups=group, valid_from__lte=on)
        return begun.order_by("-valid_from", "-version").first()

    def running_out(self, groups: Any, *, on: date, days: int = 90) -> Self:
        """Mandates not superseded, of any of the groups, that need somebody to act on the day (R10).

        Their last day has passed or is at most ``days`` away, or the day of their review has come. ``groups`` is
        a query of groups or their keys.
        """
        last, review = Q(valid_until__lte=on + timedelta(days=days)), Q(review_date__lte=on)
        return self.adopted().filter(last | review, groups__in=groups).distinct()

    def newest_running_out(self, groups: Any, *, on: date, days: int = 90) -> Self:
        """As ``running_out``, once for each of the groups (``of``) that has no later version; each with whether a
        successor is being drafted (``is_revised``). One query.
        """
        every: Any = apps.get_model("groups", "Mandate").objects
        later = every.exclude(state=MandateState.DRAFT).filter(groups=OuterRef("of"), version__gt=OuterRef("version"))
        revised = Exists(every.drafts().filter(replaces=OuterRef("pk")))
        rows = self.running_out(groups, on=on, days=days).annotate(of=F("groups"), is_revised=revised)
        return rows.filter(~Exists(later))


class SectionManager(models.Manager[Any]):
    def get_by_natural_key(self, mandate: str, position: int) -> MandateSection:
        section: MandateSection = self.get(mandate__slug=mandate, position=position)
        return section
