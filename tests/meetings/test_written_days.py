"""The last day of a written meeting: moved, reminded of, and gone by."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.template.loader import render_to_string

from groups.models import Membership
from meetings import workflow
from meetings.models import Meeting
from meetings.workflow import written
from meetings.workflow.written import Reply
from samverkan.common import daily, outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.factories import Cast, make_group, make_member, make_user
from tests.meetings.written import (
    AFTER_LAST,
    LAST,
    PLANNED,
    UNTIL,
    answer,
    mails,
    make_out,
    make_planned,
    outcomes,
)

pytestmark = pytest.mark.django_db


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
    kinds = [kind for kind, _ in outcomes(meeting)]
    assert (meeting.state, meeting.date, kinds) == ("held", UNTIL, ["prepared_further"])
    assert mails("written_closed") == ["Eva"]


def test_who_was_asked_is_told_when_the_question_is_called_off(cast: Cast) -> None:
    meeting = make_out(cast)
    late = make_user("nils")
    make_member(late.person, cast.group)  # type: ignore[arg-type]
    Membership.objects.filter(person=cast.sara.person).update(ends=date(2026, 5, 6))
    workflow.cancel_meeting(meeting, reason="Tas upp på nästa möte", by=cast.eva, at=LAST)
    assert mails("written_cancelled") == ["Nils", "Olle", "Sara"]
    mail.outbox.clear()
    outbox.run_due()
    told = next(one for one in mail.outbox if one.to == ["sara@example.se"] and "Inställt" in one.subject)
    assert told.subject == "Inställt: LGS per capsulam, du behöver inte svara"
    assert ("- Rutin för utskrivning" in told.body, "Skäl: Tas upp på nästa möte" in told.body) == (True, True)


def test_a_question_that_is_not_out_is_called_off_in_silence(cast: Cast) -> None:
    workflow.cancel_meeting(make_planned(cast), reason="Behövs inte", by=cast.eva, at=PLANNED)
    assert OutboxMessage.objects.count() == 0


def test_when_all_have_answered_before_the_last_day_those_who_run_the_group_are_told_once(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.sara)
    assert mails("written_complete") == []
    answer(meeting, cast.olle)
    answer(meeting, cast.olle, Reply("comments", "En synpunkt."))
    assert mails("written_complete") == ["Eva"]
    mail.outbox.clear()
    outbox.run_due()
    told = next(one for one in mail.outbox if one.subject.startswith("Alla har svarat"))
    assert "före den sista dagen 18 maj 2026" in told.body
    assert f"/admin/moten/{meeting.pk}/svar/" in told.body


def test_who_registers_the_last_answer_is_not_told_of_it(cast: Cast) -> None:
    meeting = make_out(cast)
    answer(meeting, cast.olle)
    answer(meeting, cast.sara, by=cast.eva)
    assert mails("written_complete") == []


def test_which_questions_all_have_answered_is_asked_at_once(cast: Cast) -> None:
    """The same answer as ``silent`` gives for each, also for a member of a group that meets with it."""
    one, other, joint = make_out(cast), make_out(cast, questions=2), make_out(cast)
    late = make_user("nils")
    with_us = make_group("ps")
    joint.joint_groups.add(with_us)
    make_member(late.person, with_us)  # type: ignore[arg-type]
    for meeting in (one, joint):
        answer(meeting, cast.sara, at=PLANNED)
        answer(meeting, cast.olle, at=PLANNED)
    answer(other, cast.olle)
    found = Meeting.objects.answered_by_all(on=PLANNED.date())
    assert list(found) == [one]
    assert [bool(written.silent(row, on=PLANNED.date())) for row in (one, other, joint)] == [False, True, True]
    answer(joint, late)
    answer(other, cast.sara)
    assert set(found.all()) == {one, other, joint}
    assert not Meeting.objects.answered_by_all(on=AFTER_LAST.date()).exists()


@pytest.mark.parametrize("template", ["agenda_reminder", "agenda_recalled", "agenda_registered", "agenda_approved",
                                      "agenda_returned", "agenda_link_again"])  # fmt: skip
def test_the_mails_on_the_agenda_of_a_question_speak_of_the_question(cast: Cast, template: str) -> None:
    meeting = make_planned(cast)
    context = {"person": cast.olle.person, "meeting": meeting, "group": meeting.group, "link": "https://exempel.se/",
               "answer_link": "", "sent": "4 maj 2026", "by": "Olle", "comment": "", "source": "muntligt"}  # fmt: skip
    text = render_to_string(f"mail/{template}.txt", context)
    assert "frågan per capsulam i Gruppen LGS" in text
    assert "agendan till" not in text
