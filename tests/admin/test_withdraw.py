"""The process leader takes a published note off the open site, with a reason and a confirmation."""

import pytest

from meetings.models import Publication
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_adjusted, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
SURE = {"reason": "Fel version.", "sure": "on"}


@pytest.fixture
def publication(cast: Cast) -> Publication:
    return make_published(cast)


def to(publication: Publication) -> str:
    return address(publication.meeting, "avpublicera/")


def test_it_is_closed_with_its_reason_in_the_history(cast: Cast, publication: Publication) -> None:
    client = browser(cast.eva)
    assert "Ja, ta bort anteckningen" in client.get(to(publication)).content.decode()
    response = client.post(to(publication), SURE)
    publication.refresh_from_db()
    assert said(response) == ["Anteckningen är avpublicerad."]
    assert publication.closed_reason == "Fel version."
    assert history_reasons(Publication, publication.pk) == ["Publicerad", "Avpublicerad"]


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("reason", "Skriv varför anteckningen avpubliceras."), ("sure", "Kryssa i att du vill ta bort")],
)
def test_a_reason_and_a_confirmation_are_needed(
    cast: Cast, publication: Publication, left_out: str, sentence: str
) -> None:
    response = browser(cast.eva).post(to(publication), {**SURE, left_out: ""})
    publication.refresh_from_db()
    assert (response.status_code, publication.closed_at) == (422, None)
    assert sentence in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_withdraws(
    cast: Cast, publication: Publication, who: str, status: int, method: str
) -> None:
    assert getattr(browser(getattr(cast, who)), method)(to(publication), SURE).status_code == status


def test_the_second_time_is_refused_with_a_sentence(cast: Cast, publication: Publication) -> None:
    client = browser(cast.eva)
    client.post(to(publication), SURE)
    assert said(client.post(to(publication), SURE))[-1] == "Anteckningen är redan avpublicerad."


def test_what_was_never_published_is_not_withdrawn(cast: Cast) -> None:
    response = browser(cast.eva).post(address(make_adjusted(cast).meeting, "avpublicera/"), SURE)
    assert said(response) == ["Anteckningen är inte publicerad."]
