"""Uploaded office documents: every hostile one is refused with what to do."""

import struct
from io import BytesIO
from time import process_time
from zipfile import ZIP_LZMA, ZipFile

import pytest

from samverkan.common import upload_office
from samverkan.common.uploads import UploadRefused, check
from tests.common.crafted import archive, odt, office, related, upload

DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LAUGHS = "<!DOCTYPE a [<!ENTITY b 'ha'>" + "<!ENTITY c '" + "&b;" * 999 + "'>]><a>&c;</a>"


def encrypted(content: bytes) -> bytes:
    """The archive with the mark of a password on each part."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def lying(content: bytes, declared: int) -> bytes:
    """The archive with another size than the true one declared for its last part."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = marked.rfind(signature)
        marked[at + offset : at + offset + 4] = struct.pack("<I", declared)
    return bytes(marked)


def overlapping() -> bytes:
    """Two names in the list of contents that lead to the same bytes."""
    content = archive({"a": b"a" * 9, "b": b"a" * 9})
    second = content.rfind(b"PK\x01\x02")
    return content[: second + 42] + struct.pack("<I", 0) + content[second + 46 :]


def with_lzma() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_LZMA) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


def with_comment() -> bytes:
    out = BytesIO(office())
    with ZipFile(out, "a") as made:
        made.comment = b"%PDF-1.7"
    return out.getvalue()


def cell(formula: str, element: str = "f") -> str:
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{sheet}"><c><{element}>{formula}</{element}></c></worksheet>'


HOSTILE = {
    "macro": [
        ("docx", office(**{"word__vbaProject.bin": b"\0"})),
        ("docx", office(main="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("docx", office(**{"word__activeX__activeX1.bin": b"\0"})),
        ("xlsx", office("xlsx", **{"xl__macrosheets__sheet1.xml": "<a/>"})),
        ("docx", related("control", "x.xml", "Internal")),
        ("odt", odt(**{"Basic__Standard__Module1.xml": "<a/>"})),
        ("odt", odt(**{"Scripts__python__a.py": "print()"})),
        ("odt", odt("<office:script/>")),
        ("odt", odt("<script:event-listener/>")),
    ],
    "inside": [
        ("docx", office(**{"word__embeddings__text.docx": office()})),
        ("docx", office(**{"word__media__bild.png": office()})),
        ("docx", office(**{"word__media__bild.bin": b"\xd0\xcf\x11\xe0rest"})),
        ("docx", office(**{"word__media__bild.wmf": b"MZ\x90\0"})),
        ("docx", office(**{"word__afchunk.html": "<script>alert(1)</script>"})),
        ("docx", office(**{"word__oleObject1.bin": b"\0"})),
        ("docx", related("oleObject", "x.bin", "Internal")),
        ("docx", related("aFChunk", "x.txt", "Internal")),
        ("odt", odt("<draw:plugin/>")),
        ("odt", odt("<draw:object-ole/>")),
    ],
    "outside": [
        ("docx", related("attachedTemplate", "https://example.se/mall.dotm")),
        ("docx", related("image", "http://127.0.0.1/spar.png")),
        ("docx", related("oleObject2", "\\\\server\\delad", "EXTERNAL")),
        ("xlsx", office("xlsx", **{"xl__externalLinks__externalLink1.xml": "<a/>"})),
        ("xlsx", office("xlsx", **{"xl__connections.xml": "<a/>"})),
        ("docx", office(**{"word__a.xml": '<w:p xmlns:w="w"><w:instrText> DDE</w:instrText>'
                           '<w:t>x</w:t><w:instrText>AUTO c:\\x </w:instrText></w:p>'})),
        ("docx", office(**{"word__a.xml": '<w:fldSimple xmlns:w="w" w:instr="DDEAUTO cmd"/>'})),
        ("xlsx", office("xlsx", xl__a=cell("cmd|'/c calc'!A1"))),
        ("xlsx", office("xlsx", xl__a=cell("T['#a]&amp;cmd|'/c calc'!A1&amp;T['#a]"))),
        ("xlsx", office("xlsx", xl__workbook=cell("cmd|'/c calc'!A1", "definedName"))),
        ("xlsx", office("xlsx", xl__a=cell("cmd|'/c calc'!A1", "formula1"))),
        ("odt", odt('<draw:image xlink:href="https://example.se/spar.png"/>')),
        ("odt", odt('<draw:object xlink:href="file:///etc/passwd"/>')),
    ],
    "entities": [
        ("docx", office(**{"word__comments.xml": DOCTYPE})),
        ("docx", office(**{"word__comments.xml": LAUGHS})),
        ("docx", office(**{"word__comments.xml": DOCTYPE.encode("utf-16")})),
        ("docx", office(**{"word___rels__document.xml.rels": DOCTYPE})),
        ("odt", odt(**{"META-INF__manifest.xml": DOCTYPE})),
    ],
    "locked": [
        ("docx", encrypted(office())),
        ("odt", odt(**{"META-INF__manifest.xml": '<m:encryption-data xmlns:m="urn:oasis:names:tc:opendocument:x"/>'})),
    ],
    "heavy": [
        ("docx", office(**{f"word__media__{number}": b"" for number in range(1000)})),
        ("docx", office(**{"word__a.bin": b"\0" * 3_000_000})),
        ("docx", lying(office(**{"word__a.bin": b"abc" * 9}), 2**31)),
    ],
    "broken": [
        ("docx", office()[:-30]),
        ("docx", office()[:40]),
        ("docx", office("xlsx")),
        ("docx", odt()),
        ("odt", office()),
        ("odt", archive({"content.xml": "<a/>", "mimetype": "application/vnd.oasis.opendocument.text"})),
        ("docx", archive({})),
        ("docx", office(**{"word__a.xml": "<inte xml"})),
        ("docx", office(**{"..__..__etc__passwd": "x"})),
        ("docx", office(**{"WORD__document.xml": "<a/>"})),
        ("docx", lying(office(**{"word__a.bin": b"abc" * 9}), 5)),
        ("docx", b"%PDF-1.7 " + office()),
        ("docx", overlapping()),
        ("docx", with_lzma()),
        ("docx", with_comment()),
    ],
}  # fmt: skip


CASES = [(word, suffix, content) for word, files in HOSTILE.items() for suffix, content in files]


@pytest.mark.parametrize(("word", "suffix", "content"), CASES, ids=[f"{word}-{suffix}" for word, suffix, _ in CASES])
def test_a_hostile_office_document_is_refused(word: str, suffix: str, content: bytes) -> None:
    assert upload_office.trouble(content, suffix) == upload_office.SENTENCES[word]


@pytest.mark.parametrize("formula", ["&quot;a|b&quot;", "'Plan|2026'!A1+1", "SUM(A1:A3)", "T[[#All],[a|b]]"])
def test_a_bar_within_quotes_asks_no_program(formula: str) -> None:
    assert upload_office.trouble(office("xlsx", xl__a=cell(formula)), "xlsx") == ""


def test_texts_that_are_slow_to_read_through_are_refused_or_read_at_once() -> None:
    started = process_time()
    nested = cell("".join(f"['{number}" for number in range(60_000)))
    assert upload_office.trouble(office("xlsx", xl__a=nested), "xlsx") == upload_office.SENTENCES["outside"]
    lines = "".join(f"{number}\n" for number in range(400_000))
    field = f'<w:p xmlns:w="w"><w:instrText>{lines}</w:instrText></w:p>'
    assert upload_office.trouble(office(word__a=field), "docx") == ""
    assert process_time() - started < 5


def test_what_the_reader_is_told_comes_from_the_check() -> None:
    with pytest.raises(UploadRefused, match="Filen innehåller makron"):
        check(upload("a.docx", office(**{"word__vbaProject.bin": b"\0"})))


def test_real_bytes_are_counted_whatever_the_archive_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_office, "_check_shape", lambda archive, content: None)
    monkeypatch.setattr(upload_office, "MAX_UNPACKED", 1000)
    assert upload_office.trouble(office(**{"word__a.bin": b"\0" * 2000}), "docx") == upload_office.SENTENCES["heavy"]
