"""The chair adjusts the note that was read."""

import pytest

from meetings.models import MinutesVersion
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_chair, make_meeting, make_sent, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> MinutesVersion:
    return make_sent(cast)


def to(version: MinutesVersion) -> str:
    return address(version.meeting, "justera/")


def test_it_is_adjusted_by_the_chair_in_the_history(cast: Cast, version: MinutesVersion) -> None:
    response = browser(cast.olle).post(to(version), {"version": version.pk})
    version.refresh_from_db()
    assert (response["Location"], said(response)) == (to(version), ["Anteckningen är justerad. Tack!"])
    assert version.state == "adjusted"
    assert history_reasons(MinutesVersion, version.pk) == ["Skickad för justering", "Justerad"]


def test_the_page_shows_what_was_sent_not_what_was_changed_since(cast: Cast, version: MinutesVersion) -> None:
    version.meeting.items.filter(number=1).update(title="Ändrad efteråt")
    page = browser(cast.olle).get(to(version)).content.decode()
    assert "Fråga 1" in page
    assert "Ändrad efteråt" not in page
    assert version.content_sha256[:12] in page
    assert '<span class="when-closed">Justera</span>' in page
    assert "Anteckningen låses så som den står här, och besluten får sina nummer." in page
    assert ">Ja, justera</button>" in page


def test_once_adjusted_the_page_has_no_buttons(cast: Cast, version: MinutesVersion) -> None:
    client = browser(cast.olle)
    client.post(to(version), {"version": version.pk})
    page = client.get(to(version)).content.decode()
    assert "Justerad " in page
    assert '<button class="button">Justera</button>' not in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("eva", 403)])
def test_only_adjusters_see_the_page_and_adjust(
    cast: Cast, version: MinutesVersion, who: str, status: int, method: str
) -> None:
    response = getattr(browser(getattr(cast, who)), method)(to(version), {"version": version.pk})
    version.refresh_from_db()
    assert (response.status_code, version.state) == (status, "out")


def test_a_chair_who_took_office_after_it_was_sent_adjusts(cast: Cast, version: MinutesVersion) -> None:
    late = make_user("lena")
    make_chair(late.person, cast.group)  # type: ignore[arg-type]
    assert said(browser(late).post(to(version), {"version": version.pk})) == ["Anteckningen är justerad. Tack!"]


def test_the_second_click_gets_a_sentence(cast: Cast, version: MinutesVersion) -> None:
    client = browser(cast.olle)
    client.post(to(version), {"version": version.pk})
    response = client.post(to(version), {"version": version.pk})
    assert said(response)[-1] == "Anteckningen är redan justerad."


def test_without_the_version_that_was_read_nothing_happens(cast: Cast, version: MinutesVersion) -> None:
    response = browser(cast.olle).post(to(version))
    assert said(response) == ["Anteckningen som du läste finns inte här. Ladda om sidan och läs den igen."]


def test_before_anything_is_sent_the_chair_is_told_so(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    assert "ingen anteckning att justera än" in browser(cast.olle).get(address(meeting, "justera/")).content.decode()
    assert browser(cast.sara).get(address(meeting, "justera/")).status_code == 403
