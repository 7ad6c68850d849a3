"""The chair sends the note back with a comment."""

from typing import Any

import pytest

from groups.models import User
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion
from meetings.workflow.corrections import latest_version
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_adjusted, make_sent
from tests.meetings.answers import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def version(cast: Cast) -> MinutesVersion:
    return make_sent(cast)


def post(user: User, version: MinutesVersion, comment: str = "Punkt 2 är fel.") -> Any:
    return browser(user).post(address(version.meeting, "tillbaka/"), {"version": version.pk, "comment": comment})


def test_the_text_is_open_again_and_the_comment_is_shown(cast: Cast, version: MinutesVersion) -> None:
    response = post(cast.olle, version)
    version.refresh_from_db()
    page = browser(cast.eva).get(address(version.meeting)).content.decode()
    assert said(response) == ["Anteckningen är skickad tillbaka med din kommentar."]
    assert version.state == "returned"
    assert history_reasons(MinutesVersion, version.pk) == ["Skickad för justering", "Tillbaka"]
    assert "Punkt 2 är fel." in page
    assert 'id="editor"' in page


@pytest.mark.parametrize("comment", ["", " \n "])
def test_without_a_comment_the_form_comes_again_and_says_so(cast: Cast, version: MinutesVersion, comment: str) -> None:
    response = post(cast.olle, version, comment)
    page = text(response)
    version.refresh_from_db()
    assert (response.status_code, version.state) == (422, "out")
    assert page.count("Skriv vad som behöver ändras innan du skickar tillbaka.") == 2
    assert "<title>Fel: Justera" in page


def test_get_is_refused(cast: Cast, version: MinutesVersion) -> None:
    assert browser(cast.olle).get(address(version.meeting, "tillbaka/")).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("eva", 403)])
def test_only_adjusters_send_it_back(cast: Cast, version: MinutesVersion, who: str, status: int) -> None:
    assert post(getattr(cast, who), version).status_code == status


def test_adjusted_minutes_are_not_sent_back(cast: Cast, version: MinutesVersion) -> None:
    workflow.adjust(version, by=cast.olle)
    response = post(cast.olle, version)
    page = text(response)
    assert (response.status_code, "Anteckningen är redan justerad." in page) == (422, True)
    assert ("<p>Punkt 2 är fel.</p>" in page, 'id="comment"' in page) == (True, False)


def test_a_correction_that_came_back_and_was_called_off_is_not_what_stands(cast: Cast) -> None:
    version = make_adjusted(cast)
    render_stored(version)
    meeting = workflow.open_correction(version.meeting, kind="outcome", reason="Fel.", by=cast.eva)
    meeting.items.filter(number=1).update(title="Rättad")
    workflow.return_minutes(workflow.send_minutes(meeting, by=cast.eva), comment="Nej.", by=cast.olle)
    chair, page = browser(cast.olle), address(meeting, "justera/")
    assert chair.get(page).context["version"].state == "returned"
    assert latest_version(Meeting.objects.get(pk=meeting.pk)).state == "returned"  # type: ignore[union-attr]
    workflow.abandon_correction(meeting, by=cast.eva)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert latest_version(meeting) == version
    assert chair.get(page).context["version"] == version
    assert chair.get(address(meeting, "anteckning.pdf")).content == version.documents.get(kind="record").read()
    workflow.open_correction(meeting, kind="outcome", reason="Fel igen.", by=cast.eva)
    assert latest_version(Meeting.objects.get(pk=meeting.pk)) == version
