"""The agenda of a called meeting as everyone may download it: stored by the worker, without what is withheld."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from groups.models import Group, RecordKeeping
from meetings import workflow
from meetings.agendas import public
from meetings.documents import render_stored
from meetings.models import Meeting, MeetingMove, StoredDocument
from meetings.redaction import MASK
from samverkan.common import outbox, pdf
from samverkan.portal import pages
from tests.conftest import MORNING
from tests.factories import LONG_AGO, Cast, make_meeting, make_organisation, make_paper, make_person
from tests.portal.test_canary import inside
from tests.portal.test_secrecy import letters, said_by

DAY = MORNING.date() + timedelta(days=20)
PAGE = f"/moten/lgs/{DAY}/"
FILE = f"{PAGE}agenda.pdf"
CANARIES = ("xqzvtitel", "xqzvinfo", "xqzvfraga", "xqzvforslag", "xqzvforedra", "xqzvunderlag", "xqzvintern")
SECRETS = (*CANARIES, "xqzvlank", "xqzvmask", "xqzvrum", "31-12 34 56")


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Three items: one withheld, one with contacts and links into the video meeting, one plain."""
    link = "https://teams.microsoft.com/l/meetup-join/xqzvlank"
    meeting = make_meeting(cast.group, items=3, date=DAY, link=link, place="Teams, https://zoom.us/j/xqzvrum")
    meeting.items.filter(number=1).update(
        title="xqzvtitel", information="<p>xqzvinfo</p>", questions="<p>xqzvfraga</p>",
        proposed_decision="xqzvforslag", presenter=make_person("Xqzvforedra Exempel"), minutes=10,
        is_withheld=True, withheld_reason="Pågår",
    )  # fmt: skip
    meeting.items.filter(number=2).update(
        title="Remiss, ring 031-12 34 56",
        information=f'<p>Anslut <a href="{link}">här</a> eller skriv till xqzvmask@example.se.</p>',
        proposed_decision="LGS enas om svaret.", minutes=20, presenter=make_person("Pia Exempel"),
    )  # fmt: skip
    make_paper(meeting, number=1, item=meeting.items.get(number=1), title="xqzvunderlag")
    make_paper(meeting, number=2, title="xqzvintern", is_public=False)
    make_paper(meeting, number=3, title="Öppet underlag", item=meeting.items.get(number=2))
    return meeting


def call(meeting: Meeting, cast: Cast) -> Meeting:
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return workflow.call(Meeting.objects.get(pk=meeting.pk), by=cast.eva)


@pytest.fixture
def called(cast: Cast, meeting: Meeting) -> Meeting:
    found = call(meeting, cast)
    outbox.run_due()
    pages.store.clear()
    return found


def words(client: Client, path: str = FILE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_it_holds_the_approved_agenda_and_says_how_it_was_approved(client: Client, called: Meeting) -> None:
    text = words(client)
    for said in (
        "Fastställd av Olle Exempel den 22 november 2026 kl. ",
        ", i portalen.",
        "1 Publiceras inte. Kan begäras ut hos den som förvarar gruppens handlingar.",
        f"2 Remiss, ring {MASK}",
        "Kl. 13.40–14.00. Information. Pia Exempel. 20 min",
        "Förslag till beslut LGS enas om svaret.",
        "Öppet underlag (Word, ",
        "Plats Digitalt möte",
        "Information 3.",
    ):
        assert said in text


def test_no_secret_is_in_the_file_nor_on_the_page(
    client: Client, cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the file is drawn, not stood in for
    call(meeting, cast)
    outbox.run_due()
    content = client.get(FILE).content
    with pikepdf.open(BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
        xmp = file.Root.Metadata.read_bytes()
    assert (b'pdfaid:part="3"' in xmp, b'pdfuaid:part="1"' in xmp) == (True, True)
    read, page = said_by(content), client.get(PAGE).content.decode().lower()
    raw = b"\n".join(inside(content)).decode("utf-8", "replace").lower()
    assert [secret for secret in SECRETS if letters(secret) in read or secret in page or secret in raw] == []
    assert [words for words in ("Fråga 3", "LGS enas om svaret", "Anslut här") if letters(words) not in read] == []


def test_the_page_leads_to_it_with_its_size(client: Client, called: Meeting) -> None:
    stored = StoredDocument.objects.get(kind="agenda")
    html = client.get(PAGE).content.decode()
    assert f'<a href="{FILE}" type="application/pdf">PDF, 4 sidor, {max(1, round(stored.size / 1000))} kB</a>' in html


def test_it_is_the_stored_file_with_its_etag(client: Client, called: Meeting) -> None:
    stored = StoredDocument.objects.get(kind="agenda")
    answer = client.get(FILE)
    assert (answer.content, answer["ETag"]) == (stored.read(), f'"{stored.sha256}"')
    assert answer["Content-Disposition"] == f'inline; filename="lgs-{DAY}-agenda.pdf"'
    again = client.get(FILE, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_never_drawn_for_a_visitor(client: Client, cast: Cast, meeting: Meeting, monkeypatch: Any) -> None:
    call(meeting, cast)
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pytest.fail("Drawn in a visitor's request."))
    assert client.get(FILE).status_code == 404
    assert "agenda.pdf" not in client.get(PAGE).content.decode()


def test_it_stays_when_the_meeting_is_held(client: Client, cast: Cast, called: Meeting) -> None:
    workflow.mark_held(called, by=cast.eva, at=MORNING + timedelta(days=21))
    assert client.get(FILE).status_code == 200


def withhold(meeting: Meeting) -> None:
    meeting.items.filter(number=3).update(is_withheld=True, withheld_reason="Pågår")


def close_paper(meeting: Meeting) -> None:
    meeting.attachments.filter(number=3).update(is_public=False)


def show_no_notes(meeting: Meeting) -> None:
    Group.objects.filter(pk=meeting.group_id).update(shows_minutes=False)


@pytest.mark.parametrize(
    ("change", "gone"), [(withhold, "Fråga 3"), (close_paper, "Öppet underlag"), (show_no_notes, "LGS enas om svaret")]
)
def test_what_may_no_longer_be_said_is_gone_at_once_and_the_file_drawn_anew(
    client: Client, called: Meeting, change: Callable[[Meeting], None], gone: str
) -> None:
    assert gone in words(client)
    change(called)
    assert client.get(FILE).status_code == 404
    public.promise_coming(timezone.localdate())
    outbox.run_due()
    assert gone not in words(client)


def test_saving_a_text_with_an_item_withheld_promises_the_new_file(client: Client, cast: Cast, called: Meeting) -> None:
    meeting = workflow.check_out(called, revision=called.revision)
    withhold(meeting)
    workflow.check_in(meeting, by=cast.eva)
    outbox.run_due()
    assert "Fråga 3" not in words(client)


def test_a_group_that_shows_no_notes_gives_titles_alone(client: Client, cast: Cast, meeting: Meeting) -> None:
    show_no_notes(meeting)
    call(Meeting.objects.get(pk=meeting.pk), cast)
    outbox.run_due()
    text = words(client)
    assert ("3 Fråga 3" in text, "Information 3." in text, "Pia Exempel" in text) == (True, False, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: Meeting.objects.filter(pk=m.pk).update(state="planned"),
        lambda m: Meeting.objects.filter(pk=m.pk).update(state="cancelled"),
        lambda m: Group.objects.filter(pk=m.group_id).update(shows_group=False),
    ],
    ids=["planned", "cancelled", "unseen group"],
)
def test_there_is_none_where_there_is_nothing_to_show(client: Client, called: Meeting, change: Any) -> None:
    change(called)
    assert client.get(FILE).status_code == 404


def test_a_moved_meeting_leads_on(client: Client, cast: Cast, called: Meeting) -> None:
    MeetingMove.objects.create(meeting=called, date=date(2026, 12, 1), moved_at=MORNING, moved_by=cast.eva)
    answer = client.get("/moten/lgs/2026-12-01/agenda.pdf")
    assert (answer.status_code, answer["Location"]) == (301, FILE)
    assert client.get("/moten/lgs/2026-12-02/agenda.pdf").status_code == 404


def published(cast: Cast, called: Meeting) -> Any:
    after = MORNING + timedelta(days=21)
    held = workflow.mark_held(called, by=cast.eva, at=after)
    for value in ("031-12 34 56", "xqzvmask@example.se"):
        held.contact_choices.create(value=value, choice="mask")
    version = workflow.adjust(workflow.send_minutes(held, by=cast.eva, at=after), by=cast.olle, at=after)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=after)


def test_the_note_leads_to_it_and_it_goes_with_the_note(client: Client, cast: Cast, called: Meeting) -> None:
    publication = published(cast, called)
    pages.store.clear()
    assert f'href="{FILE}"' in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 200
    workflow.withdraw(publication, reason="Fel", by=cast.eva, at=MORNING + timedelta(days=22))
    pages.store.clear()
    assert client.get(FILE).status_code == 410


def test_what_a_redaction_takes_out_of_the_note_leaves_the_agenda_too(
    client: Client, cast: Cast, called: Meeting
) -> None:
    publication = published(cast, called)
    key = called.items.get(number=3).pk
    publication.meeting.redactions.create(
        made_at=MORNING, made_by=cast.eva, reason="Fel", masks=["Pia Exempel"], papers=[3],
        items=[{"version": 1, "number": 3, "title": "Fråga 3", "item": key}],
    )  # fmt: skip
    assert client.get(FILE).status_code == 404
    public.promise(called)
    outbox.run_due()
    text = words(client)
    assert [said for said in ("Fråga 3", "Pia Exempel", "Öppet underlag") if said in text] == []


def test_an_item_that_is_not_published_says_where_it_can_be_asked_for(
    client: Client, cast: Cast, meeting: Meeting
) -> None:
    """As the note does: the authority, and its contact, which is an address for everyone."""
    stad = make_organisation("Göteborgs Stad")
    RecordKeeping.objects.create(
        group=cast.group, authority=stad, controller=stad, contact="arkiv@example.se", starts=LONG_AGO
    )
    call(meeting, cast)
    outbox.run_due()
    pages.store.clear()
    told = "Publiceras inte. Kan begäras ut hos Göteborgs Stad, arkiv@example.se."
    assert (told in words(client), told in words(client, PAGE)) == (True, True)
