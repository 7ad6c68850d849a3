"""The light path: a finished note uploaded, checked, adjusted as it was elsewhere, and published by itself."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import pytest

from decisions.models import Decision
from meetings import sealing, workflow
from meetings.kind_rules import may_upload_note, may_write_short_note, uploading_groups
from meetings.models import Attendance, Meeting, MinutesVersion, Publication, StoredDocument
from meetings.note_text import paragraphs, read_note_file
from meetings.reading import document_of_version, variant_of
from meetings.uploaded_notes import publish_when_ready
from meetings.workflow import plan_meeting
from meetings.workflow.light_path import publish_note
from meetings.workflow.uploading import note_of, receive_note, replace_note
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import Refused, StepRefused
from samverkan.common.uploads import UploadRefused
from tests.factories import Cast, make_meeting, make_paper
from tests.meetings.uploaded import (
    AT,
    DAY,
    PERSONAL,
    SENTENCE,
    checked,
    make_received,
    make_uploaded,
    said,
    sent,
    word_file,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finished_notes")]


# What the file says


def test_a_word_file_is_read_with_headings_lists_and_tables() -> None:
    document = docx.Document()
    document.add_heading("Möte", 1)
    document.add_paragraph("Frågan <b> & svaret")
    document.add_paragraph("ett", style="List Bullet")
    document.add_paragraph("två", style="List Bullet")
    document.add_table(1, 2).rows[0].cells[0].text = "Närvarande"
    kept = BytesIO()
    document.save(kept)
    text = read_note_file(kept.getvalue(), "application/docx")
    assert text.html == (
        "<h3>Möte</h3><p>Frågan &lt;b&gt; &amp; svaret</p><ul><li>ett</li><li>två</li></ul><p>Närvarande</p>"
    )
    assert (text.pages, text.remarks) == (None, [])


def test_broken_lines_become_paragraphs() -> None:
    long = "Gruppen talade om hur arbetet med den gemensamma rutinen för"
    page = f"Rubrik\r\n{long}\r\negenvård går.\r\n1. Första frågan\r\n2. Andra\r\n\r\nNytt stycke."
    assert paragraphs([page]) == [
        "Rubrik", f"{long} egenvård går.", "1. Första frågan", "2. Andra", "Nytt stycke.",
    ]  # fmt: skip


def test_a_file_without_text_is_refused(cast: Cast) -> None:
    with pytest.raises(UploadRefused, match="text kan inte läsas"):
        make_received(cast, file=checked(" ", content=word_file(" ", heading=" ")))
    assert not Meeting.objects.exists()


# Taking it in


def test_the_file_becomes_the_text_of_a_held_meeting(cast: Cast) -> None:
    meeting = make_received(cast, summary="Det viktigaste.")
    assert (meeting.state, meeting.date, meeting.attendance.count()) == ("held", DAY, 0)
    assert list(meeting.items.values_list("number", "title", "information")) == [
        (1, "Sammanfattning", "<p>Det viktigaste.</p>"),
        (2, "Minnesanteckningar" if cast.group.type.minutes_word == "minnesanteckningar" else "Mötesanteckning",
         f"<h3>Minnesanteckningar</h3><p>{SENTENCE}</p>"),
    ]  # fmt: skip
    document = note_of(meeting)
    assert document
    assert (document.kind, document.name, document.read()) == ("note", "nosam-maj.docx", checked().content)


def test_a_planned_meeting_of_the_day_is_the_one_and_nobody_is_said_to_have_come(cast: Cast) -> None:
    planned = plan_meeting(Meeting(group=cast.group, date=DAY), by=cast.eva)
    assert planned.attendance.exists()
    meeting = make_received(cast)
    assert (meeting.pk, meeting.state) == (planned.pk, "held")
    assert (meeting.items.count(), Attendance.objects.count()) == (1, 0)


def test_another_file_takes_the_place_of_the_first(cast: Cast) -> None:
    meeting = make_received(cast)
    replace_note(meeting, sent("En annan text."), by=cast.olle, at=AT)
    replace_note(meeting, sent(), by=cast.olle, at=AT)
    assert StoredDocument.objects.filter(kind="note").count() == 1
    assert SENTENCE in meeting.items.get().information


@pytest.mark.parametrize(
    ("texts", "name"), [((f"Patienten {PERSONAL} kom.",), "a.docx"), ((SENTENCE,), f"{PERSONAL}.docx")]
)
def test_a_personal_number_stops_it_before_anything_is_kept(cast: Cast, texts: tuple[str, ...], name: str) -> None:
    with pytest.raises(StepRefused, match="ser ut som ett personnummer"):
        make_received(cast, file=checked(*texts, name=name))
    with pytest.raises(StepRefused, match="ser ut som ett personnummer"):
        make_received(cast, summary=PERSONAL)
    assert (Meeting.objects.count(), StoredDocument.objects.count()) == (0, 0)


def test_signs_without_width_hide_no_personal_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "19121212-\u200b12\u206012"
    for fields in ({"file": checked(hidden)}, {"summary": hidden}):
        with pytest.raises(StepRefused, match="ser ut som ett personnummer"):
            make_received(cast, **fields)
    monkeypatch.setattr("meetings.workflow.uploading._read", lambda sent, _: read_note_file(sent.file.content, "x"))
    with pytest.raises(StepRefused, match=r"ser ut som personnummer: 121212-•••• \(filen\)"):
        publish_note(make_received(cast, hidden), said=said(cast.olle), by=cast.olle, at=AT)


def test_what_would_stop_the_publication_is_told_before_the_note_is_sealed(cast: Cast) -> None:
    meeting = make_received(cast)
    paper = make_paper(meeting, title="Kartläggning", is_accessible=False)
    with pytest.raises(StepRefused, match="Underlag 1, Kartläggning, går inte att läsa för alla"):
        publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    paper.is_accessible, paper.title = True, f"Intyg {PERSONAL}"
    paper.save()
    with pytest.raises(StepRefused, match="Det här ser ut som personnummer"):
        publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    assert not MinutesVersion.objects.exists()
    paper.is_public = False
    paper.save()
    assert publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT).seal


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 5, 13), "har inte varit"), (date(2019, 5, 4), "finns inte den 4 maj 2019")]
)
def test_a_day_that_can_not_be_is_refused(cast: Cast, day: date, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        make_received(cast, day=day)


def test_a_group_that_writes_its_notes_here_has_no_light_path(cast: Cast) -> None:
    cast.group.type.light_path = False
    cast.group.type.save()
    with pytest.raises(StepRefused, match="laddar inte upp färdiga anteckningar"):
        make_received(cast)


@pytest.mark.parametrize(("who", "may"), [("eva", True), ("olle", True), ("sara", False), ("maja", False)])
def test_who_uploads(cast: Cast, who: str, may: bool) -> None:
    user = getattr(cast, who)
    assert may_upload_note(user, cast.group) is may
    assert (cast.group in uploading_groups(user, on=AT.date())) is may
    assert may_write_short_note(user, make_meeting(cast.group)) is may


# Adjusted as said, sealed, published


def test_the_record_names_the_file_and_who_adjusted_it_where(cast: Cast) -> None:
    version = make_uploaded(cast)
    document = note_of(version.meeting)
    assert document
    assert json.loads(version.content)["file"] == {
        "name": "nosam-maj.docx", "sha256": document.sha256, "media_type": document.media_type,
        "size": document.size, "pages": None,
    }  # fmt: skip
    assert document.version == version
    doc = document_of_version(version)
    assert doc["state"] == "Justerad 12 maj 2026"
    assert [row["text"] for row in doc["adjusted"]] == [
        "Justerad av Olle Exempel, ordförande, den 12 maj 2026, registrerad av Olle Exempel: "
        "justerad i gruppen 12 maj 2026"
    ]
    assert sealing.verify(version)
    assert Decision.objects.count() == 0


def test_the_day_of_the_adjustment_is_the_day_that_was_said(cast: Cast) -> None:
    meeting = make_received(cast)
    version = publish_note(meeting, said=said(cast.sara, on=date(2026, 5, 8)), by=cast.eva, at=AT)
    assert version.adjusted_at == datetime(2026, 5, 8, 10, 0, tzinfo=UTC)
    assert version.adjusters.get().role.lower() == "ledamot"


def test_it_publishes_itself_when_its_files_are_made_and_once(cast: Cast) -> None:
    version = make_uploaded(cast)
    assert not Publication.objects.exists()
    outbox.run_due()
    publication = Publication.objects.get()
    assert publication.published_by == cast.olle
    assert json.loads(publication.content)["file"]["name"] == "nosam-maj.docx"
    workflow.withdraw(publication, reason="Fel fil.", by=cast.olle, at=AT)
    publish_when_ready(OutboxMessage(payload={"version": version.pk, "by": cast.olle.pk}))
    assert Publication.objects.count() == 1


def test_a_group_that_shows_no_notes_keeps_it_inside(cast: Cast) -> None:
    cast.group.shows_minutes = False
    cast.group.save()
    version = make_uploaded(cast)
    outbox.run_due()
    assert (version.documents.filter(kind="record").count(), Publication.objects.count()) == (1, 0)


def test_where_the_next_meeting_approves_it_stays_adjusted(cast: Cast) -> None:
    cast.group.type.publication_moment = "next_meeting"
    cast.group.type.save()
    make_uploaded(cast)
    outbox.run_due()
    assert (MinutesVersion.objects.get().state, Publication.objects.count()) == ("adjusted", 0)


def test_contact_details_in_the_file_are_kept_one_by_one_or_stop_it(cast: Cast) -> None:
    meeting = make_received(cast, "Hör av dig till anna@example.se.")
    with pytest.raises(StepRefused, match=r"anna@example\.se"):
        publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    publish_note(meeting, said=said(cast.olle), kept=["anna@example.se"], by=cast.olle, at=AT)
    assert meeting.contact_choices.get().choice == "keep"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": " "}, "Skriv var beskedet lämnades"),
        ({"source": "mejl till olle@example.se"}, "utan e-postadress"),
        ({"source": PERSONAL}, "personnummer"),
        ({"on": date(2026, 5, 13)}, "kan inte ligga i framtiden"),
        ({"on": date(2026, 5, 3)}, "kan inte vara justerad före mötet"),
    ],
)
def test_how_it_was_adjusted_has_to_be_said_well(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        publish_note(make_received(cast), said=said(cast.olle, **fields), by=cast.olle, at=AT)
    assert not MinutesVersion.objects.exists()


def test_a_stranger_did_not_adjust_it(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="sitter inte i gruppen"):
        publish_note(make_received(cast), said=said(cast.maja), by=cast.olle, at=AT)


def test_what_is_adjusted_is_not_uploaded_anew(cast: Cast) -> None:
    version = make_uploaded(cast)
    for step in (
        lambda: replace_note(version.meeting, sent(), by=cast.olle, at=AT),
        lambda: publish_note(version.meeting, said=said(cast.olle), by=cast.olle, at=AT),
    ):
        with pytest.raises(StepRefused, match="justerad och ändras inte"):
            step()


def test_a_withheld_item_takes_the_file_with_it(cast: Cast) -> None:
    meeting = make_received(cast)
    meeting.items.update(is_withheld=True, withheld_reason="Uppgifter om enskild")
    version = publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    assert "file" not in variant_of(version)


def test_without_a_file_there_is_nothing_to_publish(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, state="held")
    for refused in (
        lambda: publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT),
        lambda: replace_note(meeting, sent(), by=cast.olle, at=AT),
    ):
        with pytest.raises(Refused, match="ingen uppladdad anteckning"):
            refused()


def test_two_meetings_of_a_day_leave_a_doubt_and_a_third_is_made(cast: Cast) -> None:
    make_meeting(cast.group, date=DAY)
    make_meeting(cast.group, date=DAY, sequence=2)
    assert receive_note(cast.group, DAY, sent(), by=cast.olle, at=AT).sequence == 3
