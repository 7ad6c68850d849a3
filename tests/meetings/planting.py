"""Putting a text into any one place of a note: its fields, its people, its papers and their files."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from django.db import models
from django.db.models import QuerySet
from docx import Document

from groups.models import Area, Group
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask
from samverkan.common.reading import RICH
from tests.common.charted import chart, charted, workbook
from tests.common.crafted import odt, office, pdf
from tests.factories import make_group, make_organisation, make_paper, make_person

type Plant = Callable[[Meeting, str], Any]

#: The models whose texts make up a note, and where a meeting of one item keeps a row of each. Every text field of
#: theirs is planted in, a new one too.
RECORD: dict[type[models.Model], Callable[[Meeting], QuerySet[Any]]] = {
    Meeting: lambda meeting: Meeting.objects.filter(pk=meeting.pk),
    AgendaItem: lambda meeting: meeting.items.all(),
    Outcome: lambda meeting: Outcome.objects.filter(item__meeting=meeting),
    OutcomeTask: lambda meeting: _tasks(meeting),
    Attendance: lambda meeting: meeting.attendance.all(),
    Attachment: lambda meeting: _papers(meeting),
}
#: The text fields of the app that a note does not say, and why they need not stop it.
_REASONS = {
    "is for those who prepare and are called": ["Meeting.link"],
    "is where a mail goes": ["Consulted.email"],
    "is in the mail to those who are called": ["Meeting.cancelled_reason", "MeetingMove.reason"],
    "is said within the group": [
        "Verdict.comment", "MinutesComment.text", "AgendaVersion.comment", "WrittenAnswer.comment", "Matter.answer",
        "Matter.reason",
    ],
    "is kept within": ["Redaction.reason", "Publication.closed_reason", "NotPersonalNumber.reason"],
    "is a text or a paper of a meeting before anybody else reads it": [
        "Matter.title", "Matter.description", "Matter.wished_decision", "MatterPaper.title", "MatterPaper.name",
        "StandingItem.title", "StandingItem.information", "StoredDocument.name",
    ],
    "is a part of the agenda, which it stops": ["AgendaItem.background", "AgendaItem.proposed_decision"],
    "is refused where it is written": [
        "Meeting.correction_reason", "MinutesVersion.correction_reason", "ShortNote.text", "Verdict.source",
        "AgendaVersion.source", "LateApproval.source", "Registration.number", "Registration.archive_id",
        "Consultation.question", "Consulted.name", "Consulted.signed", "Consulted.text", "Handover.in_line",
        "Consulted.file_name", "Handover.note", "Handover.reason",
    ],
    "is frozen by a step": [
        "MinutesVersion.content", "MinutesVersion.seal", "AgendaVersion.content", "Publication.content",
    ],
    "is written by the product": [
        "Adjuster.role", "ContactChoice.value", "NotPersonalNumber.shown", "NotPersonalNumber.fingerprint",
        "NotPersonalNumber.place", "StoredDocument.media_type", "MatterPaper.media_type",
        "Consulted.file_type",
    ],
}  # fmt: skip
APART: dict[str, str] = {name: why for why, names in _REASONS.items() for name in names}


def text_fields(model: type[models.Model]) -> list[str]:
    """The fields of a model that somebody can write anything in; checksums are not among them."""
    found = [field for field in model._meta.get_fields() if isinstance(field, models.CharField | models.TextField)]
    return [field.name for field in found if not field.choices and not field.name.endswith("sha256")]


def _in_field(model: type[models.Model], name: str) -> Plant:
    def plant(meeting: Meeting, text: str) -> None:
        more: dict[str, Any] = {"is_withheld": True} if name == "withheld_reason" else {}
        more |= {"is_accessible": False} if name == "inaccessible_reason" else {}
        said = f"<p>{escape(text)}</p>" if name in RICH else text
        assert RECORD[model](meeting).update(**{name: said, **more}) == 1

    return plant


def _tasks(meeting: Meeting) -> QuerySet[OutcomeTask]:
    outcome = meeting.items.get(number=1).outcomes.get()
    OutcomeTask.objects.create(outcome=outcome, owner="Eva", text="Skriv")
    return OutcomeTask.objects.filter(outcome=outcome)


def _papers(meeting: Meeting) -> QuerySet[Attachment]:
    make_paper(meeting)
    return Attachment.objects.filter(meeting=meeting)


def _named(text: str) -> str:
    """The text as it can stand in the name of a file."""
    return text.replace("/", "-").replace("\r\n", " ").replace("\n", " ")


def _outcome(**fields: Any) -> Callable[[Meeting], Any]:
    return lambda meeting: Outcome.objects.filter(item__meeting=meeting).update(**fields)


def _note_taker(**fields: str) -> Callable[[Meeting], Any]:
    return lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(note_taker=make_person(**fields))


#: What a note says by the name of somebody or something in the registers.
NAMES: dict[str, Plant] = {
    "name of somebody present": lambda meeting, text: meeting.attendance.update(person=make_person(text)),
    "organisation of somebody": lambda meeting, text: meeting.attendance.update(organisation=make_organisation(text)),
    "name of the note-taker": lambda meeting, text: _note_taker(name=text)(meeting),
    "title of the note-taker": lambda meeting, text: _note_taker(title=text)(meeting),
    "presenter": lambda meeting, text: meeting.items.update(presenter=make_person(text)),
    "organisation of an outcome": lambda meeting, text: _outcome(organisation=make_organisation(text))(meeting),
    "group of an outcome": lambda meeting, text: _outcome(group=make_group("mottagare", name=text))(meeting),
    "group": lambda meeting, text: Group.objects.filter(pk=meeting.group_id).update(name=text),
    "area": lambda meeting, text: Area.objects.filter(pk=meeting.group.area_id).update(name=text),
    "group that meets with it": lambda meeting, text: meeting.joint_groups.add(make_group("med", name=text)),
}


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


def chart_cell(text: str) -> bytes:
    """A presentation with a chart: a cell of the workbook behind it says the text."""
    return charted("pptx", sheet=workbook(text))


def chart_value(text: str) -> bytes:
    """A Word document with a chart, which keeps the text among the values that it is drawn from."""
    return charted("docx", drawn=chart(names=(text,)))


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


PAPERS: dict[str, Plant] = {
    "announced paper": lambda meeting, text: meeting.attachments.create(number=7, title=text),
    "name of a file": lambda meeting, text: make_paper(meeting, name=f"intyg {_named(text)}.docx"),
    "paper of an item": lambda meeting, text: make_paper(
        meeting, item=meeting.items.get(number=1), name=f"{_named(text)}.docx"
    ),
    "internal paper": lambda meeting, text: make_paper(meeting, is_public=False, content=word(text)),
}
#: Every place of a note that a text can be planted in.
FIELDS: dict[str, Plant] = {
    **{
        f"{model.__name__}.{name}": _in_field(model, name)
        for model in RECORD
        for name in text_fields(model)
        if f"{model.__name__}.{name}" not in APART
    },
    **NAMES,
    **PAPERS,
}
FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": ("docx", word),
    "xlsx": ("xlsx", sheet),
    "pptx": ("pptx", slide),
    "odt": ("odt", text_document),
    "cell behind a chart": ("pptx", chart_cell),
    "value of a chart": ("docx", chart_value),
}
PDFS: dict[str, Callable[[str], bytes]] = {"page": drawn_pdf, "title": titled_pdf, "note": linked_pdf}
