"""A chair answers from the mail on a phone, by touch and without signing in: an agenda, then the note."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings import workflow
from samverkan.common import outbox
from tests.conftest import MORNING
from tests.factories import make_cast, make_held, make_meeting
from tests.meetings.answers import delivered, link_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.tap()


def fits(page: Page) -> None:
    """Nothing reaches outside the screen, and what is pressed is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".verdict .button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_a_chair_approves_and_adjusts_from_the_mail(visit: Any, mailoutbox: list[Any]) -> None:
    cast = make_cast()
    agenda = workflow.send_agenda(make_meeting(cast.group, date=MORNING.date() + timedelta(days=9)), by=cast.eva)
    path = link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa"))
    phone = visit(width=390, height=844, has_touch=True, is_mobile=True)
    page = phone.goto(path)
    expect(page.get_by_text("Du svarar som Olle Exempel")).to_be_visible()
    expect(page.get_by_role("heading", name="Fråga 1")).to_be_visible()
    fits(page)
    page.locator("summary", has_text="Skicka tillbaka").tap()
    page.get_by_label("Vad behöver ändras?").fill("Lägg till en punkt om budgeten.")
    fits(page)
    tap(page, "Skicka tillbaka agendan")
    expect(page.get_by_role("heading", name="Tack! Agendan är skickad tillbaka")).to_be_visible()

    agenda.meeting.items.filter(number=2).update(title="Budget för 2027")
    workflow.send_agenda(agenda.meeting, by=cast.eva)
    phone.goto(link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa")))
    expect(page.get_by_text("Ändrat sedan version 1, som skickades tillbaka")).to_be_visible()
    fits(page)
    page.locator("summary", has_text="Godkänn").tap()
    fits(page)
    tap(page, "Ja, godkänn")
    expect(page.get_by_role("heading", name="Tack! Agendan är fastställd")).to_be_visible()

    version = workflow.send_minutes(make_held(cast), by=cast.eva)
    path = link_in(delivered(mailoutbox, "olle@example.se", "Anteckning att justera"))
    phone.goto(path)
    expect(page.get_by_text("Beslut 1.1.")).to_be_visible()
    fits(page)
    page.locator("summary", has_text="Justera").tap()
    expect(page.get_by_text("Anteckningen låses så som den står här, och besluten får sina nummer.")).to_be_visible()
    fits(page)
    tap(page, "Ja, justera")
    expect(page.get_by_role("heading", name="Tack! Anteckningen är justerad")).to_be_visible()
    version.refresh_from_db()
    assert (version.state, outbox.waiting() > 0) == ("adjusted", True)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
