"""The pages of a written meeting: planned, answered, registered, closed; and who sees what."""

from typing import Any

import pytest
import time_machine

from meetings import workflow
from meetings.models import Meeting, WrittenAnswer
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_meeting
from tests.meetings.answers import delivered
from tests.meetings.written import PLANNED, PROPOSAL, answer, approve, make_out, make_planned

pytestmark = pytest.mark.django_db
NEW = "/admin/moten/ny/per-capsulam/"


@pytest.fixture(autouse=True)
def in_may() -> Any:
    with time_machine.travel(PLANNED):
        yield


def question(number: int = 0, **fields: str) -> dict[str, str]:
    given = {"title": "Rutin", "question": "Instämmer ni?", "background": "", "proposed_decision": PROPOSAL, **fields}
    return {f"q{number}-{name}": value for name, value in given.items()}


def plan(cast: Cast, **fields: str) -> dict[str, str]:
    return {"group": str(cast.group.pk), "answers_until": "2026-05-18", "rows": "1", **question(), **fields}


def reply(meeting: Meeting, kind: str = "agrees", comment: str = "") -> dict[str, str]:
    item = meeting.items.get()
    return {f"kind-{item.pk}": kind, f"comment-{item.pk}": comment}


def test_it_is_planned_with_its_questions(cast: Cast) -> None:
    answered = browser(cast.eva).post(NEW, {**plan(cast), "rows": "2", **question(1, title="Val")})
    meeting = Meeting.objects.get()
    assert answered["Location"] == address(meeting)
    assert list(meeting.items.values_list("title", flat=True)) == ["Rutin", "Val"]
    page = browser(cast.eva).get(address(meeting)).content.decode()
    assert "Frågan och svaren" in page


def test_one_more_question_loses_nothing(cast: Cast) -> None:
    page = browser(cast.eva).post(NEW, {**plan(cast), "add": "1"}).content.decode()
    assert 'value="Rutin"' in page
    assert "Fråga 2" in page
    assert "Rätta det här" not in page
    assert not Meeting.objects.exists()


def test_a_row_that_is_left_empty_is_no_question(cast: Cast) -> None:
    browser(cast.eva).post(NEW, {**plan(cast), "rows": "2", **question(1, **dict.fromkeys(
        ("title", "question", "proposed_decision"), ""))})  # fmt: skip
    assert Meeting.objects.get().items.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"group": ""}, "Välj vilken grupp frågan gäller."),
        ({"answers_until": "2026-05-04"}, "efter i dag"),
        ({"q0-title": ""}, "Fråga 1: Skriv en rubrik."),
        ({"q0-proposed_decision": ""}, "Fråga 1: Skriv det beslut som ledamöterna instämmer i."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    answered = browser(cast.eva).post(NEW, plan(cast, **fields))
    page = answered.content.decode()
    assert (answered.status_code, Meeting.objects.count()) == (422, 0)
    assert sentence in page
    assert "Instämmer ni?" in page


def test_it_is_planned_only_in_groups_that_one_runs(cast: Cast) -> None:
    assert browser(cast.maja).post(NEW, plan(cast)).status_code == 422
    assert browser(cast.sara).get(NEW).status_code == 403


def test_it_is_put_out_from_its_page_once_the_chair_has_approved(cast: Cast) -> None:
    meeting = make_planned(cast)
    client = browser(cast.eva)
    assert "Agendan är inte fastställd än" in client.get(address(meeting, "svar/")).content.decode()
    approve(cast, meeting)
    assert "2 ledamöter" in client.get(address(meeting, "svar/")).content.decode()
    answered = client.post(address(meeting, "svar/skicka-ut/"))
    assert said(answered) == ["Frågan är utskickad till ledamöterna."]
    page = client.get(address(meeting)).content.decode()
    assert "Frågan är ute" in page
    assert 'id="editor"' not in page


def test_a_member_answers_and_changes_it(cast: Cast) -> None:
    meeting = make_out(cast)
    client = browser(cast.sara)
    page = client.get(address(meeting, "svar/")).content.decode()
    assert PROPOSAL in page
    assert "Frågan väntar på ditt svar" in client.get(address(meeting)).content.decode()
    assert said(client.post(address(meeting, "svar/"), reply(meeting))) == ["Tack! Ditt svar är sparat."]
    page = client.get(address(meeting, "svar/")).content.decode()
    assert "Du har svarat." in page
    assert "Ändra mitt svar" in page
    client.post(address(meeting, "svar/"), reply(meeting, "objects", "Kostnaden saknas."))
    assert WrittenAnswer.objects.get().comment == "Kostnaden saknas."


def test_what_is_missing_in_an_answer_is_said(cast: Cast) -> None:
    meeting = make_out(cast)
    answered = browser(cast.sara).post(address(meeting, "svar/"), reply(meeting, "objects"))
    assert answered.status_code == 422
    assert "Skriv vad som behöver kompletteras i punkt 1." in answered.content.decode()


def test_an_answer_that_comes_too_late_is_not_lost(cast: Cast) -> None:
    meeting = make_out(cast)
    with time_machine.travel("2026-05-20T08:00:00Z"):
        answered = browser(cast.sara).post(address(meeting, "svar/"), reply(meeting, "remarks", "Min synpunkt."))
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Svar kunde lämnas till och med 18 maj 2026." in page
    assert "Min synpunkt." in page


@pytest.mark.parametrize(("who", "reads"), [("sara", False), ("olle", True), ("eva", True)])
def test_who_reads_what_the_others_answered(cast: Cast, who: str, reads: bool) -> None:
    meeting = make_out(cast)
    person = cast.olle if who == "sara" else cast.sara
    items = meeting.items.get()
    client = browser(person)
    client.post(address(meeting, "svar/"), {f"kind-{items.pk}": "remarks", f"comment-{items.pk}": "Hemligt."})
    page = browser(getattr(cast, who)).get(address(meeting, "svar/")).content.decode()
    assert ("Hemligt." in page) is reads
    assert ("Har inte svarat" in page) is reads


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("eva", 403)])
def test_who_does_not_answer(cast: Cast, who: str, status: int) -> None:
    meeting = make_out(cast)
    assert browser(getattr(cast, who)).post(address(meeting, "svar/"), reply(meeting)).status_code == status
    assert not WrittenAnswer.objects.exists()


@pytest.mark.parametrize("verb", ["skicka-ut/", "sista-dag/", "registrera/", "avsluta/"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_the_secretariat_runs_it(cast: Cast, verb: str, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).post(address(make_out(cast), f"svar/{verb}")).status_code == status


def test_an_ordinary_meeting_has_no_such_pages(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    assert browser(cast.eva).get(address(meeting, "svar/")).status_code == 404
    assert browser(cast.eva).get(address(meeting, "svar/registrera/")).status_code == 404


def test_an_answer_that_came_by_mail_is_registered(cast: Cast) -> None:
    meeting = make_out(cast)
    client = browser(cast.eva)
    given = {"person": str(cast.sara.person_id), "source": "via e-post 5 maj 2026", **reply(meeting)}
    answered = client.post(address(meeting, "svar/registrera/"), given)
    assert said(answered) == ["Svaret från Sara Exempel är registrerat."]
    assert "Registrerat av Eva Exempel." in client.get(address(meeting, "svar/")).content.decode()
    assert "Svaret är registrerat av Eva Exempel." in browser(cast.sara).get(
        address(meeting, "svar/")).content.decode()  # fmt: skip
    assert client.post(address(meeting, "svar/registrera/"), {**given, "source": ""}).status_code == 422


def test_those_who_answered_themselves_are_not_offered(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    page = browser(cast.eva).get(address(meeting, "svar/registrera/")).content.decode()
    assert "Olle Exempel" in page
    assert "Sara Exempel" not in page


def test_it_is_closed_into_a_note_and_leads_to_it(cast: Cast) -> None:
    meeting = make_out(cast)
    client = browser(cast.eva)
    assert "Alla har inte svarat än" in said(client.post(address(meeting, "svar/avsluta/")))[0]
    for user in (cast.sara, cast.olle):
        answer(meeting, user)
    answered = client.post(address(meeting, "svar/avsluta/"))
    assert answered["Location"] == address(meeting)
    page = client.get(address(meeting)).content.decode()
    assert PROPOSAL in page
    assert "Skicka för justering" in page


def test_the_process_leader_is_told_that_not_all_have_answered(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    sentence = "<strong>1 av 2 har svarat.</strong>"
    with time_machine.travel("2026-05-20T08:00:00Z"):
        client = browser(cast.eva)
        page = client.get(address(meeting, "svar/")).content.decode()
        assert "1 ledamot har inte svarat" in page
        assert "det som ingen är emot bereds vidare" in page
        client.post(address(meeting, "svar/avsluta/"))
        assert sentence in client.get(address(meeting)).content.decode()
        assert sentence not in browser(cast.sara).get(address(meeting)).content.decode()


def test_the_last_day_is_changed_or_a_sentence_says_why_not(cast: Cast) -> None:
    meeting = make_out(cast)
    client = browser(cast.eva)
    client.post(address(meeting, "svar/sista-dag/"), {"answers_until": "2026-06-01"})
    meeting.refresh_from_db()
    assert str(meeting.answers_until) == "2026-06-01"
    assert "efter i dag" in said(client.post(address(meeting, "svar/sista-dag/"), {"answers_until": "2026-01-01"}))[-1]


def test_the_mails_on_the_agenda_speak_of_a_question(cast: Cast, mailoutbox: list[Any]) -> None:
    meeting = make_planned(cast)
    workflow.send_agenda(meeting, by=cast.eva, at=PLANNED)
    asked = delivered(mailoutbox, "olle@example.se", "Fråga per capsulam att fastställa: LGS")
    assert "frågan per capsulam i Gruppen LGS, med svar senast den 18 maj 2026, väntar på dig." in asked.body
    version = meeting.agenda_versions.get()
    assert "frågan kan skickas ut" in browser(cast.olle).get(f"/admin/moten/{meeting.pk}/agenda/").content.decode()
    workflow.approve_agenda(version, by=cast.olle, at=PLANNED)
    approved = delivered(mailoutbox, "eva@example.se", "Frågan är fastställd: LGS")
    assert f"/admin/moten/{meeting.pk}/svar/" in approved.body
    assert "Nu kan du skicka ut frågan" in approved.body
