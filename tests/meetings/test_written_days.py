"""The last day of a written meeting: moved, reminded of, and gone by."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from meetings.workflow import written
from samverkan.common import daily
from samverkan.common.refusals import StepRefused
from tests.factories import Cast, make_cast
from tests.meetings.written import AFTER_LAST, LAST, PROPOSAL, UNTIL, answer, mails, make_out, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_last_day_is_moved_and_the_silent_are_told(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    meeting = written.set_last_day(meeting, date(2026, 6, 1), by=cast.eva, at=LAST)
    assert (meeting.answers_until, meeting.date) == (date(2026, 6, 1), date(2026, 6, 1))
    assert mails("written_new_day") == ["Olle"]
    with pytest.raises(StepRefused, match="efter i dag"):
        written.set_last_day(meeting, date(2026, 5, 18), by=cast.eva, at=LAST)


def test_the_silent_are_reminded_the_day_before_and_once(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    for day in (16, 17, 17, 18):
        with time_machine.travel(datetime(2026, 5, day, 6, 0, tzinfo=UTC)):
            assert daily.run(on=date(2026, 5, day)) == 0
    assert mails("written_reminder") == ["Olle"]


def test_the_day_that_passes_closes_it_and_tells_the_secretariat(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    with time_machine.travel(AFTER_LAST):
        assert daily.run(on=AFTER_LAST.date()) == 0
        assert daily.run(on=AFTER_LAST.date()) == 0
    meeting.refresh_from_db()
    assert (meeting.state, meeting.date, outcomes(meeting)) == ("held", UNTIL, [("agreed", PROPOSAL)])
    assert mails("written_closed") == ["Eva"]
