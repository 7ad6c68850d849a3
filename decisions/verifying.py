"""Are the stored extracts of decisions, established plans and approved reports what they were?"""

from collections.abc import Iterator

from decisions.models import DecisionExtract, SealedDocument, SealedPdf
from decisions.plans.sealing import verify
from samverkan.common import integrity


@integrity.check("utdrag ur beslutsregistret")
def extracts() -> Iterator[str]:
    rows = DecisionExtract.objects.select_related("decision__group").order_by("pk")
    yield from integrity.file_drift((row.path, row.sha256, str(row)) for row in rows)


@integrity.check("handlingsplaner och årsrapporter")
def records() -> Iterator[str]:
    for record in SealedDocument.objects.select_related("plan__group", "report__group").order_by("pk").iterator():
        if not verify(record):
            yield f"{record}: texten stämmer inte med sin kontrollsumma."


@integrity.check("handlingsplaner och årsrapporter som filer")
def files() -> Iterator[str]:
    rows = SealedPdf.objects.select_related("record__plan__group", "record__report__group")
    yield from integrity.file_drift((pdf.path, pdf.sha256, str(pdf.record)) for pdf in rows)
