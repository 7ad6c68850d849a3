"""Putting a text into any one place of a note: its fields, its people, its papers and their files."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from docx import Document

from meetings.models import Meeting, OutcomeTask
from tests.common.crafted import odt, office, pdf
from tests.factories import make_paper


def _item(field: str) -> Callable[[Meeting, str], Any]:
    def plant(meeting: Meeting, text: str) -> None:
        rich = field in {"information", "questions", "dialog"}
        meeting.items.filter(number=1).update(**{field: f"<p>{escape(text)}</p>" if rich else text})

    return plant


def _withheld(meeting: Meeting, text: str) -> None:
    meeting.items.filter(number=1).update(is_withheld=True, withheld_reason=text)


def _task(field: str) -> Callable[[Meeting, str], Any]:
    def plant(meeting: Meeting, text: str) -> None:
        OutcomeTask.objects.create(
            outcome=meeting.items.get(number=1).outcomes.get(), **{"owner": "Eva", "text": "Skriv", field: text}
        )

    return plant


def word(text: str) -> bytes:
    """A Word document that says the text, broken over two runs."""
    document, out = Document(), BytesIO()
    paragraph = document.add_paragraph(text[: len(text) // 2])
    paragraph.add_run(text[len(text) // 2 :]).bold = True
    document.save(out)
    return out.getvalue()


def sheet(text: str) -> bytes:
    return office("xlsx", **{"xl__sharedStrings.xml": f"<sst><si><t>{escape(text)}</t></si></sst>"})


def slide(text: str) -> bytes:
    body = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>'
    return office("pptx", **{"ppt__slides__slide1.xml": body})


def text_document(text: str) -> bytes:
    return odt(f'<text:p xmlns:text="text">{escape(text)}</text:p>')


def titled_pdf(text: str) -> bytes:
    """A PDF that says the text in its properties."""

    def change(file: pikepdf.Pdf) -> None:
        file.docinfo["/Title"] = text

    return pdf(change)


def linked_pdf(text: str) -> bytes:
    """A PDF with a note that says the text."""

    def change(file: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=text)
        file.pages[0].Annots = pikepdf.Array([note])

    return pdf(change)


def drawn_pdf(text: str) -> bytes:
    """A PDF with the text, which must be ASCII, on its page."""

    def change(file: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = file.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=file.make_indirect(font)))
        page.Contents = file.make_stream(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode())

    return pdf(change)


FIELDS: dict[str, Callable[[Meeting, str], Any]] = {
    "title": _item("title"),
    "information": _item("information"),
    "questions": _item("questions"),
    "dialog": _item("dialog"),
    "withheld reason": _withheld,
    "outcome": lambda meeting, text: meeting.items.get(number=1).outcomes.update(text=text),
    "task": _task("text"),
    "task owner": _task("owner"),
    "remark": lambda meeting, text: meeting.attendance.update(remark=text),
    "title of somebody": lambda meeting, text: meeting.attendance.update(title=text),
    "organisation": lambda meeting, text: meeting.attendance.update(organisation_text=text),
    "place": lambda meeting, text: Meeting.objects.filter(pk=meeting.pk).update(place=text),
    "approves": lambda meeting, text: Meeting.objects.filter(pk=meeting.pk).update(approves_title=text),
    "announced paper": lambda meeting, text: meeting.attachments.create(number=7, title=text),
    "title of a paper": lambda meeting, text: make_paper(meeting, title=text),
    "name of a file": lambda meeting, text: make_paper(meeting, name=f"intyg {text}.docx"),
    "paper of an item": lambda meeting, text: make_paper(
        meeting, item=meeting.items.get(number=1), name=f"{text}.docx"
    ),
    "internal paper": lambda meeting, text: make_paper(meeting, is_public=False, content=word(text)),
}
FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": ("docx", word),
    "xlsx": ("xlsx", sheet),
    "pptx": ("pptx", slide),
    "odt": ("odt", text_document),
}
PDFS: dict[str, Callable[[str], bytes]] = {"page": drawn_pdf, "title": titled_pdf, "note": linked_pdf}
