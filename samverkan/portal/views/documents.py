"""The governing documents: the register with its filter, one document with its versions, and its file."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.models import Decision
from groups.document_standing import DocumentStanding, awaits_review, in_words
from groups.models import GoverningDocument
from samverkan.common.stored import handed_out
from samverkan.common.swedish import file_size
from samverkan.portal.document_filters import DOCUMENT_PARAMETERS, DocumentFilter
from samverkan.portal.filters import REFERENCE
from samverkan.portal.pages import kept
from samverkan.portal.shell import DOCUMENTS, page, trail_of
from samverkan.portal.views.meetings import page_of

MAX_VERSIONS = 20
WORDS = {
    "application/pdf": "PDF",
    "image/png": "Bild",
    "image/jpeg": "Bild",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
}
_OFFICE = {"wordprocessingml": "Word", "spreadsheetml": "Excel", "presentationml": "PowerPoint"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with the words that a reader needs about it on a day."""

    document: GoverningDocument
    standing: str
    awaits_review: bool

    @classmethod
    def on(cls, day: date, document: GoverningDocument) -> Self:
        return cls(document, in_words(document, on=day), awaits_review(document, on=day))

    @property
    def is_to_come(self) -> bool:
        """Whether the standing says the first day already."""
        return self.standing.startswith(DocumentStanding.COMING.label)

    @property
    def file(self) -> str:
        """``PDF, 240 kB``, empty without a file."""
        document = self.document
        if not document.file_sha256:
            return ""
        office = next((word for part, word in _OFFICE.items() if part in document.file_type), "Fil")
        return f"{WORDS.get(document.file_type, office)}, {file_size(document.file_size)}"

    @property
    def host(self) -> str:
        """Where the link leads: ``vardsamverkan.se``, empty without one."""
        host = urlsplit(self.document.link).hostname or ""
        return host.removeprefix("www.")


# /dokument/


@kept(*DOCUMENT_PARAMETERS)
def documents(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    chosen = DocumentFilter(request.GET, GoverningDocument.objects.published().listed(on=today))
    shown = page_of(request, chosen.qs)
    return page(
        request,
        "portal/documents.html",
        section="documents",
        trail=[("Dokument", "")],
        status=200 if chosen.is_valid() else 400,
        filter=chosen,
        shown=shown,
        rows=[Shown.on(today, document) for document in shown],
    )


# /dokument/<slug>/


@kept()
def document(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    rows = GoverningDocument.objects.published().with_standing(on=today)
    found = get_object_or_404(rows.select_related("group__area"), slug=slug)
    later = _versions(found.pk, "replaces", rows)
    return page(
        request,
        "portal/document.html",
        section="documents",
        trail=trail_of(DOCUMENTS, (found.title, "")),
        document=found,
        group=found.group,
        shown=Shown.on(today, found),
        decision=_decision(found.decision_reference),
        earlier=[Shown.on(today, version) for version in _versions(found.pk, "successors", rows)],
        next=later[0] if later else None,
        later=[Shown.on(today, version) for version in reversed(later)],
    )


def _versions(key: int, tie: str, rows: Any) -> list[GoverningDocument]:
    """The documents that follow one another from this one, the nearest first: a query for each.

    ``tie`` is how the next one names this: it has it among its ``successors``, or it ``replaces`` it.
    """
    found: list[GoverningDocument] = []
    while len(found) < MAX_VERSIONS:
        version = rows.filter(**{tie: key}).order_by("pk").first()
        if version is None or version in found:
            break
        found.append(version)
        key = version.pk
    return found


def _decision(reference: str) -> Decision | None:
    """The published decision with the number, if there is one."""
    number = REFERENCE.fullmatch(reference.strip())
    if number is None or not number["code"]:
        return None
    decisions = Decision.objects.published().filter(group__code__iexact=number["code"]).select_related("group")
    decision: Decision | None = decisions.filter(year=int(number["year"]), number=int(number["number"])).first()
    return decision


# /dokument/<slug>/fil/


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The stored file, byte for byte, with headers that let nothing in it run as part of the site."""
    rows = GoverningDocument.objects.published().exclude(file_sha256="")
    found = get_object_or_404(rows, slug=slug)
    return handed_out(
        request, found.path, name=found.file_name, media_type=found.file_type, sha256=found.file_sha256
    )  # fmt: skip
