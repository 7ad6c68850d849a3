"""Files of mandates: rendered once, by the worker, and stored under their checksum."""

import json
from datetime import datetime

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from groups.mandates.reading import Document, document_of
from groups.models import Mandate, MandatePdf, MandateRecord
from samverkan.common import outbox, pdf
from samverkan.common.canonical import Json
from samverkan.common.models import OutboxMessage


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
    return MandatePdf.store(record, rendered, name=_name(content))


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


def _name(content: Json) -> str:
    owner = next((group for group in content["groups"] if group["shown"]), content["groups"][0])
    return f"{owner['slug']}-uppdrag-{content['version']}.pdf"


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    title = f"{document['title']}, version {document['version']}"
    html = render_to_string("documents/mandate.html", {"doc": document, "title": title})
    return pdf.render(
        html, title=title, created=at, subject=document["state"], author=", ".join(document["groups"][:1])
    )
