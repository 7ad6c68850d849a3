"""Who does not answer is reminded: adjusters after 7 and 14 days, approvers after 3; at 14 the secretariat is told."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import OfficeTerm
from meetings import workflow
from meetings.models import Meeting
from samverkan.common import daily, outbox
from samverkan.common.models import OutboxMessage
from tests.conftest import MORNING
from tests.factories import Cast, make_chair, make_held, make_meeting, make_person
from tests.meetings.answers import delivered, link_in
from tests.meetings.modes import cast_of, make_named, make_next

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def after(days: int) -> date:
    """Run what is done once a day, so many days from now."""
    assert daily.run(on=TODAY + timedelta(days=days)) == 0
    return TODAY + timedelta(days=days)


def told(*templates: str) -> list[tuple[str, str]]:
    """The reminders that are promised: template and key's last part, in order."""
    rows = OutboxMessage.objects.filter(payload__template__in=templates).order_by("created_at", "key")
    return [(row.payload["template"], (row.key or "").rsplit(":", 1)[-1]) for row in rows]


def minutes_told() -> list[tuple[str, str]]:
    return told("minutes_reminder", "minutes_late")


def test_an_adjuster_is_reminded_after_seven_and_fourteen_days_once_each(cast: Cast) -> None:
    workflow.send_minutes(make_held(cast), by=cast.eva)
    after(6)
    assert minutes_told() == []
    for days in (7, 7, 8, 13):
        after(days)
    assert minutes_told() == [("minutes_reminder", "7")]
    for days in (14, 14, 15, 40):
        after(days)
    eva = str(cast.eva.person_id)
    assert minutes_told() == [("minutes_reminder", "7"), ("minutes_reminder", "14"), ("minutes_late", eva)]


def test_only_those_who_can_be_reached_are_said_to_have_been_reminded(cast: Cast, mailoutbox: list[Any]) -> None:
    make_chair(make_person("Kim Utan Adress", email=""), cast.group, is_shared=True)
    workflow.send_minutes(make_held(cast), by=cast.eva)
    after(14)
    outbox.run_due()
    [mail] = [mail for mail in mailoutbox if mail.subject.startswith("Anteckningen är inte justerad än")]
    assert "Kvar att svara: Olle Exempel. De har fått påminnelser. Också kvar att svara," in mail.body
    assert "utan påminnelse för att e-postadress saknas: Kim Utan Adress." in mail.body


def test_a_worker_that_was_away_for_two_weeks_sends_one_reminder(cast: Cast) -> None:
    workflow.send_minutes(make_held(cast), by=cast.eva)
    after(20)
    after(21)
    assert [template for template, _ in minutes_told()] == ["minutes_reminder", "minutes_late"]


def test_the_reminder_carries_a_link_and_the_secretariat_hears_who_is_left(cast: Cast, mailoutbox: list[Any]) -> None:
    workflow.send_minutes(make_held(cast), by=cast.eva)
    outbox.run_due()
    with time_machine.travel(MORNING + timedelta(days=14)):
        after(14)
        mail = delivered(mailoutbox, "olle@example.se", "Påminnelse, anteckning att justera")
        assert "har väntat på ditt besked i 14 dagar" in mail.body
        assert Client().get(link_in(mail)).status_code == 200
        late = delivered(mailoutbox, "eva@example.se", "Anteckningen är inte justerad än")
    assert ("Kvar att svara: Olle Exempel." in late.body, "/lank/" in late.body) == (True, False)


def test_who_has_answered_is_not_reminded() -> None:
    cast = cast_of("named")
    version = make_named(cast)
    workflow.adjust(version, by=cast.sara)
    after(14)
    reminded = OutboxMessage.objects.filter(payload__template="minutes_reminder")
    assert {row.payload["person"] for row in reminded} == {cast.olle.person_id}


@pytest.mark.parametrize("end", ["adjusted", "taken back", "left"])
def test_nobody_is_reminded_of_what_waits_for_nobody(cast: Cast, end: str) -> None:
    version = workflow.send_minutes(make_held(cast), by=cast.eva)
    if end == "adjusted":
        workflow.adjust(version, by=cast.olle)
    elif end == "taken back":
        workflow.take_back(version, by=cast.eva)
    else:
        OfficeTerm.objects.update(ends=TODAY)
    after(14)
    assert minutes_told() == []


def test_the_days_are_counted_from_when_comments_were_over() -> None:
    cast = cast_of("comments")
    workflow.send_minutes(make_held(cast), comments_until=TODAY + timedelta(days=7), by=cast.eva)
    after(14)
    assert minutes_told() == []
    after(15)
    assert minutes_told() == [("minutes_reminder", "7")]


def test_the_days_are_counted_from_the_meeting_that_approves() -> None:
    cast = cast_of("next_meeting")
    version = workflow.send_minutes(make_held(cast), by=cast.eva)
    after(30)
    assert minutes_told() == []
    make_next(cast, version, date=TODAY + timedelta(days=30))
    after(36)
    assert minutes_told() == []
    after(37)
    assert minutes_told() == [("minutes_reminder", "7")]


def test_an_agenda_is_asked_for_once_after_three_days(cast: Cast, mailoutbox: list[Any]) -> None:
    workflow.send_agenda(make_meeting(cast.group, date=TODAY + timedelta(days=20)), by=cast.eva)
    after(2)
    assert told("agenda_reminder") == []
    for days in (3, 3, 4, 10):
        after(days)
    assert told("agenda_reminder") == [("agenda_reminder", str(cast.olle.person_id))]
    mail = delivered(mailoutbox, "olle@example.se", "Påminnelse, agenda att fastställa")
    assert Client().get(link_in(mail)).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"state": "cancelled"}, {"state": "held"}, {"date": TODAY + timedelta(days=2)}], ids=str
)
def test_an_agenda_that_needs_no_answer_any_more_is_not_asked_for(cast: Cast, fields: dict[str, Any]) -> None:
    version = workflow.send_agenda(make_meeting(cast.group, date=TODAY + timedelta(days=20)), by=cast.eva)
    Meeting.objects.filter(pk=version.meeting_id).update(**fields)
    after(3)
    assert told("agenda_reminder") == []
