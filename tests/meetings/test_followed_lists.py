"""The attendance list before the meeting: who comes to it is invited, who leaves it gets a cancellation, in time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from groups.models import Membership, Person
from meetings import workflow
from meetings.calendars import invitations
from meetings.invited import ADDED, invited, reached
from meetings.models import Attendance, Meeting
from samverkan.common import history, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_member, make_person, make_user
from tests.meetings.calendars import DAY, called, delivered, delivered_later, presented, saving, told_and_planned

pytestmark = pytest.mark.django_db
GUEST = "gast@example.se"


@pytest.fixture
def guest() -> Person:
    return make_person("Gäst Exempel", email=GUEST)


def add(cast: Cast, meeting: Meeting, person: Person, capacity: str = "guest") -> None:
    with saving(cast, meeting):
        row = Attendance(meeting=meeting, person=person, capacity=capacity)
        history.save(row, by=cast.eva, reason=ADDED)


def take_off(cast: Cast, meeting: Meeting, person: Person) -> None:
    with saving(cast, meeting):
        history.remove(meeting.attendance.get(person=person), by=cast.eva, reason="Borttagen")


def told(mails: list[Any]) -> list[tuple[str, str, int]]:
    return [(one.to, one.method, one["sequence"]) for one in mails]


def test_a_guest_is_invited_when_nobody_has_saved_for_a_while_and_nobody_else_hears(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    add(cast, meeting, guest)
    assert delivered() == []
    assert told(delivered_later()) == [(GUEST, "REQUEST", 1)]


def test_who_is_taken_off_gets_a_cancellation_and_who_comes_back_a_higher_sequence(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    found = []
    for step in (add, take_off, add):
        step(cast, meeting, guest)
        found += delivered_later()
    assert told(found) == [(GUEST, "REQUEST", 1), (GUEST, "CANCEL", 2), (GUEST, "REQUEST", 3)]
    assert found[0]["dtstamp"] <= found[1]["dtstamp"] <= found[2]["dtstamp"]
    assert {str(one["uid"]) for one in found} == {str(found[0]["uid"])}


def test_who_is_added_and_taken_off_at_once_hears_nothing(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    add(cast, meeting, guest)
    take_off(cast, meeting, guest)
    assert delivered_later() == []
    assert Meeting.objects.get().calendar_sequence == 0


def test_a_mail_that_has_been_overtaken_is_not_sent(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    with saving(cast, meeting) as found:
        found.place = "Rum 6"
    with time_machine.travel(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)):
        outbox.run_due(limit=1)
    workflow.move_meeting(meeting, date=DAY, starts_at=None, ends_at=None, place="Rum 7", reason="", by=cast.eva)
    assert [str(one.event["location"]) for one in delivered_later()] == ["Rum 7"] * 3


def test_a_new_member_is_invited_without_anybody_opening_the_meeting(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    make_member(make_user("vera").person, cast.group, starts=date(2026, 11, 22))
    assert told(delivered_later()) == [("vera@example.se", "REQUEST", 1)]
    assert meeting.attendance.filter(person__name="Vera Exempel").exists()


def test_a_member_who_leaves_before_the_meeting_gets_a_cancellation(cast: Cast) -> None:
    told_and_planned(cast)
    row = Membership.objects.get(person=cast.sara.person)
    row.ends = date(2027, 1, 1)
    row.save()
    assert told(delivered_later()) == [("sara@example.se", "CANCEL", 1)]


def test_a_substitute_who_has_been_added_stays_on_the_list(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    add(cast, meeting, guest, "substitute")
    delivered_later()
    assert not workflow.follow_roster(meeting, by=None)
    assert meeting.attendance.filter(person=guest).exists()


def test_once_the_meeting_has_begun_its_note_is_written_and_nobody_is_told(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    (item,) = presented(meeting, (guest, 10))
    called(cast, meeting)
    delivered()
    with time_machine.travel(datetime(2027, 2, 11, 12, 31, tzinfo=UTC)):
        item.delete()
        add(cast, meeting, guest)
        make_member(make_user("vera").person, cast.group)
    with time_machine.travel(datetime(2027, 2, 11, 14, 0, tzinfo=UTC)):
        assert delivered() == []


def test_a_meeting_that_nobody_has_been_told_of_is_edited_in_peace(cast: Cast, guest: Person) -> None:
    meeting = Meeting.objects.create(group=cast.group, date=DAY)
    add(cast, meeting, guest)
    assert not OutboxMessage.objects.filter(kind=invitations.FOLLOW).exists()


@pytest.mark.parametrize("role", ["contact", "substitute"])
def test_contact_persons_and_substitutes_are_neither_invited_nor_called_nor_cancelled(cast: Cast, role: str) -> None:
    make_member(make_user("vera").person, cast.group, role)
    meeting = told_and_planned(cast)
    called(cast, meeting)
    assert [one.to for one in delivered()] == ["eva@example.se", "olle@example.se", "sara@example.se"]
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    assert [one.to for one in delivered()] == ["eva@example.se", "olle@example.se", "sara@example.se"]


def test_the_same_people_are_invited_called_updated_and_cancelled(cast: Cast, guest: Person) -> None:
    make_member(make_person("Utan Adress"), cast.group)
    meeting = told_and_planned(cast)
    add(cast, meeting, guest)
    take_off(cast, meeting, cast.sara.person)  # type: ignore[arg-type]
    delivered_later()
    everybody, names = ["eva@example.se", GUEST, "olle@example.se"], ["Eva Exempel", "Gäst Exempel", "Olle Exempel"]
    assert [person.name for person in invited(meeting)] == [*names, "Utan Adress"]
    assert [person.name for person in reached(meeting)] == names
    called(cast, meeting)
    assert [one.to for one in delivered()] == everybody
    workflow.move_meeting(meeting, date=DAY, starts_at=None, ends_at=None, place="Ny", reason="", by=cast.eva)
    assert [one.to for one in delivered()] == everybody
    assert [person.name for person in invitations.receivers(meeting)] == names
    workflow.cancel_meeting(meeting, reason="Ingen kan", by=cast.eva)
    assert [one.to for one in delivered()] == everybody


def test_whoever_has_joined_since_is_called_and_on_the_list(cast: Cast) -> None:
    meeting = told_and_planned(cast)
    presented(meeting, (None, None))
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    make_member(make_user("vera").person, cast.group)
    assert "Vera Exempel" in {person.name for person in invited(meeting)}
    workflow.call(meeting, by=cast.eva)
    assert ("vera@example.se", "REQUEST", 1) in told(delivered())
    assert delivered_later() == [], "nobody hears a second time"
    assert meeting.attendance.filter(person__name="Vera Exempel").exists()


def test_two_rows_that_turn_out_to_be_one_person_are_told_nothing(cast: Cast, guest: Person) -> None:
    meeting = told_and_planned(cast)
    add(cast, meeting, guest)
    delivered_later()
    kept = make_person("Gäst Exempel", email=GUEST)
    meeting.attendance.filter(person=guest).update(person=kept)
    guest.merged_into = kept
    guest.save()
    assert not invitations.news_of(meeting)
