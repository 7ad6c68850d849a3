"""After a note is published each member gets one mail for their organisation, with a sheet and drafts to go on with."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone

from decisions import workflow
from decisions.mail import seats_in
from decisions.models import Anchoring, Decision, Informed
from groups.models import Organisation
from meetings import workflow as meetings
from meetings.documents import render_stored
from meetings.models import AgendaItem, Meeting, Outcome
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, history_reasons, said
from tests.factories import AFTER, Cast, make_group, make_held, make_member, make_person, make_published
from tests.meetings.answers import LINK, delivered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def meeting(cast: Cast, parties: dict[str, Organisation]) -> Meeting:
    """Two items: one agreed, one noted; a third that is not published. The note is published."""
    held = make_held(cast, items=3)
    Outcome.objects.filter(item__number=2).update(kind="noted", text="LGS noterar informationen.")
    AgendaItem.objects.filter(number=3).update(is_withheld=True, withheld_reason="Sekretess")
    Outcome.objects.filter(item__number=3).update(text="KANARIEFÅGEL")
    version = meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    return held


def home(meeting: Meeting, tail: str = "") -> str:
    return f"/admin/forankring/ta-hem/{meeting.pk}/{tail}"


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


def promised() -> list[int]:
    return sorted(OutboxMessage.objects.filter(kind="decisions.take-home").values_list("payload__person", flat=True))


def test_each_member_gets_one_mail_when_the_note_is_published(cast: Cast, meeting: Meeting) -> None:
    sitting = cast.group.memberships.filter(role__in=["member", "adjunct", "substitute"])
    assert promised() == sorted(set(sitting.values_list("person", flat=True)))
    publication = meeting.publications.get()
    workflow.send_home(publication, at=AFTER)
    assert len(promised()) == len(set(promised()))


def test_an_old_note_that_is_read_in_sends_nothing(cast: Cast, parties: dict[str, Organisation]) -> None:
    make_published(cast, items=1, date=date(2025, 4, 23))
    assert promised() == []


def test_the_mail_is_for_the_organisation_of_the_member(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:  # fmt: skip
    decision = Decision.objects.get(number=1)
    workflow.set_due(decision, date(2026, 12, 1), by=cast.eva)
    mail = delivered(mailoutbox, "sara@example.se", "Att ta hem: LGS 23 april 2026")
    assert "LGS 2026:1, Sahlgrenska: Beslut 1.1. Ska vara genomfört senast 1 december 2026." in mail.body
    assert "- LGS 2026:2, Fråga 2: LGS noterar informationen." in mail.body
    assert "Mölndal" not in mail.body
    assert "KANARIEFÅGEL" not in mail.body
    assert [name for name, *_ in mail.attachments] == ["lgs-2026-04-23-ta-hem.docx", "lgs-2026-04-23-ta-hem.pdf"]
    assert "KANARIEFÅGEL" not in words_of(mail.attachments[0][1])
    assert "Sahlgrenska" in words_of(mail.attachments[0][1])
    (path,) = LINK.findall(mail.body)
    assert Client().post(path, {"state": "anchored"}).status_code == 200
    assert decision.anchorings.get(organisation__name="Sahlgrenska").state == "anchored"


def test_the_mail_says_by_which_group_of_a_joint_meeting_one_gets_it(cast: Cast, meeting: Meeting) -> None:
    other = make_group("samrad")
    meeting.joint_groups.add(other)
    moa, siri = make_person("Moa Exempel"), make_person("Siri Exempel")
    for person, groups in ((moa, [other]), (siri, [other, cast.group])):
        for group in groups:
            make_member(person, group)
    assert seats_in(moa, meeting) == ["Gruppen SAMRAD"]
    assert seats_in(siri, meeting) == ["Gruppen LGS", "Gruppen SAMRAD"]


def test_a_note_that_has_been_taken_off_again_is_not_taken_home(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:
    meetings.withdraw(meeting.publications.get(), reason="Fel", by=cast.eva, at=AFTER)
    outbox.run_due()
    assert [mail for mail in mailoutbox if mail.subject.startswith("Att ta hem")] == []
    assert browser(cast.sara).get(home(meeting)).status_code == 404


def test_the_mail_has_the_same_message_id_when_it_is_sent_again(meeting: Meeting, mailoutbox: list[Any]) -> None:
    outbox.run_due()
    for message in OutboxMessage.objects.filter(kind="decisions.take-home"):
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=None, leased_until=None)
    outbox.run_due()
    sent = [mail for mail in mailoutbox if mail.subject.startswith("Att ta hem") and mail.to == ["sara@example.se"]]
    assert len(sent) == 2
    assert len({mail.extra_headers["Message-ID"] for mail in sent}) == 1


def test_the_page_has_text_to_paste_and_files(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.sara)
    shown = client.get(home(meeting)).content.decode()
    assert "Det här ska förankras hos oss:" in shown
    assert "Ett beslut från mötet publiceras inte, och är därför inte med." in shown
    assert "KANARIEFÅGEL" not in shown
    as_word: Any = client.get(home(meeting, "blad.docx"))
    assert "LGS 2026:1 Fråga 1" in words_of(as_word.content)
    as_pdf: Any = client.get(home(meeting, "blad.pdf"))
    assert as_pdf.content.startswith(b"%PDF")
    assert b"Fr\xc3\xa5ga 2" in as_pdf.content


@pytest.mark.parametrize("kind", ["noted", "agreed"])
def test_r6_the_sheet_speaks_of_formal_decisions_where_there_are_some(
    cast: Cast, parties: dict[str, Organisation], kind: str
) -> None:
    held = make_held(cast, items=1)
    Outcome.objects.update(kind=kind)
    version = meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    client, said = browser(cast.sara), "Formella beslut fattas av varje huvudman."
    as_word, as_pdf, page = (client.get(home(held, tail)).content for tail in ("blad.docx", "blad.pdf", ""))
    shown = (said in words_of(as_word), said.encode() in as_pdf, said in page.decode())
    assert shown == (kind == "agreed",) * 3


def test_what_is_to_be_anchored_is_reported_with_one_press_on_the_page(cast: Cast, meeting: Meeting) -> None:
    client, row = browser(cast.sara), Decision.objects.get(number=1).anchorings.get(organisation__name="Sahlgrenska")
    shown = client.get(home(meeting)).content.decode()
    assert shown.count('name="state" value="anchored"') == 1
    answer: Any = client.post(
        f"/admin/beslut/{row.decision_id}/forankring/{row.pk}/", {"state": "anchored", "fran": "ta-hem"}
    )
    assert (answer.status_code, answer["Location"]) == (302, home(meeting))
    row.refresh_from_db()
    assert row.state == "anchored"
    assert 'name="state"' not in browser(cast.eva).get(home(meeting)).content.decode()


def test_a_report_that_is_refused_stands_on_the_page_with_what_was_written(cast: Cast, meeting: Meeting) -> None:
    client, row = browser(cast.sara), Decision.objects.get(number=1).anchorings.get(organisation__name="Sahlgrenska")
    path = f"/admin/beslut/{row.decision_id}/forankring/{row.pk}/"
    said = {"state": "cannot", "reason": " ", "note": "Bo vet", "fran": "ta-hem"}
    refused: Any = client.post(path, said)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert all(words in shown for words in ("<title>Fel: Att ta hem", f'href="#forankring-{row.pk}"', "Bo vet"))
    assert "Skriv varför beslutet inte kan genomföras." in shown
    meetings.withdraw(meeting.publications.get(), reason="Fel", by=cast.eva, at=AFTER)
    assert f"Beslut {row.decision.reference}" in client.post(path, said).content.decode()


def test_a_meeting_with_several_decisions_to_anchor_costs_a_manager_three_clicks(
    cast: Cast, parties: dict[str, Organisation]
) -> None:
    """The mail's link, one press for all that is to be anchored, one for having informed."""
    client, meeting = browser(cast.sara), make_published(cast, items=2).meeting
    own = Anchoring.objects.filter(organisation__name="Sahlgrenska")
    assert own.count() == 2
    assert "Allt är förankrat hos oss" in client.get(home(meeting)).content.decode()
    client.get(home(meeting, "forankrat/"))  # a link changes nothing
    assert not own.exclude(state="not_started").exists()
    assert said(client.post(home(meeting, "forankrat/"))) == ["Rapporterat: det som inte var påbörjat är nu förankrat."]
    assert set(own.values_list("state", flat=True)) == {"anchored"}
    assert Anchoring.objects.exclude(organisation__name="Sahlgrenska").filter(state="anchored").count() == 0
    assert "Allt är förankrat hos oss" not in client.get(home(meeting)).content.decode()
    assert said(client.post(home(meeting, "forankrat/"))) == ["Det stod redan."]
    assert browser(cast.eva).post(home(meeting, "forankrat/")).status_code == 403  # she sits for nobody


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_there_is_to_anchor(
    cast: Cast, parties: dict[str, Organisation], count: int, django_assert_num_queries: Any
) -> None:
    client, meeting = browser(cast.sara), make_published(cast, items=count).meeting
    client.get(home(meeting))
    with django_assert_num_queries(14):
        shown = client.get(home(meeting)).content.decode()
    assert shown.count('name="state" value="anchored"') == count


def test_a_letter_for_the_formal_decision_is_drafted_for_the_own_principal(cast: Cast, meeting: Meeting) -> None:
    decision, client = Decision.objects.get(number=1), browser(cast.sara)
    own = decision.formal_decisions.get(principal__name="Västra Götalandsregionen")
    other = decision.formal_decisions.get(principal__name="Mölndals stad")
    answer: Any = client.get(home(meeting, f"tjansteskrivelse/{own.pk}.docx"))
    words = words_of(answer.content)
    assert "Västra Götalandsregionen ställer sig bakom beslutet i Gruppen LGS" in words
    assert "[Skriv här]" in words
    assert client.get(home(meeting, f"tjansteskrivelse/{other.pk}.docx")).status_code == 404
    assert browser(cast.eva).get(home(meeting, f"tjansteskrivelse/{other.pk}.docx")).status_code == 200


def test_that_one_has_informed_is_said_in_one_press_and_once(
    cast: Cast, meeting: Meeting, parties: dict[str, Organisation]
) -> None:
    client = browser(cast.sara)
    hospital, other = parties["Sahlgrenska"], parties["Mölndals stad"]
    client.post(home(meeting, "informerat/"), {"organisation": hospital.pk})
    client.get(home(meeting))
    response = client.post(home(meeting, "informerat/"), {"organisation": hospital.pk})
    assert said(response) == ["Tack! Det är noterat att du har informerat i Sahlgrenska."]
    row = Informed.objects.get()
    assert (row.organisation, row.person, row.meeting) == (hospital, cast.sara.person, meeting)
    assert history_reasons(Informed, row.pk) == ["Har informerat"]
    assert client.post(home(meeting, "informerat/"), {"organisation": other.pk}).status_code == 403
    assert f"informerat {timezone.localdate().day}" in " ".join(client.get(home(meeting)).content.decode().split())
    decision = Decision.objects.get(number=1)
    assert f'href="{home(meeting)}"' in client.get(f"/admin/beslut/{decision.pk}/").content.decode()
    followed = browser(cast.eva).get(f"/admin/beslut/{decision.pk}/").content.decode()
    assert "Har informerat i sin organisation" in followed
    assert browser(cast.maja).get(home(meeting)).status_code == 404


def test_a_heading_that_asks_has_no_colon_in_the_text_to_paste(cast: Cast, meeting: Meeting) -> None:
    number = Decision.objects.order_by("number").values_list("pk", flat=True)[0]
    Decision.objects.filter(pk=number).update(public_title="Hur går det med utskrivning?")
    page = browser(cast.eva).get(home(meeting)).content.decode()
    assert page.count("Hur går det med utskrivning? ") == 2
    assert "?:" not in page
    assert 'data-copy="text"' in page
