"""The process leader calls the meeting."""

import pytest

from meetings import workflow
from meetings.models import Meeting
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_cast, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return meeting


def test_the_page_says_how_many_get_the_mail_and_the_meeting_is_called(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    assert "till 3 personer" in client.get(address(meeting)).content.decode()
    response = client.post(address(meeting, "kalla/"))
    meeting.refresh_from_db()
    assert said(response) == ["Kallelsen är skickad till gruppens ledamöter."]
    assert meeting.state == "called"
    assert history_reasons(Meeting, meeting.pk)[-1] == "Kallat"


def test_get_is_refused(cast: Cast, meeting: Meeting) -> None:
    assert browser(cast.eva).get(address(meeting, "kalla/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_calls(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(meeting, "kalla/")).status_code == status


def test_without_an_approved_agenda_it_is_not_time(cast: Cast) -> None:
    response = browser(cast.eva).post(address(make_meeting(cast.group, sequence=2), "kalla/"))
    assert said(response) == ["Agendan är inte fastställd än. Skicka den till ordföranden först."]


def test_the_second_call_gets_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "kalla/"))
    response = client.post(address(meeting, "kalla/"))
    assert said(response)[-1] == "Mötet är redan kallat. Ladda om sidan för att se hur det står till."
