"""Plans and annual reports that a group's rule wants by a day: for who writes them, and when late for who chairs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from decisions.plans.deadlines import Demand, demands
from decisions.plans.reminders import address_of
from groups.models import Group, Membership
from groups.roles import SECRETARIAT
from samverkan.common.swedish import listed, long_date
from samverkan.portal.todo.thing import BACK, SOON, Todo

#: How long before its day a plan or a report is something to do.
BEFORE = timedelta(days=30)


def yearly(groups: Sequence[Group], *, write: Collection[int], on: date) -> Iterator[Todo]:
    """What is not established or approved of the groups, which the person writes for (``write``) or chairs; four
    queries.

    A report that lies with the chair waits for the answer alone; one that came back is told of by ``todo.reports``.
    """
    found = [row for row in demands(groups, first=on - BACK, last=on + BEFORE) if _waits(row, write=write, on=on)]
    others = {row.group.pk for row in found} - set(write)
    run_by = _run_by(others, on=on) if others else {}
    for demand in found:
        yield _todo(demand, writers=run_by.get(demand.group.pk), on=on)


def _waits(demand: Demand, *, write: Collection[int], on: date) -> bool:
    """Whether the person is told: who writes it, until it is done; who only chairs the group, when it is late."""
    if demand.is_met or demand.is_with_chair:
        return False
    return not demand.is_returned if demand.group.pk in write else demand.due < on


def _run_by(groups: Collection[int], *, on: date) -> dict[int, list[str]]:
    """Group → the names of those who run it."""
    rows = Membership.objects.on(on).filter(group__in=groups, role__in=SECRETARIAT).order_by("person__name")
    names: dict[int, list[str]] = {}
    for group, name in rows.values_list("group", "person__name").distinct():
        names.setdefault(group, []).append(name)
    return names


def _todo(demand: Demand, *, writers: Sequence[str] | None, on: date) -> Todo:
    """``writers``: who writes it when the person doesn't."""
    what, done = ("handlingsplanen", "fastställd") if demand.is_plan else ("årsrapporten", "godkänd")
    step = "Skriv" if demand.row is None else "Fastställ" if demand.is_plan else "Skriv klart"
    shall = "Skulle ha varit" if demand.due < on else "Ska vara"
    why = f"{shall} {done} senast {long_date(demand.due)}."
    todo = Todo(
        label=f"{step} {what}",
        about=f"{demand.group.name}, {demand.year}",
        why=why,
        url=address_of(demand),
        verb="Börja" if demand.row is None else "Öppna",
        is_urgent=demand.due <= on + SOON,
        due=demand.due,
    )
    if writers is None:
        return todo
    told = f"{why} Den skrivs av {listed(writers)}."
    late = replace(todo, label=f"{what.capitalize()} är försenad", why=told)
    return late if demand.row else replace(late, url="", verb="")
