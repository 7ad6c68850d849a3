"""The published note in a Word file, as somebody would have written it: read as its text is."""

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import OxmlElement

from groups.models import Group, User
from meetings.importing.parse import parse
from meetings.importing.parsed import NotMinutes, ParsedMinutes, Register
from meetings.importing.reading import MAX_WORD, decode
from meetings.importing.word_note import text_of
from meetings.models import Meeting, StoredDocument
from tests.admin.browsing import browser
from tests.common.crafted import office
from tests.factories import make_member, make_user

READ, SAVE = "/admin/moten/las-in/", "/admin/moten/las-in/spara/"
ITEMS = tuple(f"{number}." for number in range(1, 9))


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def plainly(document: Any, line: str) -> None:
    document.add_paragraph(line)


def with_styles(document: Any, line: str) -> None:
    """Numbered items, points, headings, and a table of those who were there."""
    if line.startswith(("Närvarande:", "Förhindrade:")):
        table = document.tables[0] if document.tables else document.add_table(rows=0, cols=2)
        label, _, people = line.partition("\t")
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, people.removeprefix("<p>").removesuffix("</p>")
    elif line.startswith(ITEMS):
        document.add_paragraph(line[2:].strip(), style="List Number")
    elif line.startswith("- "):
        document.add_paragraph(line[2:], style="List Bullet")
    elif line == "Dialog":
        document.add_heading(line, 3)
    else:
        document.add_paragraph(line)


def word(note: str, write: Callable[[Any, str], None] = with_styles) -> bytes:
    document = docx.Document()
    for line in filter(None, map(str.strip, note.splitlines())):
        write(document, line)
    return saved(document)


@pytest.mark.parametrize("write", [plainly, with_styles])
def test_it_is_read_as_the_text_is(
    note: str, read_by_nobody: ParsedMinutes, nobody: Register, write: Callable[[Any, str], None]
) -> None:
    assert parse(decode(word(note, write)), nobody) == read_by_nobody


def test_people_in_columns_are_a_line_each_and_the_heading_row_is_nobody() -> None:
    document = docx.Document()
    document.add_heading("Närvarande", 2)
    table = document.add_table(rows=0, cols=3)
    for row in (("Namn", "Titel", "Organisation"), ("Anna Berg", "Chef", "SU"), ("Bo Ek", "", "Partille")):
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    assert text_of(saved(document)).split("\n") == ["", "Närvarande", "", "Anna Berg, Chef, SU", "Bo Ek, Partille", ""]


def test_a_label_in_the_first_column_labels_what_stands_in_the_others() -> None:
    document = docx.Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "FÖRHINDRADE:", "Eva Ek, chef, SU"
    cells[1].add_paragraph("Åke Ö, chef, Capio")
    assert text_of(saved(document)) == "\nFÖRHINDRADE:\tEva Ek, chef, SU\nÅke Ö, chef, Capio\n"


def test_numbers_go_on_through_what_stands_between_the_items() -> None:
    document = docx.Document()
    for title in ("Inledning", "Budget"):
        document.add_paragraph(title, style="List Number")
        document.add_paragraph("Punkt", style="List Bullet")
        document.add_paragraph("Till", style="List Bullet")
    text = "\n1. Inledning\n\n- Punkt\n- Till\n\n2. Budget\n\n- Punkt\n- Till"
    assert text_of(saved(document)) == text


def test_what_is_inserted_is_text_and_what_is_struck_is_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Vi ")
    for tag, said in (("w:ins", "enas"), ("w:del", "grälar")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        text.text = said
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    content.append(document.add_paragraph("I ett fält")._p)
    document.element.body.insert(1, control)
    assert text_of(saved(document)) == "\nVi enas\n\nI ett fält"


def damaged() -> bytes:
    return word("Mötesanteckning")[:4000]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (damaged(), "Filen är skadad eller av annat slag än namnet säger"),
        (office("xlsx"), "Filen är skadad eller av annat slag än namnet säger"),
        (office("docx", word__vbaProject="x"), "Filen innehåller makron"),
        (b"PK\x03\x04" + b"x" * MAX_WORD, "större än 1,5 MB"),
        (b"\xd0\xcf\x11\xe0\x00\x00", "varken text eller Word"),
        (b"%PDF-1.7", "varken text eller Word"),
        (office("docx"), "Word-filen är skadad"),
        (word("Inköpslista"), "ser inte ut som en mötesanteckning"),
    ],
)
def test_another_file_is_refused_with_a_sentence(content: bytes, sentence: str, nobody: Register) -> None:
    with pytest.raises(NotMinutes, match=sentence):
        parse(decode(content), nobody)


@pytest.fixture
def eva(structure: None) -> User:
    user = make_user("eva")
    make_member(user.person, Group.objects.get(slug="lgs"), "process_leader")  # type: ignore[arg-type]
    return user


@pytest.mark.django_db
def test_it_is_uploaded_looked_through_saved_and_kept(eva: User, lgs_note: str) -> None:
    content, client = word(lgs_note), browser(eva)
    answer = client.post(READ, {"group": "lgs", "file": SimpleUploadedFile("lgs.docx", content), "text": ""})
    page = answer.content.decode()
    assert "13 närvarande, 10 förhindrade" in page
    assert "8 punkter, 6 beslut" in page
    carried = {"group": "lgs", "source": base64.b64encode(content).decode(), "file_name": "lgs.docx"}
    assert client.post(SAVE, carried).status_code == 302
    assert Meeting.objects.get().items.count() == 8
    kept = StoredDocument.objects.get(kind="source")
    assert (kept.read(), kept.name) == (content, "lgs.docx")
    assert kept.media_type.endswith("wordprocessingml.document")


@pytest.mark.django_db
def test_a_bad_file_gets_its_sentence_at_the_field(eva: User) -> None:
    answer = browser(eva).post(READ, {"group": "lgs", "file": SimpleUploadedFile("lgs.docx", damaged()), "text": ""})
    assert answer.status_code == 422
    assert "Öppna den i sitt program och spara den på nytt." in answer.content.decode()


@pytest.mark.django_db
def test_what_comes_back_from_the_browser_is_looked_through_again(eva: User) -> None:
    bad = base64.b64encode(office("docx", word__vbaProject="x")).decode()
    answer = browser(eva).post(SAVE, {"group": "lgs", "source": bad, "file_name": "lgs.docx"})
    assert answer.status_code == 422
    assert "makron" in answer.content.decode()
    assert not Meeting.objects.exists()
