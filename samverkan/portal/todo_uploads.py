"""What uploaded notes wait for: to be looked through, and what did not come on the open site by itself."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from meetings.models import Meeting, MinutesVersion, Publication, StoredDocument
from meetings.states import MinutesState
from meetings.workflow.light_path import why_not_public
from meetings.workflow.uploading import is_uploaded
from samverkan.common.swedish import long_date
from samverkan.portal.todo import BACK, Todo


def uploaded(groups: Collection[int], *, run: Collection[int], on: date) -> list[Todo]:
    """What those who chair or run the groups have to do with notes that were uploaded, the oldest meeting first.

    ``run`` are the groups whose adjusted notes are listed otherwise; of those only what is not adjusted is told.
    """
    if not groups:
        return []
    files = StoredDocument.objects.filter(meeting=OuterRef("pk"), kind=StoredDocument.Kind.NOTE)
    rows = Meeting.objects.filter(Exists(files), group__in=groups, group__type__light_path=True, date__gte=on - BACK)
    return [*_to_publish(rows), *_not_published(rows.exclude(group__in=run))]


def _to_publish(rows: QuerySet[Meeting]) -> list[Todo]:
    """Files that were taken in and not said to be adjusted, the first time or in a correction."""
    adjusted = MinutesVersion.objects.filter(meeting=OuterRef("pk"), state=MinutesState.ADJUSTED)
    waiting = rows.filter(~Exists(adjusted) | ~Q(correction_open="")).select_related("group").order_by("date", "pk")
    return [
        _todo("Granska och publicera den uppladdade anteckningen", row, row.correction_reason or "Filen är inlagd.")
        for row in waiting
    ]


def _not_published(rows: QuerySet[Meeting]) -> list[Todo]:
    """Adjusted notes that stayed behind, with what keeps them."""
    open_ = rows.filter(correction_open="", group__shows_group=True, group__shows_minutes=True)
    published = Publication.objects.filter(version=OuterRef("pk"))
    later = MinutesVersion.objects.filter(
        meeting=OuterRef("meeting"), state=MinutesState.ADJUSTED, number__gt=OuterRef("number")
    )
    left = MinutesVersion.objects.filter(
        ~Exists(published), ~Exists(later), meeting__in=open_, state=MinutesState.ADJUSTED
    )
    versions = left.select_related("meeting__group__type").order_by("meeting__date", "pk")
    return [
        _todo("Publicera den uppladdade anteckningen", version.meeting, hindrance)
        for version in versions
        if is_uploaded(version) and (hindrance := why_not_public(version))
    ]


def _todo(label: str, meeting: Meeting, why: str) -> Todo:
    about = f"{meeting.group.name}, {long_date(meeting.date)}"
    return Todo(label, about, why, reverse("meetings_admin:uploaded-note", args=[meeting.pk]))
