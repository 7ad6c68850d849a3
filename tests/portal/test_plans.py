"""The open pages of plans and reports: what is published is read, what was withdrawn says so, nothing else is known."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from decisions.fixtures import REPORTS
from decisions.models import Activity, CooperationPlan, FocusArea
from decisions.plans.documents import render_stored, render_waiting
from decisions.workflow.plans import establish, report_activity
from decisions.workflow.publishing import publish, withdraw
from decisions.workflow.reports import seal_loaded_reports
from groups.models import Group
from samverkan.common import freshness
from tests.admin.browsing import browser
from tests.factories import Cast, make_group, make_member
from tests.plans import (
    LATER,
    make_decision,
    make_established,
    make_plan,
    make_plan_group,
    make_published_plan,
    publish_note_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def theme(cast: Cast) -> Group:
    return make_plan_group(cast.group)


def test_a_plan_is_read_with_what_has_become_of_its_activities(client: Client, cast: Cast, theme: Group) -> None:
    plan = make_published_plan(cast, theme)
    publish_note_of(plan.decision, cast)
    first = Activity.objects.filter(goal__plan=plan).first()
    report_activity(first, "done", evidence="Provad i tre kommuner.", by=cast.eva, at=LATER)
    page = client.get("/planer/tema/2026/").content.decode()
    for text in ("Handlingsplan 2026", "Färre återinskrivningar", "Provad i tre kommuner.", "Genomförd", "LGS 2026:1"):
        assert text in page
    assert "Försenad" not in page


def test_an_activity_whose_day_has_passed_is_said_to_be_late(client: Client, cast: Cast, theme: Group) -> None:
    make_published_plan(cast, theme)
    assert "Försenad" in client.get("/planer/tema/2026/").content.decode()


def test_what_is_not_published_is_not_known(client: Client, cast: Cast, theme: Group) -> None:
    make_established(cast, theme)
    paths = ["/planer/tema/2026/", "/planer/tema/2026/plan.pdf", "/planer/tema/2025/", "/rapporter/tema/2026/"]
    assert [client.get(path).status_code for path in paths] == [404] * 4
    assert "Gruppen TEMA" not in client.get("/planer/").content.decode()


def test_r8_a_group_that_is_hidden_hides_its_plan(client: Client, cast: Cast, theme: Group) -> None:
    make_published_plan(cast, theme)
    assert client.get("/planer/tema/2026/plan.pdf").status_code == 200
    Group.objects.filter(pk=theme.pk).update(shows_group=False)
    assert client.get("/planer/tema/2026/plan.pdf").status_code == 404
    assert client.get("/planer/tema/2026/").status_code == 404


def test_a_withdrawn_plan_answers_410_and_says_how_to_ask_for_it(client: Client, cast: Cast, theme: Group) -> None:
    plan = make_published_plan(cast, theme)
    withdraw(plan, reason="Hemligt skäl", by=cast.eva, at=LATER)
    answer = client.get("/planer/tema/2026/")
    assert answer.status_code == 410
    assert "Handlingsplan 2026, Gruppen TEMA" in answer.content.decode()
    assert "Hemligt skäl" not in answer.content.decode()


def test_a_decision_is_named_once_everyone_can_read_it_and_not_before(client: Client, cast: Cast, theme: Group) -> None:
    plan = make_published_plan(cast, theme)
    paths = ("/planer/tema/2026/", "/planer/tema/2026/plan.pdf")
    opened = [client.get(path).content.decode() for path in paths]
    assert ["Fastställd av" in text for text in opened] == [True, True]
    assert ["LGS 2026:1" in text for text in opened] == [False, False]
    make_member(cast.eva.person, theme, "process_leader")
    inside = browser(cast.eva).get(f"/admin/planer/{plan.pk}/").content.decode()
    assert "Beslutet som fastställde planen, LGS 2026:1, kunde inte läsas av alla då." in inside
    publish_note_of(plan.decision, cast)
    freshness.bump()  # as the commit does
    assert '<a href="/beslut/lgs/2026-1/">LGS 2026:1</a>' in client.get(paths[0]).content.decode()


def test_a_decision_that_is_not_public_any_more_is_not_named(client: Client, cast: Cast, theme: Group) -> None:
    decision = publish_note_of(make_decision(cast), cast)
    plan = establish(make_plan(theme, by=cast.eva), decision=decision, by=cast.eva, at=LATER)
    render_stored(plan.record)
    publish(plan, by=cast.eva, at=LATER)
    assert "LGS 2026:1" in client.get("/planer/tema/2026/").content.decode()
    cast.group.shows_decisions = False
    cast.group.save()
    freshness.bump()  # as the commit does
    assert "LGS 2026:1" not in client.get("/planer/tema/2026/").content.decode()


def test_the_list_has_cooperation_plans_with_their_focus_areas(client: Client, cast: Cast, theme: Group) -> None:
    plan = CooperationPlan.objects.create(area=theme.area, title="Samverkansplan", first_year=2025, last_year=2027)
    FocusArea.objects.create(plan=plan, title="God och nära vård")
    make_published_plan(cast, theme)
    page = client.get("/planer/").content.decode()
    for text in ("Samverkansplan", "2025–2027", "God och nära vård", "Gruppen TEMA, 2026"):
        assert text in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: Client, cast: Cast, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        group = make_plan_group(cast.group, f"tema-{number}")
        plan = CooperationPlan.objects.create(area=group.area, title=f"Plan {number}", first_year=2020 + number)
        FocusArea.objects.create(plan=plan, title="Fokus")
    with django_assert_max_num_queries(8):
        client.get("/planer/")


@pytest.mark.parametrize("count", [1, 12])
def test_a_plan_asks_as_much_for_many_activities_as_for_one(
    client: Client, cast: Cast, theme: Group, count: int, django_assert_max_num_queries: Any
) -> None:
    plan = make_published_plan(cast, theme)
    for place in range(3, 3 + count):
        Activity.objects.create(goal=plan.goals.first(), position=place, text=f"Nr {place}")
    with django_assert_max_num_queries(8):
        assert client.get("/planer/tema/2026/").status_code == 200


def test_the_report_of_vpmb_for_2020_is_read_by_everyone(client: Client) -> None:
    make_group("vpmb")
    call_command("loaddata", *REPORTS, verbosity=0)
    seal_loaded_reports(at=LATER)
    render_waiting()
    page = client.get("/rapporter/vpmb/2020/").content.decode()
    for text in ("Årsrapport 2020", "Framgångar", "Genomförda förändringar/aktiviteter", "Planerade aktiviteter 2021"):
        assert text in page
    assert "Året i siffror" not in page
    assert client.get("/rapporter/vpmb/2020/rapport.pdf")["Content-Type"] == "application/pdf"
    assert client.get("/rapporter/vpmb/2021/").status_code == 404
