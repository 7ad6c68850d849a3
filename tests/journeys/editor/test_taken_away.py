"""A row that was added and taken away again before it was saved leaves nothing behind that has to be thrown away."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Draft, Meeting
from tests.journeys.editor.writing import pass_time, press, state

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WARNING, NEWER = "Du har text som inte är sparad", "Det finns nyare sparad text"


def drafted(page: Page) -> None:
    pass_time(page)
    expect(state(page)).to_contain_text("Sparat som utkast")


def item_of(page: Page, meeting: Meeting) -> Any:
    found = page.locator(f"[data-item='{meeting.items.get(number=1).pk}']")
    found.scroll_into_view_if_needed()
    return found


def come_back(page: Page, meeting: Meeting) -> None:
    page.goto(page.url.partition("/admin/")[0] + "/admin/moten/")
    page.goto(page.url.partition("/admin/")[0] + f"/admin/moten/{meeting.pk}/")


def settled(page: Page) -> None:
    """Nothing is said to be left, and nothing is."""
    for sentence in (WARNING, NEWER):
        expect(page.get_by_text(sentence)).to_have_count(0)
    assert not Draft.objects.exclude(saved_at=None).exists()


def test_a_task_that_was_added_and_taken_away_is_no_text_that_is_not_saved(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    outcome = item_of(page, meeting).locator("[data-outcome]").first
    outcome.get_by_role("button", name="Lägg till uppgift").click()
    outcome.get_by_label("Ta bort uppgiften").check()
    drafted(page)
    come_back(page, meeting)
    settled(page)
    press(page, "Spara")
    expect(page.get_by_text("Inget var ändrat.").first).to_be_visible()
    settled(page)


def test_a_decision_that_was_taken_away_is_gone_after_the_save_of_another(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    item = item_of(page, meeting)
    for _ in range(2):
        item.locator("[data-add=outcome]:not([hidden])").click()
    first, second = item.locator("[data-outcome][data-new]").all()
    first.get_by_label("Beslutets text").fill("Ångrat beslut")
    first.get_by_text("Förankring och mottagare").click()
    first.get_by_label("Ta bort beslutet").check()
    second.get_by_label("Beslutets text").fill("Beslutet som gäller")
    second.get_by_role("button", name="Lägg till uppgift").click()
    second.get_by_label("Vad").fill("Skriver till kommunerna")
    drafted(page)
    press(page, "Spara")
    expect(page.get_by_text("Skriv vem som ska göra det.").first).to_be_visible()
    come_back(page, meeting)
    expect(page.get_by_text(WARNING)).to_be_visible()
    page.get_by_text("Fortsätt med den").click()
    item_of(page, meeting).get_by_label("Vem").last.fill("Sara Exempel")
    press(page, "Spara")
    expect(page.get_by_text("Sparat.").first).to_be_visible()
    settled(page)
    texts = list(meeting.items.get(number=1).outcomes.order_by("position").values_list("text", flat=True))
    assert texts == ["Beslut 1.1.", "Beslutet som gäller"]
