"""E-mail addresses and telephone numbers inside papers are asked about one by one, like those in the text."""

from typing import Any

import pytest
from django.test import Client

from meetings import gate, workflow
from meetings.models import Meeting
from meetings.snapshot import minutes_content
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import address, browser
from tests.common.crafted import office
from tests.factories import AFTER, Cast, make_held, make_paper
from tests.meetings.planting import drawn_pdf, sheet, word

pytestmark = pytest.mark.django_db
FILES = {"docx": word("Frågor: anna@example.se"), "pdf": drawn_pdf("anna@example.se"), "xlsx": sheet("anna@example.se")}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


def said(meeting: Meeting) -> list[str]:
    return [str(contact) for contact in gate.unsettled_paper_contacts(meeting, minutes_content(meeting))]


def send(cast: Cast, meeting: Meeting, **choices: str) -> Any:
    return workflow.send_minutes(meeting, choices=choices, by=cast.eva, at=AFTER)


@pytest.mark.parametrize("suffix", FILES)
def test_an_address_in_a_paper_stops_the_note_until_it_may_stand(cast: Cast, meeting: Meeting, suffix: str) -> None:
    make_paper(meeting, suffix=suffix, content=FILES[suffix])
    with pytest.raises(StepRefused, match=r"kontaktuppgifter: anna@example\.se \(underlag 1\)"):
        send(cast, meeting)
    assert send(cast, meeting, **{"anna@example.se": "keep"}).content


def test_what_is_masked_in_the_text_can_not_stand_in_a_paper(cast: Cast, meeting: Meeting) -> None:
    make_paper(meeting, content=FILES["docx"])
    meeting.items.filter(number=1).update(information="<p>Mejla anna@example.se.</p>")
    with pytest.raises(StepRefused, match="Underlag som visas öppet"):
        send(cast, meeting, **{"anna@example.se": "mask"})


def test_the_target_of_a_link_in_a_document_is_read_too(meeting: Meeting) -> None:
    link = '<Relationship Id="r9" Type="t" TargetMode="External" Target="mailto:bo@example.se"/>'
    rels = f'<Relationships xmlns="r">{link}</Relationships>'
    make_paper(meeting, content=office("docx", **{"word___rels__more.xml.rels": rels}))
    assert said(meeting) == ["bo@example.se (underlag 1)"]


def test_a_short_address_beside_a_long_one_is_asked_about_as_well() -> None:
    assert gate.contacts_in_file(["Mejla anna@example.se", "Mejla an\nna@example.se"]) == ["anna@example.se"]
    assert gate.contacts_in_file(["anna@example.se, na@example.se"]) == ["anna@example.se", "na@example.se"]


def test_a_number_in_two_papers_is_asked_about_once(meeting: Meeting) -> None:
    make_paper(meeting, content=word("Ring 031-12 34 56."))
    make_paper(meeting, content=word("Ring +46 31 12 34 56, gärna."))
    assert said(meeting) == ["031-12 34 56 (underlag 1 och 2)"]


def test_papers_that_nobody_gets_are_not_asked_about(cast: Cast, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    make_paper(meeting, content=FILES["docx"], is_public=False)
    make_paper(meeting, content=word("bo@example.se"), item=item)
    meeting.items.filter(pk=item.pk).update(is_withheld=True, withheld_reason="Skäl")
    assert said(meeting) == []
    meeting.items.update(is_withheld=False)
    assert said(meeting) == ["bo@example.se (underlag 2)"]
    meeting.group.shows_minutes = False
    assert said(meeting) == []


def test_each_is_ticked_when_the_note_is_sent(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, content=FILES["docx"])
    at = address(meeting, "skicka/")
    assert "anna@example.se får stå kvar i underlag 1" in eva.get(at).content.decode()
    refused = eva.post(at, {})
    assert refused.status_code == 422
    assert "Annars byter du fil i underlag 1" in refused.content.decode()
    assert eva.post(at, {"paper-contact-0": "on"}).status_code == 302
    assert list(meeting.contact_choices.values_list("value", "choice")) == [("anna@example.se", "keep")]


def test_a_mask_that_the_paper_would_give_away_is_refused_at_its_field(eva: Client, meeting: Meeting) -> None:
    make_paper(meeting, content=FILES["docx"])
    meeting.items.filter(number=1).update(information="<p>Mejla anna@example.se.</p>")
    refused = eva.post(address(meeting, "skicka/"), {"contact-0": "mask"})
    assert "anna@example.se kan inte döljas, för uppgiften står också i underlag 1." in refused.content.decode()
    assert eva.post(address(meeting, "skicka/"), {"contact-0": "keep"}).status_code == 302
