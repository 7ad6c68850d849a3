"""What uploaded notes wait for: to be looked through, and what did not come on the open site by itself."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from meetings.models import Meeting, MinutesVersion, Publication, StoredDocument
from meetings.states import MinutesState
from meetings.workflow.light_path import left_behind
from meetings.workflow.uploading import is_uploaded
from samverkan.portal.todo.thing import BACK, Todo, about, address

TAKEN_IN, LEFT = "Filen är inlagd.", "Den blev inte publicerad av sig själv."


def to_upload(groups: Collection[int], *, run: Collection[int], on: date) -> list[Todo]:
    """What those who chair or run the groups, which have the light path, have to do with notes that were uploaded.

    ``run`` are the groups whose adjusted notes are listed otherwise; of those only what is not adjusted is told.
    """
    if not groups:
        return []
    files = StoredDocument.objects.filter(meeting=OuterRef("pk"), kind=StoredDocument.Kind.NOTE)
    rows = Meeting.objects.filter(Exists(files), group__in=groups, date__gte=on - BACK)
    others = set(groups) - set(run)
    return [*_to_publish(rows), *(_not_published(rows.filter(group__in=others)) if others else [])]


def _to_publish(rows: QuerySet[Meeting]) -> list[Todo]:
    """Files that were taken in and not said to be adjusted, the first time or in a correction."""
    adjusted = MinutesVersion.objects.filter(meeting=OuterRef("pk"), state=MinutesState.ADJUSTED)
    waiting = rows.filter(~Exists(adjusted) | ~Q(correction_open="")).select_related("group").order_by("date", "pk")
    return [
        _todo(
            "Granska och publicera den uppladdade anteckningen",
            row,
            row.correction_reason or "Filen är inlagd.",
            "Granska",
        )
        for row in waiting
    ]


def _not_published(meetings: QuerySet[Meeting]) -> list[Todo]:
    """Adjusted notes that stayed behind; their page says what keeps them."""
    open_ = meetings.filter(correction_open="", group__shows_group=True, group__shows_minutes=True)
    published = Publication.objects.filter(version=OuterRef("pk"))
    later = MinutesVersion.objects.filter(
        meeting=OuterRef("meeting"), state=MinutesState.ADJUSTED, number__gt=OuterRef("number")
    )
    left = MinutesVersion.objects.filter(
        ~Exists(published), ~Exists(later), meeting__in=open_, state=MinutesState.ADJUSTED
    )
    rows = left.select_related("meeting__group").order_by("meeting__date", "pk")
    versions = [version for version in rows if is_uploaded(version)]
    stuck = left_behind([version.pk for version in versions]) if versions else set()
    return [
        _todo(
            "Publicera den uppladdade anteckningen",
            version.meeting,
            LEFT,
            "Publicera",
        )
        for version in versions
        if version.pk in stuck
    ]


def _todo(label: str, meeting: Meeting, why: str, verb: str) -> Todo:
    return Todo(label=label, about=about(meeting), why=why, url=address("uploaded-note", meeting), verb=verb)
