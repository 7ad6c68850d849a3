"""The questions that are asked of matters, by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from groups.models import Group
from meetings.states import HandoverState, MatterState

if TYPE_CHECKING:
    from groups.models import User

#: Neither answered, sent back nor withdrawn.
OPEN = (
    MatterState.RECEIVED, MatterState.PREPARING, MatterState.SCHEDULED, MatterState.ASKED, MatterState.HANDED,
    MatterState.BACK_AGAIN,
)  # fmt: skip
#: Taken in and waiting for a meeting.
WAITING = (MatterState.PREPARING, MatterState.BACK_AGAIN)


class MatterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Matters that the account has raised, and those of the groups that it sees on the day."""
        groups = Group.objects.visible_to(user, on=on).values("pk")
        mine = Q(raised_by=user.person_id) if user.person_id else Q(pk__in=[])
        return self.filter(mine | Q(group__in=groups))

    def raised_by_account(self, user: User) -> Self:
        """Matters that the account's person has raised."""
        return self.filter(raised_by=user.person_id) if user.person_id else self.none()

    def open(self) -> Self:
        """Matters that somebody still has something to do with."""
        return self.filter(state__in=OPEN)

    def received_by(self, groups: Any) -> Self:
        """Matters to any of the groups that nobody has taken in yet; ``groups`` is a query of groups or keys."""
        return self.filter(state=MatterState.RECEIVED, group__in=groups)

    def waiting_for(self, person: int | None, *, run: Collection[int], alone: Collection[int] = ()) -> Self:
        """What the person has raised and is not settled, what nobody has taken in yet in the groups they run, and what
        other groups hand over to those: ``offered`` is the key of the handover, ``offered_to`` the name of
        the group, ``offered_at`` when; and what came back from another group with what to complete: ``returned_by`` is
        its name. ``alone`` are groups that nobody runs and that the person chairs.
        """
        own = Q(raised_by=person, state__in=[*OPEN, MatterState.SENT_BACK]) if person else Q(pk__in=[])
        rows: Any = apps.get_model("meetings", "Handover").objects
        offered = rows.waiting_in(run).filter(matter=OuterRef("pk")).order_by("sent_at")
        told = {"offered": "pk", "offered_to": "to_group__name", "offered_at": "sent_at"}
        returned = rows.filter(matter=OuterRef("pk"), state=HandoverState.RETURNED, reason=OuterRef("reason"))
        found = self.annotate(**{name: Subquery(offered.values(field)[:1]) for name, field in told.items()})
        found = found.annotate(returned_by=Subquery(returned.order_by("-sent_at").values("to_group__name")[:1]))
        back = Q(group__in=run, state=MatterState.BACK_AGAIN, returned_by__isnull=False)
        new = Q(group__in=[*run, *alone], state=MatterState.RECEIVED)
        return found.filter(own | new | back | Q(offered__isnull=False))

    def backlog_of(self, group: Group) -> Self:
        """Matters of the group that are taken in and stand on no agenda, the most urgent first."""
        return self.filter(group=group, state__in=WAITING).order_by(
            F("wanted_by").asc(nulls_last=True), "raised_at", "pk"
        )
