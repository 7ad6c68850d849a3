"""Files of mandates: rendered once, by the worker, and stored under their checksum."""

import hashlib
import json
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from groups.mandates.reading import Document, document_of
from groups.models import Mandate, MandatePdf, MandateRecord
from samverkan.common import outbox, pdf
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage
from samverkan.common.stored import keep


@outbox.handles("groups.render_mandate")
def render_mandate(message: OutboxMessage) -> None:
    """Render and store the PDF of an adopted mandate."""
    render_stored(MandateRecord.objects.select_related("mandate").get(pk=message.payload["record"]))


def render_stored(record: MandateRecord) -> MandatePdf:
    """The stored PDF of an adopted mandate, rendered if there is none yet.

    It names the groups that everyone might know of when the mandate was adopted; of a mandate for internal
    groups only, which nobody else reads, it names them all.
    """
    if found := MandatePdf.objects.filter(record=record).first():
        return found
    content = json.loads(record.content)
    seen = groups_shown(content) if is_for_everyone(content) else None
    rendered = _render(document_of(record.mandate, seen=seen), at=record.sealed_at)
    return _store(record, rendered)


def render_waiting() -> int:
    """Render the PDF of every adopted mandate that has none; the number rendered."""
    waiting = MandateRecord.objects.filter(pdf=None).select_related("mandate")
    return len([render_stored(record) for record in waiting])


def is_for_everyone(content: Json) -> bool:
    """Whether the stored PDF of a record was made for everyone: one of its groups was shown then."""
    return any(group["shown"] for group in content["groups"])


def groups_shown(content: Json) -> set[int]:
    """The keys of the groups in a record that everyone might know of when it was sealed."""
    named = [*content["groups"], content["commissioner_group"], content["decided_by_group"]]
    named += [row["decided_by_group"] for row in content["earlier"]]
    return {group["id"] for group in named if group and group["shown"]}


def draft_pdf(mandate: Mandate, *, at: datetime | None = None) -> pdf.Pdf:
    """A draft as a PDF that says on every page that it is one. Never stored."""
    return _render(document_of(mandate, seen=None), at=at or timezone.now())


def read(row: MandatePdf) -> bytes:
    """The bytes of a stored PDF. Raises FileNotFoundError when they are not in the storage."""
    with default_storage.open(row.path) as file:
        content: bytes = file.read()
    return content


def _store(record: MandateRecord, rendered: pdf.Pdf) -> MandatePdf:
    """Keep the file: the bytes first, then the row, so that a row never lacks its file."""
    sha256 = hashlib.sha256(rendered.content).hexdigest()
    content = json.loads(record.content)
    owner = next((group for group in content["groups"] if group["shown"]), content["groups"][0])
    with transaction.atomic():
        Mandate.objects.select_for_update().get(pk=record.mandate_id)
        if found := MandatePdf.objects.filter(record=record).first():
            return found
        name = f"{owner['slug']}-uppdrag-{content['version']}.pdf"
        row = MandatePdf(
            record=record, name=name, size=rendered.size, pages=rendered.pages, sha256=sha256, stored_at=timezone.now()
        )
        keep(rendered.content, row.path)
        row.save()
    return row


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    title = f"{document['title']}, version {document['version']}"
    html = render_to_string("documents/mandate.html", {"doc": document, "title": title})
    return pdf.render(
        html, title=title, created=at, subject=document["state"], author=", ".join(document["groups"][:1])
    )
