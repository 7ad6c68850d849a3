"""A question answered per capsulam on a phone and turned into a note; and a finished note uploaded in one go."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from samverkan.common import outbox
from tests.factories import Cast, make_cast
from tests.journeys.hands import press
from tests.journeys.test_accessibility import faults, goes_sideways, violations
from tests.meetings.test_chair_decisions import make_mandate
from tests.meetings.uploaded import SENTENCE, light_cast, word_file

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PROPOSAL = "LGS enas om att rutinen gäller från 1 januari 2027."


def plan(page: Any, site: str) -> None:
    page.goto(f"{site}/admin/moten/ny/per-capsulam/")
    page.get_by_label("Sista dag för svar").fill("2026-12-04")
    page.get_by_label("Rubrik").fill("Rutin för utskrivning")
    page.get_by_label("Fråga till ledamöterna").fill("Instämmer ni i rutinen?")
    page.get_by_label("Förslag till beslut").fill(PROPOSAL)
    assert violations(page) == []
    press(page, "Planera frågan")
    press(page, "Skicka agendan till ordföranden")
    expect(page.get_by_text("Agendan är skickad till ordföranden.")).to_be_visible()


def answer_on_a_phone(visitor: Any, meeting: Meeting) -> None:
    page = visitor.goto(f"/admin/moten/{meeting.pk}/svar/")
    expect(page.get_by_text(PROPOSAL)).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Instämmer", exact=True).check()
    press(page, "Skicka mitt svar")
    expect(page.get_by_text("Du har svarat.")).to_be_visible()
    assert not goes_sideways(page)


def test_a_question_is_answered_on_phones_and_becomes_a_note(visit: Any) -> None:
    cast = make_cast()
    leader, chair, member = visit(), visit(width=390, height=844), visit(width=360, height=740)
    page = leader.enter_as(cast.eva)
    plan(page, leader.site)
    meeting = Meeting.objects.get()
    phone = chair.enter_as(cast.olle)
    phone.goto(f"{chair.site}/admin/moten/{meeting.pk}/agenda/")
    phone.locator("summary", has_text="Fastställ").click()
    press(phone, "Ja, fastställ")
    expect(phone.get_by_text("Agendan är fastställd. Tack!")).to_be_visible()
    page.goto(f"{leader.site}/admin/moten/{meeting.pk}/svar/")
    press(page, "Skicka ut frågan")
    expect(page.get_by_text("Frågan är utskickad till ledamöterna.")).to_be_visible()

    member.enter_as(cast.sara)
    for visitor in (member, chair):
        answer_on_a_phone(visitor, meeting)
    page.reload()
    assert violations(page) == []
    press(page, "Avsluta och gör anteckningen")
    expect(page.locator(".preview").get_by_text(PROPOSAL)).to_be_visible()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.items.get().outcomes.get().kind) == ("held", "agreed")


def test_a_finished_note_is_uploaded_and_published_in_one_go(visit: Any, tmp_path: Path) -> None:
    cast = light_cast(publishes_short_notes=True)
    note = tmp_path / "nosam.docx"
    note.write_bytes(word_file())
    chair, reader = visit(width=390, height=844), visit()
    page = chair.enter_as(cast.olle)
    page.goto(f"{chair.site}/admin/moten/ladda-upp/")
    page.get_by_label("Vilken dag var mötet?").fill("2026-11-20")
    page.get_by_label("Den färdiga anteckningen").set_input_files(note)
    assert violations(page) == []
    press(page, "Ladda upp")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_label("Vem justerade anteckningen?").select_option(label="Olle Exempel")
    page.get_by_label("Vilken dag justerades den?").fill("2026-11-20")
    page.get_by_label("Hur justerades den?").fill("justerad i gruppen 20 november 2026")
    assert violations(page) == []
    press(page, "Publicera")
    expect(page.get_by_text("PDF:en görs i ordning.")).to_be_visible()
    outbox.run_due()
    page.get_by_role("link", name="Se om den är klar").click()
    expect(page.get_by_text("Anteckningen är publicerad.")).to_be_visible()
    assert not goes_sideways(page)
    opened = reader.goto("/moten/lgs/2026-11-20/")
    expect(opened.get_by_text(SENTENCE)).to_be_visible()
    assert violations(opened) == []
    with opened.expect_download() as waiting:
        opened.get_by_role("link", name="Word").click()
    assert Path(waiting.value.path()).read_bytes() == word_file()


def test_the_other_pages_have_no_faults(visit: Any) -> None:
    cast: Cast = light_cast(publishes_short_notes=True)
    make_mandate(cast.group)
    meeting = Meeting.objects.create(group=cast.group, date="2026-11-20", state="held")
    visitor = visit()
    visitor.enter_as(cast.eva)
    one = f"/admin/moten/{meeting.pk}/"
    assert faults(visitor, [f"{one}kortinfo/", "/admin/moten/ny/ordforandebeslut/", one]) == []
