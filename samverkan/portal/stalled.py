"""Notes that are out and that nobody, or not everybody, can adjust: what those who run the group have to mend."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from meetings.models import Meeting
from meetings.rules import gone_adjusters, without_chair
from samverkan.common.swedish import long_date
from samverkan.portal.todo import Todo


def stalled(groups: Iterable[int], *, on: date) -> list[Todo]:
    """Of the groups that the person runs: a named adjuster who has left, and notes without a chair to adjust them.

    Two queries however many there are.
    """
    keys = list(groups)
    if not keys:
        return []
    gone = gone_adjusters(on=on).filter(version__meeting__group__in=keys).order_by("version__sent_at", "person__name")
    rows = without_chair(on=on).filter(meeting__group__in=keys).select_related("meeting__group").order_by("sent_at")
    return [
        *(
            Todo(
                f"{row.person.name} har lämnat gruppen, välj en annan justerare",
                _about(row.version.meeting),
                f"Anteckningen skickades {long_date(row.version.sent_at)}.",
                reverse("meetings_admin:minutes-adjusters", args=[row.version.meeting_id]),
            )
            for row in gone
        ),
        *(
            Todo(
                "Registrera en ordförande som kan justera anteckningen",
                _about(row.meeting),
                f"Anteckningen skickades {long_date(row.sent_at)}.",
                reverse("meetings_admin:meeting", args=[row.meeting_id]),
            )
            for row in rows
        ),
    ]


def _about(meeting: Meeting) -> str:
    return f"{meeting.group.name}, {long_date(meeting.date)}"
