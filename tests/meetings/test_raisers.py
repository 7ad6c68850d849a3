"""Who raised a matter is told of its day when the agenda that holds it has been approved, once, and never before."""

from datetime import UTC, datetime, time, timedelta

import pytest

from meetings import workflow
from meetings.models import AgendaVersion, Matter, Meeting
from meetings.states import MatterState
from meetings.workflow.agenda import agenda_to_register
from meetings.workflow.scheduling import schedule, unschedule
from samverkan.common import outbox
from tests.factories import Cast
from tests.matters import LATER, make_coming, make_matter, told

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return make_matter(cast.maja, cast.group, state=MatterState.PREPARING)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_coming(cast, items=1)


def send(cast: Cast, meeting: Meeting, at: datetime) -> AgendaVersion:
    return workflow.send_agenda(meeting, by=cast.eva, at=at)


def approve(cast: Cast, meeting: Meeting, at: datetime) -> None:
    workflow.approve_agenda(send(cast, meeting, at), by=cast.olle, at=at)


def test_an_agenda_that_is_sent_back_promises_nothing(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    workflow.return_agenda(send(cast, meeting, AT), comment="Stryk frågan.", by=cast.olle, at=AT)
    unschedule(matter, by=cast.eva, at=AT)
    assert told() == []


def test_what_came_after_the_sending_waits_for_the_next_approval(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    version = send(cast, meeting, AT)
    schedule(matter, meeting, by=cast.eva, at=AT + MINUTE)
    workflow.approve_agenda(version, by=cast.olle, at=AT + 2 * MINUTE)
    assert told() == []
    approve(cast, meeting, AT + 3 * MINUTE)
    assert told() == [("matter_scheduled", cast.maja.person_id)]


def test_a_new_version_tells_nobody_again(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    approve(cast, meeting, AT)
    told()
    other = make_matter(cast.sara, cast.group, title="En till", state=MatterState.PREPARING)
    schedule(other, meeting, by=cast.eva, at=AT + MINUTE)
    approve(cast, meeting, AT + MINUTE)
    assert told() == [("matter_scheduled", cast.sara.person_id)]


def test_what_was_taken_off_while_the_agenda_lay_with_the_chair_is_not_promised(
    cast: Cast, matter: Matter, meeting: Meeting
) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    version = send(cast, meeting, AT)
    unschedule(matter, by=cast.eva, at=AT + MINUTE)
    workflow.approve_agenda(version, by=cast.olle, at=AT + 2 * MINUTE)
    assert told() == []


def test_who_was_told_of_the_day_is_told_when_it_is_taken_off(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    approve(cast, meeting, AT)
    told()
    unschedule(matter, by=cast.eva, at=AT + MINUTE)
    assert told() == [("matter_off_agenda", cast.maja.person_id)]


def test_an_agenda_that_is_registered_as_approved_tells_too(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    _, seen = agenda_to_register(meeting)
    workflow.register_agenda(
        meeting, seen_sha256=seen, source="beredningen 23 november 2026", day=AT.date(), by=cast.eva, at=AT
    )
    assert told() == [("matter_scheduled", cast.maja.person_id)]


def test_a_day_that_was_never_promised_is_not_moved(cast: Cast, matter: Matter, meeting: Meeting) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    workflow.move_meeting(
        meeting, date=LATER, starts_at=time(9), ends_at=time(11), place="", reason="", by=cast.eva, at=AT
    )
    assert told() == []


def test_what_nobody_had_taken_in_is_told_to_be_prepared(cast: Cast, meeting: Meeting) -> None:
    schedule(make_matter(cast.maja, cast.group), meeting, by=cast.eva, at=AT)
    assert told() == [("matter_taken_in", cast.maja.person_id)]


def test_the_mail_on_a_move_says_from_which_day_and_what_comes(
    cast: Cast, matter: Matter, meeting: Meeting, mailoutbox: list[object]
) -> None:
    schedule(matter, meeting, by=cast.eva, at=AT)
    approve(cast, meeting, AT)
    told()
    schedule(Matter.objects.get(), make_coming(cast, LATER), by=cast.eva, at=AT + MINUTE)
    outbox.run_due()
    body = next(mail.body for mail in mailoutbox if "tas inte upp" in mail.subject)  # type: ignore[attr-defined]
    assert "har flyttat din fråga från agendan till mötet 3 december 2026" in body
    assert "förslaget till agenda för mötet 4 februari 2027" in body
