"""Who gets in: what the visitor may not know of is 404, what is not theirs to do is 403."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from decisions.models import ActionPlan, AnnualReport
from decisions.plans.rules import may_write, writing_groups
from groups.admin.access import UserRequest

NOT_YOURS = (
    "Planer och årsrapporter sköts av gruppens processledare, koordinator eller områdets administratör. "
    "I en grupp utan processledare och koordinator sköts de också av ordföranden."
)
NAMED = ("group__area", "group__type", "group__parent")


def plan_for(request: UserRequest, pk: int, *, to_write: bool = False) -> ActionPlan:
    """The plan, if the visitor may know of its group and, with ``to_write``, keep it."""
    plan: ActionPlan = _found(request, ActionPlan.objects.select_related("decision__group"), pk, to_write=to_write)
    return plan


def report_for(request: UserRequest, pk: int, *, to_write: bool = False) -> AnnualReport:
    """The report, as ``plan_for``."""
    report: AnnualReport = _found(request, AnnualReport.objects.select_related("approved_by"), pk, to_write=to_write)
    return report


def _found(request: UserRequest, rows: Any, pk: int, *, to_write: bool) -> Any:
    visible = rows.visible_to(request.user, on=timezone.localdate()).select_related(*NAMED)
    found = get_object_or_404(visible, pk=pk)
    if to_write and not may_write(request.user, found):
        raise PermissionDenied(NOT_YOURS)
    return found


def refuse_strangers(request: UserRequest) -> None:
    """403 for who writes the plans and reports of no group."""
    if not writing_groups(request.user, on=timezone.localdate()).exists():
        raise PermissionDenied(NOT_YOURS)
