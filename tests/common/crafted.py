"""Files made for the tests: sound ones, to which each test does one thing."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": (OOXML + "wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": (OOXML + "spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": (OOXML + "presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(change: Callable[[pikepdf.Pdf], Any] = lambda file: None, **options: Any) -> bytes:
    """A PDF of one empty page, changed before it is saved."""
    out = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        change(file)
        file.save(out, **options)
    return out.getvalue()


def opens(action: dict[str, Any]) -> bytes:
    """A PDF that does something when it is opened."""

    def change(file: pikepdf.Pdf) -> None:
        file.Root.OpenAction = pikepdf.Dictionary(**action)

    return pdf(change)


def annotated(**annotation: Any) -> bytes:
    """A PDF with an annotation on its page."""

    def change(file: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **annotation)
        file.pages[0].Annots = pikepdf.Array([note])

    return pdf(change)


def archive(parts: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return out.getvalue()


def office(suffix: str = "docx", *, main: str = "", **parts: bytes | str) -> bytes:
    """A small Word, Excel or PowerPoint document; ``parts`` are more of them, ``__`` for the slash."""
    kind, path = MAIN[suffix]
    types = f'<Types xmlns="x"><Override PartName="/{path}" ContentType="{main or kind}"/></Types>'
    more = {name.replace("__", "/"): content for name, content in parts.items()}
    return archive({"[Content_Types].xml": types, path: "<document>Text.</document>", **more})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """A Word document with one relationship."""
    row = f'<Relationship Id="r1" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return office(**{"word___rels__document.xml.rels": f'<Relationships xmlns="y">{row}</Relationships>'})


def odt(body: str = "", **parts: bytes | str) -> bytes:
    """A small OpenDocument text."""
    spaces = f'xmlns:office="{ODF}office:1.0" xmlns:script="{ODF}script:1.0" xmlns:draw="{ODF}drawing:1.0"'
    content = f'<office:document {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{body}</office:document>'
    more = {name.replace("__", "/"): part for name, part in parts.items()}
    mimetype = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mimetype, "content.xml": content, **more}, stored=("mimetype",))


def picture(form: str = "PNG", size: tuple[int, int] = (3, 2), mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return out.getvalue()
