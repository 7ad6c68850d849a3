"""The versions of a note that has been corrected, each at its own address, and what differs between them."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from meetings.comparison import changes_between
from meetings.models import Meeting, Publication
from samverkan.portal.afterwards import with_afterwards
from samverkan.portal.gone import gone_note
from samverkan.portal.pages import kept
from samverkan.portal.shell import MEETINGS, Trail, page, trail_of
from samverkan.portal.views.meetings import file_of, meeting_trail, note_page, served

# /moten/<group>/<day>/versioner/<number>/


@kept()
def version(request: HttpRequest, group: str, day: str, number: int) -> HttpResponse:
    """One version as it can be read, also when a later one stands."""
    publication = _readable(group, day, number)
    if publication is None:
        return _absent(request, group, day, number)
    return note_page(request, publication, trail=_trail(publication.meeting, number), is_version=True)


@require_safe
def version_pdf(request: HttpRequest, group: str, day: str, number: int) -> HttpResponse:
    """The stored file of one version, byte for byte."""
    publication = _readable(group, day, number)
    if publication is None:
        return _absent(request, group, day, number)
    file = get_object_or_404(file_of(publication))
    response = get_conditional_response(request, etag=quote_etag(file.sha256))
    if not isinstance(response, HttpResponse):
        response = served(file, f"{group}-{day}-anteckning-version-{number}.pdf")
    response["X-Robots-Tag"] = "noindex"
    return response


@kept()
def difference(request: HttpRequest, group: str, day: str, number: int) -> HttpResponse:
    """What a correction changed, in words; both versions as everyone may read them."""
    publication = _readable(group, day, number)
    if publication is None:
        return _absent(request, group, day, number)
    variant = json.loads(publication.content)
    made = variant["seal"].get("correction")
    if made is None:
        raise Http404
    before = _readable(group, day, made["version"])
    if before is None:
        return _absent(request, group, day, made["version"])
    parts = changes_between(json.loads(before.content), variant)
    changes = [change for part in parts for change in part.changes]
    return page(
        request,
        "portal/minutes_diff.html",
        section="meetings",
        trail=_trail(publication.meeting, number, ("Skillnad", "")),
        meeting=publication.meeting,
        number=number,
        before=made["version"],
        reason=made["reason"],
        parts=parts,
        counts={kind: sum(change.kind == kind for change in changes) for kind in ("inserted", "deleted", "changed")},
        is_standing=publication.superseded_at is None,
    )


def _readable(group: str, day: str, number: int) -> Publication | None:
    meetings = Meeting.objects.published().at(group, day)
    rows = Publication.objects.readable().filter(meeting__in=meetings, version__number=number)
    return with_afterwards(rows).first()


def _absent(request: HttpRequest, group: str, day: str, number: int) -> HttpResponse:
    """410 for a version that everyone could once read, 404 for any other."""
    meetings = Meeting.objects.published().at(group, day).filter(group__shows_minutes=True)
    found = get_object_or_404(meetings.select_related("group__area"))
    if not found.publications.filter(version__number=number, closed_at__isnull=False).exists():
        raise Http404
    return gone_note(request, found, section="meetings", trail=trail_of(MEETINGS, *meeting_trail(found)))


def _trail(meeting: Meeting, number: int, *more: tuple[str, str]) -> Trail:
    group, (name, _) = meeting.group, meeting_trail(meeting)[-1]
    address = [group.slug, meeting.day_key]
    here = reverse("minutes-version", args=[*address, number]) if more else ""
    return trail_of(
        MEETINGS,
        (group.code, reverse("group", args=[group.slug])),
        (name, reverse("meeting", args=address)),
        (f"Version {number}", here),
        *more,
    )
