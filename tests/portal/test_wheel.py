"""The annual wheel: what a year holds as a picture and a list, and what is late in words (R2, R9, R10)."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from decisions.models import ActionPlan
from decisions.plans.documents import render_stored
from decisions.workflow.plans import establish
from decisions.workflow.publishing import publish, withdraw
from decisions.workflow.revising import begin_version
from groups.fixtures import STRUCTURE
from groups.models import Group, Mandate, YearlyMeeting, YearRule
from meetings.models import Meeting
from samverkan.portal.wheel import Entry, draw, entries_of, late_of, months_of
from samverkan.portal.wheel.demands import deadlines
from samverkan.portal.wheel.entry import DEADLINE, ENDING, MEETING, TOGETHER
from tests.factories import Cast, make_area, make_group, make_group_type, make_meeting
from tests.plans import LATER, make_plan, make_plan_group, make_published_plan

pytestmark = pytest.mark.django_db
#: The day that the tests here look from.
ON = date(2026, 11, 22)


def told(group: Group, *, year: int = 2026, on: date = ON, ring: str = "") -> list[Entry]:
    return [entry for entry in entries_of([group], year=year, on=on) if ring in {"", entry.ring}]


def make_rule(group: Group, **fields: Any) -> YearRule:
    return YearRule.objects.create(
        type=group.type, **{"plan_due": "01-31", "report_due": "02-28", "since": 2026, **fields}
    )


def test_meetings_stand_on_their_days(cast: Cast) -> None:
    make_meeting(cast.group, date=date(2026, 4, 23))
    make_meeting(cast.group, date=date(2026, 12, 3))
    make_meeting(cast.group, date=date(2026, 5, 5), state="cancelled")
    make_meeting(cast.group, date=date(2027, 1, 5))
    found = [(entry.day, entry.title, entry.url, bool(entry.late)) for entry in told(cast.group, ring=MEETING)]
    assert found == [
        (date(2026, 4, 23), "Gruppen LGS", "/moten/lgs/2026-04-23/", True),
        (date(2026, 12, 3), "Gruppen LGS", "/moten/lgs/2026-12-03/", False),
    ]


def test_a_plan_that_is_not_established_in_time_is_said_to_be_late(cast: Cast) -> None:
    theme = make_plan_group(cast.group)
    make_rule(theme)
    (entry,) = told(theme, ring=DEADLINE)
    assert (entry.day, entry.title) == (date(2026, 1, 31), "Gruppen TEMA: handlingsplan 2026")
    assert entry.late == "Skulle ha varit fastställd senast 31 januari 2026, men är det inte än."
    assert [entry.late for entry in told(theme, on=date(2026, 1, 31), ring=DEADLINE)] == [""]


@pytest.mark.usefixtures("quick_pdf")
def test_a_plan_that_was_established_late_says_so_and_leads_to_it(cast: Cast) -> None:
    theme = make_plan_group(cast.group)
    make_rule(theme)
    make_published_plan(cast, theme)
    (entry,) = told(theme, ring=DEADLINE)
    assert (entry.url, entry.late) == ("/planer/tema/2026/", "")
    assert entry.note == "Fastställd 23 april 2026, efter sista dagen"


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("first", ["published", "withdrawn", "never published"])
def test_a_plan_that_was_revised_leads_to_the_version_that_is_shown(cast: Cast, first: str) -> None:
    own = make_plan_group(cast.group, "nosam", by="itself")
    make_rule(own, report_due="")
    old = establish(make_plan(own, by=cast.eva), on=date(2026, 1, 20), by=cast.eva, at=LATER)
    if first != "never published":
        old = shown(old, cast)
    new = establish(begin_version(old, reason="Nya mål.", by=cast.eva), on=date(2026, 5, 5), by=cast.eva, at=LATER)
    new = shown(new, cast)
    if first == "withdrawn":
        withdraw(old, reason="Fel fil.", by=cast.eva, at=LATER)
    (entry,) = told(own, ring=DEADLINE)
    assert (entry.url, entry.note) == ("/planer/nosam/2026/", "Fastställd 20 januari 2026")
    withdraw(new, reason="Fel fil.", by=cast.eva, at=LATER)
    assert [entry.url for entry in told(own, ring=DEADLINE)] == ["/grupper/nosam/"]


def shown(plan: ActionPlan, cast: Cast) -> ActionPlan:
    render_stored(plan.record)
    return publish(plan, by=cast.eva, at=LATER)


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("count", [1, 4])
def test_how_many_plans_there_are_costs_no_queries(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    groups = [make_plan_group(cast.group, f"nosam-{number}", by="itself") for number in range(count)]
    for group in groups:
        make_rule(group, report_due="")
        shown(establish(make_plan(group, by=cast.eva), on=date(2026, 1, 20), by=cast.eva, at=LATER), cast)
    ours = list(Group.objects.filter(pk__in=[group.pk for group in groups]).select_related("type"))
    with django_assert_num_queries(3):
        found = list(deadlines(ours, 2026, ON))
    assert [entry.url for entry in found] == [f"/planer/{group.slug}/2026/" for group in ours]


def test_what_a_day_demands_of_several_groups_is_said_once_with_the_groups(cast: Cast) -> None:
    groups = [make_plan_group(cast.group, f"nosam-{number}", by="itself") for number in range(3)]
    for group in groups:
        make_rule(group, report_due="")
    establish(make_plan(groups[0], by=cast.eva), on=date(2026, 1, 20), by=cast.eva, at=LATER)
    make_meeting(groups[0], date=date(2026, 1, 31))
    entries = entries_of(groups, year=2026, on=ON)
    [(month, lines)] = months_of(entries)
    found = [(line.entry.title, [entry.who for entry in line.entries][1:], line.anchor) for line in lines]
    assert (month, found) == (
        "Januari",
        [
            ("Gruppen NOSAM-0", [], "meeting-2"),
            ("Gruppen NOSAM-0: handlingsplan 2026", [], "deadline-2"),
            ("Gruppen NOSAM-1: handlingsplan 2026", ["Gruppen NOSAM-2"], ""),
        ],
    )
    assert [len(line.entries) for line in late_of(entries)] == [1, 2]


def test_the_page_says_what_is_late_once(cast: Cast, client: Client) -> None:
    for number in range(3):
        make_rule(make_plan_group(cast.group, f"nosam-{number}", by="itself"), report_due="")
    make_meeting(cast.group, date=date(2026, 11, 20))
    with time_machine.travel(ON, tick=False):
        page = client.get("/arshjul/2026/").content.decode()
    sentence = "Skulle ha varit fastställd senast 31 januari 2026, men är det inte än."
    assert (page.count(sentence), page.count("Handlingsplan 2026, 3 grupper")) == (2, 1)
    assert "Gruppen LGS</a> 20 november. Dagen har varit" in page


def test_a_report_is_due_the_year_after_and_nothing_before_the_rule(cast: Cast) -> None:
    theme = make_plan_group(cast.group)
    make_rule(theme, plan_due="")
    assert told(theme, ring=DEADLINE) == []
    (entry,) = told(theme, year=2027, ring=DEADLINE)
    assert (entry.day, entry.title) == (date(2027, 2, 28), "Gruppen TEMA: årsrapport 2026")


@pytest.mark.parametrize(("text", "day"), [("12-15", date(2025, 12, 15)), ("02-31", date(2026, 2, 28))])
def test_a_plans_day_in_the_autumn_is_the_year_before(cast: Cast, text: str, day: date) -> None:
    assert make_rule(cast.group, plan_due=text).plan_due_for(2026) == day


def joint(host: Group, other: Group, day: date) -> Meeting:
    meeting = make_meeting(host, date=day)
    meeting.joint_groups.add(other)
    return meeting


@pytest.fixture
def yearly(cast: Cast) -> list[Group]:
    """LGS is to meet each thematic group of its area once a year; there are two, and one elsewhere."""
    kind = make_group_type("tema")
    rule = YearlyMeeting.objects.create(host=cast.group, title="Dialog", minimum=1)
    rule.partner_types.add(kind)
    make_group("fjarran", type=kind, area=make_area("skaraborg", "Skaraborg"))
    return [make_group("barn", type=kind), make_group("psykiatri", type=kind)]


def test_r9_who_has_not_met_this_year_is_named(cast: Cast, yearly: list[Group]) -> None:
    joint(cast.group, yearly[0], date(2026, 3, 12))
    first, last = told(cast.group, ring=TOGETHER)
    assert (first.day, first.note) == (date(2026, 3, 12), "LGS med BARN. Planerat")
    assert (last.day, last.late) == (date(2026, 12, 31), "")
    assert last.note == "LGS ska före årsskiftet möta PSYKIATRI. Det är inte planerat än"


def test_r9_after_the_year_what_was_not_held_is_late(cast: Cast, yearly: list[Group]) -> None:
    (entry,) = told(cast.group, on=date(2027, 1, 1), ring=TOGETHER)
    assert entry.late == "Hölls inte under 2026 med BARN och PSYKIATRI."


def test_r9_a_partner_that_hosts_the_meeting_counts_and_sees_its_own_only(cast: Cast, yearly: list[Group]) -> None:
    joint(yearly[1], cast.group, date(2026, 9, 1))
    (own,) = told(yearly[1], ring=TOGETHER)
    assert (own.title, own.day) == ("Dialog", date(2026, 9, 1))
    (lacking,) = told(yearly[0], ring=TOGETHER)
    assert "BARN" in lacking.note


def test_r9_the_rules_of_the_seed_are_loaded() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    lgs = Group.objects.get(slug="lgs-beredningsgrupp")
    (entry,) = told(lgs, ring=TOGETHER)
    assert entry.title == "Dialog med ordförande och processledare"
    assert entry.note.count("NOSAM") == 8
    (entry,) = told(Group.objects.get(slug="lgs"), ring=TOGETHER)
    assert entry.note == "LGS ska före årsskiftet möta Politiskt samråd. Det är inte planerat än"


def test_r2_terms_that_end_are_told_and_late_without_a_successor(cast: Cast) -> None:
    cast.group.memberships.get(person=cast.olle.person).offices.update(ends=date(2026, 7, 1))
    (entry,) = told(cast.group, ring=ENDING)
    assert (entry.day, entry.title) == (date(2026, 6, 30), "Gruppen LGS: ordförandes tid går ut")
    assert (entry.note, entry.late) == ("Olle Exempel", "Ingen ny ordförande är registrerad.")
    assert [entry.late for entry in told(cast.group, on=date(2026, 6, 30), ring=ENDING)] == [""]


def test_r10_a_mandate_that_has_run_out_is_late_where_the_group_shows_it(cast: Cast) -> None:
    mandate = Mandate.objects.create(
        slug="uppdrag", title="Uppdraget", state="adopted", decision_date=date(2024, 1, 1), valid_from=date(2024, 1, 1),
        valid_until=date(2026, 5, 31),
    )  # fmt: skip
    mandate.groups.add(cast.group)
    (entry,) = told(cast.group, ring=ENDING)
    assert (entry.title, entry.late) == ("Uppdraget går ut: Uppdraget", "Har gått ut och är inte ersatt.")
    cast.group.shows_mandate = False
    cast.group.save()
    assert told(cast.group, ring=ENDING) == []


def test_the_picture_has_a_mark_for_each_half_month_and_ring() -> None:
    entries = [
        Entry(date(2026, 4, 2), MEETING, "Ett", "/ett/"),
        Entry(date(2026, 4, 20), MEETING, "Två", "/två/"),
        Entry(date(2026, 4, 23), MEETING, "Tre", "/tre/", late="Sent."),
        Entry(date(2026, 4, 30), ENDING, "Fyra", "/fyra/"),
    ]
    wheel = draw(entries, year=2026, on=ON)
    assert [(mark.ring, mark.slot, mark.count, mark.url) for mark in wheel.marks] == [
        (MEETING, 6, "1", "/ett/"),
        (MEETING, 7, "2!", "#meeting-8"),
        (ENDING, 7, "1", "/fyra/"),
    ]
    assert wheel.marks[1].label == "Möten, 16 till slutet av april: 2, försenat"
    assert wheel.today
    assert not draw(entries, year=2025, on=ON).today


def test_the_page_says_all_of_it_and_every_mark_leads_somewhere(client: Client, cast: Cast) -> None:
    for day in (2, 3, 20):
        make_meeting(cast.group, date=date(2026, 4, day))
    page = client.get("/arshjul/2026/").content.decode()
    assert page.count('href="/moten/lgs/2026-04-20/"') == 3  # the list of what is late, the picture, the list
    assert 'href="#meeting-7"' in page
    assert page.count('id="meeting-7"') == 1
    assert "Försenat" in page


def test_an_area_and_a_group_narrow_it_and_an_unknown_one_is_told(client: Client, cast: Cast) -> None:
    other = make_group("fjarran", area=make_area("skaraborg", "Skaraborg"))
    make_meeting(cast.group, date=date(2026, 4, 2))
    make_meeting(other, date=date(2026, 4, 3))
    here, there = "/moten/lgs/2026-04-02/", "/moten/fjarran/2026-04-03/"
    for query, shown, left in (("omrade=skaraborg", there, here), ("grupp=lgs", here, there)):
        page = client.get(f"/arshjul/2026/?{query}").content.decode()
        assert shown in page
        assert left not in page
    answer = client.get("/arshjul/2026/?grupp=finns-inte")
    assert (answer.status_code, "finns inte" in answer.content.decode()) == (400, True)


def test_a_hidden_group_is_nowhere_in_it(client: Client, cast: Cast) -> None:
    make_meeting(make_group("dold", shows_group=False), date=date(2026, 4, 3))
    ActionPlan.objects.create(group=Group.objects.get(slug="dold"), year=2026)
    page = client.get("/arshjul/2026/").content.decode().lower()
    assert "dold" not in page


@pytest.mark.parametrize("path", ["/arshjul/1999/", "/arshjul/20260/", "/arshjul/x/"])
def test_years_without_an_address_are_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/arshjul/2000/", "/arshjul/2099/"])
def test_the_first_and_the_last_year_have_pages(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 6])
def test_the_wheel_asks_as_much_for_many_groups_as_for_one(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    kind = make_group_type("tema", has_plan=True, has_report=True)
    YearRule.objects.create(type=kind, plan_due="01-31", report_due="02-28", since=2020)
    for number in range(count):
        group = make_group(f"tema-{number}", type=kind)
        YearlyMeeting.objects.create(host=group, title="Dialog").partner_types.add(cast.group.type)
        joint(group, cast.group, date(2026, 4, 1 + number))
    with django_assert_max_num_queries(20):
        client.get("/arshjul/2026/")
