"""The questions that are asked of groups, people and mandates, by name.

Public code starts from ``published()``, authenticated code from ``visible_to(user)``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from groups.states import MandateState

if TYPE_CHECKING:
    from groups.models import Group, MandateSection, Membership, OfficeTerm, Seat, User


class SlugManager[M: models.Model](models.Manager[M]):
    """Finds rows by their slug, so that fixtures can be read by people."""

    def get_by_natural_key(self, slug: str) -> M:
        return self.get(slug=slug)


class NameManager[M: models.Model](models.Manager[M]):
    """Finds rows by their name, for fixtures."""

    def get_by_natural_key(self, name: str) -> M:
        return self.get(name=name)


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with ``starts`` and ``ends``; half-open, so a row that ends on a day does not hold on it."""

    def on(self, day: date) -> Self:
        """The rows that hold on the day."""
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)


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


class SectionManager(models.Manager[Any]):
    def get_by_natural_key(self, mandate: str, position: int) -> MandateSection:
        section: MandateSection = self.get(mandate__slug=mandate, position=position)
        return section


class OwnedRuleQuerySet(models.QuerySet[Any]):
    """Rules with defaults on the group type and, where a group has its own, on the group."""

    def of_group(self, group: Group) -> Self:
        """The rules that hold for the group: its own where it has any, else those of its type."""
        own = self.filter(group=group)
        return own if own.exists() else self.filter(type=group.type_id)


class OwnedRuleManager(models.Manager.from_queryset(OwnedRuleQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, type: str, group: str) -> Any:
        return self.get(type__slug=type) if type else self.get(group__slug=group)


class RecordKeepingManager(models.Manager.from_queryset(DatedQuerySet[Any])):  # type: ignore[misc]
    def get_by_natural_key(self, group: str, starts: date | str) -> Any:
        return self.get(group__slug=group, starts=starts)
