"""A question's way: raised by a member on a phone, put on the agenda by the process leader, read without a fault."""

from typing import Any

import pytest
from playwright.sync_api import expect

from groups.models import Group
from meetings.models import Matter, Meeting
from meetings.states import MatterState
from tests.factories import Cast, make_held
from tests.journeys.test_accessibility import faults
from tests.matters import make_coming, make_matter, make_standing, paper_file, titles

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def put_on_the_agenda(leader: Any, cast: Cast, meeting: Meeting) -> None:
    """The process leader takes the question in and builds the agenda with it."""
    leader.enter_as(cast.eva)
    page = leader.goto("/admin/fragor/")
    page.get_by_role("link", name="Hur delar vi på kostnaden?").click()
    page.get_by_text("Fler sätt").click()
    page.get_by_role("button", name="Ta in").click()
    expect(page.get_by_text("Frågan är intagen.")).to_be_visible()
    leader.goto(f"/admin/moten/{meeting.pk}/")
    page.get_by_role("link", name="Bygg agendan").click()
    expect(page.get_by_role("checkbox", name="Hur delar vi på kostnaden?")).to_be_checked()
    page.get_by_role("button", name="Bygg agendan").click()
    expect(page.get_by_text("3 punkter är tillagda på agendan.")).to_be_visible()


def test_a_member_raises_a_question_on_a_phone_and_the_process_leader_puts_it_on_the_agenda(
    visit: Any, cast: Cast
) -> None:
    make_standing(cast.group, "Inledning")
    make_standing(cast.group, "Nästa möte", is_last=True)
    meeting = make_coming(cast)
    member, leader = visit(width=390, height=844, has_touch=True), visit()
    member.enter_as(cast.maja)
    phone = member.goto("/admin/")
    phone.get_by_role("link", name="Frågor", exact=True).click()
    phone.get_by_role("link", name="Väck en fråga").click()
    phone.get_by_label("Till vilken grupp?").select_option(label="Gruppen LGS")
    phone.get_by_label("Vad vill du ha av gruppen?").select_option(label="Beslut")
    phone.get_by_label("Bakgrund").fill("Kostnaden är inte fördelad.")
    papers = [{"name": "Kostnader.pdf", "mimeType": "application/pdf", "buffer": paper_file(1)}]
    phone.get_by_label("Underlag").set_input_files(papers)
    phone.get_by_role("button", name="Skicka frågan").click()
    expect(phone.get_by_text("Du hade valt filen Kostnader.pdf.")).to_be_visible()
    expect(phone.get_by_label("Bakgrund")).to_have_value("Kostnaden är inte fördelad.")
    phone.get_by_label("Frågan i en mening").fill("Hur delar vi på kostnaden?")
    phone.get_by_label("Underlag").set_input_files(papers)
    phone.get_by_role("button", name="Skicka frågan").click()
    expect(phone.get_by_text("Frågan är skickad till Gruppen LGS.")).to_be_visible()
    assert not phone.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    put_on_the_agenda(leader, cast, meeting)
    assert titles(meeting) == ["Inledning", "Hur delar vi på kostnaden?", "Nästa möte"]
    phone.reload()
    expect(phone.get_by_text("På agendan till mötet 3 december 2026")).to_be_visible()
    assert Matter.objects.get().state == MatterState.SCHEDULED
    member.complaints = [text for text in member.complaints if "422" not in text]  # the refused form


def test_text_is_not_left_behind_without_a_question(visit: Any, cast: Cast) -> None:
    member, asked = visit(), []
    member.enter_as(cast.maja)
    page = member.goto("/admin/fragor/ny/")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Bakgrund").click()
    page.get_by_role("link", name="Frågor", exact=True).click()
    expect(page.get_by_role("link", name="Väck en fråga")).to_be_visible()
    assert asked == []  # nothing was written
    page = member.goto("/admin/fragor/ny/")
    page.get_by_label("Bakgrund").fill("Kostnaden är inte fördelad.")
    page.get_by_role("link", name="Frågor", exact=True).click()
    expect(page.get_by_label("Bakgrund")).to_have_value("Kostnaden är inte fördelad.")
    assert asked == ["beforeunload"]
    page.get_by_label("Till vilken grupp?").select_option(label="Gruppen LGS")
    page.get_by_label("Vad vill du ha av gruppen?").select_option(label="Beslut")
    page.get_by_label("Frågan i en mening").fill("Hur delar vi på kostnaden?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_text("Frågan är skickad till Gruppen LGS.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_the_pages_have_no_faults(visit: Any, cast: Cast) -> None:
    annan = Group.objects.get(slug="annan")
    make_held(cast)
    meeting = make_coming(cast, items=1)
    first = make_standing(cast.group, "Inledning", presenter=cast.olle.person, minutes=5)
    make_standing(cast.group, "Nästa möte", is_last=True)
    matter = make_matter(cast.maja, cast.group, papers=1, raised_from=annan, description="Bakgrund.", minutes=10)
    back = make_matter(cast.eva, annan, state=MatterState.SENT_BACK, reason="Underlag saknas.")
    make_matter(cast.maja, cast.group, state=MatterState.CLOSED, answer="Ja.", is_recurring=True)
    make_matter(cast.maja, cast.group, state=MatterState.PREPARING, title="Bereds")
    leader = visit()
    leader.enter_as(cast.eva)
    standing, one = "/admin/grupper/lgs/staende-punkter/", f"/admin/fragor/{matter.pk}/"
    pages = ["/admin/fragor/", "/admin/fragor/?lage=alla", "/admin/fragor/ny/", one, one + "besvara/",
             one + "skicka-tillbaka/", f"/admin/fragor/{back.pk}/", f"/admin/fragor/{back.pk}/vack-igen/",
             f"/admin/fragor/{back.pk}/aterta/", standing, standing + "ny/", f"{standing}{first.pk}/",
             f"/admin/moten/{meeting.pk}/agenda/bygg/"]  # fmt: skip
    assert faults(leader, pages) == []
