"""Files of meetings: rendered once, by the worker, and stored under their checksum."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.agendas import public
from meetings.agendas.documents import public_agenda_pdf
from meetings.models import Meeting, MinutesVersion, Redaction, StoredDocument
from meetings.reading import Document, document_of_draft, document_of_variant, document_of_version, variant_of
from meetings.workflow.redactions import adjusted_versions, republish
from samverkan.common import canonical, outbox, pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.stored import keep
from samverkan.common.swedish import long_date

PDF = "application/pdf"


@outbox.handles("meetings.render")
def render_version(message: OutboxMessage) -> None:
    """Render and store the PDF of an adjusted record and that of the variant that publishing it makes."""
    version = MinutesVersion.objects.select_related("meeting__group").get(pk=message.payload["version"])
    render_stored(version)


@outbox.handles("meetings.republish")
def render_redacted(message: OutboxMessage) -> None:
    """Draw every adjusted version anew, without what a redaction takes out, and publish what it closed.

    A correction that is adjusted and not published yet is drawn too, so that it can be.
    """
    redaction = Redaction.objects.select_related("meeting", "made_by").get(pk=message.payload["redaction"])
    for version in adjusted_versions(redaction.meeting):
        render_stored(version)
    republish(redaction)
    store_public_agenda(redaction.meeting)


@outbox.handles("meetings.agenda")
def render_agenda(message: OutboxMessage) -> None:
    """Render and store the agenda that everyone may read of a called meeting."""
    store_public_agenda(Meeting.objects.select_related("group").get(pk=message.payload["meeting"]))


def store_public_agenda(meeting: Meeting) -> StoredDocument | None:
    """Store the public agenda as it may be read now; one that exists is left as it is. None when there is none."""
    basis = public.basis_of(meeting)
    variant = public.variant_of(basis, meeting) if basis else None
    if basis is None or variant is None:
        return None
    if kept := public.file_of(meeting):
        return kept
    rendered = public_agenda_pdf(variant, sha256=canonical.sha256(canonical.dumps(variant)))
    return store(
        rendered.content, meeting=meeting, kind=StoredDocument.Kind.AGENDA, media_type=PDF, pages=rendered.pages,
        name=f"{meeting.group.slug}-{meeting.day_key}-agenda.pdf", source_sha256=basis.sha256,
    )  # fmt: skip


def render_stored(version: MinutesVersion) -> None:
    """Store both PDFs of an adjusted version; those that exist are left as they are."""
    variant = variant_of(version)
    checksum = canonical.sha256(canonical.dumps(variant))
    wanted = [
        (StoredDocument.Kind.RECORD, version.sha256, document_of_version(version)),
        (StoredDocument.Kind.PUBLIC, checksum, document_of_variant(variant, sha256=checksum)),
    ]
    for kind, source_sha256, document in wanted:
        known = StoredDocument.objects.filter(meeting=version.meeting, kind=kind, source_sha256=source_sha256)
        if not known.exists():
            rendered = _render(document, at=version.adjusted_at or version.sent_at)
            name = f"{version.meeting.group.slug}-{version.meeting.day_key}-anteckning.pdf"
            store(
                rendered.content, meeting=version.meeting, version=version, kind=kind, name=name,
                media_type=PDF, pages=rendered.pages, source_sha256=source_sha256,
            )  # fmt: skip


def draft_pdf(meeting: Meeting, *, at: datetime | None = None) -> pdf.Pdf:
    """The working text as a PDF that says on every page that it is a draft. Never stored."""
    return _render(document_of_draft(meeting), at=at or timezone.now())


def out_pdf(version: MinutesVersion) -> pdf.Pdf:
    """A version that is out for adjustment as a PDF that says on every page that it is a draft. Never stored."""
    return _render(document_of_version(version), at=version.sent_at)


def store(
    content: bytes,
    *,
    meeting: Meeting,
    kind: str,
    name: str,
    media_type: str,
    source_sha256: str,
    version: MinutesVersion | None = None,
    pages: int | None = None,
) -> StoredDocument:
    """Keep a file: the bytes first, then the row, so that a row never lacks its file.

    Storing the same text of the same kind again gives the row that is there.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        found = StoredDocument.objects.filter(meeting=meeting, kind=kind, source_sha256=source_sha256).first()
        if found:
            return found
        document = StoredDocument(
            meeting=meeting,
            version=version,
            kind=kind,
            name=name,
            media_type=media_type,
            size=len(content),
            pages=pages,
            sha256=sha256,
            source_sha256=source_sha256,
            stored_at=timezone.now(),
        )
        keep(content, document.path)
        document.save()
    return document


def _render(document: Document, *, at: datetime) -> pdf.Pdf:
    group, meeting = document["group"], document["meeting"]
    title = f"{group['minutes_word']} {group['name']} {long_date(meeting['date'])}"
    html = render_to_string("documents/minutes.html", {"doc": document, "title": title})
    return pdf.render(html, title=title, created=at, subject=document["state"], author=group["name"])
