"""Everything that a PDF says is read: outside what is shown, in stamps and in forms."""

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from samverkan.common import pdf_text
from samverkan.common.personal_numbers import find
from tests.common.crafted import pdf

NUMBER = "850423-1237"


def drawn(x: int, y: int, text: str = NUMBER) -> bytes:
    return f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET".encode()


def fonts(file: pikepdf.Pdf) -> Dictionary:
    return Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))


def on_page(x: int, y: int, **boxes: list[int]) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        page.Resources, page.Contents = fonts(file), file.make_stream(drawn(x, y))
        for name, box in boxes.items():
            page[f"/{name}"] = Array(box)

    return change


def stamped(state: str = "", flags: int = 0, at: int = 5) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        picture = file.make_stream(drawn(at, 5))
        picture.BBox, picture.Resources = Array([0, 0, 200, 20]), fonts(file)
        shown: Any = Dictionary({f"/{state}": picture}) if state else picture
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 200, 20], F=flags, AP=Dictionary(N=shown))
        file.pages[0].Annots = Array([file.make_indirect(note)])

    return change


def field(**values: Any) -> bytes:
    def change(file: pikepdf.Pdf) -> None:
        part = file.make_indirect(Dictionary(T=String("val"), FT=Name.Ch, **values))
        file.Root.AcroForm = Dictionary(Fields=Array([part]))

    return pdf(change)


def streamed(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array([file.make_indirect(Dictionary(V=file.make_stream(NUMBER.encode())))]))


CASES = {
    "outside the crop box": pdf(on_page(50, 700, CropBox=[0, 0, 100, 100])),
    "outside the paper": pdf(on_page(5000, -700)),
    "stamp": pdf(stamped()),
    "state of a stamp": pdf(stamped("Off")),
    "hidden stamp": pdf(stamped(flags=2)),
    "outside its stamp": pdf(stamped(at=900)),
    "choices": field(Opt=Array([Array([String("a"), String(NUMBER)])])),
    "chosen": field(V=Array([String("a"), String(NUMBER)])),
    "from the start": field(DV=String(NUMBER)),
    "rich text": field(RC=String("<p>8504<b>23</b>-1237</p>")),
    "stream": pdf(streamed),
}


@pytest.mark.parametrize("content", CASES.values(), ids=CASES)
def test_a_number_is_found_wherever_it_stands(content: bytes) -> None:
    said = pdf_text.read(content)
    assert {hit.digits for text in said.texts for hit in find(text)} == {"8504231237"}
    assert len(said.pages) == 1


def test_a_hyphen_that_ends_a_line_hides_no_number() -> None:
    def change(file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        page.Resources = fonts(file)
        page.Contents = file.make_stream(b"BT /F1 12 Tf 50 700 Td (Pnr 850423-) Tj 0 -14 Td (1237 ja) Tj ET")

    assert [hit.digits for text in pdf_text.read(pdf(change)).pages for hit in find(text)] == ["8504231237"]
