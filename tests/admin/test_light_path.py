"""The pages of the light path, and of the short note; and what the open site shows of both."""

from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage

from meetings.models import Meeting, Publication, ShortNote
from meetings.workflow.light_path import publish_note
from samverkan.common import outbox, pdf
from samverkan.common.refusals import StepRefused
from samverkan.portal import pages
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_cast, make_meeting, make_published
from tests.meetings.uploaded import AT, SENTENCE, SOURCE, checked, light_cast, make_received, upload
from tests.meetings.uploaded import said as adjusted_as

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/moten/ladda-upp/"
OPEN = "/moten/lgs/2026-05-04/"


@pytest.fixture(autouse=True)
def in_may(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pdf.Pdf(b"%PDF-1.7 " + html.encode(), 4))
    with time_machine.travel(AT):
        yield


@pytest.fixture
def cast() -> Cast:
    return light_cast()


def sent(cast: Cast, *texts: str, **fields: Any) -> dict[str, Any]:
    return {"group": cast.group.pk, "date": "2026-05-04", "upload": upload(*texts), "summary": "", **fields}


def adjusted(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"person": cast.olle.person_id, "adjusted_on": "2026-05-12", "source": SOURCE, **fields}


def test_two_pages_from_file_to_publication(cast: Cast) -> None:
    client = browser(cast.olle)
    assert "Ladda upp en färdig anteckning" in client.get("/admin/moten/").content.decode()
    answered = client.post(UPLOAD, sent(cast))
    meeting = Meeting.objects.get()
    assert answered["Location"] == address(meeting, "uppladdad/")
    page = client.get(answered["Location"]).content.decode()
    assert SENTENCE in page
    assert "Inget i den ser ut som ett personnummer." in page
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    assert "PDF:en görs i ordning." in client.get(address(meeting, "uppladdad/")).content.decode()
    outbox.run_due()
    assert "Anteckningen är publicerad." in client.get(address(meeting, "uppladdad/")).content.decode()
    page = browser().get(OPEN).content.decode()
    assert SENTENCE in page
    assert f"{OPEN}original/" in page
    file = browser().get(f"{OPEN}original/")
    assert file.content == checked().content
    assert file["Content-Disposition"] == 'attachment; filename="nosam-maj.docx"'
    assert browser().get(f"{OPEN}original/", headers={"If-None-Match": file["ETag"]}).status_code == 304


def test_a_wrong_file_is_taken_off_by_the_chair_and_so_is_the_original(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    outbox.run_due()
    answered = client.post(address(meeting, "uppladdad/avpublicera/"), {"reason": "Fel fil.", "sure": "on"})
    assert said(answered) == ["Anteckningen är avpublicerad."]
    assert Publication.objects.get().closed_at
    assert browser().get(f"{OPEN}original/").status_code == 410
    assert client.get(address(meeting, "uppladdad/fil/")).content == checked().content


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"upload": upload(name="a.exe", content=b"MZ")}, "PDF eller Word"),
        ({"upload": upload(name="a.pdf", content=b"PK")}, "innehållet är något annat"),
        ({"upload": ""}, "Välj filen med anteckningen."),
        ({"date": "2026-05-13"}, "har inte varit"),
        ({"upload": upload("Patienten 19121212-1212.")}, "ser ut som ett personnummer"),
    ],
)
def test_what_can_not_be_taken_in_gets_a_sentence(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    answered = browser(cast.olle).post(UPLOAD, sent(cast, summary="Min text.") | fields)
    page = answered.content.decode()
    assert (answered.status_code, Meeting.objects.count()) == (422, 0)
    assert sentence in page
    assert "Min text." in page


def test_contact_details_are_ticked_one_by_one(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast, "Frågor: anna@example.se.")
    assert "anna@example.se får stå kvar" in client.get(address(meeting, "uppladdad/")).content.decode()
    answered = client.post(address(meeting, "uppladdad/"), adjusted(cast))
    assert answered.status_code == 422
    assert "Kryssa i att anna@example.se får stå kvar" in answered.content.decode()
    client.post(address(meeting, "uppladdad/"), adjusted(cast, **{"contact-0": "on"}))
    assert meeting.minutes_versions.get().state == "adjusted"


def test_the_file_is_changed_before_it_is_published(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    answered = client.post(address(meeting, "uppladdad/byt/"), {"upload": upload("En ny text."), "summary": ""})
    assert said(answered) == ["Filen är utbytt."]
    assert "En ny text." in client.get(address(meeting, "uppladdad/")).content.decode()


def test_a_file_that_is_lost_is_asked_for_again(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    document = meeting.documents.get()
    default_storage.delete(document.path)
    answered = client.get(address(meeting, "uppladdad/"))
    assert answered["Location"] == address(meeting, "uppladdad/byt/")
    assert said(answered)[0].startswith("Filen nosam-maj.docx finns inte där den ska vara lagrad.")
    with pytest.raises(StepRefused, match="finns inte"):
        publish_note(meeting, said=adjusted_as(cast.olle), by=cast.olle)
    client.post(address(meeting, "uppladdad/byt/"), {"upload": upload(), "summary": ""})
    assert SENTENCE in client.get(address(meeting, "uppladdad/")).content.decode()


@pytest.mark.parametrize("tail", ["uppladdad/", "uppladdad/byt/", "uppladdad/avpublicera/"])
@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("eva", 200), ("olle", 200)])
def test_who_works_with_it(cast: Cast, tail: str, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).get(address(make_received(cast), tail)).status_code == status


def test_members_read_the_file_and_outsiders_do_not(cast: Cast) -> None:
    meeting = make_received(cast)
    assert browser(cast.sara).get(address(meeting, "uppladdad/fil/")).status_code == 200
    assert browser(cast.maja).get(address(meeting, "uppladdad/fil/")).status_code == 404


def test_without_the_light_path_nobody_uploads() -> None:
    assert browser(make_cast().eva).get(UPLOAD).status_code == 403


# Kortinfo


@pytest.fixture
def telling() -> Cast:
    return light_cast(publishes_short_notes=True)


def test_a_short_note_is_open_at_once_marked_and_gone_with_the_note(telling: Cast) -> None:
    meeting = make_meeting(telling.group)
    client, tell = browser(telling.eva), address(meeting, "kortinfo/")
    assert "Kortinfo till den öppna sidan" in client.get(address(meeting)).content.decode()
    assert said(client.post(tell, {"text": "Vi enades om <en> rutin."})) == ["Kortinfon visas nu på mötets öppna sida."]
    page = browser().get("/moten/lgs/2026-04-23/").content.decode()
    assert "Vi enades om &lt;en&gt; rutin." in page
    assert "Inte justerad" in page
    client.post(address(meeting, "kortinfo/ta-bort/"))
    pages.store.clear()  # the stamp moves on when a transaction commits, which none does in a test
    assert "Vi enades" not in browser().get("/moten/lgs/2026-04-23/").content.decode()


def test_the_published_note_takes_its_place(telling: Cast) -> None:
    publication = make_published(telling)
    ShortNote.objects.create(meeting=publication.meeting, text="Kortinfon.", published_at=AT, published_by=telling.eva)
    page = browser().get("/moten/lgs/2026-04-23/").content.decode()
    assert "Kortinfon." not in page
    assert "redan publicerad" in browser(telling.eva).get(address(publication.meeting, "kortinfo/")).content.decode()


def test_a_short_note_with_an_address_in_it_stays_on_the_page_with_a_sentence(telling: Cast) -> None:
    meeting = make_meeting(telling.group)
    answered = browser(telling.eva).post(address(meeting, "kortinfo/"), {"text": "Mejla anna@example.se"})
    assert answered.status_code == 422
    assert "Ta bort kontaktuppgifterna" in answered.content.decode()
    assert "Mejla anna@example.se" in answered.content.decode()


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 200), ("eva", 200)])
def test_who_writes_a_short_note(telling: Cast, who: str, status: int) -> None:
    meeting = make_meeting(telling.group)
    assert browser(getattr(telling, who)).get(address(meeting, "kortinfo/")).status_code == status
