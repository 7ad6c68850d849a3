"""The attendance lists of meetings to come follow their groups: a year that is planned stays right."""

from datetime import date

from meetings import workflow
from meetings.calendars.invitations import COMING, GATHERINGS
from meetings.models import Meeting
from samverkan.common import daily


@daily.task("meetings.rosters")
def follow(on: date) -> None:
    """Who has joined a group is invited to its meetings after the day, who has left it to none."""
    meetings = Meeting.objects.filter(date__gt=on, state__in=COMING, kind__in=GATHERINGS)
    for meeting in meetings.order_by("date", "pk"):
        workflow.follow_roster(meeting, by=None)
