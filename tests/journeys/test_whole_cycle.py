"""A whole cycle, everybody in a browser of their own: planned, approved and adjusted from the mail by touch, adjusted
by a second adjuster, read by a member while it is out, published, and read and downloaded by a visitor.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings import workflow
from meetings.models import Meeting, StoredDocument
from samverkan.common import outbox
from tests.conftest import MORNING
from tests.factories import make_cast, make_held, make_meeting
from tests.journeys.hands import answer, fits, press, publish, tap
from tests.meetings.answers import delivered, link_in
from tests.meetings.modes import cast_of, make_newcomer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = MORNING.date()
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def plan(page: Page) -> Meeting:
    page.get_by_label("Datum").fill(f"{TODAY}")
    page.get_by_label("Börjar").fill("13:30")
    press(page, "Planera mötet")
    expect(page.get_by_text("Mötet är planerat.").first).to_be_visible()
    meeting = Meeting.objects.get()
    item = meeting.items.create(number=1, title="Gemensam rutin")
    item.outcomes.create(position=1, kind="agreed", text="Rutinen gäller från 1 januari.")
    page.reload()
    press(page, "Skicka agendan till ordföranden")
    expect(page.get_by_text("Agendan är skickad till ordföranden.")).to_be_visible()
    return meeting


def call_and_write(page: Page, meeting: Meeting) -> None:
    page.reload()
    page.get_by_role("link", name="Kalla till mötet").click()
    press(page, "Skicka kallelsen")
    press(page, "Markera mötet som hållet")
    item = meeting.items.get().pk
    page.locator(f"#redigera-{item}").scroll_into_view_if_needed()  # the box comes as it nears the screen
    page.locator(f"#id_item-{item}-dialog.rich-body").click()
    page.keyboard.type("Alla fick komma till tals.")
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()


def send_to(page: Page, *names: str) -> None:
    page.get_by_role("link", name="Skicka för justering").click()
    for name in names:
        page.get_by_label(re.compile(name)).check()
    press(page, "Skicka för justering")
    expect(page.get_by_text("Anteckningen är skickad för justering.").first).to_be_visible()


def visit_it(reader: Any, tmp_path: Path) -> None:
    page = reader.goto("/moten/")
    page.get_by_role("link", name=re.compile("22 november 2026")).first.click()
    expect(page.locator("#punkt-1").get_by_text("Alla fick komma till tals.")).to_be_visible()
    expect(page.get_by_text("Sara Exempel").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("^PDF")).first.click(modifiers=["Alt"])
    waiting.value.save_as(tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_bytes() == StoredDocument.objects.get(kind="public").read()
    assert page.context.cookies() == []


def test_five_people_take_a_meeting_from_plan_to_print(visit: Any, mailoutbox: list[Any], tmp_path: Path) -> None:
    cast = cast_of("named")
    member = visit(width=360)
    member.enter_as(make_newcomer(cast))
    leader, chair, second, reader = visit(), visit(**PHONE), visit(), visit()
    leader.enter_as(cast.eva)
    page = leader.goto("/admin/moten/ny/")
    meeting = plan(page)
    phone = chair.goto(link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa")))
    answer(phone, "Fastställ", touch=True)
    expect(phone.get_by_role("heading", name="Tack! Agendan är fastställd")).to_be_visible()
    call_and_write(page, meeting)
    send_to(page, "Olle Exempel", "Sara Exempel")

    chair.goto(link_in(delivered(mailoutbox, "olle@example.se", "Anteckning att justera")))
    answer(phone, "Justera", touch=True)
    expect(phone.get_by_text("Kvar att justera: Sara Exempel.")).to_be_visible()
    read = member.goto(f"/admin/moten/{meeting.pk}/")
    expect(read.get_by_text("Alla fick komma till tals.")).to_be_visible()
    expect(read.locator("summary", has_text="Justera")).to_have_count(0)
    expect(reader.goto("/moten/lgs/2026-11-22/").get_by_text("Gemensam rutin")).to_have_count(0)
    second.enter_as(cast.sara)
    desk = second.goto("/admin/")
    desk.get_by_role("link", name=re.compile("justera")).first.click()
    answer(desk, "Justera")
    expect(desk.get_by_text("Anteckningen är justerad. Tack!")).to_be_visible()

    outbox.run_due()
    page.reload()
    publish(page)
    visit_it(reader, tmp_path)


def test_a_chair_sends_an_agenda_back_from_the_mail_and_sees_what_changed(visit: Any, mailoutbox: list[Any]) -> None:
    cast = make_cast()
    agenda = workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    phone = visit(**PHONE)
    page = phone.goto(link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa")))
    expect(page.get_by_text("Du svarar som Olle Exempel")).to_be_visible()
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


def test_a_chair_adjusts_a_note_from_the_mail(visit: Any, mailoutbox: list[Any]) -> None:
    cast = make_cast()
    version = workflow.send_minutes(make_held(cast), by=cast.eva)
    phone = visit(**PHONE)
    page = phone.goto(link_in(delivered(mailoutbox, "olle@example.se", "Anteckning att justera")))
    expect(page.get_by_text("Beslut 1.1.")).to_be_visible()
    fits(page)
    answer(page, "Justera", touch=True)
    expect(page.get_by_role("heading", name="Tack! Anteckningen är justerad")).to_be_visible()
    version.refresh_from_db()
    assert (version.state, outbox.waiting() > 0) == ("adjusted", True)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
