"""The attendance lists of meetings to come follow their groups: a year that is planned stays right."""

from datetime import date

from meetings import workflow
from meetings.models import Meeting
from samverkan.common import daily


@daily.task("meetings.rosters")
def follow(on: date) -> None:
    """Who has joined a group is invited to its meetings after the day, who has left it to none."""
    daily.each(Meeting.objects.gathering(after=on), lambda meeting: workflow.follow_roster(meeting, by=None))
