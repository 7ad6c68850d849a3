"""A decision followed home: a member reports from the mail's link on a phone, and no page of it has faults."""

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from decisions import links, workflow
from decisions.models import Anchoring, Commitment, Decision
from decisions.reminders import remind_of_decisions
from groups.models import Organisation
from meetings import workflow as meetings
from meetings.documents import render_stored
from meetings.models import Outcome, OutcomeTask
from samverkan.common import outbox
from tests.conftest import MORNING
from tests.decisions.conftest import parties
from tests.factories import AFTER, Cast, make_held
from tests.journeys.test_accessibility import faults
from tests.meetings.answers import LINK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["parties"]


@pytest.fixture
def decision(cast: Cast, parties: dict[str, Organisation]) -> Decision:
    """A published decision that needs anchoring, with a commitment of the hospital, a week late."""
    held = make_held(cast, items=2)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(item__number=1), owner="SU", text="Tar fram en kostnad.")
    Outcome.objects.filter(item__number=2).update(kind="noted")
    version = meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    row = Decision.objects.get(number=1)
    return workflow.set_due(row, date(2026, 11, 15), by=cast.eva, at=AFTER)


def test_a_member_reports_from_the_link_in_the_mail(visit: Any, decision: Decision, mailoutbox: list[Any]) -> None:
    remind_of_decisions(MORNING.date())
    outbox.run_due()
    mail = next(row for row in mailoutbox if row.to == ["sara@example.se"] and "beslut att genomföra" in row.subject)
    phone = visit(width=390, height=844, has_touch=True, is_mobile=True).goto(LINK.findall(mail.body)[0])
    expect(phone.get_by_role("heading", name="Hur långt har Sahlgrenska kommit?")).to_be_visible()
    expect(phone.get_by_text("Inte påbörjat")).to_be_visible()
    phone.get_by_role("button", name="Genomfört").tap()
    expect(phone.get_by_role("heading", name="Tack! Rapporten är sparad")).to_be_visible()
    row = decision.anchorings.get(organisation__name="Sahlgrenska")
    assert row.state == "implemented"
    change = f"/admin/beslut/{decision.pk}/#forankring-{row.pk}"
    expect(phone.get_by_role("link", name="Logga in och ändra rapporten")).to_have_attribute("href", change)
    reader = visit(width=390).goto("/moten/lgs/2026-04-23/")
    reader.get_by_role("link", name="1 av 3 har genomfört").click()
    expect(reader.get_by_text("1 av 3 har genomfört beslutet.")).to_be_visible()


def test_three_clicks_from_the_workbench_report_an_organisation(visit: Any, cast: Cast, decision: Decision) -> None:
    manager = visit(width=390, height=320, has_touch=True, is_mobile=True)
    manager.enter_as(cast.sara)
    page = manager.goto("/admin/")
    page.get_by_role("link", name=re.compile("^Rapportera.*Sahlgrenska")).tap()
    button = page.get_by_role("button", name="Förankrat")
    button.scroll_into_view_if_needed()
    place = "document.querySelector('form.report').getBoundingClientRect().top"
    assert page.evaluate("scrollY") > 0
    before = page.evaluate(place)
    button.tap()
    expect(page.get_by_text("Rapporterat. Sahlgrenska: förankrat.")).to_be_in_viewport()
    page.wait_for_function(f"before => Math.abs({place} - before) < 2", arg=before, timeout=5000)


def test_the_pages_that_follow_a_decision_have_no_faults(visit: Any, cast: Cast, decision: Decision) -> None:
    rows = {row.organisation.name: row for row in decision.anchorings.select_related("organisation")}
    workflow.report_anchoring(rows["Mölndals stad"], "cannot", reason="Pengar saknas", note="Kim", by=cast.eva)
    workflow.report_anchoring(rows["Härryda kommun"], "implemented", by=cast.eva)
    reader = visit()
    member, leader = visit(), visit()
    assert faults(reader, ["/beslut/lgs/2026-1/", "/beslut/forankring/", "/moten/lgs/2026-04-23/"]) == []
    anchoring: Anchoring = rows["Sahlgrenska"]
    for thing in ({"anchoring": anchoring}, {"commitment": Commitment.objects.get()}):
        address = links.make(cast.sara.person, **thing).removeprefix(settings.SITE_URL)  # type: ignore[arg-type]
        assert faults(reader, [address]) == []
    member.enter_as(cast.sara)
    page = f"/admin/beslut/{decision.pk}/"
    home = f"/admin/forankring/ta-hem/{decision.version.meeting_id}/"
    assert faults(member, ["/admin/forankring/", page, home, "/admin/forankring/ataganden/"]) == []
    leader.enter_as(cast.eva)
    assert faults(leader, [page, "/admin/forankring/matris/?grupp=lgs", "/admin/forankring/ataganden/"]) == []
