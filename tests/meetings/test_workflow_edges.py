"""Steps at the edges: changed agendas, offices that end, texts that can't be printed, notes taken back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail

from groups.models import OfficeTerm
from meetings import workflow
from meetings.models import ContactChoice, Meeting
from meetings.rules import adjusters_of, may_adjust
from samverkan.common import outbox
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.factories import AFTER, Cast, make_adjusted, make_held, make_meeting, make_person, make_sent

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def approved(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=BEFORE), by=cast.olle, at=BEFORE)
    return meeting


def test_an_agenda_that_has_changed_since_it_was_approved_is_not_called(cast: Cast, approved: Meeting) -> None:
    approved.items.filter(number=2).update(title="Något annat")
    with pytest.raises(StepRefused, match="ändrats sedan den fastställdes"):
        workflow.call(approved, by=cast.eva, at=BEFORE)


def test_the_call_sends_what_the_chair_approved(cast: Cast, approved: Meeting) -> None:
    workflow.call(approved, by=cast.eva, at=BEFORE)
    approved.items.filter(number=2).update(title="Ändrad efter kallelsen")
    outbox.run_due()
    calls = [message for message in mail.outbox if message.subject.startswith("Kallelse")]
    assert sorted(to for message in calls for to in message.to) == [
        "eva@example.se", "olle@example.se", "sara@example.se",
    ]  # fmt: skip
    assert all("2. Fråga 2" in message.body and "Ändrad" not in message.body for message in calls)


def test_minutes_that_are_out_can_be_taken_back_and_are_then_nobodys_to_adjust(cast: Cast) -> None:
    version = workflow.take_back(make_sent(cast), by=cast.eva, at=AFTER)
    assert version.state == "returned"
    workflow.refuse_if_closed(version.meeting)
    with pytest.raises(StepRefused, match="tillbaka"):
        workflow.adjust(version, by=cast.olle, at=AFTER)
    assert version.history.latest("history_id").history_change_reason == "Tagen tillbaka"


def test_adjusted_minutes_cannot_be_taken_back(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="redan justerad"):
        workflow.take_back(make_adjusted(cast), by=cast.eva, at=AFTER)


def test_a_chair_who_has_left_the_group_is_no_adjuster_though_the_office_was_not_ended(cast: Cast) -> None:
    membership = cast.olle.person.memberships.get()  # type: ignore[union-attr]
    membership.ends = date(2026, 5, 1)
    membership.save()
    assert adjusters_of(make_meeting(cast.group), on=date(2026, 5, 4)) == []
    assert [term.membership for term in adjusters_of(make_meeting(cast.group, sequence=2), on=date(2026, 4, 30))] == [
        membership
    ]


def test_an_adjuster_whose_office_has_ended_may_no_longer_adjust(cast: Cast) -> None:
    version = make_sent(cast)
    OfficeTerm.objects.update(ends=date(2026, 5, 10))
    assert may_adjust(cast.olle, version, on=date(2026, 5, 9))
    assert not may_adjust(cast.olle, version, on=date(2026, 5, 10))


def test_minutes_are_not_sent_to_chairs_who_cannot_sign_in(cast: Cast) -> None:
    meeting = make_held(cast)
    cast.olle.is_active = False
    cast.olle.save()
    with pytest.raises(StepRefused, match="ingen ordförande med konto"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_a_text_that_no_pdf_can_hold_is_refused_while_it_can_be_changed(cast: Cast) -> None:
    meeting = make_held(cast)
    nested = "<ul><li>" * 60 + "djupt" + "</li></ul>" * 60
    meeting.items.filter(number=2).update(information=nested)
    with pytest.raises(StepRefused, match="Punkt 2 har listor i för många nivåer"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_choices_are_recorded_only_when_the_minutes_are_sent(cast: Cast) -> None:
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(information="<p>anna@example.se och bo@example.se</p>")
    with pytest.raises(StepRefused, match=r"bo@example\.se"):
        workflow.send_minutes(meeting, choices={"anna@example.se": "mask"}, by=cast.eva, at=AFTER)
    assert not ContactChoice.objects.exists()
    choices = {"anna@example.se": "mask", "bo@example.se": "keep"}
    workflow.send_minutes(meeting, choices=choices, by=cast.eva, at=AFTER)
    assert dict(ContactChoice.objects.values_list("value", "choice")) == choices


def test_a_day_gets_a_free_number_also_after_a_meeting_was_moved_away(cast: Cast) -> None:
    def plan() -> Any:
        return workflow.plan_meeting(Meeting(group=cast.group, date=date(2026, 9, 1)), by=cast.eva)

    first, _ = plan(), plan()
    first.date = date(2026, 9, 2)
    first.save()
    assert plan().day_key == "2026-09-01-3"


def test_a_stranger_who_is_named_nowhere_cannot_adjust(cast: Cast) -> None:
    version = make_sent(cast)
    cast.sara.person = make_person()
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=cast.sara, at=AFTER)
