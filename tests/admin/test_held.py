"""The process leader marks the meeting as held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import workflow
from meetings.models import Meeting
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_held, make_meeting, make_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, date=timezone.localdate())


def test_it_is_marked_in_the_history(cast: Cast, meeting: Meeting) -> None:
    response = browser(cast.eva).post(address(meeting, "hallet/"))
    meeting.refresh_from_db()
    assert said(response) == ["Mötet är markerat som hållet."]
    assert meeting.state == "held"
    assert history_reasons(Meeting, meeting.pk)[-1] == "Hållet"


def test_get_is_refused(cast: Cast, meeting: Meeting) -> None:
    assert browser(cast.eva).get(address(meeting, "hallet/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_marks_it(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(meeting, "hallet/")).status_code == status


def test_before_its_day_it_is_not_time(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=timezone.localdate() + timedelta(days=1))
    client = browser(cast.eva)
    assert "Markera mötet som hållet" not in client.get(address(meeting)).content.decode()
    assert said(client.post(address(meeting, "hallet/")))[0].endswith("kan markeras som hållet först då.")


@pytest.mark.parametrize(("days", "first"), [(1, "Markera mötet som hållet"), (0, "Skicka agendan till ordföranden")])
def test_after_its_day_it_is_what_comes_first(cast: Cast, days: int, first: str) -> None:
    meeting = make_meeting(cast.group, date=timezone.localdate() - timedelta(days=days))
    page = browser(cast.eva).get(address(meeting)).content.decode()
    assert page.count(">Markera mötet som hållet<") == 1
    step = page[page.index('id="nasta-steg"') :]
    assert f'<button class="button">{first}</button>' in step
    assert ("Mötets dag har varit." in step) == bool(days)


def test_the_second_time_is_refused_with_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "hallet/"))
    response = client.post(address(meeting, "hallet/"))
    assert said(response)[-1] == "Mötet är redan hållet. Ladda om sidan för att se hur det står till."


# Taken back


def test_it_is_taken_back_from_the_page_in_words_that_say_what_happens(cast: Cast) -> None:
    meeting = make_held(cast, state="called")
    client = browser(cast.eva)
    page = client.get(address(meeting)).content.decode()
    assert "Mötet blir kallat igen. Agendan, närvaron och det som är skrivet står kvar." in page
    response = client.post(address(meeting, "inte-hallet/"))
    meeting.refresh_from_db()
    assert said(response) == ["Mötet är inte längre markerat som hållet. Det är kallat, som det var förut."]
    assert meeting.state == "called"


def test_once_the_note_has_been_sent_the_page_does_not_offer_it_and_the_step_says_why(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.take_back(version, by=cast.eva)
    client = browser(cast.eva)
    assert "inte-hallet/" not in client.get(address(version.meeting)).content.decode()
    assert said(client.post(address(version.meeting, "inte-hallet/"))) == [
        "Anteckningen har skickats för justering. Då kan mötet inte längre ändras till inte hållet."
    ]


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_takes_it_back(cast: Cast, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(make_held(cast), "inte-hallet/")).status_code == status
