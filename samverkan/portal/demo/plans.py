"""Plans and reports of the demonstration: VPMB's real report for 2020, and made-up plans and days beside it."""

from datetime import date, timedelta
from typing import Any

from django.core.management import call_command

from decisions.fixtures import REPORTS
from decisions.models import Activity, CooperationPlan, FocusArea
from decisions.plans.documents import render_stored, render_waiting
from decisions.plans.states import ActivityState
from decisions.workflow.plans import (
    ActivityDraft,
    GoalDraft,
    PlanDraft,
    begin_plan,
    establish,
    report_activity,
    save_plan,
)
from decisions.workflow.publishing import publish
from decisions.workflow.reports import begin_report, seal_loaded_reports
from groups.models import Group, YearRule
from samverkan.common import history
from samverkan.portal.demo.cast import Cast, moment, place

MADE_UP = "Påhittat för demonstrationen"
YEAR = 2026


def add_plans(lgs: Group, cast: Cast, *, today: date) -> None:
    """Everything here, for a demonstration that is shown on the day."""
    call_command("loaddata", *REPORTS, verbosity=0)
    seal_loaded_reports(at=moment(today, 6))
    render_waiting()
    _days()
    focus = _cooperation_plan(lgs)
    _own_plan(focus, cast)
    _draft_plan(focus, cast)
    begin_report(lgs, YEAR, by=cast.process_leader, at=moment(today, 7))


def _days() -> None:
    for slug, plan_due in (("temagrupp-psykiatri", "02-28"), ("nosam-molndal", "03-31"), ("lgs", "")):
        kind = Group.objects.select_related("type").get(slug=slug).type
        history.save(YearRule(type=kind, plan_due=plan_due, report_due="02-15", since=YEAR, source=MADE_UP), by=None)


def _cooperation_plan(lgs: Group) -> list[FocusArea]:
    plan = CooperationPlan(
        area=lgs.area, title="Samverkansplan för Göteborgsområdet", first_year=2025, last_year=2027, source=MADE_UP,
        summary="Planen pekar ut vad vi gör tillsammans, så att vården och omsorgen hänger ihop för den enskilde.",
    )  # fmt: skip
    history.save(plan, by=None)
    titles = ("Trygga övergångar", "Psykisk hälsa hela livet", "Barn och unga i tid")
    areas = [FocusArea(plan=plan, position=number, title=title) for number, title in enumerate(titles, start=1)]
    for area in areas:
        history.save(area, by=None)
    return areas


def _own_plan(focus: list[FocusArea], cast: Cast) -> None:
    """A NOSAM has established its plan itself, and follows it."""
    local, eva = Group.objects.get(slug="nosam-molndal"), cast.process_leader
    place(cast, local)
    draft = PlanDraft(
        "<p>Planen utgår från samverkansplanen och från det som närområdet själv har sett.</p>",
        [
            GoalDraft(
                "Ingen ska behöva upprepa sin historia vid hemgång från sjukhus",
                focus[0],
                [
                    ActivityDraft("Prova en gemensam checklista på två avdelningar", "SU, Mölndals stad",
                                  date(YEAR, 6, 15)),
                    ActivityDraft("Halvdag för dem som arbetar med hemgång", "Mölndals stad", date(YEAR, 10, 1)),
                ],
            ),
            GoalDraft(
                "Den som mår psykiskt dåligt ska få hjälp av rätt verksamhet från början",
                focus[1],
                [ActivityDraft("Kartlägga vägarna in för vuxna", "Närhälsan, Mölndals stad", date(YEAR, 12, 1))],
            ),
        ],
    )  # fmt: skip
    written = moment(date(YEAR, 5, 6), 9)
    plan = save_plan(begin_plan(local, YEAR, by=eva, at=written), draft, seen=None, by=eva, at=written)
    plan = establish(plan, on=date(YEAR, 5, 7), by=eva, at=written + timedelta(days=1))
    render_stored(plan.record)
    publish(plan, by=eva, at=written + timedelta(days=2))
    first: Any = Activity.objects.filter(goal__plan=plan).first()
    evidence = "Provad på två avdelningar i maj. Personalen vill behålla den."
    report_activity(first, ActivityState.DONE, evidence=evidence, by=eva, at=moment(date(YEAR, 6, 3), 10))


def _draft_plan(focus: list[FocusArea], cast: Cast) -> None:
    """A thematic group is writing its plan, which LGS is to establish."""
    theme, eva = Group.objects.get(slug="temagrupp-psykiatri"), cast.process_leader
    goal = GoalDraft(
        "Närstående till den som har tagit sitt liv får stöd, var de än bor", focus[1],
        [ActivityDraft("Gemensamt förslag till rutin för efterlevandestöd", "Göteborgs Stad, SU", date(YEAR, 11, 30))],
    )  # fmt: skip
    save_plan(begin_plan(theme, YEAR, by=eva), PlanDraft("", [goal]), seen=None, by=eva)
