"""Everything that an office document says is read, whatever its parts are called."""

from random import Random

import pytest

from samverkan.common import office_text, upload_office
from samverkan.common.personal_numbers import find
from tests.common.crafted import MAIN, archive, office

NUMBER = "850423-1237"
KIND, _ = MAIN["docx"]
SAYS = f'<w:document xmlns:w="w"><w:p><w:t>{NUMBER}</w:t></w:p></w:document>'
DDE = '<w:document xmlns:w="w"><w:fldSimple w:instr="DDEAUTO cmd"/></w:document>'


def renamed(name: str, content: str | bytes, part: str = "") -> bytes:
    """A Word document whose main part has another name."""
    types = f'<Types xmlns="x"><Override PartName="/{part or name}" ContentType="{KIND}"/></Types>'
    return archive({"[Content_Types].xml": types, name: content})


def by_default(content: str) -> bytes:
    types = f'<Types xmlns="x"><Default Extension="DAT" ContentType="{KIND}"/></Types>'
    return archive({"[Content_Types].xml": types, "word/a.dat": content})


def numbers(content: bytes) -> set[str]:
    return {hit.digits for text in office_text.read(content).texts for hit in find(text)}


WRITINGS = {
    "other name": renamed("word/document.dat", SAYS),
    "capitals": renamed("word/Document.XML", SAYS, "word/document.xml"),
    "by its ending": by_default(SAYS),
    "undeclared": office(word__more=SAYS),
    "byte order mark": office(word__more=b"\xef\xbb\xbf \n" + SAYS.encode()),
    "utf-16": office(word__more=SAYS.encode("utf-16")),
    "utf-16 without mark": office(word__more=SAYS.encode("utf-16-be")),
    "much space": office(word__more=" " * 70_000 + SAYS),
}


@pytest.mark.parametrize("content", WRITINGS.values(), ids=WRITINGS)
def test_a_number_is_found_in_a_part_of_any_name(content: bytes) -> None:
    assert numbers(content) == {"8504231237"}


@pytest.mark.parametrize(
    "content",
    [
        renamed("word/document.dat", DDE), renamed("word/Document.XML", DDE, "word/document.xml"), by_default(DDE),
        office(word__more=DDE), office(word__more=DDE.encode("utf-16")),
        office(word__more=" " * 70_000 + DDE, word__picture=b"\x89" + Random(1).randbytes(2000)),
    ],
)  # fmt: skip
def test_a_field_that_fetches_is_found_in_a_part_of_any_name(content: bytes) -> None:
    assert upload_office.trouble(content, "docx") == upload_office.SENTENCES["outside"]


def test_what_is_declared_as_xml_has_to_be_xml() -> None:
    assert upload_office.trouble(renamed("word/document.dat", "<w"), "docx") == upload_office.SENTENCES["broken"]
    with pytest.raises(office_text.Unreadable):
        office_text.read(renamed("word/document.dat", "<w"))


@pytest.mark.parametrize("content", [b"<a\x93\x01", b"<?", b"< ", b"\0\0\0 ftyp", b"", b" \n", b"\xff\xd8\xff<"])
def test_a_picture_or_a_font_that_begins_by_chance_like_xml_is_let_through(content: bytes) -> None:
    document = office(word__fonts__one=content)
    assert upload_office.trouble(document, "docx") == ""
    assert numbers(document) == set()


def sheet(*values: str, kind: str = "") -> bytes:
    cells = "".join(f"<c{kind}><v>{value}</v></c>" for value in values)
    return office("xlsx", **{"xl__worksheets__sheet1.xml": f"<sheetData><row>{cells}</row></sheetData>"})


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("504231234",), {"0504231234"}),
        (("1.98504231237E11",), {"8504231237"}),
        (("8504231237.0",), {"8504231237"}),
        (("1011238", "8504231237"), {"8504231237", "0001011238"}),
        (("1011238", "1200000"), set()),
        (("504231234.5", "1E99", "12"), set()),
    ],
)
def test_a_number_whose_first_zeros_a_sheet_took_is_found(values: tuple[str, ...], found: set[str]) -> None:
    assert numbers(sheet(*values)) == found


def test_where_a_text_stands_is_no_number() -> None:
    assert numbers(sheet("504231234", kind=' t="s"')) == set()


def test_what_stands_after_the_cells_of_a_sheet_is_read() -> None:
    """The head and foot of the printed page come after the last cell, which may point at a shared text."""
    cells = '<worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData>'
    foot = f"<headerFooter><oddFooter>{NUMBER}</oddFooter></headerFooter></worksheet>"
    assert numbers(office("xlsx", **{"xl__worksheets__sheet1.xml": cells + foot})) == {"8504231237"}
