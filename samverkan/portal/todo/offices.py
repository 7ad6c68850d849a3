"""What waits because of an office: the registrar's diary, and the decisions that a chair takes alone."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Exists, Min, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from decisions.models import AnnualReport
from meetings.admin.progress import Stage, latest_minutes, stage_of
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.states import MinutesState
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo, about, address

#: A decision for the chair that is written and not before the chair.
_UNLAID = {Stage.HELD, Stage.RETURNED, Stage.TAKEN_BACK}


def to_register(areas: Collection[int]) -> list[Todo]:
    """The adjusted notes of the registrar's areas that nobody has given a number in the diary; one row for them all."""
    if not areas:
        return []
    publications = Publication.objects.filter(version=OuterRef("pk"))
    closed = Exists(publications.filter(closed_at__isnull=False)) & ~Exists(publications.filter(closed_at=None))
    rows = MinutesVersion.objects.filter(
        state=MinutesState.ADJUSTED, registration=None, meeting__group__area__in=areas
    ).annotate(is_withdrawn=closed)
    found = list(rows.order_by("adjusted_at").values_list("adjusted_at", "corrects", "is_withdrawn"))
    if not found:
        return []
    corrected, withdrawn = sum(1 for row in found if row[1]), sum(1 for row in found if row[2])
    oldest = timezone.localdate(found[0][0])
    return [
        Todo(
            label="Diarieför justerade anteckningar",
            about=_count(len(found), "anteckning väntar", "anteckningar väntar"),
            why=f"Den äldsta justerades {long_date(oldest)}. {_among(corrected, withdrawn)}".strip(),
            url=reverse("diary"),
            verb="Till diariet",
            is_urgent=False,
        )
    ]


def reports_to_register(areas: Collection[int]) -> list[Todo]:
    """The approved reports of the registrar's areas that nobody has given a number; one row for them all, one query."""
    if not areas:
        return []
    rows = AnnualReport.objects.settled().filter(registration=None, group__area__in=areas)
    found = rows.aggregate(count=Count("pk"), oldest=Min(Coalesce("approved_at", "published_at")))
    if not found["count"]:
        return []
    since = f"Den äldsta blev klar {long_date(timezone.localdate(found['oldest']))}." if found["oldest"] else ""
    return [
        Todo(
            label="Diarieför godkända årsrapporter",
            about=_count(found["count"], "årsrapport väntar", "årsrapporter väntar"),
            why=since,
            url=f"{reverse('diary')}?slag=rapporter",
            verb="Till diariet",
            is_urgent=False,
        )
    ]


def _among(corrected: int, withdrawn: int) -> str:
    parts = [_count(corrected, "rättelse", "rättelser")] if corrected else []
    parts += [_count(withdrawn, "avpublicerad", "avpublicerade")] if withdrawn else []
    return f"Bland dem {' och '.join(parts)}." if parts else ""


def _count(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def to_decide(meetings: Iterable[Meeting]) -> list[Todo]:
    """Decisions for the chair that are written and not laid before the chair, of meetings from ``with_progress``."""
    return [_draft(row) for row in meetings if row.kind == Meeting.Kind.CHAIR and stage_of(row) in _UNLAID]


def _draft(row: Meeting) -> Todo:
    came_back = latest_minutes(row) is not None
    return Todo(
        label="Skriv klart förslaget till ordförandebeslut",
        about=about(row),
        why="Det kom tillbaka." if came_back else "Det är inte lagt fram för ordföranden än.",
        url=address("chair-decision", row),
        verb="Till förslaget",
    )
