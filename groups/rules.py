"""Who may, in a group: named predicates, asked by views, admin and commands before a step is tried.

They answer for today, or for the day given with ``on``: a role that has ended gives nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import rules
from django.db.models import Exists, QuerySet
from django.utils import timezone

from groups.models import Area, GoverningDocument, Group, GroupType, Mandate, Membership, OfficeTerm, Person, User
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


def composes_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account may appoint and end in the group, and add and end its seats."""
    return keeps_group(user, group, on=on)


def appoints(user: Any, group: Group, person: Person, *, on: date | None = None) -> bool:
    """Whether the account may do so with this person: nobody but a superuser gives themselves a seat or an office."""
    return composes_group(user, group, on=on) and (user.is_superuser or user.person_id != person.pk)


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
    administered = user.area_roles.on(today).filter(role=Role.ADMINISTRATOR)
    works = Exists(administered) | Exists(Group.objects.worked_by(user, on=today))
    return user.is_superuser or User.objects.filter(works, pk=user.pk).exists()


@rules.predicate  # type: ignore[untyped-decorator, attr-defined, unused-ignore]
def administers_an_area(user: Any) -> bool:
    """Whether the account administers an area, or everything."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.area_roles.on(timezone.localdate()).filter(role=Role.ADMINISTRATOR).exists()


def may_draft_mandate(user: Any, what: Mandate | Iterable[Group], *, on: date | None = None) -> bool:
    """Whether the account may write a mandate for the groups: it keeps every one of them, and there is one.

    ``what`` is a mandate, or the groups that one is to cover.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    wanted = {group.pk for group in (what.groups.all() if isinstance(what, Mandate) else what)}
    kept = Group.objects.kept_by(user, on=on or timezone.localdate()).filter(pk__in=wanted)
    return bool(wanted) and wanted == set(kept.values_list("pk", flat=True))


def may_adopt_mandate(user: Any, mandate: Mandate, *, on: date | None = None) -> bool:
    """Whether the account may register that the mandate has been adopted: whoever may write it."""
    return may_draft_mandate(user, mandate, on=on)


def administers_group(user: Any, group: Group) -> bool:
    """Whether the account administers the group's area, and so may let the group end or change its address."""
    return administered_areas(user).filter(pk=group.area_id).exists()


def may_change_type(user: Any, type: GroupType) -> bool:
    """Whether the account may change what holds for groups of the type: a superuser may, and whoever administers
    an area may as long as every group of the type stands in an administered area.
    """
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return True
    elsewhere = type.groups.exclude(area__in=administered_areas(user))
    return administers_an_area(user) and not elsewhere.exists()


def may_keep_document(user: Any, document: GoverningDocument, *, on: date | None = None) -> bool:
    """Whether the account may change, replace and end the document: it keeps the registers of the owner group."""
    return keeps_group(user, document.group, on=on)
