"""An agenda that is changed while it lies with the chair: both sides are told, and it can be sent in its place."""

from typing import Any

import pytest

from meetings import workflow
from meetings.agendas.changed import changed_since_sent
from meetings.models import AgendaVersion, Matter
from meetings.states import MatterState
from meetings.workflow.scheduling import schedule
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import address, browser, said
from tests.factories import Cast
from tests.matters import LATER, make_coming, make_matter
from tests.meetings.answers import delivered, link_in, text

pytestmark = pytest.mark.django_db
BEHIND = "Agendan har ändrats efter att den här versionen skickades."
OUTDATED = "Agendan har ändrats sedan den skickades."


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_coming(cast, items=1), by=cast.eva)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return make_matter(cast.maja, cast.group, state=MatterState.PREPARING)


def put(cast: Cast, matter: Matter, version: AgendaVersion) -> Any:
    path = f"/admin/fragor/{matter.pk}/"
    return browser(cast.eva).post(path + "agenda/", {"meeting": version.meeting_id})


def test_scheduling_says_that_the_chair_reads_another_agenda(
    cast: Cast, matter: Matter, version: AgendaVersion
) -> None:
    page = text(browser(cast.eva).get(f"/admin/fragor/{matter.pk}/"))
    assert "3 december 2026, kl. 13.30–16.30, agendan ligger hos ordföranden</option>" in page
    assert said(put(cast, matter, version)) == [
        "Frågan är punkt 2 på agendan till mötet 3 december 2026. Agendan ligger hos ordföranden. "
        "Ändringen kommer med först när agendan skickas igen."
    ]
    off = browser(cast.eva).post(f"/admin/fragor/{matter.pk}/agenda/ta-bort/")
    assert said(off)[-1].endswith(
        "Agendan ligger hos ordföranden. Ändringen kommer med först när agendan skickas igen."
    )


def test_on_an_approved_agenda_it_says_that_it_has_to_be_approved_anew(
    cast: Cast, matter: Matter, version: AgendaVersion
) -> None:
    workflow.approve_agenda(version, by=cast.olle)
    assert "Agendan är redan fastställd. Ändringen kommer med när" in said(put(cast, matter, version))[0]


def test_on_an_agenda_that_nobody_has_been_sent_it_says_only_where_it_stands(cast: Cast, matter: Matter) -> None:
    meeting = make_coming(cast, LATER)
    response = browser(cast.eva).post(f"/admin/fragor/{matter.pk}/agenda/", {"meeting": meeting.pk})
    assert said(response) == ["Frågan är punkt 1 på agendan till mötet 4 februari 2027."]


@pytest.mark.parametrize("way", ["page", "sitting", "link"])
def test_the_chair_is_told_that_the_answer_is_for_the_text_that_stands_there(
    cast: Cast, matter: Matter, version: AgendaVersion, way: str, mailoutbox: list[Any]
) -> None:
    mail = delivered(mailoutbox, "olle@example.se")
    where = {"page": address(version.meeting, "agenda/"), "sitting": "/admin/beredning/", "link": link_in(mail)}[way]
    assert BEHIND not in text(browser(cast.olle).get(where))
    schedule(matter, version.meeting, by=cast.eva)
    page = text(browser(cast.olle).get(where))
    assert BEHIND in page
    assert matter.title not in page


def test_an_answered_agenda_says_nothing_of_what_came_after(cast: Cast, matter: Matter, version: AgendaVersion) -> None:
    workflow.approve_agenda(version, by=cast.olle)
    schedule(matter, version.meeting, by=cast.eva)
    assert BEHIND not in text(browser(cast.olle).get(address(version.meeting, "agenda/")))


@pytest.mark.parametrize("state", ["planned", "called"])
def test_the_page_offers_to_send_it_again_in_place_of_the_old(
    cast: Cast, matter: Matter, version: AgendaVersion, state: str, mailoutbox: list[Any]
) -> None:
    version.meeting.state = state
    version.meeting.save()
    assert OUTDATED not in text(browser(cast.eva).get(address(version.meeting)))
    schedule(matter, version.meeting, by=cast.eva)
    page = text(browser(cast.eva).get(address(version.meeting)))
    assert OUTDATED in page
    assert (
        f'<input type="hidden" name="version" value="{version.pk}"><button class="button">Skicka agendan igen' in page
    )
    old = link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa"))
    response = browser(cast.eva).post(address(version.meeting, "agenda/skicka/"), {"version": version.pk})
    assert said(response) == ["Agendan är skickad till ordföranden som version 2, i stället för version 1."]
    rows = version.meeting.agenda_versions.values_list("number", "state")
    assert list(rows) == [(1, "recalled"), (2, "sent")]
    mail = delivered(mailoutbox, "olle@example.se", "Agenda att fastställa, version 2")
    assert "Den ersätter version 1, som du inte behöver svara på" in mail.body
    assert [sent.subject for sent in mailoutbox if "tillbakatagen" in sent.subject] == []
    assert browser(cast.olle).get(old).status_code == 410
    assert OUTDATED not in text(browser(cast.eva).get(address(version.meeting)))


def test_what_has_been_answered_is_not_replaced(cast: Cast, matter: Matter, version: AgendaVersion) -> None:
    schedule(matter, version.meeting, by=cast.eva)
    workflow.approve_agenda(version, by=cast.olle)
    with pytest.raises(StepRefused, match="redan besvarad: fastställd"):
        workflow.send_agenda(version.meeting, by=cast.eva, replaced=version)
    assert version.meeting.agenda_versions.count() == 1


def test_an_agenda_that_stands_as_it_was_sent_is_not_sent_once_more(cast: Cast, version: AgendaVersion) -> None:
    with pytest.raises(StepRefused, match="har inte ändrats sedan den skickades"):
        workflow.send_agenda(version.meeting, by=cast.eva, replaced=version)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_agendas(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for number in range(1, count + 1):
        workflow.send_agenda(make_coming(cast, items=2, sequence=number), by=cast.eva)
    versions = list(AgendaVersion.objects.select_related("meeting__group__area", "meeting__group__type"))
    with django_assert_num_queries(3):
        assert changed_since_sent(versions) == set()
