"""What has happened to a note since it was adjusted: corrected, replaced, approved, registered."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from meetings.models import Meeting, Publication
from meetings.reading import Document
from meetings.states import MeetingState


def with_afterwards(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """The publications with what ``afterwards_of`` reads, without the texts of their records."""
    later = Meeting.objects.filter(approves=OuterRef("meeting"), state=MeetingState.HELD).order_by("date", "sequence")
    rows = publications.select_related(
        "meeting__group", "version__registration", "meeting__late_approval__person",
        "meeting__late_approval__registered_by__person",
    )  # fmt: skip
    return rows.defer("version__content", "version__seal").annotate(approved_on=Subquery(later.values("date")[:1]))


def afterwards_of(publication: Publication, doc: Document) -> dict[str, Any]:
    """The context of a note's page. One query more for a note that has been corrected."""
    row: Any = publication
    address = [row.meeting.group.slug, row.meeting.day_key]
    has_others = bool(doc["correction"] or row.superseded_at)
    others = _numbers(row.meeting) if has_others else {}
    number = row.version.number
    before = doc["correction"]["version"] if doc["correction"] else None
    is_approved = any(said["at_meeting"] for said in doc["adjusted"])
    return {
        "registration": getattr(row.version, "registration", None),
        "approved_on": None if is_approved else row.approved_on,
        "late_approval": None if row.approved_on else getattr(row.meeting, "late_approval", None),
        "is_replaced": row.superseded_at is not None,
        "replaced_on": row.superseded_at,
        "standing": next((other for other, superseded in others.items() if superseded is None), None),
        "before": before if before in others else None,
        "versions": sorted(other for other in others if other != number),
        "pdf_url": _pdf(row, address),
    }


def _numbers(meeting: Meeting) -> dict[int, Any]:
    """The versions that can be read: number → since when another stands in its place."""
    rows = Publication.objects.readable().filter(meeting=meeting)
    return dict(rows.values_list("version__number", "superseded_at"))


def _pdf(publication: Publication, address: list[str]) -> str:
    if publication.superseded_at:
        return reverse("minutes-version-pdf", args=[*address, publication.version.number])
    return reverse("minutes-pdf", args=address)
