"""The annual report of a demo year, from the figures to the open site; and the pages of plans, read by axe."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from decisions.models import Activity, AnnualReport
from decisions.plans.documents import render_waiting
from decisions.workflow.plans import report_activity
from groups.models import FrequencyRule, YearlyMeeting, YearRule
from samverkan.common import outbox
from tests.factories import Cast, make_cast, make_group_type, make_meeting, make_published
from tests.journeys.hands import press
from tests.journeys.test_accessibility import faults
from tests.plans import LATER, make_plan_group, make_published_plan, make_yearly

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    cast.group.type.has_report = True
    cast.group.type.save()
    FrequencyRule.objects.create(group=cast.group, minimum=4)
    return cast


def test_a_report_goes_from_the_figures_to_the_open_site(visit: Any, cast: Cast, mailoutbox: list[Any]) -> None:
    make_published(cast)
    leader = visit()
    page = leader.enter_as(cast.eva)
    leader.goto("/admin/grupper/lgs/")
    page.get_by_role("link", name="Ny årsrapport").click()
    page.get_by_label("År", exact=True).fill("2026")
    press(page, "Hämta siffrorna")
    page.wait_for_url(re.compile(r"/skriv/$"))
    expect(page.locator("main")).to_contain_text("1 av minst 4, tre saknas före årsskiftet.")
    editor = page.locator("[contenteditable]").first
    expect(editor).to_contain_text("Gruppen har haft ett möte under 2026 och fattat 2 beslut i samverkan.")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Vi har lärt oss mycket.")
    press(page, "Spara och gå till rapporten")
    press(page, "Skicka till ordföranden")
    expect(page.locator("main")).to_contain_text("Hos ordföranden")
    outbox.run_due()
    (mail,) = [mail for mail in mailoutbox if mail.to == ["olle@example.se"] and "Årsrapport" in mail.subject]

    chair = visit(width=390)
    page = chair.enter_as(cast.olle)
    link = re.search(r"https?://\S+/admin/rapporter/\d+/", mail.body)
    assert link
    page.goto(link[0])
    expect(page.locator("article")).to_contain_text("Vi har lärt oss mycket.")
    press(page, "Godkänn årsrapporten")
    expect(page.get_by_text("Årsrapporten är godkänd.")).to_be_visible()
    render_waiting()

    page = leader.page
    page.reload()
    press(page, "Publicera årsrapporten")
    expect(page.get_by_text("Årsrapporten är publicerad.")).to_be_visible()
    assert AnnualReport.objects.published().count() == 1
    everyone_reads_it(visit(width=360))


def everyone_reads_it(reader: Any) -> None:
    """The page, its frozen figures and its file, on the open site."""
    page = reader.goto("/rapporter/lgs/2026/")
    expect(page.locator("article")).to_contain_text("Vi har lärt oss mycket.")
    expect(page.locator("#siffror")).to_contain_text("1 av minst 4")
    answer = page.request.get(reader.site + "/rapporter/lgs/2026/rapport.pdf")
    assert answer.body().startswith(b"%PDF-1.7")


def test_the_open_pages_have_no_faults(visit: Any, cast: Cast) -> None:
    theme = make_plan_group(cast.group)
    plan = make_published_plan(cast, theme)
    activity = Activity.objects.filter(goal__plan=plan).first()
    report_activity(activity, "done", evidence="Provad.", by=cast.eva, at=LATER)
    make_yearly(cast)
    YearRule.objects.create(type=theme.type, plan_due="01-31", report_due="02-28", since=2025)
    YearlyMeeting.objects.create(host=cast.group, title="Dialog").partner_types.add(make_group_type("typ-tema"))
    for day in (2, 3):
        make_meeting(cast.group, date=date(2026, 6, day))
    paths = [
        "/planer/", "/planer/tema/2026/", "/rapporter/lgs/2025/", "/arshjul/2026/", "/siffror/",
        "/grupper/lgs/siffror/", "/grupper/tema/", "/om/",
    ]  # fmt: skip
    assert faults(visit(), paths) == []


def test_the_pages_behind_sign_in_have_no_faults(visit: Any, cast: Cast) -> None:
    make_published(cast)
    make_yearly(cast)
    leader = visit()
    leader.enter_as(cast.eva)
    (report,) = AnnualReport.objects.filter(state="draft")
    plan = cast.group.action_plans.get(state="draft")
    settled = cast.group.action_plans.get(state="published")
    activity = Activity.objects.filter(goal__plan=settled).first()
    assert activity is not None
    paths = [
        "/admin/planer/", "/admin/planer/ny/", f"/admin/planer/{plan.pk}/", f"/admin/planer/{plan.pk}/skriv/",
        f"/admin/planer/{plan.pk}/faststall/", f"/admin/planer/{settled.pk}/",
        f"/admin/planer/{settled.pk}/aktiviteter/{activity.pk}/", f"/admin/rapporter/{report.pk}/",
        f"/admin/rapporter/{report.pk}/skriv/", "/admin/grupper/lgs/siffror/",
    ]  # fmt: skip
    assert faults(leader, paths) == []
