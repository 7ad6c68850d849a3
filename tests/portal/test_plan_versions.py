"""Versions of plans and reports on the open site: the address of the year shows the latest, each has its own."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from decisions.models import ActionPlan
from decisions.plans.documents import render_stored
from decisions.workflow.plans import establish
from decisions.workflow.publishing import publish, withdraw
from decisions.workflow.reports import approve_report, begin_report, save_report, send_report
from decisions.workflow.revising import begin_version
from groups.models import Group
from samverkan.portal import pages
from tests.factories import MEETING_DAY, Cast, make_chair
from tests.plans import LATER, make_plan, make_plan_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
AUTUMN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
WHY = "Nya mål efter statsbidraget."
YEAR, FIRST, SECOND = (f"/planer/nosam/2026/{tail}" for tail in ("", "versioner/1/", "versioner/2/"))


@pytest.fixture
def local(cast: Cast) -> Group:
    return make_plan_group(cast.group, "nosam", by="itself")


@pytest.fixture
def old(cast: Cast, local: Group) -> ActionPlan:
    plan = establish(make_plan(local, by=cast.eva), on=MEETING_DAY, by=cast.eva, at=LATER)
    render_stored(plan.record)
    return publish(plan, by=cast.eva, at=LATER)


def revised(cast: Cast, old: ActionPlan) -> ActionPlan:
    return establish(
        begin_version(old, reason=WHY, by=cast.eva, at=AUTUMN), on=date(2026, 8, 28), by=cast.eva, at=AUTUMN
    )


def read(client: Client, path: str) -> str:
    pages.store.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_revised_plan_says_why_and_the_old_one_stays_at_its_address(
    client: Client, cast: Cast, old: ActionPlan
) -> None:
    new = revised(cast, old)
    assert "Version 2 gäller, men är inte publicerad än." in read(client, YEAR)
    render_stored(new.record)
    publish(new, by=cast.eva, at=AUTUMN)
    page = read(client, YEAR)
    assert f"Version 2, reviderad 28 augusti 2026: {WHY}" in page
    assert f'<a href="{FIRST}">Version 1</a>, fastställd 23 april 2026' in page
    assert "Det här är version 1, som inte längre gäller." in read(client, FIRST)
    assert f'<a href="{YEAR}">Läs version 2, som gäller</a>' in read(client, FIRST)
    assert "som inte längre gäller" not in read(client, SECOND)
    assert client.get(f"{FIRST}plan.pdf").status_code == 200
    assert 'filename="nosam-handlingsplan-2026-version-2.pdf"' in client.get(f"{YEAR}plan.pdf")["Content-Disposition"]


def test_a_revision_that_is_not_published_is_not_known(client: Client, cast: Cast, old: ActionPlan) -> None:
    begin_version(old, reason="Hemligt än", by=cast.eva)
    assert "Hemligt än" not in read(client, YEAR)
    assert [client.get(path).status_code for path in (SECOND, f"{SECOND}plan.pdf")] == [404, 404]


def test_a_withdrawn_revision_is_gone_and_the_old_one_can_still_be_read(
    client: Client, cast: Cast, old: ActionPlan
) -> None:
    new = revised(cast, old)
    render_stored(new.record)
    withdraw(publish(new, by=cast.eva, at=AUTUMN), reason="Fel fil.", by=cast.eva, at=AUTUMN)
    assert [client.get(path).status_code for path in (YEAR, SECOND, FIRST)] == [410, 410, 200]
    page = read(client, FIRST)
    assert "Version 2 gäller, men är avpublicerad." in page
    assert ("inte publicerad än" in page, "Läs version" in page) == (False, False)


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_only_the_version_that_holds_is_said_to_hold(
    client: Client, cast: Cast, old: ActionPlan, is_withdrawn: bool
) -> None:
    second = revised(cast, old)
    render_stored(second.record)
    second = publish(second, by=cast.eva, at=AUTUMN)
    third = revised(cast, second)
    word = "inte publicerad än"
    if is_withdrawn:
        render_stored(third.record)
        withdraw(publish(third, by=cast.eva, at=AUTUMN), reason="Fel fil.", by=cast.eva, at=AUTUMN)
        word = "avpublicerad"
    page = read(client, FIRST)
    assert f'Version 3 gäller, men är {word}. <a href="{SECOND}">Läs version 2</a>, den senaste' in page
    assert ", som gäller</a>" not in page
    page = read(client, SECOND)
    assert "Det här är version 2, som inte längre gäller." in page
    assert (f"Version 3 gäller, men är {word}." in page, "Läs version" in page) == (True, False)


def test_an_earlier_report_says_what_can_be_read_in_its_place(client: Client, cast: Cast, local: Group) -> None:
    assert cast.olle.person
    make_chair(cast.olle.person, local)
    report = begin_report(local, 2025, by=cast.eva, at=LATER)
    for version in (1, 2, 3):
        report = save_report(report, {"summary": f"<p>Text {version}</p>"}, seen=None, by=cast.eva, at=LATER)
        report = approve_report(send_report(report, by=cast.eva, at=LATER), by=cast.olle, at=LATER)
        if version < 3:
            render_stored(report.record)
            report = begin_version(publish(report, by=cast.eva, at=LATER), reason=WHY, by=cast.eva, at=LATER)
    page, second = read(client, "/rapporter/nosam/2025/versioner/1/"), "/rapporter/nosam/2025/versioner/2/"
    assert f'Version 3 gäller, men är inte publicerad än. <a href="{second}">Läs version 2</a>' in page
    assert read(client, second)


def test_the_list_names_each_plan_once(client: Client, cast: Cast, old: ActionPlan) -> None:
    new = revised(cast, old)
    render_stored(new.record)
    publish(new, by=cast.eva, at=AUTUMN)
    assert [row.pk for row in client.get("/planer/").context["shown"]] == [new.pk]


def test_a_plan_with_one_version_asks_for_no_others(
    client: Client, cast: Cast, old: ActionPlan, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        assert client.get(YEAR).status_code == 200
