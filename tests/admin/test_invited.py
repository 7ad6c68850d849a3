"""Who is invited, as the process leader sees and changes it in the editor."""

from datetime import date, time
from typing import Any

import pytest

from meetings import workflow
from meetings.models import Meeting
from tests.admin.browsing import address, browser, fields_of
from tests.factories import Cast, make_person
from tests.meetings.answers import text
from tests.meetings.calendars import delivered, delivered_later, presented

pytestmark = pytest.mark.django_db
GUEST = "gast@example.se"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    values: dict[str, Any] = {"starts_at": time(13, 30), "ends_at": time(16, 30)}
    found = workflow.plan_meeting(Meeting(group=cast.group, date=date(2027, 2, 11), **values), by=cast.eva)
    presented(found, (None, 10))
    delivered()
    return found


def save(cast: Cast, meeting: Meeting, changes: dict[str, str], ask: str = "") -> None:
    eva = browser(cast.eva)
    fields = fields_of(eva.get(address(meeting) + ask))
    assert eva.post(address(meeting), {**fields, **changes}).status_code == 302


def test_a_guest_who_is_added_is_invited_and_counted_and_who_is_removed_is_told(cast: Cast, meeting: Meeting) -> None:
    make_person("Gäst Exempel", email=GUEST)
    save(cast, meeting, {"person-new-name": "Gäst Exempel"}, ask="?ny=person")
    assert [(one.to, one.method) for one in delivered_later()] == [(GUEST, "REQUEST")]
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    assert "till 4 personer" in text(browser(cast.eva).get(address(meeting)))
    assert "4 personer får kallelsen" in text(browser(cast.eva).get(address(meeting, "kalla/")))
    row = meeting.attendance.get(person__name="Gäst Exempel")
    save(cast, meeting, {f"person-{row.pk}-remove": "on"})
    assert [(one.to, one.method) for one in delivered_later()] == [(GUEST, "CANCEL")]
    assert "3 personer får kallelsen" in text(browser(cast.eva).get(address(meeting, "kalla/")))


def test_minutes_that_are_changed_in_the_editor_after_the_call_move_the_presenters_time(
    cast: Cast, meeting: Meeting
) -> None:
    item = meeting.items.get()
    save(cast, meeting, {f"item-{item.pk}-presenter": "Sara Exempel"})
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    delivered()
    save(cast, meeting, {f"item-{item.pk}-minutes": "45"})
    (mail,) = delivered_later()
    assert (mail.to, f"{mail['dtend']:%H.%M}") == ("sara@example.se", "14.15")
