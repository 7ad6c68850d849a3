"""The secretariat takes an agenda back from the approver; and what the pages say once the meeting is held."""

import pytest

from meetings import workflow
from meetings.models import AgendaVersion
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import AFTER, Cast, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva, at=AFTER)


def test_it_is_taken_back_from_the_meetings_page(cast: Cast, version: AgendaVersion) -> None:
    client = browser(cast.eva)
    assert (
        f'action="{address(version.meeting, "agenda/ta-tillbaka/")}"'
        in client.get(address(version.meeting)).content.decode()
    )
    response = client.post(address(version.meeting, "agenda/ta-tillbaka/"), {"version": version.pk})
    assert said(response) == ["Agendan är tillbaka hos dig. De som skulle fastställa den har fått ett mejl om det."]
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad", "Tillbakatagen"]
    assert "Skicka agendan till ordföranden" in client.get(address(version.meeting)).content.decode()


def test_the_chair_reads_that_it_was_taken_back(cast: Cast, version: AgendaVersion) -> None:
    workflow.recall_agenda(version, by=cast.eva, at=AFTER)
    page = browser(cast.olle).get(address(version.meeting, "agenda/")).content.decode()
    assert ("Tillbakatagen" in page, "Agendan ska ändras." in page, "Ja, fastställ" in page) == (True, True, False)


def test_an_agenda_of_a_called_meeting_that_has_changed_can_be_taken_back_too(
    cast: Cast, version: AgendaVersion
) -> None:
    workflow.approve_agenda(version, by=cast.olle, at=AFTER)
    workflow.call(version.meeting, by=cast.eva, at=AFTER)
    version.meeting.items.filter(number=1).update(title="Ändrad")
    again = workflow.send_agenda(version.meeting, by=cast.eva, at=AFTER)
    client = browser(cast.eva)
    assert "Ta tillbaka agendan" in client.get(address(version.meeting)).content.decode()
    client.post(address(version.meeting, "agenda/ta-tillbaka/"), {"version": again.pk})
    page = client.get(address(version.meeting)).content.decode()
    assert ("Skicka agendan igen" in page, "Ta tillbaka agendan" in page) == (True, False)


def test_once_the_meeting_is_held_nothing_waits_for_the_chair(cast: Cast, version: AgendaVersion) -> None:
    workflow.mark_held(version.meeting, by=cast.eva, at=AFTER)
    client = browser(cast.olle)
    assert "Agendan väntar på dig" not in client.get(address(version.meeting)).content.decode()
    page = client.get(address(version.meeting, "agenda/")).content.decode()
    assert "Mötet är hållet. Agendan behöver inget svar." in page
    assert ("Väntar på dig" in page, "agenda/godkann/" in page) == (False, False)
    answer = client.post(address(version.meeting, "agenda/godkann/"), {"version": version.pk})
    assert said(answer) == ["Mötet är hållet. Agendan behöver inget svar."]


def test_what_an_approved_written_question_leads_to_is_said(cast: Cast) -> None:
    meeting = make_meeting(cast.group, kind="written")
    sent = workflow.send_agenda(meeting, by=cast.eva, at=AFTER)
    answer = browser(cast.olle).post(address(meeting, "agenda/godkann/"), {"version": sent.pk})
    assert said(answer) == ["Agendan är fastställd. Tack! Nu kan frågan skickas ut."]


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_secretariat_takes_it_back(cast: Cast, version: AgendaVersion, who: str, status: int) -> None:
    path = address(version.meeting, "agenda/ta-tillbaka/")
    assert browser(getattr(cast, who)).post(path, {"version": version.pk}).status_code == status
