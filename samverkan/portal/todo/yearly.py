"""Plans and annual reports that a group's rule wants by a day: for who runs the group, and when late for who chairs."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse

from decisions.plans.deadlines import Demand, demands
from decisions.plans.reminders import address_of
from groups.models import Group
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import BACK, SOON, Todo

#: How long before its day a plan or a report is something to do.
BEFORE = timedelta(days=30)


def yearly(groups: Sequence[Group], *, run: Collection[int], on: date) -> Iterator[Todo]:
    """What is not established or approved of the groups, which the person runs (``run``) or chairs; three queries.

    A report that lies with the chair waits for the answer alone; one that came back is told of by ``todo.reports``.
    """
    for demand in demands(groups, first=on - BACK, last=on + BEFORE):
        runs = demand.group.pk in run
        if demand.is_met or demand.is_with_chair or (demand.is_returned if runs else demand.due >= on):
            continue
        yield _todo(demand, runs=runs, on=on)


def _todo(demand: Demand, *, runs: bool, on: date) -> Todo:
    what, done = ("handlingsplanen", "fastställd") if demand.is_plan else ("årsrapporten", "godkänd")
    step = "Skriv" if demand.row is None else "Fastställ" if demand.is_plan else "Skriv klart"
    shall = "Skulle ha varit" if demand.due < on else "Ska vara"
    label = f"{step} {what}" if runs else f"{what.capitalize()} är försenad"
    return Todo(
        label=label,
        about=f"{demand.group.name}, {demand.year}",
        why=f"{shall} {done} senast {long_date(demand.due)}.",
        url=address_of(demand) if runs or demand.row else reverse("group-desk", args=[demand.group.slug]),
        verb="Börja" if runs and demand.row is None else "Öppna",
        is_urgent=demand.due <= on + SOON,
        due=demand.due,
    )
