"""A meeting that is moved or called off takes its matters along, and tells those who raised them."""

from datetime import UTC, datetime, time

import pytest
from django.core.files.storage import default_storage

from meetings import workflow
from meetings.models import Matter
from meetings.states import MatterState
from meetings.workflow.scheduling import schedule
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import Cast
from tests.matters import LATER, make_coming, make_matter, told

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    found = make_matter(cast.maja, cast.group)
    meeting = make_coming(cast)
    schedule(found, meeting, by=cast.eva, at=AT)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AT), by=cast.olle, at=AT)
    told()
    found.refresh_from_db()
    return found


def test_a_meeting_that_is_called_off_gives_its_matters_back(cast: Cast, matter: Matter) -> None:
    workflow.cancel_meeting(cast.group.meetings.get(), reason="Snöstorm", by=cast.eva, at=AT)
    matter.refresh_from_db()
    assert matter.state == MatterState.BACK_AGAIN
    assert matter.items.count() == 1  # the agenda of what was called off stays as it was
    assert told() == [("matter_back", cast.maja.person_id)]


def test_a_meeting_that_is_moved_to_another_day_tells_who_raised_its_matters(cast: Cast, matter: Matter) -> None:
    meeting = cast.group.meetings.get()
    workflow.move_meeting(
        meeting, date=LATER, starts_at=time(9), ends_at=time(11), place="", reason="", by=cast.eva, at=AT
    )
    matter.refresh_from_db()
    assert matter.state == MatterState.SCHEDULED
    assert history_reasons(Matter, matter.pk)[-1] == "Mötet flyttades från 3 december 2026 till 4 februari 2027"
    mail = OutboxMessage.objects.get(payload__template="matter_scheduled")
    assert (mail.payload["context"]["before"], mail.payload["context"]["day"]) == ("3 december 2026", "4 februari 2027")
    told()
    workflow.move_meeting(
        meeting, date=LATER, starts_at=time(13), ends_at=time(15), place="", reason="", by=cast.eva, at=AT
    )
    assert told() == []


def test_a_paper_that_is_lost_stops_the_step_with_its_name(cast: Cast) -> None:
    asked = make_matter(cast.maja, cast.group, papers=1)
    default_storage.delete(asked.papers.get().path)
    with pytest.raises(StepRefused, match=r"Filen underlag-1\.pdf finns inte"):
        schedule(asked, make_coming(cast), by=cast.eva, at=AT)
    assert Matter.objects.get().state == MatterState.RECEIVED
