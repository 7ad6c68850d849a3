"""Files of plans and reports: rendered once, by the worker, and stored under their checksum."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from decisions.models import ActionPlan, AnnualReport, SealedDocument, SealedPdf
from decisions.plans.reading import Document, plan_document, report_document
from decisions.plans.sealing import RENDER
from samverkan.common import outbox, pdf
from samverkan.common.models import OutboxMessage


@outbox.handles(RENDER)
def render_sealed(message: OutboxMessage) -> None:
    """Render and store the PDF of an established plan or an approved report."""
    render_stored(SealedDocument.objects.get(pk=message.payload["record"]))


def render_stored(record: SealedDocument) -> SealedPdf:
    """The stored PDF of the record, rendered if there is none yet."""
    if found := SealedPdf.objects.filter(record=record).first():
        return found
    row = record.plan or record.report
    if row is None:
        raise ValueError("A sealed document is of a plan or of a report.")
    document = _document(row)
    name = f"{document['slug']}-{_word(row)}-{row.year}{_part(row)}.pdf"
    return SealedPdf.store(record, _render(document, at=record.sealed_at), name=name)


def render_waiting() -> int:
    """Render the PDF of every record that has none; the number rendered."""
    return len([render_stored(record) for record in SealedDocument.objects.filter(pdf=None)])


def draft_pdf(row: ActionPlan | AnnualReport, *, at: datetime | None = None) -> pdf.Pdf:
    """A draft as a PDF that says on every page that it is one. Never stored."""
    return _render(_document(row), at=at or timezone.now())


def _document(row: ActionPlan | AnnualReport) -> Document:
    return plan_document(row) if isinstance(row, ActionPlan) else report_document(row)


def _word(row: ActionPlan | AnnualReport) -> str:
    return "handlingsplan" if isinstance(row, ActionPlan) else "arsrapport"


def _part(row: ActionPlan | AnnualReport) -> str:
    return f"-version-{row.version}" if row.version > 1 else ""


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    version = f", version {document['version']}" if document["version"] > 1 else ""
    title = f"{document['title']}{version}, {document['group']}"
    kind = "plan" if "goals" in document else "report"
    html = render_to_string(f"documents/{kind}.html", {"doc": document, "title": title})
    return pdf.render(html, title=title, created=at, subject=document["state"], author=document["group"])
