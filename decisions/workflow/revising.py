"""Later versions of plans and reports: drafted beside the one that holds, which stays as it was when they take over."""

from datetime import datetime

from django.db import transaction

from decisions.models import ActionPlan, Activity, AnnualReport, PlanGoal
from decisions.plans.sealing import refuse_open_text
from decisions.workflow.publishing import LONGEST_REASON, locked
from groups.models import User
from samverkan.common import history
from samverkan.common.refusals import StepRefused

FOLLOWED = ("state", "evidence", "changed_at", "changed_by")


@transaction.atomic
def begin_version[Y: ActionPlan | AnnualReport](row: Y, *, reason: str, by: User, at: datetime | None = None) -> Y:
    """Begin a later version of an established plan or an approved report, with the same text to write on from.

    ``reason`` is for everyone. Raises StepRefused for a draft, for a version that is no longer the one that holds,
    and when a later one is begun already.
    """
    row = locked(row)
    if row.is_open:
        raise StepRefused(f"{row} är inte färdig än. Ändra i den i stället.")
    if row.superseded_at:
        raise StepRefused(f"{row} gäller inte längre. Ändra den version som gäller.")
    if type(row).objects.filter(group=row.group_id, year=row.year, version__gt=row.version).exists():
        raise StepRefused("En ny version är redan påbörjad. Öppna den i stället.")
    new = type(row)(
        group=row.group, year=row.year, version=row.version + 1, revision_reason=fit_reason(reason),
        **{name: getattr(row, name) for name in _copied(row)},
    )  # fmt: skip
    history.save(new, by=by, at=at, reason=f"Ny version: {new.revision_reason}")
    if isinstance(row, ActionPlan) and isinstance(new, ActionPlan):
        _copy_goals(row, new, by=by, at=at)
    return new


def fit_reason(reason: str) -> str:
    """The reason as it is kept. Raises StepRefused for one that is missing, too long, or not for everyone to read."""
    if not reason.strip():
        raise StepRefused("Skriv varför en ny version behövs. Skälet visas öppet.")
    if len(reason) > LONGEST_REASON:
        raise StepRefused(f"Skälet kan vara högst {LONGEST_REASON} tecken. Korta det och skicka igen.")
    refuse_open_text(reason)
    return reason.strip()


def _copied(row: ActionPlan | AnnualReport) -> list[str]:
    return ["introduction"] if isinstance(row, ActionPlan) else [*row.headings, "figures", "figures_at", "source"]


def _copy_goals(old: ActionPlan, new: ActionPlan, *, by: User, at: datetime | None) -> None:
    for goal in old.goals.prefetch_related("activities__organisations"):
        copy = PlanGoal(plan=new, position=goal.position, text=goal.text, focus_area_id=goal.focus_area_id)
        history.save(copy, by=by, at=at, reason="Ny version")
        for row in goal.activities.all():
            activity = Activity(
                goal=copy, position=row.position, text=row.text, responsible=row.responsible, due=row.due, continues=row
            )
            history.save(activity, by=by, at=at, reason="Ny version")
            with history.signed(activity, by=by, at=at, reason="Ansvariga"):
                activity.organisations.set(row.organisations.all())


def take_over(row: ActionPlan | AnnualReport, *, by: User | None, at: datetime) -> None:
    """Let the row hold in place of the version before it, and take over what has become of its activities.

    Runs in the caller's transaction, before the row itself is saved as established or approved.
    """
    if row.earlier is None:
        return
    earlier = locked(row.earlier)
    earlier.superseded_at = at
    history.save(earlier, by=by, at=at, reason=f"Ersatt av version {row.version}", fields=["superseded_at"])
    if isinstance(row, ActionPlan):
        _take_over_progress(row, by=by, at=at)


def _take_over_progress(plan: ActionPlan, *, by: User | None, at: datetime) -> None:
    for activity in Activity.objects.filter(goal__plan=plan, continues__changed_at__isnull=False):
        for name in FOLLOWED:
            setattr(activity, name, getattr(activity.continues, name))
        history.save(activity, by=by, at=at, reason="Uppföljning från tidigare version", fields=list(FOLLOWED))
