"""The papers of a published note: exactly the files that were published with it."""

import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from meetings.models import Meeting, Publication, StoredDocument
from meetings.papers import entries_of, is_redacted
from samverkan.common import uploads
from samverkan.common.canonical import Json
from samverkan.portal.gone import gone_file
from samverkan.portal.views.originals import asked_for

logger = logging.getLogger(__name__)


# /moten/<group>/<day>/bilagor/<number>/


@require_safe
def paper(request: HttpRequest, group: str, day: str, number: int) -> HttpResponse:
    """The file that a public variant names by number and checksum, as long as that version of the note can be read.

    Of a paper that a correction has changed or removed ``?version=`` asks for the file of that version; without it
    the newest version that names the paper answers. 410 for one that was public; 404 for anything else.
    """
    known = Meeting.objects.published().select_related("group")
    meeting: Meeting | None = known.at(group, day).first()
    if meeting is None:
        now = get_object_or_404(known.moved_from(group, day))
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        at = reverse("meeting-paper", args=[now.group.slug, now.day_key, number])
        return HttpResponsePermanentRedirect(at + asked)
    said = _named(_versions(request).filter(meeting=meeting), number)
    is_closed = meeting.attachments.filter(number=number, is_public=False).exists() or is_redacted(meeting, number)
    if said is None or is_closed:
        return _not_here(request, meeting, number)
    rows = StoredDocument.objects.filter(meeting=meeting, kind=StoredDocument.Kind.PAPER, sha256=said["sha256"])
    document = rows.first()
    if document is None:
        raise Http404
    unchanged = get_conditional_response(request, etag=quote_etag(document.sha256))
    if isinstance(unchanged, HttpResponse):
        return unchanged
    try:
        return uploads.served(document.path, name=said["name"], media_type=document.media_type, sha256=document.sha256)
    except FileNotFoundError as error:
        logger.error("The stored file %s is missing.", document.path)
        raise Http404 from error


def _versions(request: HttpRequest) -> Any:
    return asked_for(request) if "version" in request.GET else Publication.objects.readable()


def link_papers(doc: dict[str, Any], meeting: Meeting, *, version: int | None = None) -> None:
    """Give each paper of a published note that has a file its address; of a version that no longer stands its own."""
    asked = f"?version={version}" if version else ""
    for papers in (doc["papers"], *(item.get("papers", []) for item in doc["items"])):
        for said in papers:
            if "number" in said:
                at = reverse("meeting-paper", args=[meeting.group.slug, meeting.day_key, said["number"]])
                said["url"] = at + asked


def _named(publications: Any, number: int) -> Json | None:
    """What the newest variant that names the paper says of it."""
    for publication in publications.order_by("-version__number", "-published_at"):
        for said in entries_of(json.loads(publication.content)):
            if said["number"] == number:
                return said
    return None


def _not_here(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    closed = meeting.publications.filter(closed_at__isnull=False)
    if not meeting.group.shows_minutes or _named(closed, number) is None:
        raise Http404
    return gone_file(request, meeting)
