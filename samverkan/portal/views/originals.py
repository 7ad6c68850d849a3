"""The file that a note was uploaded as, where a group publishes finished notes."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from meetings.models import Meeting, Publication, StoredDocument
from samverkan.common import uploads
from samverkan.common.swedish import file_size
from samverkan.portal.gone import gone_file


@dataclass(frozen=True, slots=True)
class Original:
    """An uploaded note as everyone may download it."""

    document: StoredDocument
    #: The version that it is read with, when a later one stands.
    version: int | None = None

    @property
    def word(self) -> str:
        """``PDF`` or ``Word``."""
        return "PDF" if self.media_type == "application/pdf" else "Word"

    @property
    def media_type(self) -> str:
        return self.document.media_type

    @property
    def pages(self) -> int | None:
        return self.document.pages

    @property
    def size(self) -> str:
        return file_size(self.document.size)


def original_of(publication: Publication) -> Original | None:
    """The file that the public variant names; None for a note that was written here, or has been redacted."""
    described = json.loads(publication.content).get("file")
    if not described or publication.redaction_id:
        return None
    kept = StoredDocument.objects.filter(meeting=publication.meeting_id, kind=StoredDocument.Kind.NOTE)
    document = kept.filter(sha256=described["sha256"]).first()
    if document is None:
        return None
    return Original(document, publication.version.number if publication.superseded_at else None)


def _gone(request: HttpRequest, group: str, day: str) -> HttpResponse:
    """410 where an uploaded note has been published and is no longer; 404 where none has been."""
    known = Meeting.objects.published().at(group, day).filter(group__shows_minutes=True).select_related("group")
    meeting = known.filter(documents__kind=StoredDocument.Kind.NOTE, publications__closed_at__isnull=False).first()
    if meeting is None:
        raise Http404
    return gone_file(request, meeting)


def asked_for(request: HttpRequest) -> Any:
    """The variants to look in: those of the version in ``?version=``, else those that stand."""
    number = request.GET.get("version", "")
    if not number:
        return Publication.objects.published()
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        return Publication.objects.none()
    return Publication.objects.readable().filter(version__number=int(number))


# /moten/<group>/<day>/original/


@require_safe
def original(request: HttpRequest, group: str, day: str) -> HttpResponse:
    """The file of the published note, byte for byte; with ``?version=`` that of a version that can be read."""
    notes = asked_for(request).filter(meeting__in=Meeting.objects.published().at(group, day))
    publication: Publication | None = notes.select_related("version").first()
    found = original_of(publication) if publication else None
    if found is None:
        return _gone(request, group, day)
    document = found.document
    response = get_conditional_response(request, etag=quote_etag(document.sha256))
    if isinstance(response, HttpResponse):
        return response
    try:
        return uploads.served(document.path, name=document.name, media_type=document.media_type, sha256=document.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
