"""R6 and R7 in a browser: a question to LGS and its answer back, a round that returns to the agenda, a decision down to
eight NOSAM and back; and every page of it without a fault.
"""

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from decisions.models import Decision
from meetings import consultation_links as links
from meetings.models import Consulted, Handover, Matter
from samverkan.common import outbox
from tests.factories import Cast, make_group, make_member, make_published, make_user
from tests.handovers import AT, Ladder, make_asked, make_ladder, make_lifted
from tests.journeys.hands import press
from tests.journeys.test_accessibility import faults
from tests.matters import make_coming, make_matter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    return make_ladder(cast)


def test_r7_a_question_of_nosam_travels_to_lgs_and_the_answer_comes_back(visit: Any, ladder: Ladder) -> None:
    matter = make_matter(ladder.cast.sara, ladder.nosam, state="preparing")
    nosam, lgs, member = visit(), visit(width=390), visit(width=390)
    nosam.enter_as(ladder.nora)
    page = nosam.goto(f"/admin/fragor/{matter.pk}/")
    page.get_by_text("Fler sätt").click()
    page.get_by_role("link", name="Lämna vidare till en annan grupp").click()
    page.get_by_label("Vart ska frågan?").select_option(label="Lyft till Gruppen LGS")
    page.get_by_label("Så tas frågan också i linjeorganisationen").fill("Närområdeschefen tar den med sin förvaltning.")
    press(page, "Skicka frågan vidare")
    expect(page.get_by_text("Hos en annan grupp").first).to_be_visible()

    lgs.enter_as(ladder.cast.eva)
    desk = lgs.goto("/admin/")
    desk.get_by_role("link", name="Läs frågan").click()
    expect(desk.get_by_text("Närområdeschefen tar den med sin förvaltning.")).to_be_visible()
    press(desk, "Ta emot frågan")
    desk.get_by_text("Fler sätt").click()
    desk.get_by_role("link", name="Besvara").click()
    desk.get_by_label("Svar").fill("LGS enas om att dela lika.")
    press(desk, "Besvara och avsluta")
    expect(desk.get_by_text("Frågan är besvarad.")).to_be_visible()

    member.enter_as(ladder.cast.sara)
    own = member.goto(f"/admin/fragor/{matter.pk}/")
    expect(own.get_by_role("heading", name="Svaret")).to_be_visible()
    expect(own.get_by_text("LGS enas om att dela lika.").first).to_be_visible()


def ask_round(page: Page) -> None:
    """Ask NOSAM, and somebody outside the portal, from the page of the question."""
    page.get_by_text("Fler sätt").click()
    page.get_by_role("link", name="Skicka på remiss").click()
    page.get_by_label("Vad vill ni ha svar på?").fill("Vill ni vara med?")
    page.get_by_label("Svar senast").fill("2026-12-14")
    page.locator("summary", has_text="Grupper").click()
    page.get_by_role("checkbox", name="Gruppen NOSAM").check()
    page.get_by_label("Andra, genom en länk i mejl").fill("VästKom, vastkom@example.se")
    press(page, "Skicka remissen")
    expect(page.get_by_role("heading", name="Har inte svarat")).to_be_visible()


def test_r6_a_round_is_asked_answered_inside_and_by_mail_and_returns_to_the_agenda(visit: Any, ladder: Ladder) -> None:
    meeting = make_coming(ladder.cast)
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    leader, member, outside = visit(), visit(width=390), visit(width=390)
    leader.enter_as(ladder.cast.eva)
    page = leader.goto(f"/admin/fragor/{matter.pk}/")
    ask_round(page)

    member.enter_as(ladder.nora)
    desk = member.goto("/admin/")
    desk.get_by_role("link", name="Läs och svara").click()
    desk.get_by_label("Ställer sig bakom med synpunkter").check()
    desk.get_by_label("Svar", exact=True).fill("Ja, från hösten.")
    press(desk, "Skicka svaret")
    expect(desk.get_by_text("har svarat").first).to_be_visible()

    while outbox.run_due():
        pass
    (link,) = (found[0] for message in mail.outbox if (found := re.findall(r"/lank/remiss/\S+", str(message.body))))
    phone = outside.goto(link)
    phone.get_by_label("Svar", exact=True).fill("Vi är med.")
    phone.get_by_label("Vem svarar?").fill("Vera Exempel, VästKom")
    press(phone, "Skicka svaret")
    expect(phone.get_by_role("heading", name="Tack för svaret")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Vi är med.")).to_be_visible()
    page.get_by_text("Avsluta remissen", exact=True).click()
    press(page, "Ja, avsluta remissen")
    expect(page.get_by_text("Svaren sammanställs till ett underlag.")).to_be_visible()
    while outbox.run_due():
        pass
    page.get_by_role("link", name="Till frågan").click()
    expect(page.get_by_role("link", name=re.compile("^Svar på remissen"))).to_be_visible()
    page.get_by_label("Möte").select_option(index=1)
    press(page, "Sätt på agendan")
    expect(page.get_by_text("Frågan är punkt 1 på agendan")).to_be_visible()
    assert meeting.items.get().attachments.count() == 1


def test_r7_a_decision_goes_down_to_eight_nosam_and_back(visit: Any, ladder: Ladder) -> None:
    leaders = [ladder.nora]
    for number in range(2, 9):
        leaders.append(make_user(f"nosam{number}"))
        group = make_group(f"nosam-{number}", type=ladder.nosam.type, parent=ladder.lgs)
        make_member(leaders[-1].person, group, "process_leader")
    make_published(ladder.cast, items=1)
    decision = Decision.objects.get()
    lgs = visit()
    lgs.enter_as(ladder.cast.eva)
    page = lgs.goto(f"/admin/beslut/{decision.pk}/svar/")
    page.get_by_role("link", name="Skicka beslutet till grupperna").click()
    page.get_by_role("checkbox", name=re.compile("^NOSAM: ")).check()
    press(page, "Skicka ut beslutet")
    expect(page.get_by_text("Beslutet är skickat till 8 grupper.")).to_be_visible()
    for number, user in enumerate(leaders, start=1):
        nosam = visit(width=390)
        desk = nosam.enter_as(user)
        nosam.goto("/admin/")
        desk.get_by_role("link", name="Läs frågan").click()
        desk.get_by_text("Fler sätt").click()
        desk.get_by_role("link", name="Besvara").click()
        desk.get_by_label("Svar").fill(f"Vi gör så, {number}.")
        press(desk, "Besvara och avsluta")
        expect(desk.get_by_text("Frågan är besvarad.")).to_be_visible()  # nothing is closed while it is under way
    page.reload()
    for number in range(1, 9):
        expect(page.get_by_text(f"Vi gör så, {number}.")).to_be_visible()
    everyone = visit(width=360)
    opened = everyone.goto("/beslut/lgs/2026-1/")
    expect(opened.get_by_text("Avslutad med svar")).to_have_count(8)


def test_the_pages_have_no_faults(visit: Any, ladder: Ladder) -> None:
    make_published(ladder.cast, items=1)
    decision = Decision.objects.get()
    make_lifted(ladder, ladder.cast.sara, papers=1, description="Bakgrund.")
    outside = Consulted(name="VästKom", email="vastkom@example.se")
    asked = make_asked(ladder, Consulted(group=ladder.nosam), Consulted(group=ladder.lgs), outside)
    Consulted.objects.filter(group=ladder.nosam).update(
        text="Ja.", stand="views", answered_at=AT, answered_by=ladder.nora
    )
    own = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    handover, row = Handover.objects.get(), Consulted.objects.get(group=ladder.lgs)
    leader = visit()
    leader.enter_as(ladder.cast.eva)
    link = links.make(outside).partition("/lank/")
    pages = [f"/admin/fragor/{own.pk}/", f"/admin/fragor/{own.pk}/lamna-over/", f"/admin/fragor/{own.pk}/remiss/",
             f"/admin/overlamningar/{handover.pk}/", f"/admin/overlamningar/{handover.pk}/skicka-tillbaka/",
             "/admin/remisser/", f"/admin/remisser/{asked.pk}/", f"/admin/remisser/{asked.pk}/svara/{row.pk}/",
             f"/admin/beslut/{decision.pk}/svar/", f"/admin/beslut/{decision.pk}/skicka-ut/",
             f"/admin/fragor/{asked.matter_id}/", "".join(link[1:])]  # fmt: skip
    assert faults(leader, pages) == []


def test_the_way_of_a_public_matter_has_no_faults(visit: Any, cast: Cast) -> None:
    published = make_published(cast, items=1)
    matter = make_matter(cast.sara, cast.group, state="closed", answer="Ja.")
    published.meeting.items.update(matter=matter)
    assert faults(visit(), [f"/arenden/{Matter.objects.get().pk}/", "/beslut/lgs/2026-1/"]) == []
