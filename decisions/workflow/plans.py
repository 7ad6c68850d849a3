"""The steps of an action plan: begun, written, established and frozen, followed activity by activity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from decisions.models import ActionPlan, Activity, Decision, FocusArea, PlanGoal
from decisions.plans.rules import establisher_of, establishing_decisions
from decisions.plans.sealing import plan_content, refuse_numbers, refuse_open_text, refuse_unfit, seal, token_of
from decisions.plans.states import ActivityState, PlanState
from decisions.workflow.publishing import locked, refuse_step
from decisions.workflow.revising import fit_reason, take_over
from groups.models import Group, Organisation, User
from samverkan.common import history
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import clean
from samverkan.common.swedish import long_date

MOST_GOALS, MOST_ACTIVITIES = 30, 40
LONGEST_EVIDENCE = 4000
#: Years that a plan or a report can be about.
FIRST_YEAR, LAST_YEAR = 2000, 2099
WRITTEN = "Planen är fastställd och ändras inte. Skriv hur det går vid varje aktivitet."


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """A row of a plan that is being written; ``key`` is that of the row it was, None for a new one."""

    text: str
    responsible: str = ""
    due: date | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class GoalDraft:
    text: str
    focus_area: FocusArea | None = None
    activities: Sequence[ActivityDraft] = field(default_factory=list)
    key: int | None = None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan as it was written; what it leaves out is taken away. ``reason`` is that of a later version."""

    introduction: str
    goals: Sequence[GoalDraft]
    reason: str | None = None


class PlanConflict(StepRefused):
    """Somebody else has saved in the meantime; ``seen`` is the token of the plan as it is now."""

    def __init__(self, seen: str) -> None:
        super().__init__("Någon annan har sparat här medan du skrev. Det du skrev finns kvar på sidan.")
        self.seen = seen


def refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise StepRefused(f"Året {year} kan inte stämma. Skriv året med fyra siffror.")


@transaction.atomic
def begin_plan(group: Group, year: int, *, by: User | None, at: datetime | None = None) -> ActionPlan:
    """Begin the group's plan for a year. Raises StepRefused when it has one, or its type has no plans."""
    group = Group.objects.select_for_update(of=("self",)).select_related("type").get(pk=group.pk)
    refuse_year(year)
    if not group.type.has_plan:
        raise StepRefused(f"{group.title} har ingen handlingsplan. Det står på grupptypen.")
    if ActionPlan.objects.filter(group=group, year=year).exists():
        raise StepRefused(f"{group.title} har redan en handlingsplan för {year}. Öppna den i stället.")
    plan = ActionPlan(group=group, year=year)
    history.save(plan, by=by, at=at, reason="Ny plan")
    return plan


def _draft(plan: ActionPlan) -> ActionPlan:
    found = locked(plan)
    if found.state != PlanState.DRAFT:
        raise StepRefused(WRITTEN)
    return found


@transaction.atomic
def save_plan(
    plan: ActionPlan, draft: PlanDraft, *, seen: str | None, by: User | None, at: datetime | None = None
) -> ActionPlan:
    """Write the plan as the draft says. ``seen`` stands for what the page showed (None: nothing is compared).

    Raises PlanConflict when somebody has saved since, and StepRefused for a personal number in any text.
    """
    plan = _draft(plan)
    if seen is not None and seen != (now := token_of(plan)):
        raise PlanConflict(now)
    if len(draft.goals) > MOST_GOALS or any(len(goal.activities) > MOST_ACTIVITIES for goal in draft.goals):
        raise StepRefused(f"En plan kan ha högst {MOST_GOALS} mål, med högst {MOST_ACTIVITIES} aktiviteter vart.")
    rows = [row for goal in draft.goals for row in goal.activities]
    refuse_numbers(
        draft.introduction, *(goal.text for goal in draft.goals),
        *(row.text for row in rows), *(row.responsible for row in rows),
    )  # fmt: skip
    plan.introduction = clean(draft.introduction)
    if plan.version > 1 and draft.reason is not None:
        plan.revision_reason = fit_reason(draft.reason)
    history.save(plan, by=by, at=at, reason="Ändrad", fields=["introduction", "revision_reason"])
    known = {goal.pk: goal for goal in plan.goals.all()}
    for position, wanted in enumerate(draft.goals, start=1):
        goal = known.pop(wanted.key or 0, None) or PlanGoal(plan=plan)
        goal.position, goal.text, goal.focus_area = position, wanted.text.strip(), wanted.focus_area
        history.save(goal, by=by, at=at, reason="Ändrat")
        _save_activities(goal, wanted.activities, by=by, at=at)
    for goal in known.values():
        _remove([*goal.activities.all(), goal], by=by, at=at)
    return plan


def _save_activities(goal: PlanGoal, wanted: Sequence[ActivityDraft], *, by: User | None, at: datetime | None) -> None:
    known = {row.pk: row for row in goal.activities.all()}
    for position, said in enumerate(wanted, start=1):
        row = known.pop(said.key or 0, None) or Activity(goal=goal)
        row.position, row.text, row.due = position, said.text.strip(), said.due
        row.responsible = said.responsible.strip()
        history.save(row, by=by, at=at, reason="Ändrad")
        with history.signed(row, by=by, at=at, reason="Ansvariga"):
            row.organisations.set(organisations_in(row.responsible))
    _remove(list(known.values()), by=by, at=at)


def _remove(rows: Sequence[Any], *, by: User | None, at: datetime | None) -> None:
    for row in rows:
        history.remove(row, by=by, at=at, reason="Borttagen")


def organisations_in(text: str) -> list[Organisation]:
    """The organisations in the register that a list with commas names, each once."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    found = [Organisation.objects.named(name).first() for name in names]
    return list({row.pk: row for row in found if row}.values())


@transaction.atomic
def discard_plan(plan: ActionPlan, *, by: User, at: datetime | None = None) -> None:
    """Throw a draft away; the history keeps what it said."""
    plan = _draft(plan)
    for goal in plan.goals.all():
        _remove([*goal.activities.all(), goal], by=by, at=at)
    history.remove(plan, by=by, at=at, reason="Utkastet slängt")


@transaction.atomic
def establish(
    plan: ActionPlan, *, decision: Decision | None = None, on: date | None = None, seen: str | None = None,
    by: User | None, at: datetime | None = None,
) -> ActionPlan:  # fmt: skip
    """Register that the plan is established, freeze it, and promise its PDF.

    A plan that the group above establishes needs that group's decision (R5); a group that establishes its own gives
    a decision of its own, or the day ``on`` when it agreed. Raises StepRefused for another decision, a day to come,
    a plan without goals, and PlanConflict when the text is not the one that ``seen`` stands for.
    """
    plan, at = locked(plan), at or timezone.now()
    refuse_step(plan, PlanState.ESTABLISHED)
    if seen is not None and seen != (now := token_of(plan)):
        raise PlanConflict(now)
    if not plan.goals.exists():
        raise StepRefused("Skriv minst ett mål innan planen fastställs.")
    plan.decision, plan.established_on = decision, _day_of(plan, decision, on, today=timezone.localdate(at))
    plan.state = PlanState.ESTABLISHED
    refuse_unfit(plan_content(plan))
    take_over(plan, by=by, at=at)
    history.save(plan, by=by, at=at, reason="Fastställd")
    seal(plan, by=by, at=at)
    return plan


def _day_of(plan: ActionPlan, decision: Decision | None, on: date | None, *, today: date) -> date:
    establisher = establisher_of(plan.group)
    if decision is None and establisher.pk != plan.group_id:
        raise StepRefused(f"Planen fastställs av {establisher.title}. Välj beslutet som fastställde den.")
    if decision and not establishing_decisions(plan).filter(pk=decision.pk).exists():
        raise StepRefused(f"{decision.reference} kan inte ha fastställt planen. Välj ett annat beslut.")
    day, earlier = decision.decided_on if decision else on, plan.earlier
    if day is None:
        raise StepRefused("Välj beslutet som fastställde planen, eller skriv vilken dag det var.")
    if day > today:
        raise StepRefused(f"Den {long_date(day)} har inte varit än. Skriv dagen då planen fastställdes.")
    if earlier and day < earlier.established_on:
        before = f"Version {earlier.version} fastställdes {long_date(earlier.established_on)}"
        raise StepRefused(f"{before}. Den nya kan inte vara äldre: skriv en senare dag.")
    return day


@transaction.atomic
def report_activity(
    activity: Activity, state: str, *, evidence: str = "", by: User, at: datetime | None = None
) -> Activity:
    """Say how far an activity has come; ``evidence`` is for everyone, and needed for what is done or dropped.

    Any state leads to any other, and the same state with a new text says that work goes on. Raises StepRefused for a
    plan that is not established.
    """
    plan = locked(activity.goal.plan)
    row: Activity = Activity.objects.select_for_update(of=("self",)).select_related("goal__plan").get(pk=activity.pk)
    if plan.superseded_at:
        raise StepRefused("Planen är reviderad. Följ upp aktiviteten i den version som gäller.")
    if plan.state == PlanState.DRAFT:
        raise StepRefused("Planen är inte fastställd än. Följ upp aktiviteterna när den är det.")
    if state not in ActivityState.values:
        raise StepRefused("Välj hur långt aktiviteten har kommit.")
    if state in {ActivityState.DONE, ActivityState.DROPPED} and not evidence.strip():
        raise StepRefused("Skriv vad som har hänt, eller varför aktiviteten inte genomförs. Texten visas öppet.")
    if len(evidence) > LONGEST_EVIDENCE:
        raise StepRefused(f"Uppföljningen kan vara högst {LONGEST_EVIDENCE} tecken. Korta den och skicka igen.")
    refuse_open_text(evidence)
    at = at or timezone.now()
    row.state, row.evidence, row.changed_at, row.changed_by = state, evidence.strip(), at, by
    history.save(row, by=by, at=at, reason="Uppföljning")
    return row
