"""Who may, in a group: named predicates, asked by views, admin and commands before a step is tried.

They answer for today, or for the day given with ``on``: a role that has ended gives nothing.
"""

from datetime import date
from typing import Any

import rules
from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Area, Group, Membership, OfficeTerm, User
from groups.roles import CHAIRS, SECRETARIAT, Role


def roles_in(user: Any, group: Group, *, on: date | None = None) -> frozenset[Role]:
    """The roles that the account has in the group on the day (default: today in Sweden)."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    day = on or timezone.localdate()
    found = set(user.area_roles.on(day).filter(area=group.area_id).values_list("role", flat=True))
    if user.person_id:
        mine = Membership.objects.on(day).filter(person=user.person_id, group=group)
        found |= set(mine.values_list("role", flat=True))
        found |= set(OfficeTerm.objects.on(day).filter(membership__in=mine).values_list("office", flat=True))
    return frozenset(Role(value) for value in found)


def runs_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account is process leader or coordinator of the group."""
    return bool(SECRETARIAT & roles_in(user, group, on=on))


def chairs_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account is chair or vice chair of the group; each of those who share an office counts."""
    return bool(CHAIRS & roles_in(user, group, on=on))


def keeps_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account may work in the group's registers: it runs the group, or administers its area."""
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return True
    return bool((SECRETARIAT | {Role.ADMINISTRATOR}) & roles_in(user, group, on=on))


def administered_areas(user: Any) -> QuerySet[Area]:
    """The areas that the account administers today; every area for a superuser."""
    if not isinstance(user, User) or not user.is_active:
        return Area.objects.none()
    if user.is_superuser:
        return Area.objects.all()
    mine = user.area_roles.on(timezone.localdate()).filter(role=Role.ADMINISTRATOR)
    return Area.objects.filter(pk__in=mine.values("area"))


@rules.predicate  # type: ignore[untyped-decorator, attr-defined, unused-ignore]
def keeps_registers(user: Any) -> bool:
    """Whether the account runs a group or administers an area, and so may work in the registers."""
    if not isinstance(user, User) or not user.is_active:
        return False
    today = timezone.localdate()
    return (
        user.is_superuser
        or user.area_roles.on(today).filter(role=Role.ADMINISTRATOR).exists()
        or bool(user.person_id and Group.objects.worked_by(user, on=today).exists())
    )


@rules.predicate  # type: ignore[untyped-decorator, attr-defined, unused-ignore]
def administers_an_area(user: Any) -> bool:
    """Whether the account administers an area, or everything."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.area_roles.on(timezone.localdate()).filter(role=Role.ADMINISTRATOR).exists()
