"""Files to take home: the sheet as Word and PDF, and the draft of a letter for the formal decision."""

from datetime import datetime

from django.template.loader import render_to_string

from decisions.models import Decision
from decisions.take_home import EACH_DECIDES, Sheet
from groups.models import Organisation
from samverkan.common import pdf
from samverkan.common.swedish import long_date
from samverkan.common.word import Word

FILL_IN = "[Skriv här]"


def sheet_pdf(sheet: Sheet, *, address: str, at: datetime) -> pdf.Pdf:
    """The sheet as a PDF. ``at`` (aware) is when the note was published."""
    context = {"sheet": sheet, "address": address, "at": at}
    html = render_to_string("documents/take_home.html", context)
    return pdf.render(html, title=sheet.title, created=at, subject="Ta hem-blad", author=sheet.meeting.group.name)


def sheet_docx(sheet: Sheet, *, address: str, at: datetime) -> bytes:
    """The sheet as a Word file, to go on working in."""
    file = Word(sheet.title, author=sheet.meeting.group.name, created=at)
    file.title(sheet.title)
    if sheet.whose:
        file.paragraph(sheet.whose, label="För")
    if sheet.anchor:
        file.heading("Att förankra")
        for row in sheet.anchor:
            file.heading(f"{row.decision.reference} {row.decision.public_title}", level=3)
            file.paragraph(row.decision.public_text)
            file.paragraph(row.names, label="Gäller")
            if row.decision.due:
                file.paragraph(long_date(row.decision.due), label="Ska vara genomfört senast")
    if sheet.inform:
        file.heading("Att informera om")
        for decision in sheet.inform:
            file.heading(f"{decision.reference} {decision.public_title}", level=3)
            file.paragraph(decision.public_text)
    if sheet.closing:
        file.paragraph(sheet.closing)
    if sheet.next_day:
        file.paragraph(long_date(sheet.next_day), label="Nästa möte")
    file.paragraph(address, label="Hela anteckningen")
    file.foot(sheet.title)
    return file.content()


def letter_docx(decision: Decision, principal: Organisation, *, address: str, at: datetime) -> bytes:
    """The draft of a *tjänsteskrivelse*: the joint decision in its published words, and places to fill in."""
    title = f"Tjänsteskrivelse: {decision.public_title}"
    file = Word(title, author=principal.name, created=at)
    file.title(title)
    for label in ("Handläggare", "Diarienummer", "Till"):
        file.paragraph(FILL_IN, label=label)
    file.heading("Förslag till beslut")
    file.paragraph(f"{principal.name} ställer sig bakom beslutet i {decision.group.title}: {decision.public_text}")
    file.heading("Ärendet")
    file.paragraph(
        f"{decision.group.title} enades den {long_date(decision.decided_on)} om beslut {decision.reference}. "
        f"Ett beslut i samverkan binder ingen förrän huvudmannen själv har beslutat. {EACH_DECIDES}"
    )
    if decision.due:
        file.paragraph(long_date(decision.due), label="Ska vara genomfört senast")
    for heading in ("Bakgrund", "Bedömning", "Ekonomiska konsekvenser", "Konsekvenser för patienter och brukare"):
        file.heading(heading)
        file.paragraph(FILL_IN)
    file.heading("Underlag")
    file.paragraph(address, label="Anteckningen från mötet")
    file.foot("Utkast")
    return file.content()
