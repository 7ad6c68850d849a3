"""Agenda and note as files: how the agenda was approved, which kind of meeting it is, and the way to them."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.template.loader import render_to_string
from django.test import Client

from groups.models import Group
from meetings import workflow
from meetings.agendas.approval import approval_in_words
from meetings.agendas.documents import agenda_word, document_of_agenda
from meetings.archiving.everything import everything_of
from meetings.documents import render_stored
from meetings.kinds import Channel
from meetings.models import AgendaVersion, Meeting, Outcome
from meetings.reading import document_of_version
from meetings.word import minutes_docx
from meetings.workflow.agenda import agenda_to_register
from samverkan.portal import pages
from tests.admin.browsing import address, browser
from tests.conftest import MORNING
from tests.factories import AFTER, Cast, make_adjusted, make_group, make_held, make_meeting
from tests.meetings.answers import text
from tests.meetings.test_chair_decisions import make_mandate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, date=MORNING.date() + timedelta(days=20))


def by(channel: Channel, meeting: Meeting, cast: Cast) -> AgendaVersion:
    version = workflow.send_agenda(meeting, by=cast.eva, at=MORNING)
    return workflow.approve_agenda(version, by=cast.olle, at=MORNING, channel=channel)


def registered(meeting: Meeting, cast: Cast) -> AgendaVersion:
    preparatory = make_group("bg")
    Group.objects.filter(pk=cast.group.pk).update(prepared_by=preparatory)
    at = make_meeting(preparatory, date=MORNING.date() - timedelta(days=3), state="held")
    meeting = Meeting.objects.get(pk=meeting.pk)
    return workflow.register_agenda(
        meeting, seen_sha256=agenda_to_register(meeting)[1], source="fastställd på beredningen", day=at.date,
        at_meeting=at, by=cast.eva,
    )  # fmt: skip


PORTAL = "Fastställd av Olle Exempel den 22 november 2026 kl. 08.00, i portalen."
LINK = "Fastställd av Olle Exempel den 22 november 2026 kl. 08.00, genom länken i mejlet."
REGISTERED = "Fastställd den 19 november 2026 vid mötet i Gruppen BG. Källa: fastställd på beredningen."
WAYS: list[tuple[Any, str]] = [
    (lambda meeting, cast: by(Channel.PORTAL, meeting, cast), PORTAL),
    (lambda meeting, cast: by(Channel.LINK, meeting, cast), LINK),
    (registered, f"{REGISTERED} Registrerad av Eva Exempel."),
]


def lines(content: bytes) -> list[str]:
    return [row.text for row in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize(("way", "words"), WAYS, ids=["portal", "link", "registered"])
def test_the_files_say_by_whom_when_and_how_it_was_approved(cast: Cast, meeting: Meeting, way: Any, words: str) -> None:
    version = way(meeting, cast)
    doc = document_of_agenda(version.meeting, version)
    assert f"<dt>Status</dt><dd>{words}</dd>" in render_to_string("documents/agenda.html", {"doc": doc})
    assert f"Status: {words}" in lines(agenda_word(version.meeting, version))


def test_what_everyone_reads_names_neither_who_registered_it_nor_a_group_unseen(cast: Cast, meeting: Meeting) -> None:
    version = registered(meeting, cast)
    assert approval_in_words(version, public=True) == REGISTERED
    Group.objects.filter(slug="bg").update(shows_group=False)
    version = AgendaVersion.objects.select_related("at_meeting__group").get(pk=version.pk)
    assert "vid mötet i gruppen som bereder mötena." in approval_in_words(version, public=True)


def test_the_page_says_at_which_preparatory_meeting(cast: Cast, meeting: Meeting) -> None:
    registered(meeting, cast)
    said = "den 19 november 2026 vid mötet i Gruppen BG. Källa: fastställd på beredningen. Registrerad av Eva Exempel"
    assert said in text(browser(cast.eva).get(address(meeting)))


def test_everything_says_how_the_agenda_was_approved(cast: Cast, meeting: Meeting) -> None:
    registered(meeting, cast)
    with zipfile.ZipFile(io.BytesIO(everything_of(meeting, at=AFTER))) as files:
        [agenda] = json.loads(files.read("mötet.json"))["agendas"]
    assert (agenda["channel"], agenda["decided_by"]) == ("Registrerad av sekretariatet", "Eva Exempel")
    assert agenda["decided_at"].startswith("2026-11-18T23:00")
    assert agenda["at_meeting"] == {"group": "Gruppen BG", "date": "2026-11-19"}


def test_an_agenda_that_waits_says_that_nobody_has_answered(cast: Cast, meeting: Meeting) -> None:
    workflow.send_agenda(meeting, by=cast.eva)
    with zipfile.ZipFile(io.BytesIO(everything_of(meeting, at=AFTER))) as files:
        [agenda] = json.loads(files.read("mötet.json"))["agendas"]
    assert "channel" not in agenda


def test_background_and_papers_stand_in_the_files(cast: Cast, meeting: Meeting) -> None:
    meeting.attachments.create(number=1, title="Budget", item=meeting.items.get(number=1))
    meeting.attachments.create(number=2, title="Promemoria", is_public=False)
    found = lines(agenda_word(meeting, at=AFTER))
    wanted = {"Bakgrund", "Information 1.", "Budget", "Promemoria. Visas inte öppet."}
    assert wanted - set(found) == set()
    html = render_to_string("documents/agenda.html", {"doc": document_of_agenda(meeting)})
    for said in ("<p>Information 1.</p>", "<li>Budget</li>", "Underlag till hela mötet"):
        assert said in html


@pytest.mark.parametrize("who", ["eva", "sara", "olle"])
@pytest.mark.parametrize("make", [lambda cast: make_held(cast), lambda cast: make_adjusted(cast).meeting])
def test_the_meetings_page_leads_to_every_file(cast: Cast, who: str, make: Any) -> None:
    meeting = make(cast)
    for version in meeting.minutes_versions.all():
        render_stored(version)
    client = browser(getattr(cast, who))
    page = text(client.get(address(meeting)))
    for name in ("agenda.pdf", "agenda.docx", "anteckning.pdf", "anteckning.docx"):
        assert f'href="{address(meeting, name)}"' in page
        assert client.get(address(meeting, name)).status_code == 200


def test_the_pdf_of_an_adjusted_note_is_the_stored_record(cast: Cast) -> None:
    version = make_adjusted(cast)
    path = address(version.meeting, "anteckning.pdf")
    assert browser(cast.sara).get(path).status_code == 404
    render_stored(version)
    assert browser(cast.sara).get(path).content == version.documents.get(kind="record").read()


@pytest.mark.parametrize(
    ("kind", "words"), [("extra", "Extra möte"), ("written", "Per capsulam"), ("chair", "Ordförandebeslut")]
)
def test_the_kind_is_seen_afterwards_on_page_in_pdf_and_in_word(
    cast: Cast, client: Client, kind: str, words: str
) -> None:
    meeting = make_held(cast)
    Meeting.objects.filter(pk=meeting.pk).update(kind=kind)
    make_mandate(cast.group)  # without one a chair decides nothing
    Outcome.objects.filter(item__meeting=meeting).update(kind="approves")  # what a chair can decide
    doc = document_of_version(publish(cast, Meeting.objects.get(pk=meeting.pk)))
    pages.store.clear()
    page = re.sub(r"\s+", " ", client.get("/moten/lgs/2026-04-23/").content.decode())
    assert f'<p class="kicker">Mötesanteckning, {words.lower()}</p>' in page
    assert f"<dt>Slag</dt><dd>{words}</dd>" in page
    assert f"Mötesanteckning, {words.lower()}</p>" in render_to_string("documents/minutes.html", {"doc": doc})
    assert f"Slag: {words}" in lines(minutes_docx(doc, at=AFTER))


def test_an_ordinary_meeting_says_nothing_of_its_kind(cast: Cast) -> None:
    doc = document_of_version(make_adjusted(cast))
    assert (doc["kind"], [row for row in lines(minutes_docx(doc, at=AFTER)) if row.startswith("Slag")]) == ("", [])


def test_a_joint_meeting_names_both_groups(cast: Cast, client: Client) -> None:
    meeting = make_held(cast)
    meeting.joint_groups.add(make_group("samrad"))
    doc = document_of_version(publish(cast, meeting))
    pages.store.clear()
    assert "<dt>Tillsammans med</dt><dd>Gruppen SAMRAD</dd>" in client.get("/moten/lgs/2026-04-23/").content.decode()
    assert "Tillsammans med: Gruppen SAMRAD" in lines(minutes_docx(doc, at=AFTER))
    assert "<dt>Tillsammans med</dt><dd>Gruppen SAMRAD</dd>" in render_to_string("documents/minutes.html", {"doc": doc})


def publish(cast: Cast, meeting: Meeting) -> Any:
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    return version
