"""What stands behind something that the secretariat registers: where it was said, and the file that shows it."""

from datetime import datetime

from django.core.files.storage import default_storage

from meetings import gate
from meetings.models import Meeting, StoredDocument
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import keep
from samverkan.common.uploads import Checked

LONGEST_SOURCE = 200


def refuse_source(source: str, *, example: str, beside: str) -> None:
    """Raises StepRefused for a source that is missing, too long, or says what everyone would read and must not: a
    personal number, an e-mail address, a telephone number.

    ``beside`` is the thing that the source is shown with, in its definite form: ``anteckningen``.
    """
    if not source.strip():
        raise StepRefused(f"Skriv var beskedet lämnades, till exempel: {example}.")
    if len(source.strip()) > LONGEST_SOURCE:
        raise StepRefused(f"Skriv källan kortare, högst {LONGEST_SOURCE} tecken.")
    shown = f"Källan visas öppet tillsammans med {beside}."
    if gate.number_in(source):
        raise StepRefused(f"{shown} Den innehåller något som ser ut som ett personnummer. Ta bort det.")
    if gate.contacts_in(source):
        raise StepRefused(f"{shown} Skriv den utan e-postadress och telefonnummer.")


def keep_evidence(meeting: Meeting, file: Checked | None, *, at: datetime) -> StoredDocument | None:
    """Keep the file that shows what was said: the bytes first, then the row, with the meeting locked.

    The same file for the same meeting is kept once.
    """
    return keep_file(meeting, file, kind=StoredDocument.Kind.EVIDENCE, at=at) if file else None


def keep_file(meeting: Meeting, file: Checked, *, kind: str, at: datetime) -> StoredDocument:
    """Keep an uploaded file of a meeting: the bytes first, then the row. The same file is kept once of each kind."""
    found = StoredDocument.objects.filter(meeting=meeting, kind=kind, source_sha256=file.sha256).first()
    if found and default_storage.exists(found.path):
        return found
    row = found or StoredDocument(
        meeting=meeting,
        kind=kind,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        source_sha256=file.sha256,
        stored_at=at,
    )
    keep(file.content, row.path)
    if not found:
        row.save()
    return row
