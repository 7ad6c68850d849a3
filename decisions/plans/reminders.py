"""Plans and annual reports that are due: those who run the group are reminded before, on the day and a month after."""

from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from decisions.plans.deadlines import Demand, demands
from groups.mail import chairs_of, remind, secretariat_of
from groups.models import Group, Person
from samverkan.common import daily
from samverkan.common.swedish import long_date

#: Days left at which a mail goes out, the tightest first; the first is a month after the day.
STAGES = (-30, 0, 30)
#: What was due longer ago than this is not asked for by mail: a portal that is new asks nothing about long ago.
LATEST = timedelta(days=60)


@daily.task("plans and annual reports that are due")
def remind_of_plans_and_reports(on: date) -> None:
    """Remind of every plan that is not established and every report that is not approved, as its group's rule says.

    Those who run the group are told; its chairs too when the day has passed, and when nobody runs it. A report that has
    been sent waits for the chairs, and they alone are told. What is told at one stage is not told again.
    """
    groups = list(Group.objects.on(on).select_related("type"))
    waiting: dict[int, list[Demand]] = {}
    for demand in demands(groups, first=on - LATEST, last=on + timedelta(days=max(STAGES))):
        if not demand.is_met:
            waiting.setdefault(demand.group.pk, []).append(demand)
    daily.each([group for group in groups if group.pk in waiting], partial(_remind, waiting=waiting, on=on))


def _remind(group: Group, *, waiting: dict[int, list[Demand]], on: date) -> None:
    for demand in waiting[group.pk]:
        stage = next(stage for stage in STAGES if (demand.due - on).days <= stage)
        for person in _people(demand, on=on):
            _promise(demand, person, stage=stage, on=on)


def _people(demand: Demand, *, on: date) -> list[Person]:
    chairs = chairs_of(demand.group, on=on)
    if demand.is_with_chair:
        return chairs
    run = secretariat_of(demand.group, on=on)
    told = [*run, *chairs] if demand.due < on or not run else run
    return list({person.pk: person for person in told}.values())


def _promise(demand: Demand, person: Person, *, stage: int, on: date) -> None:
    kind = "plan" if demand.is_plan else "report"
    context = {
        "group": demand.group.title,
        "year": str(demand.year),
        "due": long_date(demand.due),
        "is_late": "ja" if demand.due < on else "",
        "is_begun": "ja" if demand.row else "",
        "is_with_chair": "ja" if demand.is_with_chair else "",
    }
    key = f"{kind}-due:{demand.group.pk}:{demand.year}:{demand.due}:{stage}"
    remind(key, f"{kind}_due", person, path=address_of(demand), **context)


def address_of(demand: Demand) -> str:
    """Where the plan or the report is worked on, or begun."""
    kind = "plan" if demand.is_plan else "report"
    if demand.row:
        return reverse(f"plan_admin:{kind}", args=[demand.row.pk])
    return f"{reverse(f'plan_admin:{kind}-new')}?grupp={demand.group.slug}&ar={demand.year}"
