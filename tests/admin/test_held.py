"""The process leader marks the meeting as held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_meeting

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


def test_the_second_time_is_refused_with_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "hallet/"))
    response = client.post(address(meeting, "hallet/"))
    assert said(response)[-1] == "Mötet är redan hållet. Ladda om sidan för att se hur det står till."
