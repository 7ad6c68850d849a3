"""How the organisations of a group have been represented at a year's meetings; told inside only (R11)."""

from dataclasses import dataclass

from groups.models import Group, Membership
from meetings.calendars.invitations import GATHERINGS
from meetings.kinds import Capacity, Presence
from meetings.models import Attendance, Meeting
from meetings.states import MeetingState

#: Those who run the meetings and those who are invited represent nobody.
SITTING = (Capacity.CHAIR, Capacity.VICE_CHAIR, Capacity.MEMBER, Capacity.SUBSTITUTE, Capacity.ADJUNCT)


@dataclass(slots=True)
class Represented:
    """An organisation: how many places at the table it was listed for in the year, and how many were taken."""

    organisation: str
    listed: int = 0
    present: int = 0


def attendance_of(group: Group, year: int) -> list[Represented]:
    """The organisations by name, over the held meetings of the year; three queries."""
    meetings = Meeting.objects.of_groups([group]).filter(
        date__year=year, state=MeetingState.HELD, kind__in=GATHERINGS
    )  # fmt: skip
    people = Membership.objects.filter(group=group).values("person")
    rows = Attendance.objects.filter(meeting__in=meetings.values("pk"), person__in=people, capacity__in=SITTING)
    found: dict[str, Represented] = {}
    for row in rows.select_related("organisation"):
        name = row.organisation_shown or "Utan organisation"
        line = found.setdefault(name, Represented(name))
        line.listed += 1
        line.present += row.state == Presence.PRESENT
    return sorted(found.values(), key=lambda line: line.organisation)
