"""Agenda and notes as Word files."""

import io
import json
from datetime import datetime
from typing import Any

import docx
import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from meetings import workflow
from meetings.agendas.documents import DRAFT, agenda_pdf, agenda_word, document_of_agenda
from meetings.agendas.reading import running_clock
from meetings.models import AgendaItem, Meeting
from meetings.reading import document_of_draft, document_of_variant, document_of_version, variant_of
from meetings.word import minutes_docx
from samverkan.common.word import Word
from tests.factories import AFTER, Cast, make_adjusted, make_meeting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 9, 0, tzinfo=timezone.get_default_timezone())


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def lines(content: bytes) -> list[str]:
    return [row.text for row in read(content).paragraphs]


def test_the_same_text_gives_the_same_bytes_in_swedish() -> None:
    def written() -> bytes:
        file = Word("Anteckning", author="LGS", created=AT)
        file.title("Anteckning")
        file.rich("<p>Ett <strong>två</strong></p><ul><li><p>tre</p></li></ul>")
        return file.content()

    assert written() == written()
    assert read(written()).core_properties.language == "sv-SE"


def test_rich_text_keeps_its_lists_links_and_bold_words_and_nothing_else() -> None:
    file = Word("x", author="x", created=AT)
    file.rich(
        '<h3>Rubrik</h3><p>Se <a href="https://example.se/a">sidan</a> <em>nu</em><br>rad två</p>'
        "<ol><li><p>Ett</p><ul><li><p>inre</p></li></ul></li></ol><script>alert(1)</script>"
    )
    found = read(file.content())
    assert [(row.style.name, row.text) for row in found.paragraphs] == [
        ("Heading 3", "Rubrik"),
        ("Normal", "Se sidan nu\nrad två"),
        ("List Number", "Ett"),
        ("List Bullet 2", "inre"),
    ]
    assert "https://example.se/a" in [row.target_ref for row in found.part.rels.values()]


@pytest.mark.parametrize("text", ["\x00\x0bA\ud800", "<b>&", "a\r\nb"])
def test_any_text_can_be_written(text: str) -> None:
    file = Word(text, author=text, created=AT)
    file.paragraph(text, label=text)
    file.table([text], [[text]])
    assert read(file.content()).paragraphs


def test_the_note_says_in_word_what_it_says_on_the_page(cast: Cast) -> None:
    version = make_adjusted(cast)
    doc = document_of_version(version)
    found = lines(minutes_docx(doc, at=AT))
    for item in doc["items"]:
        assert f"{item['number']}. {item['title']}" in found
        for outcome in item["outcomes"]:
            assert f"Beslut {outcome['number']}" in found
            assert f"{outcome['kind_label']}: {outcome['text']}" in found
    assert f"Status: {doc['state']}" in found
    assert [row["text"] for row in doc["adjusted"]] == [row for row in found if row.startswith("Justerad av")]


def test_word_and_pdf_say_which_decisions_each_organisation_anchors(cast: Cast) -> None:
    version = make_adjusted(cast, items=1, outcomes=2)
    content = json.loads(version.content)
    content["items"][0]["outcomes"][1]["needs_anchoring"] = False
    version.content = json.dumps(content)
    said = "Beslutet ska förankras i varje organisation."
    for doc in (document_of_version(version), document_of_variant(variant_of(version), sha256="")):
        assert lines(minutes_docx(doc, at=AT)).count(said) == 1
        assert render_to_string("documents/minutes.html", {"doc": doc}).count(said) == 1


def test_a_corrected_note_says_so_and_which_version_it_is(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel årtal", by=cast.eva, at=AT)
    meeting.items.filter(number=1).update(dialog="<p>Rätt.</p>")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AT), by=cast.olle, at=AT)
    file = minutes_docx(document_of_version(version), at=AT)
    assert "Version: 2" in lines(file)
    assert "Rättad 4 maj 2026: Fel årtal. Den här versionen ersätter version 1." in lines(file)
    assert read(file).sections[0].footer.paragraphs[0].text.startswith("Justerad 4 maj 2026, version 2")


def test_a_draft_says_on_every_page_that_it_is_one(cast: Cast) -> None:
    found = read(minutes_docx(document_of_draft(make_meeting(cast.group)), at=AT))
    assert found.sections[0].footer.paragraphs[0].text == "UTKAST, ej justerad"


def test_an_approved_agenda_is_the_same_file_whatever_is_written_afterwards(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    version = workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    before = agenda_pdf(version).content, agenda_word(meeting, version)
    AgendaItem.objects.create(meeting=meeting, number=9, title="Efteråt")
    assert (agenda_pdf(version).content, agenda_word(meeting, version)) == before
    assert "Efteråt" in "\n".join(lines(agenda_word(meeting, at=AT)))
    assert document_of_agenda(Meeting.objects.get(pk=meeting.pk))["state"] == DRAFT


@pytest.mark.parametrize(
    ("starts", "minutes", "slots"),
    [
        ("13:30", [10, 20], ["13.30–13.40", "13.40–14.00"]),
        ("13:30", [10, None, 5], ["13.30–13.40", "13.40", "13.40–13.45"]),
        ("", [10], [""]),
        ("23:50", [20], ["23.50–00.10"]),
    ],
)
def test_the_clock_runs_from_item_to_item(starts: str, minutes: list[int | None], slots: list[str]) -> None:
    assert running_clock(starts, minutes) == slots
