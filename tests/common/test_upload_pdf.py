"""Uploaded PDF files: programs, attached files, moving things, forms and passwords are found wherever they lie."""

import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from samverkan.common import upload_pdf
from samverkan.common.uploads import UploadRefused, check
from tests.common.crafted import annotated, opens, pdf, upload


def attached(file: pikepdf.Pdf) -> None:
    file.attachments["dold.txt"] = b"dold"


def named_script(file: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=pikepdf.Array([String("a"), action])))


def hidden_script(file: pikepdf.Pdf) -> None:
    """In an object that nothing leads to."""
    file.make_indirect(Dictionary(A=pikepdf.Array([Dictionary(S=Name.JavaScript)])))
    file.Root.Spare = file.make_indirect(pikepdf.Array([pikepdf.Array([Dictionary(S=Name.Launch)])]))


def form(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=pikepdf.Array([]))


def without_pages(file: pikepdf.Pdf) -> None:
    del file.pages[0]


def over_a_page(file: pikepdf.Pdf) -> None:
    file.pages[0].AA = Dictionary(O=Dictionary(S=Name.GoToR, F=String("\\\\example\\delad\\a.pdf")))


def one_after_another(file: pikepdf.Pdf) -> None:
    then = Dictionary(S=Name.URI, URI=String("https://example.se/spar"))
    file.Root.OpenAction = Dictionary(S=Name.GoTo, Next=pikepdf.Array([Dictionary(S=Name.Named, Next=then)]))


LINK = Dictionary(S=Name.URI, URI=String(" JavaScript:app.alert(1)"))
OWNER = pikepdf.Encryption(owner="a", user="")
READER = pikepdf.Encryption(owner="a", user="b")
BAD_PDF = {
    "script": [
        opens({"S": Name.JavaScript, "JS": String("app.alert(1)")}), pdf(named_script),
        annotated(Subtype=Name.Link, A=LINK),
        annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("\x01java\n\tscript:app.alert(1)"))),
    ],
    "launch": [
        opens({"S": Name.Launch, "F": String("cmd.exe")}), pdf(hidden_script), pdf(over_a_page),
        pdf(one_after_another), opens({"S": Name.URI, "URI": String("https://example.se/spar")}),
    ],
    "attached": [pdf(attached), annotated(Subtype=Name.FileAttachment), opens({"S": Name.GoToE})],
    "media": [annotated(Subtype=Name.RichMedia), annotated(Subtype=Name("/3D")), opens({"S": Name.Rendition})],
    "form": [pdf(form), opens({"S": Name.SubmitForm}), annotated(A=Dictionary(S=Name.ImportData), Subtype=Name.Link)],
    "locked": [pdf(encryption=READER), pdf(encryption=OWNER)],
    "broken": [pdf()[:-200], b"%PDF-1.7\n" + b"x" * 500, pdf(without_pages)],
}  # fmt: skip


CASES = [(word, content) for word, contents in BAD_PDF.items() for content in contents]


@pytest.mark.parametrize(("word", "content"), CASES, ids=[word for word, _ in CASES])
def test_a_hostile_pdf_is_found_out(word: str, content: bytes) -> None:
    assert upload_pdf.look(content) == word


def test_a_pdf_is_looked_through_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_pdf, "look", None)  # in this process
    with pytest.raises(UploadRefused, match="program \\(JavaScript\\)"):
        check(upload("a.pdf", BAD_PDF["script"][0]))


def bomb() -> bytes:
    """A PDF whose list of objects unpacks to half a gigabyte."""
    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(b"\0" * 10_000_000) for _ in range(50)) + packed.flush()
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 2 1]/Size 9/Root 2 0 R/Filter/FlateDecode/Length "
    return head + str(len(rows)).encode() + b">>\nstream\n" + rows + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def test_a_pdf_that_unpacks_to_too_much_is_refused() -> None:
    assert upload_pdf.trouble(bomb()) in {upload_pdf.SENTENCES["broken"], upload_pdf.SENTENCES["heavy"]}


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_pdf, "WALL_SECONDS", 0.001)
    assert upload_pdf.trouble(pdf()) == upload_pdf.SENTENCES["heavy"]
