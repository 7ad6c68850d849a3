"""The main job on the real note: signed in by the form, read in, corrected, published, found, downloaded."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from groups.fixtures import STRUCTURE
from groups.models import Group, User
from meetings import gate, workflow
from meetings.models import Meeting, StoredDocument
from samverkan.common import outbox
from tests.factories import PASSWORD, make_chair, make_member, make_user
from tests.journeys.hands import press
from tests.journeys.test_accessibility import goes_sideways

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


def read_in(page: Page) -> None:
    page.get_by_role("link", name="Möten", exact=True).first.click()
    page.get_by_role("link", name="Läs in en anteckning").click()
    page.get_by_label("Fil", exact=True).set_input_files(NOTE)
    press(page, "Läs in")
    expect(page.get_by_text("13 närvarande, 10 förhindrade")).to_be_visible()
    expect(page.get_by_text("8 punkter, 6 beslut")).to_be_visible()
    assert not Meeting.objects.exists()
    wide = page.viewport_size
    assert not goes_sideways(page)
    page.set_viewport_size(wide)  # type: ignore[arg-type]
    press(page, "Spara som utkast")
    expect(page.get_by_text("Anteckningen är inläst.")).to_be_visible()


def correct_a_title(page: Page) -> None:
    page.locator("input[name$='-title'][value^='Inledning']").first.fill("Inledning och incheckning")
    press(page, "Spara")
    expect(page.locator(".preview").get_by_text("Inledning och incheckning")).to_be_visible()


def walk_to_publication(meeting: Meeting) -> None:
    """What the other journeys show in pages: held, sent with the addresses masked, adjusted, drawn and published."""
    eva, olle = User.objects.get(email="eva@example.se"), User.objects.get(email="olle@example.se")
    workflow.mark_held(meeting, by=eva)
    choices = dict.fromkeys(gate.unsettled_contacts(meeting), "mask")
    version = workflow.adjust(workflow.send_minutes(meeting, choices=choices, by=eva), by=olle)
    outbox.run_due()
    workflow.publish(version, by=eva)


def test_the_real_note_is_read_in_corrected_published_and_read(visit: Any, lgs: Group, tmp_path: Path) -> None:
    leader, reader = visit(), visit()
    page = leader.sign_in("eva@example.se", PASSWORD)
    read_in(page)
    correct_a_title(page)
    meeting = Meeting.objects.get()
    assert meeting.items.get(number=1).title == "Inledning och incheckning"
    page.get_by_role("link", name="Att göra").first.click()
    walk_to_publication(meeting)
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
    expect(page.get_by_text("LGS 2026:5")).to_have_count(0)


def assert_nothing_leaked(page: Page) -> None:
    assert page.context.cookies() == []
    page.goto(re.sub(r"/beslut/.*", "/moten/lgs/2026-04-23/", page.url))
    assert "molndal.se" not in page.content()
