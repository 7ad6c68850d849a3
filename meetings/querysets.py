"""The questions that are asked of meetings and publications, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from groups.models import Group
from samverkan.common.frozen import FrozenQuerySet

if TYPE_CHECKING:
    from groups.models import User


class MeetingQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Meetings that everyone may know of: of a group that is shown, and planned or more."""
        return self.filter(group__shows_group=True)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Meetings of the groups that the account sees on the day, own or joint."""
        groups = Group.objects.visible_to(user, on=on)
        return self.filter(Q(group__in=groups) | Q(joint_groups__in=groups)).distinct()

    def upcoming(self, *, on: date) -> Self:
        """Meetings on the day or later that have been called off or not, nearest first."""
        return self.filter(date__gte=on).order_by("date", "starts_at")

    def at(self, group_slug: str, day_key: str) -> Self:
        """The meeting at an address: the group's slug and ``2026-04-23`` or ``2026-04-23-2``."""
        day, sequence = date.fromisoformat(day_key[:10]), int(day_key[11:] or 1)
        return self.filter(group__slug=group_slug, date=day, sequence=sequence)


class PublicationQuerySet(FrozenQuerySet[Any]):
    def published(self) -> Self:
        """Public variants that stand: not closed, of a group that shows itself and its minutes."""
        return self.filter(closed_at=None, meeting__group__shows_group=True, meeting__group__shows_minutes=True)

    def latest_first(self) -> Self:
        """By the day of the meeting, the newest first, with what a list row shows."""
        return self.select_related("meeting__group__area").order_by("-meeting__date", "-meeting__sequence")
