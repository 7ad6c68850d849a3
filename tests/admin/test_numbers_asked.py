"""Digits that stop a text: the secretariat sees who can judge them and asks by mail, once; the chair finds it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import Meeting
from meetings.questions import questions_open
from samverkan.common import outbox
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_chair, make_held, make_user
from tests.meetings.answers import text
from tests.numbers import NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(information=f"<p>Ärende {NUMBER}.</p>")
    return meeting


def labels(client: Client) -> list[str]:
    page: Any = client.get("/admin/")
    return [todo.label for todo in page.context["todos"]]


ASKED = "Avgör om siffror är ett personnummer"


def test_the_process_leader_sees_who_can_judge_and_asks_once(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:
    vera = make_user("vera")
    make_chair(vera.person, cast.group)  # type: ignore[arg-type]
    eva = browser(cast.eva)
    assert address(meeting, "personnummer/") in text(eva.get(address(meeting, "skicka/")))
    page = text(eva.get(address(meeting, "personnummer/")))
    assert ("Olle Exempel eller Vera Exempel kan avgöra det" in page, "Fråga ordföranden" in page) == (True, True)
    assert NUMBER not in page
    answer = eva.post(address(meeting, "personnummer/fraga/"))
    assert said(answer) == ["Olle Exempel och Vera Exempel får ett mejl och ser frågan under Att göra."]
    assert "fick frågan" in text(eva.get(address(meeting, "personnummer/")))
    assert said(eva.post(address(meeting, "personnummer/fraga/")))[-1].startswith("Ordföranden är redan tillfrågad.")
    outbox.run_due()
    mails = [mail for mail in mailoutbox if mail.subject.startswith("Är det ett personnummer? LGS")]
    assert sorted(mail.to[0] for mail in mails) == ["olle@example.se", "vera@example.se"]
    assert address(meeting, "personnummer/") in mails[0].body
    assert all(NUMBER not in mail.body for mail in mails)


def test_the_chair_finds_the_question_until_it_is_judged(cast: Cast, meeting: Meeting) -> None:
    workflow.ask_about_numbers(meeting, by=cast.eva)
    assert ASKED in labels(browser(cast.olle))
    number = workflow.numbers_to_judge(meeting)[0]
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Ärendenummer", by=cast.olle)
    assert ASKED not in labels(browser(cast.olle))


def test_the_question_is_closed_when_the_text_has_been_sent_without_the_digits(cast: Cast, meeting: Meeting) -> None:
    workflow.ask_about_numbers(meeting, by=cast.eva)
    meeting.items.filter(number=1).update(information="<p>Borta.</p>")
    workflow.send_minutes(meeting, by=cast.eva, at=timezone.now() + timedelta(minutes=1))
    assert questions_open(cast.olle.person_id or 0, on=timezone.localdate()) == []


def test_who_no_longer_chairs_is_not_asked(cast: Cast, meeting: Meeting) -> None:
    workflow.ask_about_numbers(meeting, by=cast.eva)
    person, today = cast.olle.person_id or 0, timezone.localdate()
    assert questions_open(person, on=today) == [meeting]
    cast.group.memberships.get(person=person).offices.update(ends=today)
    assert questions_open(person, on=today) == []


def test_there_is_nothing_to_ask_about_when_nothing_stops_the_text(cast: Cast) -> None:
    clean = make_held(cast, sequence=2)
    client = browser(cast.eva)
    assert "Det finns inget att avgöra" in text(client.get(address(clean, "personnummer/")))
    assert said(client.post(address(clean, "personnummer/fraga/")))[-1].startswith("Inget i texten behöver avgöras.")


def test_a_group_without_a_chair_is_told_to_register_one(cast: Cast, meeting: Meeting) -> None:
    cast.group.memberships.get(person=cast.olle.person).offices.all().delete()
    client = browser(cast.eva)
    assert "Ingen kan avgöra det i dag" in text(client.get(address(meeting, "personnummer/")))
    assert said(client.post(address(meeting, "personnummer/fraga/")))[-1].startswith("Gruppen har ingen ordförande")


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_secretariat_asks_and_a_member_sees_nothing(
    cast: Cast, meeting: Meeting, who: str, status: int
) -> None:
    client = browser(getattr(cast, who))
    assert client.post(address(meeting, "personnummer/fraga/")).status_code == status
    assert client.get(address(meeting, "personnummer/")).status_code == (200 if who == "olle" else status)
    assert browser(cast.eva).post(address(meeting, "personnummer/")).status_code == 403
