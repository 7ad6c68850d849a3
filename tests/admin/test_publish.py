"""The process leader publishes the adjusted note."""

import pytest

from meetings.documents import render_stored
from meetings.models import Meeting, Publication
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_adjusted, make_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    version = make_adjusted(cast)
    render_stored(version)
    return version.meeting


def test_it_is_published_in_the_history_and_linked(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    response = client.post(address(meeting, "publicera/"))
    publication = meeting.publications.get()
    assert said(response) == ["Anteckningen är publicerad."]
    assert history_reasons(Publication, publication.pk) == ["Publicerad"]
    assert 'href="/moten/lgs/2026-04-23/"' in client.get(address(meeting)).content.decode()


def test_get_is_refused(cast: Cast, meeting: Meeting) -> None:
    assert browser(cast.eva).get(address(meeting, "publicera/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_publishes(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(meeting, "publicera/")).status_code == status
    assert not meeting.publications.exists()


def test_what_is_not_adjusted_is_not_published(cast: Cast) -> None:
    response = browser(cast.eva).post(address(make_held(cast), "publicera/"))
    assert said(response) == ["Anteckningen är inte justerad än. Bara det som är justerat publiceras."]


def test_it_waits_for_the_pdf(cast: Cast) -> None:
    response = browser(cast.eva).post(address(make_adjusted(cast).meeting, "publicera/"))
    assert said(response) == ["PDF:en är inte klar än. Vänta en stund och försök igen."]


def test_the_second_time_is_refused_with_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "publicera/"))
    assert said(client.post(address(meeting, "publicera/")))[-1] == "Anteckningen är redan publicerad."
