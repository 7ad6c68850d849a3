"""The chair sends the agenda back with a comment."""

import pytest

from meetings import workflow
from meetings.models import AgendaVersion
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva)


def post(user: object, version: AgendaVersion, comment: str = "Stryk punkt 2.") -> object:
    data = {"version": version.pk, "comment": comment}
    return browser(user).post(address(version.meeting, "agenda/tillbaka/"), data)  # type: ignore[arg-type]


def test_the_comment_reaches_the_meetings_page(cast: Cast, version: AgendaVersion) -> None:
    response = post(cast.olle, version, "Stryk <b>punkt 2</b>.")
    version.refresh_from_db()
    page = browser(cast.eva).get(address(version.meeting)).content.decode()
    assert said(response) == ["Agendan är skickad tillbaka med din kommentar."]
    assert version.state == "returned"
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad", "Tillbaka med kommentar"]
    assert "Stryk &lt;b&gt;punkt 2&lt;/b&gt;." in page


@pytest.mark.parametrize("comment", ["", "   "])
def test_without_a_comment_nothing_happens(cast: Cast, version: AgendaVersion, comment: str) -> None:
    response = post(cast.olle, version, comment)
    version.refresh_from_db()
    assert said(response) == ["Skriv vad som behöver ändras innan du skickar tillbaka."]
    assert version.state == "sent"


def test_get_is_refused(cast: Cast, version: AgendaVersion) -> None:
    assert browser(cast.olle).get(address(version.meeting, "agenda/tillbaka/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("eva", 403)])
def test_only_chairs_send_it_back(cast: Cast, version: AgendaVersion, who: str, status: int) -> None:
    assert post(getattr(cast, who), version).status_code == status  # type: ignore[attr-defined]
    version.refresh_from_db()
    assert version.state == "sent"


def test_an_approved_agenda_is_not_sent_back(cast: Cast, version: AgendaVersion) -> None:
    workflow.approve_agenda(version, by=cast.olle)
    assert said(post(cast.olle, version)) == ["Agendan är redan besvarad: fastställd."]
