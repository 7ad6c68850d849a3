"""The pages of the light path, and of the short note; and what the open site shows of both."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage

from meetings.documents import render_stored
from meetings.models import Meeting, Publication, ShortNote
from meetings.workflow.light_path import PUBLISH, publish_note
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from samverkan.portal import pages
from tests.admin.browsing import address, browser, said
from tests.factories import Cast, make_cast, make_meeting, make_published
from tests.meetings.uploaded import AT, SENTENCE, SOURCE, checked, light_cast, make_received, upload
from tests.meetings.uploaded import said as adjusted_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
UPLOAD = "/admin/moten/ladda-upp/"
OPEN = "/moten/lgs/2026-05-04/"


@pytest.fixture(autouse=True)
def in_may() -> Any:
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


# What is asked back


def test_what_the_file_would_replace_is_listed_and_a_tick_lets_it(cast: Cast) -> None:
    meeting, client = make_meeting(cast.group, date=date(2026, 5, 4), items=1), browser(cast.olle)
    answered = client.post(UPLOAD, sent(cast))
    page = answered.content.decode()
    assert answered.status_code == 422
    assert "Punkt 1, Fråga 1: information, 1 beslut." in page
    assert "Du hade valt filen nosam-maj.docx." in page
    seen = {"replaces": answered.context["form"].loss.key}
    assert client.post(UPLOAD, sent(cast, **seen)).status_code == 422
    assert client.post(UPLOAD, sent(cast, **seen, replace="on")).status_code == 302
    assert SENTENCE in meeting.items.get().information


def test_only_a_chair_is_asked_what_the_digits_are(cast: Cast) -> None:
    text = "Artikel 19121212-1212."
    assert "ruling" not in browser(cast.eva).post(UPLOAD, sent(cast, text)).content.decode()
    answered = browser(cast.olle).post(UPLOAD, sent(cast, text))
    assert "Är siffrorna något annat än ett personnummer?" in answered.content.decode()
    fields = {"ruling": "Artikelnummer", "ruled": answered.context["form"].file.sha256}
    assert browser(cast.eva).post(UPLOAD, sent(cast, text, **fields)).status_code == 422
    assert browser(cast.olle).post(UPLOAD, sent(cast, text, **fields)).status_code == 302


def test_the_chair_corrects_a_published_note_with_a_new_file(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    outbox.run_due()
    assert "Rätta med en ny fil" in client.get(address(meeting, "uppladdad/")).content.decode()
    client.post(address(meeting, "uppladdad/ratta/"), {"upload": upload("Rätt text."), "reason": "Fel fil."})
    page = client.get(address(meeting, "uppladdad/")).content.decode()
    assert ("Fel fil." in page, "Rätt text." in page) == (True, True)
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    outbox.run_due()
    pages.store.clear()
    standing, before = (browser().get(at).content.decode() for at in (OPEN, f"{OPEN}versioner/1/"))
    assert ("Rätt text." in standing, SENTENCE in before) == (True, True)
    assert browser().get(f"{OPEN}original/").content == checked("Rätt text.").content
    assert f"{OPEN}original/?version=1" in before
    assert browser().get(f"{OPEN}original/?version=1").content == checked().content
    assert browser().get(f"{OPEN}original/?version=7").status_code == 404


def test_a_correction_is_called_off_from_its_page(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    client.post(address(meeting, "uppladdad/ratta/"), {"upload": upload("Rätt text."), "reason": "Fel fil."})
    answered = client.post(address(meeting, "uppladdad/ratta/avbryt/"))
    assert said(answered) == ["Rättelsen är avbruten. Anteckningen är som när den justerades."]
    assert SENTENCE in meeting.items.get().information


def test_what_hinders_publication_is_told_where_it_can_be_mended(cast: Cast) -> None:
    client, meeting = browser(cast.olle), make_received(cast)
    client.post(address(meeting, "uppladdad/"), adjusted(cast))
    OutboxMessage.objects.filter(kind=PUBLISH).update(dead_at=AT)
    render_stored(meeting.minutes_versions.get())
    assert "Publicera den uppladdade anteckningen" in client.get("/admin/").content.decode()
    for page in (address(meeting), address(meeting, "uppladdad/")):
        assert "Den blev inte publicerad av sig själv. Publicera den nu." in client.get(page).content.decode()
    assert said(client.post(address(meeting, "uppladdad/publicera/"))) == ["Anteckningen är publicerad."]
    assert "Publicera den uppladdade anteckningen" not in client.get("/admin/").content.decode()


def test_a_file_that_is_looked_through_and_left_waits_on_the_desk(cast: Cast) -> None:
    meeting = make_received(cast)
    page = browser(cast.olle).get("/admin/").content.decode()
    assert "Granska och publicera den uppladdade anteckningen" in page
    assert address(meeting, "uppladdad/") in page
    assert "Granska och publicera" not in browser(cast.sara).get("/admin/").content.decode()


def test_the_desk_asks_as_much_for_many_uploads_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    def leave(days: range) -> None:
        for day in days:
            make_received(cast, day=date(2026, 5, day))
            stuck = make_received(cast, day=date(2026, 4, day))
            publish_note(stuck, said=adjusted_as(cast.olle), by=cast.olle, at=AT)
        OutboxMessage.objects.filter(kind=PUBLISH).update(dead_at=AT)

    client = browser(cast.olle)
    leave(range(1, 2))
    client.get("/admin/")
    with django_assert_max_num_queries(40) as few:
        assert len(client.get("/admin/").context["todos"]) == 2
    leave(range(2, 5))
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(client.get("/admin/").context["todos"]) == 8
