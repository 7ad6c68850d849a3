"""The rules that hold for many groups at once: each group's own, else those of its type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from groups.models import Group

if TYPE_CHECKING:
    from groups.models.standing_rules import OwnedRule


def rules_of[R: OwnedRule](rules: QuerySet[R], groups: Sequence[Group]) -> dict[int, R]:
    """Group's key → its rule, one query; groups without a rule are left out."""
    types = {group.type_id for group in groups}
    rows = list(rules.filter(Q(group__in=groups) | Q(type__in=types)))
    own = {row.group_id: row for row in rows if row.group_id}
    common = {row.type_id: row for row in rows if row.type_id}
    found = {group.pk: own.get(group.pk) or common.get(group.type_id) for group in groups}
    return {pk: rule for pk, rule in found.items() if rule}
