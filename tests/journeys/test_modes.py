"""The modes of adjustment that wait for others: comments until a day, approval at the next meeting, two groups."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from groups.models import GroupType
from meetings import workflow
from meetings.models import Meeting
from samverkan.common import outbox
from tests.conftest import MORNING
from tests.factories import make_cast, make_chair, make_group, make_held, make_meeting, make_member, make_user
from tests.journeys.hands import answer, press, publish
from tests.meetings.modes import cast_of, person_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = MORNING.date()


@contextmanager
def days_later(days: int) -> Iterator[None]:
    """The clock of the server that many days on; who comes back then has to sign in again."""
    with time_machine.travel(MORNING + timedelta(days=days), tick=True):
        yield


def test_members_comment_until_a_day_and_then_the_chair_adjusts(visit: Any) -> None:
    cast = cast_of("comments")
    meeting = make_held(cast)
    leader, member, chair = visit(), visit(width=390, has_touch=True, is_mobile=True), visit()
    leader.enter_as(cast.eva)
    page = leader.goto(f"/admin/moten/{meeting.pk}/skicka/")
    page.get_by_label("Ledamöterna kan kommentera till och med").fill(f"{TODAY + timedelta(days=2)}")
    press(page, "Skicka till ledamöterna")
    expect(page.get_by_text("Anteckningen är skickad till ledamöterna.").first).to_be_visible()
    member.enter_as(cast.sara)
    phone = member.goto(f"/admin/moten/{meeting.pk}/kommentarer/")
    phone.locator("summary", has_text="Din kommentar till punkt 2").tap()
    phone.get_by_label("Din kommentar till punkt 2").fill("Det var vi som frågade.")
    press(phone, "Spara kommentarer")
    expect(phone.get_by_text("Det var vi som frågade.").first).to_be_visible()
    chair.enter_as(cast.olle)
    desk = chair.goto(f"/admin/moten/{meeting.pk}/justera/")
    expect(desk.get_by_text("Ledamöterna kan kommentera till och med 24 november 2026.").first).to_be_visible()
    expect(desk.locator("summary", has_text="Justera")).to_have_count(0)
    with days_later(3):
        chair.enter_as(cast.olle)
        desk.goto(f"{chair.site}/admin/moten/{meeting.pk}/justera/")
        expect(desk.get_by_text("Det var vi som frågade.")).to_be_visible()
        answer(desk, "Justera")
        expect(desk.get_by_text("Anteckningen är justerad. Tack!")).to_be_visible()


def test_the_next_meeting_approves_the_note_and_then_it_is_published(visit: Any) -> None:
    cast = cast_of("next_meeting", publication_moment=GroupType.PublicationMoment.NEXT_MEETING)
    meeting = make_held(cast)
    make_meeting(cast.group, date=TODAY + timedelta(days=7), items=0)
    leader, chair, reader = visit(), visit(width=390, has_touch=True, is_mobile=True), visit()
    leader.enter_as(cast.eva)
    page = leader.goto(f"/admin/moten/{meeting.pk}/skicka/")
    press(page, "Skicka till ledamöterna")
    page.get_by_role("link", name="Ange vilket möte som godkänner").click()
    page.get_by_label("29 november 2026").check()
    press(page, "Spara")
    expect(page.get_by_text("Mötet den 29 november 2026 godkänner").first).to_be_visible()
    with days_later(7):
        chair.enter_as(cast.olle)
        phone = chair.goto(f"/admin/moten/{meeting.pk}/justera/")
        answer(phone, "Godkänn")
        expect(phone.get_by_text("Anteckningen är godkänd. Tack!")).to_be_visible()
        outbox.run_due()
        expect(reader.goto("/moten/lgs/2026-04-23/").get_by_text("Beslut 1.1.")).to_have_count(0)
        leader.enter_as(cast.eva)
        page = leader.goto(f"/admin/moten/{meeting.pk}/")
        expect(page.get_by_role("link", name="Granska och publicera")).to_have_count(0)
        workflow.mark_held(Meeting.objects.get(date=TODAY + timedelta(days=7)), by=cast.eva)
        page.reload()
        publish(page)
        read = reader.goto("/moten/lgs/2026-04-23/")
        expect(read.get_by_text("Godkänd vid mötet den 29 november 2026", exact=True)).to_be_visible()


def test_two_groups_meet_and_the_chair_of_each_adjusts_the_one_note(visit: Any) -> None:
    cast, samrad, petra = make_cast(), make_group("samrad"), make_user("petra")
    make_chair(person_of(petra), samrad)
    make_member(person_of(cast.eva), samrad, "adjunct")
    leader, reader = visit(), visit()
    leader.enter_as(cast.eva)
    page = leader.goto("/admin/moten/ny/")
    page.get_by_label("Datum").fill(f"{TODAY}")
    page.get_by_text("Gemensamt möte", exact=True).click()
    page.get_by_label("Gruppen SAMRAD").check()
    press(page, "Planera mötet")
    press(page, "Markera mötet som hållet")
    expect(page.get_by_text("Mötet är markerat som hållet.")).to_be_visible()
    meeting = Meeting.objects.get()
    meeting.items.create(number=1, title="Gemensam fråga").outcomes.create(kind="agreed", text="Vi enas.", position=1)
    page.reload()
    page.get_by_role("link", name="Skicka för justering").click()
    press(page, "Skicka för justering")
    expect(page.get_by_text("Anteckningen är skickad för justering.").first).to_be_visible()
    for user, said in ((petra, "Kvar att justera: Olle Exempel."), (cast.olle, "Anteckningen är justerad. Tack!")):
        chair = visit(width=390, has_touch=True, is_mobile=True)
        chair.enter_as(user)
        phone = chair.goto(f"/admin/moten/{meeting.pk}/justera/")
        answer(phone, "Justera")
        expect(phone.get_by_text(said)).to_be_visible()
    outbox.run_due()
    page.reload()
    publish(page)
    for group in ("lgs", "samrad"):
        read = reader.goto(f"/grupper/{group}/")
        read.get_by_role("link", name="22 november 2026").first.click()
        expect(read.locator("#punkt-1").get_by_text("Vi enas.")).to_be_visible()
        expect(read.get_by_text("Gruppen SAMRAD").first).to_be_visible()
