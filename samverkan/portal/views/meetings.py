"""The meetings: the list, one meeting before and after its note is published, and the note as a file."""

import logging
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from decisions.models import Decision
from meetings.agendas import public as agenda_files
from meetings.models import Meeting, Publication, ShortNote, StoredDocument
from meetings.public_matters import matters_by_number
from meetings.reading import document_of_publication, public_places
from meetings.redaction import public_place
from meetings.snapshot import keeper_of
from meetings.states import MeetingState
from samverkan.common.swedish import file_size, long_date
from samverkan.portal.afterwards import afterwards_of, with_afterwards
from samverkan.portal.filters import MEETING_PARAMETERS, MeetingFilter
from samverkan.portal.gone import gone_note
from samverkan.portal.matter_way import address_of
from samverkan.portal.pages import kept
from samverkan.portal.shell import MEETINGS, Trail, page, trail_of
from samverkan.portal.views.originals import original_of
from samverkan.portal.views.papers import link_papers

PER_PAGE = 25
FEW = 5
logger = logging.getLogger(__name__)


# /moten/


@kept(*MEETING_PARAMETERS)
def meetings(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    chosen = MeetingFilter(request.GET, _listed(Meeting.objects.published()))
    rows = chosen.qs
    coming, past = rows.upcoming(on=today), rows.past(on=today)
    only_coming = request.GET.get("tid") == "kommande"
    count = coming.count()
    shown = page_of(request, coming if only_coming else past)
    return page(
        request,
        "portal/meetings.html",
        section="meetings",
        trail=[("Möten", "")],
        status=200 if chosen.is_valid() else 400,
        filter=chosen,
        only_coming=only_coming,
        coming=coming[:FEW] if shown.number == 1 and not only_coming and count else [],
        coming_count=count,
        more_coming=count > FEW,
        shown=shown,
    )


def _listed(rows: Any) -> Any:
    return rows.select_related("group").with_notes()


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for; 404 when there is no such page."""
    try:
        return Paginator(rows, PER_PAGE).page(request.GET.get("sida", "1"))
    except InvalidPage as error:
        raise Http404 from error


# /moten/<group>/<day>/


@kept()
def meeting(request: HttpRequest, group: str, day: str) -> HttpResponse:
    """The published note if there is one, else the little that everyone may know of the meeting."""
    if publication := _publication(group, day):
        return note_page(request, publication, trail=trail_of(MEETINGS, *meeting_trail(publication.meeting)))
    found = known_meetings(group, day).first()
    if found is None:
        return moved_meeting(group, day, "meeting")
    trail = trail_of(MEETINGS, *meeting_trail(found))
    if was_published(found):
        return gone_note(request, found, section="meetings", trail=trail)
    return page(
        request,
        "portal/meeting.html",
        section="meetings",
        trail=trail,
        meeting=found,
        **_agenda(found),
        joint=found.joint_groups.filter(shows_group=True),
        short_note=short_note_of(found),
        place=public_places([found])[found.pk],
        neighbours=neighbours_of(found),
        is_past=found.date < timezone.localdate(),
    )


def _publication(group: str, day: str) -> Publication | None:
    notes = Publication.objects.published().filter(meeting__in=Meeting.objects.published().at(group, day))
    return with_afterwards(notes).first()


def known_meetings(group: str, day: str) -> QuerySet[Meeting]:
    """The meeting at an address, if everyone may know of it."""
    return Meeting.objects.published().at(group, day).select_related("group__area", "group__type")


def moved_meeting(group: str, day: str, page: str) -> HttpResponse:
    """To where a meeting that once had the address is now; 404 when none has had it."""
    found: Meeting | None = Meeting.objects.published().moved_from(group, day).select_related("group").first()
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(page, args=[found.group.slug, found.day_key]))


def short_note_of(meeting: Meeting) -> ShortNote | None:
    """What everyone may read of the meeting before its note is published, marked as not adjusted."""
    group = meeting.group
    if not (group.type.publishes_short_notes and group.shows_minutes) or meeting.state == MeetingState.CANCELLED:
        return None
    return ShortNote.objects.filter(meeting=meeting, closed_at=None).first()


def was_published(meeting: Meeting) -> bool:
    """Whether a note of the meeting has been for everyone and been closed."""
    return meeting.group.shows_minutes and meeting.publications.filter(closed_at__isnull=False).exists()


def meeting_trail(meeting: Meeting) -> Trail:
    """The way back to a meeting, below the list of them."""
    group = meeting.group
    return [(group.code, reverse("group", args=[group.slug])), (long_date(meeting.date), "")]


def note_page(
    request: HttpRequest, publication: Publication, *, trail: Trail, is_version: bool = False
) -> HttpResponse:
    """A published note from ``with_afterwards``; ``is_version`` at the address of one version of it."""
    found, doc = publication.meeting, document_of_publication(publication)
    _link_decisions(doc, publication)
    _link_matters(doc, publication)
    link_papers(doc, found, version=publication.version.number if publication.superseded_at else None)
    file, agenda_file = _files_of(publication)
    return page(
        request,
        "portal/minutes.html",
        section="meetings",
        trail=trail,
        doc=doc,
        place=public_place(doc["meeting"]["place"]),
        meeting=found,
        published_on=publication.published_at,
        file=file,
        file_size=file_size(file.size) if file else "",
        original=original_of(publication),
        agenda_file=agenda_file,
        agenda_size=file_size(agenda_file.size) if agenda_file else "",
        counts={part["state"]: len(part["people"]) for part in doc["attendance"]},
        neighbours=neighbours_of(found),
        is_version=is_version,
        **afterwards_of(publication, doc),
    )


def _link_decisions(doc: dict[str, Any], publication: Publication) -> None:
    """Give each outcome whose decision everyone may see the address of that decision, and how far it has come."""
    group = publication.meeting.group.slug
    rows = Decision.objects.published().filter(publication__meeting=publication.meeting_id).with_progress()
    known = {row.key: row for row in rows.only("year", "number", "needs_anchoring")}
    for item in doc["items"]:
        for outcome in item["outcomes"]:
            if row := known.get(outcome["key"]):
                outcome["url"] = reverse("decision", args=[group, row.key])
                if row.needs_anchoring and row.parties:
                    outcome["how_far"] = f"{row.done} av {row.parties} har genomfört"


def _link_matters(doc: dict[str, Any], publication: Publication) -> None:
    """Give each item that is about a matter the address of the whole way of that matter."""
    matters = matters_by_number(publication)
    for item in doc["items"]:
        if item["number"] in matters and not item.get("withheld"):
            item["way"] = address_of(matters[item["number"]])


def _agenda(meeting: Meeting) -> dict[str, Any]:
    """What everyone reads of the approved agenda: its items while the meeting is called, its file while it is shown.

    Nothing of what has been written since; an item that is withheld, or has been withheld or removed since, keeps its
    number alone, and where it can be asked for.
    """
    file = agenda_files.file_of(meeting)
    rows = agenda_files.rows_of(meeting) if meeting.state == MeetingState.CALLED else []
    return {
        "agenda": rows,
        "keeper": keeper_of(meeting).get("keeper", "") if any(not row.title for row in rows) else "",
        "agenda_file": file,
        "agenda_size": file_size(file.size) if file else "",
    }


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The meetings of the group before and after one."""

    before: Meeting | None
    after: Meeting | None


def neighbours_of(meeting: Meeting) -> Neighbours:
    """The nearest meetings that are not called off; one query."""
    others = Meeting.objects.published().filter(group=meeting.group_id).exclude(state=MeetingState.CANCELLED)
    same_day = Q(date=meeting.date)
    earlier = others.filter(Q(date__lt=meeting.date) | same_day & Q(sequence__lt=meeting.sequence))
    later = others.filter(Q(date__gt=meeting.date) | same_day & Q(sequence__gt=meeting.sequence))
    before = earlier.order_by("-date", "-sequence").values("pk")[:1]
    after = later.order_by("date", "sequence").values("pk")[:1]
    found = Meeting.objects.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after))).order_by("date", "sequence")
    place = (meeting.date, meeting.sequence)
    return Neighbours(
        before=next((other for other in found if (other.date, other.sequence) < place), None),
        after=next((other for other in found if (other.date, other.sequence) > place), None),
    )


# /moten/<group>/<day>/anteckning.pdf


@require_safe
def minutes_pdf(request: HttpRequest, group: str, day: str) -> HttpResponse:
    """The stored file of the published note, byte for byte; never rendered here."""
    publication = _publication(group, day)
    if publication is None:
        found = known_meetings(group, day).first()
        if found is None:
            return moved_meeting(group, day, "minutes-pdf")
        if was_published(found):
            return gone_note(request, found, section="meetings", trail=trail_of(MEETINGS, *meeting_trail(found)))
        raise Http404
    file = get_object_or_404(file_of(publication))
    response = get_conditional_response(request, etag=quote_etag(file.sha256))
    return response if isinstance(response, HttpResponse) else served(file, f"{group}-{day}-anteckning.pdf")


def file_of(publication: Publication) -> QuerySet[StoredDocument]:
    """The stored PDF of exactly what was published."""
    return StoredDocument.objects.filter(
        meeting=publication.meeting_id, kind=StoredDocument.Kind.PUBLIC, source_sha256=publication.sha256
    )


def _files_of(publication: Publication) -> tuple[StoredDocument | None, StoredDocument | None]:
    """The note's PDF and the agenda's, which says for itself whether it may be read today; one query."""
    kept = StoredDocument.objects.filter(meeting=publication.meeting_id)
    found = {
        row.kind: row
        for row in (kept.filter(kind=StoredDocument.Kind.AGENDA) | file_of(publication)).order_by("stored_at")
    }
    return found.get(StoredDocument.Kind.PUBLIC), found.get(StoredDocument.Kind.AGENDA)


def served(file: StoredDocument, name: str) -> HttpResponse:
    """A stored PDF as it is. 404 when the storage has lost it."""
    try:
        content = file.read()
    except FileNotFoundError as error:
        logger.error("The stored file %s is missing.", file.path)
        raise Http404 from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = quote_etag(file.sha256)
    return response
