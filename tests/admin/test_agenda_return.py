"""The chair sends the agenda back with a comment."""

import re
from typing import Any

import pytest

from groups.models import User
from meetings import workflow
from meetings.models import AgendaVersion
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_meeting
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva)


def post(user: User, version: AgendaVersion, comment: str = "Stryk punkt 2.") -> Any:
    data = {"version": version.pk, "comment": comment}
    return browser(user).post(address(version.meeting, "agenda/tillbaka/"), data)


def test_the_comment_reaches_the_meetings_page(cast: Cast, version: AgendaVersion) -> None:
    response = post(cast.olle, version, "Stryk <b>punkt 2</b>.")
    version.refresh_from_db()
    page = browser(cast.eva).get(address(version.meeting)).content.decode()
    assert said(response) == ["Agendan är skickad tillbaka med din kommentar."]
    assert version.state == "returned"
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad", "Tillbaka med kommentar"]
    assert "Stryk &lt;b&gt;punkt 2&lt;/b&gt;." in page


@pytest.mark.parametrize("comment", ["", "   "])
def test_without_a_comment_the_form_comes_again_and_says_so(cast: Cast, version: AgendaVersion, comment: str) -> None:
    response = post(cast.olle, version, comment)
    page = text(response)
    version.refresh_from_db()
    assert (response.status_code, version.state) == (422, "sent")
    assert page.count("Skriv vad som behöver ändras innan du skickar tillbaka.") == 2
    assert ("<title>Fel: Agenda" in page, 'aria-invalid="true"' in page) == (True, True)
    assert re.search(r'<details name="verdict" open>.*?Skicka tillbaka agendan', page)


def test_a_comment_with_a_personal_number_stays_on_the_page(cast: Cast, version: AgendaVersion) -> None:
    page = text(post(cast.olle, version, "Fråga 850423-1237 om det."))
    assert ("850423-1237 om det.</textarea>" in page, "ett personnummer: 850423-••••" in page) == (True, True)


def test_get_is_refused(cast: Cast, version: AgendaVersion) -> None:
    assert browser(cast.olle).get(address(version.meeting, "agenda/tillbaka/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("eva", 403)])
def test_only_chairs_send_it_back(cast: Cast, version: AgendaVersion, who: str, status: int) -> None:
    assert post(getattr(cast, who), version).status_code == status
    version.refresh_from_db()
    assert version.state == "sent"


def test_an_approved_agenda_is_not_sent_back(cast: Cast, version: AgendaVersion) -> None:
    workflow.approve_agenda(version, by=cast.olle)
    response = post(cast.olle, version)
    page = text(response)
    assert (response.status_code, "Agendan är redan besvarad: fastställd." in page) == (422, True)
    assert "Kommentaren är inte skickad. Det här skrev du:" in page
    assert ("<p>Stryk punkt 2.</p>" in page, 'id="comment"' in page) == (True, False)
