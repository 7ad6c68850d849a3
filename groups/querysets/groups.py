"""What is asked of groups, and of the rows that each group has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from groups.querysets.base import DatedQuerySet

if TYPE_CHECKING:
    from groups.models import Group, Membership, OfficeTerm, Seat, User


class GroupQuerySet(DatedQuerySet[Any]):
    def published(self) -> Self:
        """Groups that everyone may know of."""
        return self.filter(shows_group=True)

    def visible_to(self, user: User, *, on: date) -> Self:
        """Groups in which the person has a membership on the day, or whose area the account administers."""
        if user.is_superuser:
            return self
        members = Q(memberships__in=_own_memberships(user, on))
        areas = Q(area__in=user.area_roles.on(on).values("area"))
        return self.filter(members | areas).distinct()

    def worked_by(self, user: User, *, on: date) -> Self:
        """Groups for which the person is process leader or coordinator on the day."""
        running = _own_memberships(user, on).filter(role__in=["process_leader", "coordinator"])
        return self.filter(memberships__in=running).distinct()

    def kept_by(self, user: User, *, on: date) -> Self:
        """Groups whose registers the account may work in on the day: those it runs, and those of its areas."""
        if user.is_superuser:
            return self
        administered = user.area_roles.on(on).filter(role="administrator").values("area")
        run = type(self)(self.model, using=self.db).worked_by(user, on=on).values("pk")
        return self.filter(Q(pk__in=run) | Q(area__in=administered))

    def chaired_by(self, user: User, *, on: date) -> Self:
        """Groups of which the person is chair or vice chair on the day."""
        if not user.person_id:
            return self.none()
        terms: Any = apps.get_model("groups", "OfficeTerm").objects
        return self.filter(pk__in=terms.on(on).filter(membership__person=user.person_id).values("membership__group"))


def _own_memberships(user: User, on: date) -> Any:
    manager: Any = apps.get_model("groups", "Membership").objects
    return manager.on(on).filter(person=user.person_id) if user.person_id else manager.none()


class SeatManager(models.Manager.from_queryset(DatedQuerySet[Any])):  # type: ignore[misc]
    def get_by_natural_key(self, group: str, position: int, starts: date | str) -> Seat:
        seat: Seat = self.get(group__slug=group, position=position, starts=starts)
        return seat


class MembershipQuerySet(DatedQuerySet[Any]):
    def with_people(self) -> Self:
        """With person, organisation and seat at hand, in the order of a roster."""
        return self.select_related("person", "organisation", "seat").order_by(
            F("seat__position").asc(nulls_last=True), "person__name"
        )


class MembershipManager(models.Manager.from_queryset(MembershipQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, person: str, group: str, role: str, starts: date | str) -> Membership:
        row: Membership = self.get(person__slug=person, group__slug=group, role=role, starts=starts)
        return row


class OfficeTermQuerySet(DatedQuerySet[Any]):
    def on(self, day: date) -> Self:
        """The terms that hold on the day, of people who are still in the group that day."""
        still_in = Q(membership__ends=None) | Q(membership__ends__gt=day)
        return super().on(day).filter(still_in, membership__starts__lte=day)

    def of_group(self, group: Group) -> Self:
        """Terms in the group, with the people who hold them."""
        return self.filter(membership__group=group).select_related("membership__person__organisation")


class OfficeTermManager(models.Manager.from_queryset(OfficeTermQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, person: str, group: str, office: str, starts: date | str) -> OfficeTerm:
        mine = self.filter(membership__person__slug=person, membership__group__slug=group)
        row: OfficeTerm = mine.get(office=office, starts=starts)
        return row


class OwnedRuleManager(models.Manager[Any]):
    """Rows with defaults on the group type and, where a group has its own, on the group: ``owned_rules.rules_of``."""

    def get_by_natural_key(self, type: str, group: str) -> Any:
        return self.get(type__slug=type) if type else self.get(group__slug=group)


class RecordKeepingManager(models.Manager.from_queryset(DatedQuerySet[Any])):  # type: ignore[misc]
    def get_by_natural_key(self, group: str, starts: date | str) -> Any:
        return self.get(group__slug=group, starts=starts)


class YearlyMeetingManager(models.Manager[Any]):
    def get_by_natural_key(self, host: str, title: str) -> Any:
        return self.get(host__slug=host, title=title)
