"""The chair approves the agenda that was read."""

import re

import pytest

from meetings import workflow
from meetings.models import AgendaVersion
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_meeting
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva)


def to(version: AgendaVersion, tail: str = "agenda/godkann/") -> str:
    return address(version.meeting, tail)


def test_it_is_approved_by_the_chair_in_the_history(cast: Cast, version: AgendaVersion) -> None:
    response = browser(cast.olle).post(to(version), {"version": version.pk})
    version.refresh_from_db()
    assert said(response) == ["Agendan är fastställd. Tack! Nu kan mötet kallas."]
    assert (version.state, version.decided_by) == ("approved", cast.olle)
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad", "Fastställd"]


def test_the_page_shows_the_version_as_sent_not_as_changed_since(cast: Cast, version: AgendaVersion) -> None:
    version.meeting.items.filter(number=1).update(title="Ändrad efteråt")
    page = browser(cast.olle).get(to(version, "agenda/")).content.decode()
    assert "Fråga 1" in page
    assert "Ändrad efteråt" not in page
    assert f'name="version" value="{version.pk}"' in page
    assert version.content_sha256[:12] in page


def test_the_page_before_anything_is_sent_says_so(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    assert "ingen agenda att läsa än" in browser(cast.olle).get(address(meeting, "agenda/")).content.decode()


def test_approving_takes_a_second_press_that_says_what_it_leads_to(cast: Cast, version: AgendaVersion) -> None:
    page = text(browser(cast.olle).get(to(version, "agenda/")))
    assert re.search(r'<details name="verdict"> <summary.*?>Fastställ<.*?</summary> <form method="post"', page)
    assert "Agendan fastställs så som den står här, och mötet kan kallas." in page
    assert ">Ja, fastställ</button>" in page


def test_get_is_refused(cast: Cast, version: AgendaVersion) -> None:
    assert browser(cast.olle).get(to(version)).status_code == 405


@pytest.mark.parametrize("tail", ["agenda/", "agenda/godkann/"])
def test_other_groups_do_not_know_of_it(cast: Cast, version: AgendaVersion, tail: str) -> None:
    client = browser(cast.maja)
    ask = client.get if tail == "agenda/" else client.post
    assert ask(to(version, tail), {"version": version.pk}).status_code == 404


@pytest.mark.parametrize("who", ["sara", "eva"])
def test_only_chairs_approve(cast: Cast, version: AgendaVersion, who: str) -> None:
    response = browser(getattr(cast, who)).post(to(version), {"version": version.pk})
    version.refresh_from_db()
    assert (response.status_code, version.state) == (403, "sent")


def test_the_second_click_gets_a_sentence(cast: Cast, version: AgendaVersion) -> None:
    client = browser(cast.olle)
    client.post(to(version), {"version": version.pk})
    response = client.post(to(version), {"version": version.pk})
    assert said(response)[-1] == "Agendan är redan besvarad: fastställd."
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad", "Fastställd"]


@pytest.mark.parametrize("posted", ["", "0", "x", "²", "9" * 30])
def test_a_version_that_was_never_read_is_refused(cast: Cast, version: AgendaVersion, posted: str) -> None:
    response = browser(cast.olle).post(to(version), {"version": posted})
    assert said(response) == ["Agendan som du läste finns inte här. Ladda om sidan och läs den igen."]


def test_a_version_of_another_meeting_is_refused(cast: Cast, version: AgendaVersion) -> None:
    other = workflow.send_agenda(make_meeting(cast.group, sequence=2), by=cast.eva)
    browser(cast.olle).post(to(version), {"version": other.pk})
    other.refresh_from_db()
    assert other.state == "sent"
