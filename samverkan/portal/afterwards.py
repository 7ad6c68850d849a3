"""What has happened to a note since it was adjusted: corrected, replaced, approved, registered."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast
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
    others = Publication.objects.readable().filter(meeting=OuterRef("meeting")).order_by()
    number = Cast("version__number", CharField())
    numbers = others.values("meeting").annotate(all=StringAgg(number, delimiter=Value(","))).values("all")
    return rows.defer("version__content", "version__seal").annotate(
        approved_on=Subquery(later.values("date")[:1]),
        readable=Subquery(numbers),
        standing=Subquery(others.filter(superseded_at=None).values("version__number")[:1]),
    )


def afterwards_of(publication: Publication, doc: Document) -> dict[str, Any]:
    """The context of a note's page, from a row of ``with_afterwards``; no query."""
    row: Any = publication
    address = [row.meeting.group.slug, row.meeting.day_key]
    has_others = bool(doc["correction"] or row.superseded_at)
    others = _numbers(row) if has_others else set()
    before = doc["correction"]["version"] if doc["correction"] else None
    is_approved = any(said["at_meeting"] for said in doc["adjusted"])
    return {
        "registration": getattr(row.version, "registration", None),
        "approved_on": None if is_approved else row.approved_on,
        "late_approval": None if row.approved_on else getattr(row.meeting, "late_approval", None),
        "is_replaced": row.superseded_at is not None,
        "replaced_on": row.superseded_at,
        "standing": row.standing if has_others else None,
        "before": before if before in others else None,
        "versions": sorted(others - {row.version.number}),
        "pdf_url": _pdf(row, address),
    }


def _numbers(publication: Any) -> set[int]:
    """The numbers of the versions that can be read."""
    return {int(number) for number in (publication.readable or "").split(",") if number}


def _pdf(publication: Publication, address: list[str]) -> str:
    if publication.superseded_at:
        return reverse("minutes-version-pdf", args=[*address, publication.version.number])
    return reverse("minutes-pdf", args=address)
