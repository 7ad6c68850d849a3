"""Documents with charts: taken in with the workbook behind the chart, which is looked through by the same rules."""

from random import Random

import pytest

from samverkan.common import papers, upload_office
from samverkan.common.personal_numbers import find
from samverkan.common.uploads import KINDS, UploadRefused, check
from tests.common.charted import chart, charted, workbook
from tests.common.crafted import MAIN, archive, office, upload

NUMBER, DIGITS = "850423-1237", "8504231237"
SUFFIXES = ["docx", "pptx", "xlsx"]
DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LINKED = '<Relationships xmlns="y"><Relationship Type="x/{0}" Target="{1}" TargetMode="{2}"/></Relationships>'


def numbers(content: bytes, suffix: str) -> set[str]:
    return {hit.digits for text in papers.look(content, KINDS[suffix].media_type).texts for hit in find(text)}


def inner(**parts: bytes | str) -> bytes:
    return office("xlsx", **parts)


# --- What is taken in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_document_with_a_chart_is_taken_in_as_it_is(suffix: str) -> None:
    content = charted(suffix)
    assert check(upload(f"a.{suffix}", content)).content == content


@pytest.mark.parametrize(
    "target",
    [
        "../embeddings/Microsoft_Excel_Worksheet.xlsx",
        "/ppt/embeddings/Microsoft_Excel_Worksheet.xlsx",
        "embeddings/Microsoft_Excel_Worksheet.xlsx",
    ],
)
def test_the_workbook_may_be_named_from_where_the_chart_stands_or_from_the_root(target: str) -> None:
    assert upload_office.trouble(charted("pptx", target=target), "pptx") == ""


def test_a_presentation_of_thirty_charts_is_taken_in() -> None:
    more: dict[str, bytes | str] = {f"ppt__embeddings__Blad{number}.xlsx": workbook() for number in range(29)}
    drawn: dict[str, bytes | str] = {f"ppt__charts__chart{number}.xml": chart() for number in range(2, 31)}
    assert upload_office.trouble(charted("pptx", **more, **drawn), "pptx") == ""


# --- What is refused ----------------------------------------------------------------------------------------

HOSTILE = {
    "sheet macro": [
        inner(**{"xl__vbaProject.bin": b"\0"}),
        office("xlsx", main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        inner(**{"xl__macrosheets__sheet1.xml": "<a/>"}),
        inner(**{"xl__activeX__activeX1.bin": b"\0"}),
        inner(**{"xl___rels__workbook.xml.rels": LINKED.format("vbaProject", "a.bin", "Internal")}),
    ],
    "sheet inside": [
        inner(**{"xl__embeddings__Blad2.xlsx": workbook()}),
        inner(**{"xl__embeddings__oleObject1.bin": b"\0"}),
        inner(**{"xl__media__bild.png": workbook()}),
        inner(**{"xl__charts___rels__chart1.xml.rels": LINKED.format("package", "../embeddings/a.xlsx", "Internal")}),
    ],
    "sheet outside": [
        inner(**{"xl__externalLinks__externalLink1.xml": "<a/>"}),
        inner(**{"xl__connections.xml": "<a/>"}),
        inner(**{"xl___rels__a.xml.rels": LINKED.format("image", "http://127.0.0.1/spar.png", "External")}),
    ],
    "sheet entities": [inner(**{"xl__comments1.xml": DOCTYPE})],
    "sheet broken": [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"<html/>",
        office(),
        office("pptx"),
        workbook()[:-40],
        b"MZ" + workbook(),
    ],
    "sheet heavy": [
        inner(**{"xl__a.bin": b"\0" * 3_000_000}),
        inner(**{f"xl__media__{number}": b"" for number in range(501)}),
    ],
}
CASES = [(word, content) for word, contents in HOSTILE.items() for content in contents]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("word", "content"), CASES, ids=[word for word, _ in CASES])
def test_a_hostile_workbook_behind_a_chart_is_refused(suffix: str, word: str, content: bytes) -> None:
    assert upload_office.trouble(charted(suffix, sheet=content), suffix) == upload_office.SENTENCES[word]


@pytest.mark.parametrize(
    ("word", "content"),
    [
        ("inside", charted("docx", name="Microsoft_Word_Document.docx", sheet=office())),
        ("inside", charted("docx", name="Blad.xlsm")),
        ("inside", charted("docx", name="Blad.xlsb")),
        ("inside", charted("docx", name="oleObject1.bin", sheet=b"\xd0\xcf\x11\xe0", kind="oleObject")),
        ("inside", charted("docx", kind="oleObject")),
        ("inside", charted("docx", target="http://example.se/embeddings/a.xlsx")),
        ("inside", charted("docx", target="../media/a.xlsx")),
        ("inside", charted("docx", **{"word/embeddings/mer/a.xlsx": workbook()})),
        ("inside", charted("docx", **{"word/media/a.xlsx": workbook()})),
        ("outside", charted("docx", kind="oleObject", target="file:///C:/siffror.xlsx", mode="External")),
        ("outside", charted("docx", target="../embeddings/Blad.xlsx", mode="External")),
    ],
)  # fmt: skip
def test_anything_else_inside_or_elsewhere_is_refused(word: str, content: bytes) -> None:
    assert upload_office.trouble(content, "docx") == upload_office.SENTENCES[word]


def test_the_reader_is_told_that_it_is_the_workbook_and_what_to_do() -> None:
    with pytest.raises(UploadRefused) as refused:
        check(upload("a.pptx", charted("pptx", sheet=HOSTILE["sheet macro"][0])))
    assert str(refused.value) == (
        "Ett kalkylblad som är inbäddat i filen, till exempel det bakom ett diagram, innehåller makron eller andra "
        "program. Spara dokumentet som PDF och välj den i stället."
    )


def test_what_is_unpacked_is_counted_over_all_the_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them could be unpacked by itself, and so could two."""
    monkeypatch.setattr(upload_office, "MAX_UNPACKED", 1_000_000)
    heavy = inner(**{"xl__a.bin": Random(1).randbytes(1000) * 300})
    some: dict[str, bytes | str] = {"word__embeddings__Blad1.xlsx": heavy}
    more: dict[str, bytes | str] = {f"word__embeddings__Blad{number}.xlsx": heavy for number in range(5)}
    filling: dict[str, bytes | str] = {"word__media__bild.png": Random(2).randbytes(40_000)}
    assert upload_office.trouble(charted("docx", **some, **filling), "docx") == ""
    assert upload_office.trouble(charted("docx", **more, **filling), "docx") == upload_office.SENTENCES["heavy"]


def test_a_bomb_that_is_packed_twice_is_measured_by_the_file_that_was_sent() -> None:
    """The workbook is packed within the limit, and so is the document: the two together are not."""
    kind, path = MAIN["xlsx"]
    types = f'<Types xmlns="x"><Override PartName="/{path}" ContentType="{kind}"/></Types>'
    parts: dict[str, bytes | str] = {"xl/a.bin": b"\0" * 8_000_000, "xl/b.bin": b"\0" * 90_000}
    bomb = archive({"[Content_Types].xml": types, path: "<a/>", **parts}, stored=("xl/b.bin",))
    filling: dict[str, bytes | str] = {"word__media__bild.png": Random(1).randbytes(20_000)}
    assert upload_office.trouble(bomb, "xlsx") == ""
    assert upload_office.trouble(charted("docx", **filling), "docx") == ""
    assert upload_office.trouble(charted("docx", sheet=bomb, **filling), "docx") == upload_office.SENTENCES["heavy"]


def test_parts_are_counted_over_all_the_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_office, "MAX_ENTRIES_IN_ALL", 40)
    more: dict[str, bytes | str] = {f"word__embeddings__Blad{number}.xlsx": workbook() for number in range(4)}
    assert upload_office.trouble(charted("docx"), "docx") == ""
    assert upload_office.trouble(charted("docx", **more), "docx") == upload_office.SENTENCES["heavy"]


def test_a_workbook_is_held_in_memory_only_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_office, "MAX_SHEET", 1000)
    assert upload_office.trouble(charted("docx"), "docx") == upload_office.SENTENCES["heavy"]


# --- What is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("cell", [f"Patient {NUMBER}", 8504231237, 198504231237.0])
def test_a_number_in_a_cell_behind_a_chart_is_found(suffix: str, cell: str | float) -> None:
    assert numbers(charted(suffix, sheet=workbook(cell)), suffix) == {DIGITS}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "drawn", [chart(names=(NUMBER, "x")), chart(values=("12", DIGITS)), chart(values=("1.98504231237E11",))]
)
def test_a_number_among_the_values_that_a_chart_keeps_is_found(suffix: str, drawn: str) -> None:
    assert numbers(charted(suffix, drawn=drawn), suffix) == {DIGITS}


def test_the_figures_of_newer_kinds_of_charts_are_read() -> None:
    figures = '<cx:numDim type="val"><cx:lvl><cx:pt idx="0">504231234</cx:pt></cx:lvl></cx:numDim>'
    drawn = f'<cx:data xmlns:cx="x">{figures}</cx:data>'
    assert numbers(charted("pptx", drawn=drawn), "pptx") == {"0504231234"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_chart_without_words_for_those_who_do_not_see_is_told(suffix: str) -> None:
    def told(words: str) -> tuple[str, ...]:
        return papers.look(charted(suffix, words=words), KINDS[suffix].media_type).findings

    assert told("") == ("1 av 1 bilder saknar alternativtext.",)
    assert told("Antalet vårdcentraler ökar.") == ()
