"""The days by which the rules want a group's plan established and its annual report approved, and whether they were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from decisions.models import ActionPlan, AnnualReport
from decisions.plans.states import ReportState
from groups.models import Group, YearRule
from groups.owned_rules import rules_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a group is to have of a year by a day. ``row`` is the first version of it, if it is begun."""

    group: Group
    model: type[ActionPlan] | type[AnnualReport]
    year: int
    due: date
    row: Any

    @property
    def is_met(self) -> bool:
        """Whether it has been established or approved, in time or late."""
        return self.row is not None and not self.row.is_open

    @property
    def is_with_chair(self) -> bool:
        """Whether it is a report that has been sent, and waits for the chair's answer."""
        return self.row is not None and self.row.state == ReportState.SENT

    @property
    def is_returned(self) -> bool:
        """Whether it is a report that the chair has sent back with a comment."""
        return self.row is not None and self.model is AnnualReport and self.row.is_returned

    @property
    def is_plan(self) -> bool:
        return self.model is ActionPlan


def demands(groups: Sequence[Group], *, first: date, last: date) -> list[Demand]:
    """What is due on a day from ``first`` to ``last``, of groups that are there that day, group by group; at
    most three queries. Nobody reports of a year that ended before the group began. The groups come with their type.
    """
    writing = [group for group in groups if group.type.has_plan or group.type.has_report]
    rules = rules_of(YearRule.objects.all(), writing) if writing else {}
    ruled = [group for group in writing if group.pk in rules]
    if not ruled:
        return []
    years = range(first.year - 1, last.year + 2)
    found = [
        Demand(group=group, model=model, year=year, due=due, row=None)
        for group in ruled
        for year in years
        for model, due in _days(group, rules[group.pk], year)
        if first <= due <= last and group.holds_on(due) and group.starts.year <= year
    ]
    known = {model: _first_versions(model, found, years) for model in (ActionPlan, AnnualReport)}
    return [replace(demand, row=known[demand.model].get((demand.group.pk, demand.year))) for demand in found]


def _days(group: Group, rule: YearRule, year: int) -> Iterator[tuple[Any, date]]:
    if group.type.has_plan and (due := rule.plan_due_for(year)):
        yield ActionPlan, due
    if group.type.has_report and (due := rule.report_due_for(year)):
        yield AnnualReport, due


def _first_versions(model: Any, found: Sequence[Demand], years: range) -> dict[tuple[int, int], Any]:
    """Group and year → what there is already; nothing is asked where nothing of the kind is due."""
    groups = {demand.group.pk for demand in found if demand.model is model}
    rows = model.objects.filter(group__in=groups, year__in=years, version=1)
    return {(row.group_id, row.year): row for row in rows}
