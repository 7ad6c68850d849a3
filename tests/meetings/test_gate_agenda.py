"""A personal number stops the agenda, whose titles everyone reads once the meeting is called; and a source that is
registered, which stands in the record for ever.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import AgendaVersion, Meeting, Verdict
from meetings.redaction import MASK
from meetings.workflow import written
from meetings.workflow.agenda import agenda_to_register
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import address, browser, said
from tests.factories import AFTER, Cast, make_meeting, make_sent
from tests.meetings.modes import person_of
from tests.meetings.test_gate_stops import NUMBER, STOPS, TEN
from tests.meetings.written import PLANNED, make_planned

pytestmark = pytest.mark.django_db
OTHER = "121212-1212"
TEXTS = {
    "title": f"Ärendet {NUMBER}",
    "questions": f"<p>Gäller {TEN[:6]}-<strong>{TEN[6:]}</strong>?</p>",
    "proposed_decision": f"LGS enas om 19{TEN}.",
}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, date=timezone.localdate() + timedelta(days=20), items=1)


def send(meeting: Meeting, cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(meeting, by=cast.eva)


def register(meeting: Meeting, cast: Cast, source: str = "fastställd på beredningsmöte") -> AgendaVersion:
    seen = agenda_to_register(meeting)[1]
    day = date(2026, 11, 10)
    return workflow.register_agenda(meeting, seen_sha256=seen, source=source, day=day, by=cast.eva)


@pytest.mark.parametrize("way", [send, register])
@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("withheld", [False, True])
def test_a_number_stops_the_agenda_until_a_chair_has_judged_it(
    cast: Cast, meeting: Meeting, field: str, way: Callable[[Meeting, Cast], AgendaVersion], withheld: bool
) -> None:
    meeting.items.update(
        **{field: TEXTS[field], "is_withheld": withheld, "withheld_reason": "Sekretess" if withheld else ""}
    )
    with pytest.raises(StepRefused) as refusal:
        way(meeting, cast)
    assert str(refusal.value) == (
        "Det här ser ut som personnummer: 850423-•••• (punkt 1). Ta bort det. "
        "Är det något annat kan Olle Exempel avgöra det."
    )
    assert not AgendaVersion.objects.exists()
    [number] = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Artikelnummer", by=cast.olle)
    assert way(meeting, cast).number == 1


def test_the_chair_judges_it_on_the_page_for_numbers(cast: Cast, meeting: Meeting) -> None:
    meeting.items.update(proposed_decision=TEXTS["proposed_decision"])
    answer = browser(cast.eva).post(address(meeting, "agenda/skicka/"))
    assert said(answer)[0].startswith(STOPS)
    chair, path = browser(cast.olle), address(meeting, "personnummer/")
    page = chair.get(path).content.decode()
    assert ("850423-••••" in page, "Står i punkt 1." in page, TEN[6:] in page) == (True, True, False)
    assert "Punkt 1, förslaget till beslut" in page
    assert "LGS enas om 850423-••••." in page
    [number] = workflow.numbers_to_judge(meeting)
    chair.post(path, {"fingerprint": number.fingerprint(meeting), "reason": "Ett artikelnummer"})
    assert said(browser(cast.eva).post(address(meeting, "agenda/skicka/"))) == ["Agendan är skickad till ordföranden."]


@pytest.mark.parametrize(
    ("field", "part"),
    [("title", "rubriken"), ("information", "bakgrunden"), ("questions", "frågorna till gruppen")],
)
def test_the_chair_sees_the_part_that_the_digits_stand_in_and_no_number_whole(
    cast: Cast, meeting: Meeting, field: str, part: str
) -> None:
    around = f"Före {NUMBER} mellan {OTHER} efter"
    meeting.items.update(**{field: around if field == "title" else f"<p>{around}</p>"})
    page = " ".join(browser(cast.olle).get(address(meeting, "personnummer/")).content.decode().split())
    assert f"<figcaption>Punkt 1, {part}</figcaption>" in page
    assert page.count("Före 850423-•••• mellan 121212-•••• efter") == 2
    assert [last for last in (TEN[6:], "1212</", "1212 ") if last in page] == []


def test_a_proposal_of_an_agenda_is_no_part_of_the_note(cast: Cast, meeting: Meeting) -> None:
    meeting.items.update(proposed_decision=TEXTS["proposed_decision"])
    workflow.mark_held(meeting, by=cast.eva, at=AFTER + timedelta(days=365))
    assert workflow.numbers_to_judge(Meeting.objects.get(pk=meeting.pk)) == []


def test_a_number_stops_a_written_question(cast: Cast) -> None:
    meeting = make_planned(cast)
    meeting.items.update(proposed_decision=TEXTS["proposed_decision"])
    with pytest.raises(StepRefused, match=STOPS):
        workflow.send_agenda(meeting, by=cast.eva, at=PLANNED)
    with pytest.raises(StepRefused, match="inte fastställd"):
        written.put_out(meeting, by=cast.eva, at=PLANNED)


def test_a_meeting_that_is_called_is_not_called_anew_with_a_number(cast: Cast, meeting: Meeting) -> None:
    workflow.approve_agenda(send(meeting, cast), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    meeting.items.update(title=TEXTS["title"])
    with pytest.raises(StepRefused, match=STOPS):
        send(meeting, cast)
    assert len(workflow.numbers_to_judge(Meeting.objects.get(pk=meeting.pk))) == 1


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (f"enligt {NUMBER}", "ser ut som ett personnummer"),
        (f"enligt {TEN[:6]}\u200b-{TEN[6:]}", "ser ut som ett personnummer"),
        ("ring 031-12 34 56", "utan e-postadress och telefonnummer"),
        ("mejl från olle@example.se", "utan e-postadress och telefonnummer"),
    ],
)
def test_a_source_names_nobody(cast: Cast, meeting: Meeting, source: str, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        register(meeting, cast, source)
    given: dict[str, Any] = {"person": person_of(cast.olle), "kind": "adjusted", "source": source}
    with pytest.raises(StepRefused, match=sentence):
        workflow.register_verdict(make_sent(cast), **given, by=cast.eva, at=AFTER)
    assert not Verdict.objects.exists()


def test_everyone_reads_the_titles_of_a_called_meeting_without_contacts(
    cast: Cast, meeting: Meeting, client: Client
) -> None:
    meeting.items.update(title="Remiss, ring 031-12 34 56 eller skriv till bo@example.se")
    workflow.approve_agenda(send(meeting, cast), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    page = client.get(f"/moten/lgs/{meeting.day_key}/").content.decode()
    assert f"Remiss, ring {MASK} eller skriv till {MASK}" in page
    assert ("31-12" in page, "bo@" in page) == (False, False)
