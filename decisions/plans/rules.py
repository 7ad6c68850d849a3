"""Who may, with plans and annual reports; and who establishes a plan."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from decisions.models import ActionPlan, Activity, AnnualReport, Decision
from decisions.parties import spoken_for
from decisions.states import DecisionState
from groups.models import Group, GroupType, User
from groups.rules import chairs_group, keeps_group
from meetings.kinds import OutcomeKind
from meetings.rules import is_run, run_groups

#: What a decision that establishes a plan can be.
ESTABLISHING = (OutcomeKind.ESTABLISHES, OutcomeKind.APPROVES, OutcomeKind.AGREED)
#: The most that are offered before somebody asks for all of them.
MOST_OFFERED = 15


def establisher_of(group: Group) -> Group:
    """Whose decision establishes the group's plan: the group above it where the type says so (R5), else its own."""
    by_parent = group.type.plan_established_by == GroupType.PlanEstablisher.PARENT
    return group.parent if by_parent and group.parent else group


def establishing_decisions(plan: ActionPlan) -> QuerySet[Decision]:
    """The decisions that can have established the plan: in force, of the group that does it, not long before.

    A later version needs a decision of its own, not older than the one before it.
    """
    rows: QuerySet[Decision] = Decision.objects.filter(
        group=establisher_of(plan.group), kind__in=ESTABLISHING, state=DecisionState.IN_FORCE,
        decided_on__gte=date(plan.year - 1, 1, 1),
    )  # fmt: skip
    if earlier := plan.earlier:
        rows = rows.filter(decided_on__gte=earlier.established_on).exclude(pk=earlier.decision_id)
    return rows.select_related("group").order_by("-decided_on", "number")


def offered_decisions(plan: ActionPlan) -> QuerySet[Decision]:
    """Of the decisions that can have established the plan the newest ones that have established no other."""
    return establishing_decisions(plan).filter(plans_established=None)[:MOST_OFFERED]


def may_write(user: Any, row: ActionPlan | AnnualReport, *, on: date | None = None) -> bool:
    """Write, establish, send, publish and withdraw: as ``may_begin``."""
    return may_begin(user, row.group, on=on)


def may_begin(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Begin a plan or a report: whoever keeps the group's registers; where nobody runs it, whoever chairs it too."""
    return keeps_group(user, group, on=on) or (chairs_group(user, group, on=on) and not is_run(group, on=on))


def writing_groups(user: User, *, on: date) -> QuerySet[Group]:
    """The groups whose plans and reports the account may write on the day, as ``may_begin``."""
    kept, chaired = Group.objects.kept_by(user, on=on), Group.objects.chaired_by(user, on=on)
    alone = chaired.exclude(pk__in=run_groups(on=on).values("pk"))
    return Group.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=alone.values("pk")))


def may_approve_report(user: Any, report: AnnualReport, *, on: date | None = None) -> bool:
    """Approve a report or return it: whoever chairs the group on the day."""
    return chairs_group(user, report.group, on=on)


def may_report_activity(user: Any, activity: Activity, *, on: date | None = None) -> bool:
    """Say how far an activity has come: whoever keeps the plan, or sits for a responsible organisation."""
    return activity.pk in activities_reported_by(user, activity.goal.plan, on=on)


def activities_reported_by(user: Any, plan: ActionPlan, *, on: date | None = None) -> set[int]:
    """The keys of the plan's activities that the account may report on the day."""
    if plan.superseded_at:
        return set()
    rows = Activity.objects.filter(goal__plan=plan)
    if not may_write(user, plan, on=on):
        if not isinstance(user, User) or not user.is_active:
            return set()
        mine = spoken_for(user.person_id, on=on or timezone.localdate())
        rows = rows.filter(organisations__in=mine.values("pk"))
    return set(rows.values_list("pk", flat=True))
