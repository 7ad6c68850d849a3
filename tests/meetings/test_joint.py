"""A joint meeting (R9: LGS with politiskt samråd): called, read, adjusted and counted for both groups."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from groups.models import Group, GroupType, OfficeTerm, User
from meetings import workflow
from meetings.models import Meeting, MinutesVersion
from meetings.planning.frequency import frequency_of
from meetings.reading import variant_of
from meetings.rules import adjusts_now, candidates_of, may_adjust, may_comment, may_read_comments, remaining_of
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import browser
from tests.factories import AFTER, MEETING_DAY, Cast, make_cast, make_chair, make_group, make_member, make_user

pytestmark = pytest.mark.django_db
ON = AFTER.date()


@dataclass
class Joint:
    """LGS meets with politiskt samråd, chaired by petra, where moa sits."""

    cast: Cast
    samrad: Group
    petra: User
    moa: User
    meeting: Meeting


@pytest.fixture
def joint() -> Joint:
    cast, samrad = make_cast(), make_group("samrad")
    petra, moa = make_user("petra"), make_user("moa")
    make_chair(petra.person, samrad)  # type: ignore[arg-type]
    make_member(moa.person, samrad)  # type: ignore[arg-type]
    meeting = Meeting(group=cast.group, date=MEETING_DAY)
    meeting = workflow.plan_meeting(meeting, joint_groups=[samrad], by=cast.eva, at=AFTER)
    meeting.items.create(number=1, title="Gemensam fråga")
    return Joint(cast, samrad, petra, moa, meeting)


def make_out(joint: Joint, mode: str = "chair", **fields: Any) -> MinutesVersion:
    joint.cast.group.type.adjustment_mode = mode
    joint.cast.group.type.save()
    workflow.mark_held(joint.meeting, by=joint.cast.eva, at=AFTER)
    return workflow.send_minutes(joint.meeting, by=joint.cast.eva, at=AFTER, **fields)


def names(people: Any) -> list[str]:
    return sorted(person.name.split()[0] for person in people)


def test_both_rosters_are_on_the_attendance_list_and_both_see_it(joint: Joint) -> None:
    assert names(row.person for row in joint.meeting.attendance.all()) == ["Eva", "Moa", "Olle", "Petra", "Sara"]
    for user in (joint.moa, joint.petra, joint.cast.sara):
        assert Meeting.objects.visible_to(user, on=ON).get() == joint.meeting
    assert not Meeting.objects.visible_to(joint.cast.maja, on=ON).exists()


def test_it_is_not_moved_to_a_day_on_which_one_of_them_is_not_there(joint: Joint) -> None:
    day = MEETING_DAY + timedelta(days=30)
    joint.samrad.ends = day
    joint.samrad.save()
    said = {"starts_at": None, "ends_at": None, "place": "", "reason": ""}
    with pytest.raises(StepRefused, match=f"{joint.samrad.code} finns inte den"):
        workflow.move_meeting(joint.meeting, date=day, by=joint.cast.eva, at=AFTER, **said)
    joint.meeting.refresh_from_db()
    assert joint.meeting.date == MEETING_DAY


def test_one_chair_of_each_group_adjusts(joint: Joint) -> None:
    version = make_out(joint)
    assert names(remaining_of(version, on=ON)) == ["Olle", "Petra"]
    first = workflow.adjust(version, by=joint.petra, at=AFTER)
    assert (first.state, names(remaining_of(version, on=ON))) == ("out", ["Olle"])
    second = workflow.adjust(version, by=joint.cast.olle, at=AFTER)
    assert second.state == "adjusted"
    assert [row["name"] for row in json.loads(second.seal)["adjusted"]] == ["Petra Exempel", "Olle Exempel"]


def test_of_those_who_share_the_chair_one_is_enough(joint: Joint) -> None:
    kim = make_user("kim")
    make_chair(kim.person, joint.samrad, is_shared=True)  # type: ignore[arg-type]
    version = make_out(joint)
    workflow.adjust(version, by=kim, at=AFTER)
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=joint.petra, at=AFTER)
    assert workflow.adjust(version, by=joint.cast.olle, at=AFTER).state == "adjusted"


def test_either_chair_sends_it_back(joint: Joint) -> None:
    version = make_out(joint)
    assert workflow.return_minutes(version, comment="Punkt 1.", by=joint.petra, at=AFTER).state == "returned"


def test_a_group_that_has_lost_its_chair_is_not_waited_for(joint: Joint) -> None:
    version = make_out(joint)
    joint.samrad.memberships.filter(person=joint.petra.person).update(ends=date(2026, 5, 1))
    assert workflow.adjust(version, by=joint.cast.olle, at=AFTER).state == "adjusted"


@pytest.mark.parametrize(
    ("who", "adjusts"), [("olle", True), ("petra", True), ("moa", False), ("sara", False), ("eva", False)]
)
def test_who_adjusts_and_finds_it_among_what_waits(joint: Joint, who: str, adjusts: bool) -> None:
    version = make_out(joint)
    user = getattr(joint, who, None) or getattr(joint.cast, who)
    assert may_adjust(user, version, on=ON) is adjusts
    assert MinutesVersion.objects.filter(adjusts_now(user.person_id, on=ON)).exists() is adjusts


def test_members_of_both_comment_and_can_be_named(joint: Joint) -> None:
    assert names(row.person for row in candidates_of(joint.meeting, on=ON)) == ["Moa", "Olle", "Petra", "Sara"]
    version = make_out(joint, "comments", comments_until=date(2026, 5, 11))
    assert may_comment(joint.moa, version, on=ON)
    assert may_read_comments(joint.petra, joint.meeting, on=ON)
    assert not may_comment(joint.cast.maja, version, on=ON)


def test_a_named_adjuster_of_either_group_adjusts(joint: Joint) -> None:
    version = make_out(joint, "named", adjusters=[joint.moa.person])
    assert workflow.adjust(version, by=joint.moa, at=AFTER).state == "adjusted"


def test_approval_at_the_next_meeting_is_for_the_host(joint: Joint) -> None:
    version = make_out(joint, GroupType.AdjustmentMode.NEXT_MEETING)
    assert names(remaining_of(version, on=ON)) == ["Olle"]
    assert not may_adjust(joint.petra, version, on=ON)


def test_it_counts_for_both(joint: Joint) -> None:
    workflow.mark_held(joint.meeting, by=joint.cast.eva, at=AFTER)
    for group in (joint.cast.group, joint.samrad):
        assert frequency_of(group, on=ON).sentence == "1 hållet"


@pytest.mark.parametrize(("is_shown", "named"), [(True, ["Gruppen SAMRAD"]), (False, [])])
def test_the_public_variant_names_only_groups_that_everyone_may_know_of(
    joint: Joint, is_shown: bool, named: list[str]
) -> None:
    joint.samrad.shows_group = is_shown
    joint.samrad.save()
    version = make_out(joint)
    for chair in (joint.petra, joint.cast.olle):
        version = workflow.adjust(version, by=chair, at=AFTER)
    assert json.loads(version.content)["meeting"]["joint_groups"] == ["Gruppen SAMRAD"]
    variant = variant_of(version)["meeting"]
    assert (variant["joint_groups"], "joint_public" in variant) == (named, False)


def test_the_page_says_that_one_of_each_group_is_waited_for_and_names_nobody_twice(joint: Joint) -> None:
    workflow.mark_held(joint.meeting, by=joint.cast.eva, at=AFTER)
    send = f"/admin/moten/{joint.meeting.pk}/skicka/"
    assert "<strong>Olle Exempel och Petra Exempel</strong>" in browser(joint.cast.eva).get(send).content.decode()
    make_chair(joint.cast.olle.person, joint.samrad, is_shared=True)  # type: ignore[arg-type]
    OfficeTerm.objects.filter(membership__person=joint.petra.person).delete()
    assert "<strong>Olle Exempel</strong> får ett mejl" in browser(joint.cast.eva).get(send).content.decode()


def test_the_lists_say_with_whom_a_meeting_is_held(joint: Joint, client: Any) -> None:
    joint.samrad.name = "Politiskt samråd"
    joint.samrad.save()
    said = "Gemensamt med Politiskt samråd"
    assert said in browser(joint.cast.eva).get("/admin/moten/").content.decode()
    joint.samrad.shows_group = False
    joint.samrad.save()
    assert "Gemensamt med" not in client.get(f"/moten/?ar={MEETING_DAY.year}").content.decode()
    assert said in browser(joint.cast.eva).get("/admin/moten/").content.decode()
