"""The chair's two jobs with the keyboard alone: an agenda approved, a note sent back and adjusted."""

from typing import Any

import pytest
from playwright.sync_api import expect

from meetings import workflow
from tests.factories import Cast, make_meeting, make_sent
from tests.journeys.hands import answer_by_keyboard, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_chair_approves_an_agenda(visit: Any, cast: Cast) -> None:
    version = workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    chair = visit()
    chair.enter_as(cast.olle)
    page = chair.goto("/admin/")
    tab_to(page, "Till innehållet")
    page.keyboard.press("Enter")
    tab_to(page, "Läs och fastställ: Gruppen LGS, 23 april 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Fråga 2")).to_be_visible()
    answer_by_keyboard(page, "Fastställ")
    expect(page.get_by_text("Agendan är fastställd. Tack!")).to_be_visible()
    version.refresh_from_db()
    assert version.state == "approved"


def test_a_chair_sends_a_note_back_and_adjusts_it_when_it_comes_again(visit: Any, cast: Cast) -> None:
    sent = make_sent(cast)
    chair = visit(width=360)
    chair.enter_as(cast.olle)
    page = chair.goto(f"/admin/moten/{sent.meeting_id}/justera/")
    tab_to(page, "Skicka tillbaka")
    page.keyboard.press("Enter")
    tab_to(page, "Vad behöver ändras?")
    page.keyboard.type("Skriv ut förkortningen.")
    tab_to(page, "Skicka tillbaka anteckningen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anteckningen är skickad tillbaka med din kommentar.")).to_be_visible()
    again = workflow.send_minutes(sent.meeting, by=cast.eva)
    page.reload()
    answer_by_keyboard(page, "Justera")
    expect(page.get_by_text("Anteckningen är justerad. Tack!")).to_be_visible()
    assert list(sent.meeting.minutes_versions.values_list("state", flat=True)) == ["returned", "adjusted"]
    assert again.meeting.minutes_versions.get(pk=again.pk).adjusted_at is not None
