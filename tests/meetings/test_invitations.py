"""Who is told of a meeting, when, and how often."""

from datetime import date

import pytest

from groups.models import Membership
from meetings import workflow
from meetings.calendars import invitations
from meetings.models import Attendance, Meeting
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_group, make_member, make_person, make_user
from tests.meetings.calendars import (
    DAY,
    HEAD,
    delivered,
    delivered_later,
    planned,
    saved,
)

pytestmark = pytest.mark.django_db


def test_nobody_is_invited_to_what_has_been_or_to_a_written_meeting(cast: Cast) -> None:
    planned(cast, date(2026, 11, 21))
    planned(cast, kind=Meeting.Kind.WRITTEN)
    assert delivered() == []


def test_members_of_a_joint_group_are_invited_and_told_that_it_is_joint(cast: Cast) -> None:
    other = make_group("vag")
    make_member(make_user("vera").person, other)
    workflow.plan_meeting(Meeting(group=cast.group, date=DAY, **HEAD), joint_groups=[other], by=cast.eva)
    mails = delivered()
    assert [one.to for one in mails][-1] == "vera@example.se"
    assert str(mails[0].event["summary"]) == "LGS och VAG: gemensamt möte"
    assert Attendance.objects.get(person__name="Vera Exempel").capacity == "member"


def test_an_update_follows_when_the_head_changes_once_for_several_saves(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    saved(cast, meeting, place="Rum 6")
    saved(cast, meeting, place="Rum 7")
    assert delivered() == []
    mails = delivered_later()
    assert [one.to for one in mails] == ["eva@example.se", "olle@example.se", "sara@example.se"]
    assert (mails[0]["sequence"], str(mails[0].event["location"]), mails[0].method) == (1, "Rum 7", "REQUEST")
    assert mails[0].subject == "Ändrat: LGS: möte 11 februari 2027, 13.30–16.30"


def test_a_save_that_changes_nothing_of_the_head_tells_nobody(cast: Cast) -> None:
    meeting = planned(cast)
    delivered()
    saved(cast, meeting, place="Rum 5")
    assert delivered_later() == []
    assert Meeting.objects.get().calendar_sequence == 0


def test_who_leaves_the_list_by_a_move_gets_a_cancellation_and_who_comes_an_invitation(cast: Cast) -> None:
    Membership.objects.filter(person=cast.sara.person).update(ends=date(2027, 2, 15))
    make_member(make_user("vera").person, cast.group, starts=date(2027, 2, 15))
    meeting = planned(cast)
    delivered()
    workflow.move_meeting(
        meeting, date=date(2027, 2, 18), starts_at=None, ends_at=None, place="", reason="", by=cast.eva
    )
    told = {one.to: (one.method, one.subject.split(":")[0]) for one in delivered()}
    assert told["sara@example.se"] == ("CANCEL", "Du står inte längre på närvarolistan")
    assert told["vera@example.se"] == ("REQUEST", "Inbjudan")
    assert told["eva@example.se"] == ("REQUEST", "Flyttat")


def test_who_has_no_address_gets_nothing_and_is_not_counted(cast: Cast) -> None:
    make_member(make_person("Utan Adress"), cast.group)
    meeting = planned(cast)
    assert [person.name for person in invitations.receivers(meeting)] == ["Eva Exempel", "Olle Exempel", "Sara Exempel"]
    assert OutboxMessage.objects.filter(kind=invitations.KIND).count() == 3
