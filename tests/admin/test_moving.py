"""The pages that move a meeting or call it off."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import Meeting
from meetings.workflow import written
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, fields_of, said
from tests.factories import Cast, make_meeting
from tests.meetings.written import PLANNED, approve, make_planned

pytestmark = pytest.mark.django_db
WHEN = ("head-date", "head-starts_at", "head-ends_at", "head-place", "head-link")


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    values: dict[str, Any] = {"starts_at": time(13, 30), "ends_at": time(16, 30), "place": "Rum 5"}
    return workflow.plan_meeting(Meeting(group=cast.group, date=date(2027, 2, 11), **values), by=cast.eva)


def test_both_pages_say_how_many_get_a_mail(cast: Cast, meeting: Meeting) -> None:
    for verb in ("flytta", "stall-in"):
        page = browser(cast.eva).get(f"/admin/moten/{meeting.pk}/{verb}/").content.decode()
        assert "3 personer får mejl om det" in page


def test_calling_off_wants_a_reason(cast: Cast, meeting: Meeting) -> None:
    address = f"/admin/moten/{meeting.pk}/stall-in/"
    answer = browser(cast.eva).post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "Skriv varför mötet ställs in." in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_a_meeting_called_off_keeps_its_page(cast: Cast, meeting: Meeting, client: Client) -> None:
    eva = browser(cast.eva)
    address = f"/admin/moten/{meeting.pk}/stall-in/"
    assert eva.post(address, {"reason": "Kanariefågeln är sjuk"}).status_code == 302
    page = client.get("/moten/lgs/2027-02-11/").content.decode()
    assert "Mötet är inställt." in page
    assert "Kanarie" not in page
    again = eva.post(address, {"reason": "En gång till"})
    assert again.status_code == 409
    assert "Mötet är redan inställt." in again.content.decode()
    assert "En gång till" in again.content.decode()
    meeting.refresh_from_db()
    assert meeting.cancelled_reason == "Kanariefågeln är sjuk"
    assert OutboxMessage.objects.filter(kind="meetings.invite", payload__method="CANCEL").count() == 3


def test_a_moved_meeting_is_at_its_new_day(cast: Cast, meeting: Meeting) -> None:
    answer = browser(cast.eva).post(
        f"/admin/moten/{meeting.pk}/flytta/",
        {"date": "2027-02-18", "starts_at": "09.00", "ends_at": "11.00", "place": "Rum 6", "reason": "Krock"},
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/moten/{meeting.pk}/")
    meeting.refresh_from_db()
    assert (meeting.day_key, meeting.times, meeting.place) == ("2027-02-18", "09.00–11.00", "Rum 6")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"date": "snart"}, 422, "Skriv år, månad och dag"),
        ({"ends_at": "08:00", "starts_at": "09:00"}, 422, "Mötet kan inte sluta innan det har börjat."),
        ({"date": "2026-11-01"}, 409, "Den 1 november 2026 har redan varit."),
        ({}, 409, "Mötet har redan den dagen, tiden och platsen."),
    ],
)
def test_a_move_that_is_refused_keeps_what_was_written(
    cast: Cast, meeting: Meeting, fields: dict[str, str], status: int, sentence: str
) -> None:
    data = {"date": "2027-02-11", "starts_at": "13:30", "ends_at": "16:30", "place": "Rum 5", "reason": "Ordagrant"}
    answer = browser(cast.eva).post(f"/admin/moten/{meeting.pk}/flytta/", {**data, **fields})
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert "Ordagrant" in page
    meeting.refresh_from_db()
    assert (meeting.day_key, meeting.times) == ("2027-02-11", "13.30–16.30")


@pytest.mark.parametrize("verb", ["flytta", "stall-in"])
def test_members_and_outsiders_do_neither(cast: Cast, meeting: Meeting, verb: str) -> None:
    address = f"/admin/moten/{meeting.pk}/{verb}/"
    assert browser(cast.sara).post(address, {"reason": "x"}).status_code == 403
    assert browser(cast.olle).post(address, {"reason": "x"}).status_code == 403
    assert browser(cast.maja).post(address, {"reason": "x"}).status_code == 404
    assert OutboxMessage.objects.filter(payload__method="CANCEL").count() == 0


def test_the_page_of_a_question_that_is_out_says_how_many_were_asked(cast: Cast) -> None:
    meeting = make_planned(cast)
    page = browser(cast.eva).get(f"/admin/moten/{meeting.pk}/stall-in/").content.decode()
    assert "Ingen får mejl om det: frågan är inte utskickad." in page
    written.put_out(approve(cast, meeting), by=cast.eva, at=PLANNED)
    page = browser(cast.eva).get(f"/admin/moten/{meeting.pk}/stall-in/").content.decode()
    assert "2 personer får mejl om det.</p>" in page


# One door


def test_a_meeting_that_people_were_told_of_shows_when_it_is_and_leads_to_the_page_that_moves_it(
    cast: Cast, meeting: Meeting
) -> None:
    response = browser(cast.eva).get(f"/admin/moten/{meeting.pk}/")
    page = response.content.decode()
    assert [name for name in fields_of(response) if name in WHEN] == []
    assert "torsdag 11 februari 2027, kl. 13.30–16.30<br>Rum 5</p>" in page
    assert f'<a href="/admin/moten/{meeting.pk}/flytta/">Ändra dag, tid eller plats</a>' in page


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2027, 2, 11)])
def test_a_meeting_that_nobody_was_told_of_is_changed_in_the_editor(cast: Cast, day: date) -> None:
    found = make_meeting(cast.group, date=day)
    eva, at = browser(cast.eva), f"/admin/moten/{found.pk}/"
    page = eva.get(at)
    assert "Ändra dag, tid eller plats" not in page.content.decode()
    assert eva.post(at, {**fields_of(page), "head-place": "Rum 7"}).status_code == 302
    found.refresh_from_db()
    assert found.place == "Rum 7"


def test_what_was_written_on_a_page_from_before_anybody_was_told_is_kept_and_led_to_the_right_page(cast: Cast) -> None:
    found = make_meeting(cast.group, date=date(2027, 2, 11))
    eva, at = browser(cast.eva), f"/admin/moten/{found.pk}/"
    old = {**fields_of(eva.get(at)), "head-place": "Ordagrant rum"}
    workflow.move_meeting(found, date=found.date, starts_at=None, ends_at=None, place="Rum 1", reason="", by=cast.eva)
    answer = eva.post(at, old)
    page = answer.content.decode()
    assert (answer.status_code, fields_of(answer)["head-place"]) == (422, "Ordagrant rum")
    assert "Mötet är utlyst. Ändra det här med Flytta mötet, så får alla inbjudna veta." in page
    found.refresh_from_db()
    assert found.place == "Rum 1"


def test_only_the_link_may_change_on_the_page_that_moves(cast: Cast, meeting: Meeting) -> None:
    data = {"date": "2027-02-11", "starts_at": "13:30", "ends_at": "16:30", "place": "Rum 5"}
    link = "https://mote.example.se/1"
    answer = browser(cast.eva).post(f"/admin/moten/{meeting.pk}/flytta/", {**data, "link": link})
    assert said(answer) == ["Mötets tid och plats är ändrade."]
    meeting.refresh_from_db()
    assert meeting.link == link
