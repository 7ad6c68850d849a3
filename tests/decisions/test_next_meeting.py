"""The next meeting is one that people come together for, whichever of its groups holds it."""

from datetime import date, timedelta

import pytest
import time_machine

from decisions.take_home import sheet_of
from tests.admin.browsing import browser
from tests.factories import MEETING_DAY, Cast, make_group, make_meeting, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
JOINT_DAY = MEETING_DAY + timedelta(days=40)


@pytest.fixture
def coming(cast: Cast) -> date:
    """A question in writing, then a meeting that another group holds with this one, and then the group's own."""
    make_meeting(cast.group, date=MEETING_DAY + timedelta(days=20), kind="written", answers_until=JOINT_DAY)
    make_meeting(make_group("politiskt"), date=JOINT_DAY).joint_groups.add(cast.group)
    make_meeting(cast.group, date=JOINT_DAY + timedelta(days=20))
    return JOINT_DAY


def test_the_sheet_says_when_the_group_meets_next(cast: Cast, coming: date) -> None:
    assert sheet_of(make_published(cast, items=1).meeting, []).next_day == coming


@time_machine.travel("2026-04-24 09:00:00+00:00", tick=False)
def test_the_page_of_the_group_leads_to_the_meeting_that_is_next(cast: Cast, coming: date) -> None:
    assert browser(cast.eva).get("/admin/grupper/lgs/").context["next_meeting"].date == coming
