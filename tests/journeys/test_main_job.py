"""The main job on the real note: read in, worked on, adjusted, published, found, downloaded."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from groups.fixtures import STRUCTURE
from groups.models import Group
from meetings.models import Meeting, StoredDocument
from samverkan.common import outbox
from tests.factories import PASSWORD, make_chair, make_member, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOTE = Path(__file__).parent.parent / "seeds" / "motesanteckning-lgs-2026-04-23.txt"


@pytest.fixture
def lgs() -> Group:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    group = Group.objects.get(slug="lgs")
    eva, olle = make_user("eva"), make_user("olle")
    make_member(eva.person, group, "process_leader")  # type: ignore[arg-type]
    make_chair(olle.person, group, is_shared=True)  # type: ignore[arg-type]
    return group


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def read_in(page: Page) -> None:
    page.get_by_role("link", name="Möten", exact=True).first.click()
    page.get_by_role("link", name="Läs in en anteckning").click()
    page.get_by_label("Fil", exact=True).set_input_files(NOTE)
    press(page, "Läs in")
    expect(page.get_by_text("13 närvarande, 10 förhindrade")).to_be_visible()
    expect(page.get_by_text("8 punkter, 6 beslut")).to_be_visible()
    assert not Meeting.objects.exists()
    press(page, "Spara som utkast")
    expect(page.get_by_text("Anteckningen är inläst.")).to_be_visible()


def correct_a_title(page: Page) -> None:
    page.locator("input[name$='-title'][value^='Inledning']").first.fill("Inledning och incheckning")
    press(page, "Spara")
    expect(page.locator(".preview").get_by_text("Inledning och incheckning")).to_be_visible()


def test_the_real_note_is_walked_to_publication_by_two_people_and_read_by_a_third(
    visit: Any, lgs: Group, tmp_path: Path
) -> None:
    leader, chair, reader = visit(), visit(width=390, height=844), visit()
    page = leader.sign_in("eva@example.se", PASSWORD)
    read_in(page)
    correct_a_title(page)
    meeting = Meeting.objects.get()
    assert meeting.items.get(number=1).title == "Inledning och incheckning"

    press(page, "Skicka agendan till ordföranden")
    phone = chair.sign_in("olle@example.se", PASSWORD)
    phone.goto(f"{chair.site}/admin/moten/{meeting.pk}/agenda/")
    expect(phone.get_by_text("Uppföljning efterlevandestöd").first).to_be_visible()
    press(phone, "Godkänn")

    page.reload()
    page.get_by_role("link", name="Kalla till mötet").click()
    press(page, "Skicka kallelsen")
    press(page, "Markera mötet som hållet")
    page.get_by_role("link", name="Skicka för justering").click()
    expect(page.get_by_text("caroline.hjalmarsson@molndal.se")).to_be_visible()
    page.get_by_label(re.compile("[Dd]öljs")).check()
    press(page, "Skicka för justering")

    assert reader.goto("/moten/lgs/2026-04-23/").get_by_text("efterlevandestöd").count() == 0
    phone.goto(f"{chair.site}/admin/moten/{meeting.pk}/justera/")
    expect(phone.get_by_text("Att statliga medel ska användas").first).to_be_visible()
    press(phone, "Justera")
    outbox.run_due()

    page.goto(f"{leader.site}/admin/moten/{meeting.pk}/")
    page.get_by_role("link", name="Granska och publicera").click()
    press(page, "Publicera anteckningen")
    read_it(reader, tmp_path)
    assert_nothing_leaked(reader.page)


def read_it(reader: Any, tmp_path: Path) -> None:
    page = reader.goto("/")
    page.get_by_role("link", name=re.compile("Ledningsgrupp för samverkan")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("23 april 2026")
    expect(page.locator("#punkt-1").get_by_text("Inledning och incheckning")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("PDF")).first.click(modifiers=["Alt"])
    file = tmp_path / "note.pdf"
    waiting.value.save_as(file)
    assert file.read_bytes() == StoredDocument.objects.get(kind="public").read()
    page.get_by_role("link", name=re.compile("LGS 2026:5")).first.click()
    expect(page.get_by_role("main").get_by_text("Att statliga medel ska användas").first).to_be_visible()
    reader.goto("/beslut/?q=egenvård")
    expect(page.get_by_role("main").get_by_text("LGS 2026:4").first).to_be_visible()
    assert page.get_by_text("LGS 2026:5").count() == 0


def assert_nothing_leaked(page: Page) -> None:
    assert page.context.cookies() == []
    page.goto(re.sub(r"/beslut/.*", "/moten/lgs/2026-04-23/", page.url))
    assert "molndal.se" not in page.content()
