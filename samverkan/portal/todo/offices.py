"""What waits because of an office: the registrar's diary, and the decisions that a chair takes alone."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from groups.models import Group, User
from groups.roles import Role
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.states import MeetingState, MinutesState
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Todo, about, address


def to_register(user: User, *, on: date) -> list[Todo]:
    """The adjusted notes of the registrar's areas that nobody has given a number in the diary; one row for them all."""
    areas = user.area_roles.on(on).filter(role=Role.REGISTRAR).values("area")
    publications = Publication.objects.filter(version=OuterRef("pk"))
    closed = Exists(publications.filter(closed_at__isnull=False)) & ~Exists(publications.filter(closed_at=None))
    rows = MinutesVersion.objects.filter(
        state=MinutesState.ADJUSTED, registration=None, meeting__group__in=Group.objects.filter(area__in=areas)
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
            url=reverse("meetings_admin:diary"),
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


def to_decide(groups: Iterable[int]) -> list[Todo]:
    """Decisions for the chair of the groups that are written and not laid before the chair, the oldest first."""
    latest = MinutesVersion.objects.filter(meeting=OuterRef("pk"))
    laid = latest.filter(state__in=[MinutesState.OUT, MinutesState.ADJUSTED])
    rows = Meeting.objects.filter(
        ~Exists(laid), kind=Meeting.Kind.CHAIR, state=MeetingState.HELD, group__in=list(groups)
    )
    drafts = rows.annotate(came_back=Exists(latest)).select_related("group").order_by("date", "pk")
    return [
        Todo(
            label="Skriv klart förslaget till ordförandebeslut",
            about=about(row),
            why="Det kom tillbaka." if row.came_back else "Det är inte lagt fram för ordföranden än.",
            url=address("chair-decision", row),
            verb="Till förslaget",
        )
        for row in drafts
    ]
