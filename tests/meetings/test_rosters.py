"""Meetings that are planned long before: their lists follow who joins the group and who leaves it."""

from datetime import date
from typing import Any

import pytest

from groups.models import Membership
from meetings import workflow
from meetings.models import Attendance, Meeting
from meetings.reminders import rosters
from tests.factories import Cast, make_member, make_user
from tests.meetings.calendars import delivered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def planned(cast: Cast, **fields: Any) -> Meeting:
    meeting = workflow.plan_meeting(Meeting(group=cast.group, date=date(2027, 2, 11), **fields), by=cast.eva)
    delivered()
    return meeting


def names(meeting: Meeting) -> set[str]:
    return set(meeting.attendance.values_list("person__name", flat=True))


def test_who_joins_is_invited_and_who_leaves_gets_a_cancellation(cast: Cast) -> None:
    meeting = planned(cast)
    make_member(make_user("vera").person, cast.group, starts=date(2026, 11, 22))
    Membership.objects.filter(person=cast.sara.person).update(ends=date(2027, 1, 1))
    rosters.follow(TODAY)
    assert names(meeting) == {"Eva Exempel", "Olle Exempel", "Vera Exempel"}
    assert [(one.to, one.method) for one in delivered()] == [
        ("sara@example.se", "CANCEL"),
        ("vera@example.se", "REQUEST"),
    ]
    assert Meeting.objects.get().revision == 2


def test_a_second_run_the_same_day_does_nothing(cast: Cast) -> None:
    planned(cast)
    make_member(make_user("vera").person, cast.group)
    rosters.follow(TODAY)
    delivered()
    rosters.follow(TODAY)
    assert delivered() == []
    assert Meeting.objects.get().revision == 2


def test_whom_somebody_has_taken_off_the_list_stays_off_it(cast: Cast) -> None:
    meeting = planned(cast)
    Attendance.objects.get(person=cast.sara.person).delete()
    rosters.follow(TODAY)
    assert names(meeting) == {"Eva Exempel", "Olle Exempel"}


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_is_over_is_left_alone(cast: Cast, state: str) -> None:
    meeting = planned(cast)
    Meeting.objects.update(state=state)
    make_member(make_user("vera").person, cast.group)
    rosters.follow(TODAY)
    assert "Vera Exempel" not in names(meeting)
