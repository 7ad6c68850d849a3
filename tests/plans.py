"""A plan as a group writes it, and the steps that it takes."""

from datetime import UTC, date, datetime
from typing import Any

from decisions.models import ActionPlan, CooperationPlan, Decision
from decisions.plans.documents import render_stored
from decisions.workflow.plans import ActivityDraft, GoalDraft, PlanDraft, begin_plan, establish, save_plan
from decisions.workflow.publishing import publish
from decisions.workflow.reports import approve_report, begin_report, save_report, send_report
from groups.models import Group, User
from meetings.documents import render_stored as render_note
from meetings.workflow import publish as publish_note
from samverkan.common import history
from tests.factories import Cast, make_adjusted, make_group, make_group_type

#: A moment after the meeting that established the plan.
LATER = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
DRAFT = PlanDraft(
    "<p>Planen bygger på samverkansplanen.</p>",
    [
        GoalDraft(
            "Färre återinskrivningar",
            activities=[
                ActivityDraft("Gemensam checklista vid hemgång", "SU, Härryda kommun", date(2026, 6, 30)),
                ActivityDraft("Utbildningsdag"),
            ],
        ),
        GoalDraft("Kortare väg till rätt vård"),
    ],
)


def make_plan_group(parent: Group | None = None, slug: str = "tema", *, by: str = "parent", **fields: Any) -> Group:
    """A group whose plan is established by the group above it, or by itself."""
    kind = make_group_type(f"typ-{slug}", has_plan=True, has_report=True, plan_established_by=by)
    return make_group(slug, type=kind, parent=parent, **fields)


def make_plan(group: Group, *, by: User, year: int = 2026, draft: PlanDraft = DRAFT) -> ActionPlan:
    return save_plan(begin_plan(group, year, by=by), draft, seen=None, by=by)


def make_decision(cast: Cast, **fields: Any) -> Decision:
    """A decision of the cast's group that can have established a plan."""
    make_adjusted(cast, items=1, **fields)
    decision: Decision = Decision.objects.filter(group=cast.group).latest("pk")
    decision.kind = "establishes"
    history.save(decision, by=cast.eva)
    return decision


def publish_note_of(decision: Decision, cast: Cast) -> Decision:
    """The decision with the note that it stands in published."""
    render_note(decision.version)
    publish_note(decision.version, by=cast.eva, at=LATER)
    decision.refresh_from_db()
    return decision


def make_established(cast: Cast, group: Group, **fields: Any) -> ActionPlan:
    """A plan that a decision of the cast's group has established."""
    return establish(make_plan(group, by=cast.eva, **fields), decision=make_decision(cast), by=cast.eva, at=LATER)


def make_published_plan(cast: Cast, group: Group, **fields: Any) -> ActionPlan:
    plan = make_established(cast, group, **fields)
    render_stored(plan.record)
    return publish(plan, by=cast.eva, at=LATER)


def make_yearly(cast: Cast, *, year: int = 2025, word: str = "Text") -> None:
    """A plan and a report of the year that everyone reads, drafts of both for the next, and a cooperation plan."""
    kind = cast.group.type
    kind.has_plan = kind.has_report = True
    kind.save()
    cast.group.refresh_from_db()
    draft = PlanDraft(f"<p>{word}</p>", [GoalDraft(word, activities=[ActivityDraft(word, word)])])
    plan = make_plan(cast.group, by=cast.eva, year=year, draft=draft)
    plan = establish(plan, on=date(2026, 2, 1), by=cast.eva, at=LATER)
    report = begin_report(cast.group, year, by=cast.eva, at=LATER)
    report = save_report(report, {"summary": f"<p>{word}</p>"}, seen=None, by=cast.eva, at=LATER)
    report = approve_report(send_report(report, by=cast.eva, at=LATER), by=cast.olle, at=LATER)
    for row in (plan, report):
        render_stored(row.record)
        publish(row, by=cast.eva, at=LATER)
    make_plan(cast.group, by=cast.eva, year=year + 1)
    begin_report(cast.group, year + 1, by=cast.eva, at=LATER.replace(year=year + 1))
    CooperationPlan.objects.get_or_create(area=cast.group.area, title="Samverkansplan", first_year=2025)
