"""The process leader publishes the adjusted note."""

import pytest

from groups.models import Group
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, Publication
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import AFTER, Cast, make_adjusted, make_held, make_paper
from tests.meetings.answers import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


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


def test_before_it_is_published_the_public_side_is_shown_and_nothing_is_done(cast: Cast) -> None:
    meeting = make_held(cast)
    meeting.items.filter(number=2).update(is_withheld=True, withheld_reason="Utkast")
    make_paper(meeting, title="Öppen rapport")
    make_paper(meeting, title="Sluten rapport", is_public=False)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    client = browser(cast.eva)
    page = text(client.get(address(meeting, "publicera/")))
    assert ("PDF:en är inte klar än." in page, "Den blir klar om en stund." in page) == (True, True)
    assert 'action="/admin/moten' not in page
    assert "PDF:en är inte klar än." in text(client.get(address(meeting)))
    assert "Nu kan den publiceras" not in text(client.get(address(meeting)))
    render_stored(version)
    assert "Nu kan den publiceras" in text(client.get(address(meeting)))
    page = text(client.get(address(meeting, "publicera/")))
    assert "1 punkt visas inte: 2 Fråga 2 (Utkast). Bara numret syns." in page
    assert "Öppna underlag: Öppen rapport. Visas inte: Sluten rapport." in page
    read = page[page.index("Så här läses den") :]
    assert ("Information 1." in read, "Information 2." in read, "Sluten rapport" in read) == (True, False, False)
    assert ("Publicera anteckningen</button>" in page, meeting.publications.exists()) == (True, False)


def test_what_hinders_it_is_said_without_a_button(cast: Cast) -> None:
    page = text(browser(cast.eva).get(address(make_held(cast), "publicera/")))
    assert ("Anteckningen är inte justerad än." in page, "<button class" in page) == (True, False)


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


@pytest.mark.parametrize("hidden", ["shows_group", "shows_minutes"])
def test_the_note_of_a_group_that_shows_none_is_not_published(cast: Cast, meeting: Meeting, hidden: str) -> None:
    Group.objects.filter(pk=meeting.group_id).update(**{hidden: False})
    client = browser(cast.eva)
    page = text(client.get(address(meeting, "publicera/")))
    sentence = "Gruppens anteckningar visas inte öppet, så den publiceras inte."
    assert (sentence in page, "<button class" in page, "blir öppet för alla" in page) == (True, False, False)
    assert said(client.post(address(meeting, "publicera/"))) == [sentence]
    assert [step.state for step in client.get(address(meeting)).context["steps"]][-1] == "skipped"
    assert not meeting.publications.exists()
