"""The process leader calls the meeting, after a page that says who gets the call; and calls it anew."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Membership, Person
from meetings import workflow
from meetings.models import AgendaVersion, Meeting
from samverkan.common import outbox, word
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_meeting, make_member, make_person
from tests.meetings.answers import text
from tests.meetings.modes import make_newcomer, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return meeting


def change(meeting: Meeting, cast: Cast) -> AgendaVersion:
    """A changed agenda, approved."""
    meeting.items.filter(number=1).update(title="Budget för 2027")
    return workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)


def mails(template: str = "call") -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="meetings.mail", payload__template=template))


def test_the_page_says_who_gets_it_and_who_has_no_address(cast: Cast, meeting: Meeting) -> None:
    make_member(make_person("Utan Adress"), cast.group)
    client = browser(cast.eva)
    assert "till 3 av 4 personer; 1 saknar adress i portalen." in text(client.get(address(meeting)))
    page = text(client.get(address(meeting, "kalla/")))
    assert ("3 personer får kallelsen" in page, "En person har ingen e-postadress" in page) == (True, True)
    assert "<li>Utan Adress</li>" in page
    meeting.refresh_from_db()
    assert (meeting.state, mails()) == ("planned", [])


def test_the_page_has_a_text_to_copy_and_the_agenda_to_attach(cast: Cast, meeting: Meeting) -> None:
    page = text(browser(cast.eva).get(address(meeting, "kalla/")))
    assert "Kallelse: LGS 23 april 2026, 13.30–16.30" in page
    assert "1. Fråga 1" in page
    assert "Eva Exempel," not in page[page.index("<textarea") :]
    assert address(meeting, "agenda.pdf") in page
    assert address(meeting, "agenda.docx") in page
    assert 'data-copy="text"' in page


def test_calling_says_how_many_it_did_not_reach(cast: Cast, meeting: Meeting) -> None:
    for name in ("Utan Adress", "Också Utan"):
        make_member(make_person(name), cast.group)
    response = browser(cast.eva).post(address(meeting, "kalla/"))
    assert said(response) == ["Kallelsen går till 3 av 5 personer; 2 saknar adress i portalen."]


def test_calling_sends_one_mail_to_each(cast: Cast, meeting: Meeting, mailoutbox: list[Any]) -> None:
    response = browser(cast.eva).post(address(meeting, "kalla/"))
    meeting.refresh_from_db()
    assert said(response) == ["Kallelsen går till 3 personer."]
    assert meeting.state == "called"
    assert "Kallat" in history_reasons(Meeting, meeting.pk)
    outbox.run_due()
    called = [mail for mail in mailoutbox if mail.subject.startswith("Kallelse: LGS 23 april 2026")]
    assert sorted(mail.to[0] for mail in called) == ["eva@example.se", "olle@example.se", "sara@example.se"]
    assert ("2. Fråga 2" in called[0].body, "för att du är inbjuden till mötet" in called[0].body) == (True, True)
    (name, content, kind), (word_name, word_content, word_kind) = called[0].attachments
    assert (name, content[:5], kind) == ("lgs-2026-04-23-agenda.pdf", b"%PDF-", "application/pdf")
    assert (word_name, word_kind) == ("lgs-2026-04-23-agenda.docx", word.MEDIA_TYPE)
    assert "Fråga 2" in "\n".join(part.text for part in docx.Document(BytesIO(word_content)).paragraphs)


def test_those_called_are_those_of_the_day_of_the_meeting(cast: Cast, meeting: Meeting) -> None:
    Membership.objects.filter(person=person_of(cast.sara)).update(ends=meeting.date)
    make_newcomer(cast, starts=meeting.date)
    workflow.call(meeting, by=cast.eva)
    names = {Person.objects.get(pk=row.payload["person"]).name for row in mails()}
    assert names == {"Eva Exempel", "Olle Exempel", "Nils Exempel"}


def test_a_meeting_of_two_groups_calls_both_once_each(cast: Cast, meeting: Meeting) -> None:
    meeting.joint_groups.add(Membership.objects.get(person=person_of(cast.maja)).group)
    make_member(person_of(cast.maja), cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    assert len(mails()) == 4


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_calls(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    client = browser(getattr(cast, who))
    assert client.get(address(meeting, "kalla/")).status_code == status
    assert client.post(address(meeting, "kalla/")).status_code == status


def test_without_an_approved_agenda_it_is_not_time(cast: Cast) -> None:
    meeting, sentence = make_meeting(cast.group, sequence=2), "Agendan är inte fastställd än. Skicka den till"
    client = browser(cast.eva)
    page = text(client.get(address(meeting, "kalla/")))
    assert (sentence in page, "<button class" in page) == (True, False)
    assert said(client.post(address(meeting, "kalla/")))[0].startswith(sentence)


def test_the_second_call_gets_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "kalla/"))
    response = client.post(address(meeting, "kalla/"))
    assert said(response)[-1] == "Mötet är redan kallat. Ladda om sidan för att se hur det står till."
    assert len(mails()) == 3


def test_after_the_call_its_text_can_be_copied_and_who_got_it_is_told(cast: Cast, meeting: Meeting) -> None:
    make_member(make_person("Utan Adress"), cast.group)
    client = browser(cast.eva)
    client.post(address(meeting, "kalla/"))
    nils = make_newcomer(cast)
    page = text(client.get(address(meeting, "kalla/")))
    assert ("<h1>Kallelsens text</h1>" in page, "Mötet är redan kallat." in page) == (True, False)
    assert ("3 personer fick kallelsen" in page, "1. Fråga 1" in page) == (True, True)
    assert ("<li>Utan Adress</li>" in page, f"<li>{nils.person}</li>" in page) == (True, False)
    assert "Skicka kallelsen" not in page


def test_an_agenda_that_was_changed_since_is_sent_again_instead_of_called(cast: Cast, meeting: Meeting) -> None:
    meeting.items.filter(number=1).update(title="Budget för 2027")
    page = text(browser(cast.eva).get(address(meeting)))
    assert ("Agendan har ändrats sedan den fastställdes." in page, "Skicka agendan igen" in page) == (True, True)
    assert "Kalla till mötet" not in page


def test_a_changed_agenda_has_to_be_approved_before_a_new_call(cast: Cast, meeting: Meeting) -> None:
    workflow.call(meeting, by=cast.eva)
    meeting.items.filter(number=1).update(title="Budget för 2027")
    client = browser(cast.eva)
    client.post(address(meeting, "agenda/skicka/"))
    assert "ligger hos ordföranden sedan" in text(client.get(address(meeting)))
    assert "Agendan är inte fastställd" in said(client.post(address(meeting, "kalla/")))[-1]


def test_calling_anew_says_what_changed(cast: Cast, meeting: Meeting, mailoutbox: list[Any]) -> None:
    workflow.call(meeting, by=cast.eva)
    outbox.run_due()
    mailoutbox.clear()
    change(meeting, cast)
    client = browser(cast.eva)
    assert "Kalla på nytt" in text(client.get(address(meeting)))
    page = text(client.get(address(meeting, "kalla/")))
    assert ("Ändrat sedan version 1" in page, "<ins>Budget för 2027</ins>" in page) == (True, True)
    assert said(client.post(address(meeting, "kalla/"))) == ["Den uppdaterade kallelsen går till 3 personer."]
    assert history_reasons(Meeting, meeting.pk).count("Kallat på nytt") == 1
    outbox.run_due()
    mail = next(mail for mail in mailoutbox if mail.to == ["sara@example.se"] and "kallelse" in mail.subject)
    assert mail.subject.startswith("Uppdaterad kallelse: LGS")
    assert "- Punkt 1, Budget för 2027: ändrad (rubrik)" in mail.body
    assert said(client.post(address(meeting, "kalla/")))[-1].startswith("Mötet är redan kallat.")
    assert len(mails()) == 6


def test_a_promised_call_is_promised_once_for_each_person_and_version(cast: Cast, meeting: Meeting) -> None:
    workflow.call(meeting, by=cast.eva)
    version = meeting.agenda_versions.get()
    assert {row.key for row in mails()} == {
        f"call:{meeting.pk}:{version.pk}:{user.person_id}" for user in (cast.eva, cast.olle, cast.sara)
    }


def test_the_page_asks_as_many_questions_however_many_are_called(cast: Cast, meeting: Meeting) -> None:
    client, asked = browser(cast.eva), []
    for more in (0, 20):
        for number in range(more):
            make_newcomer(cast, f"namn{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(meeting, "kalla/"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_presenters_who_are_not_on_the_attendance_list_are_told_of(cast: Cast, meeting: Meeting) -> None:
    guest, unknown = make_person("Gäst Exempel", email="gast@example.se"), make_person("Okänd Gäst")
    meeting.items.filter(number=1).update(presenter=guest)
    meeting.items.filter(number=2).update(presenter=unknown)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    page = text(browser(cast.eva).get(address(meeting, "kalla/")))
    assert "ett mejl med tiden för sin punkt: Gäst Exempel." in page
    assert ("En person har ingen e-postadress" in page, "<li>Okänd Gäst</li>" in page) == (True, True)
    assert "3 personer får kallelsen" in page


def test_who_has_no_account_gets_no_link_to_the_meeting(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:  # fmt: skip
    make_member(make_person("Utan Konto", email="utan@example.se"), cast.group)
    workflow.call(meeting, by=cast.eva)
    outbox.run_due()
    bodies = {mail.to[0]: mail.body for mail in mailoutbox if mail.subject.startswith("Kallelse")}
    assert address(meeting) in bodies["sara@example.se"]
    assert address(meeting) not in bodies["utan@example.se"]
    assert (
        "Kan du inte komma, eller vill du ha underlagen? Hör av dig till gruppens processledare."
        in bodies["utan@example.se"]
    )
