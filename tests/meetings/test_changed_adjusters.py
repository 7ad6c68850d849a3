"""A note that is out while those who adjust change: another chair, a named adjuster who leaves or is away."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from groups.models import Membership, OfficeTerm, User
from meetings import links, workflow
from meetings.models import Adjuster, MinutesVersion
from meetings.rules import adjusts_now, gone_adjusters, may_adjust, missing_groups, remaining_of, without_chair
from samverkan.common import daily
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import history_reasons
from tests.conftest import MORNING
from tests.factories import MEETING_DAY, Cast, make_chair, make_group, make_held, make_member, make_user
from tests.meetings.modes import cast_of, make_newcomer, person_of, told

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


@pytest.fixture
def cast() -> Cast:
    return cast_of("chair")


def send(cast: Cast, **fields: Any) -> MinutesVersion:
    return workflow.send_minutes(make_held(cast), by=cast.eva, **fields)


def new_chair(cast: Cast, name: str = "lena", day: date = TODAY) -> User:
    """The chair of the group from the day on; whoever was it is not."""
    OfficeTerm.objects.filter(membership__group=cast.group).update(ends=day)
    lena = make_user(name)
    make_chair(person_of(lena), cast.group, starts=day)
    return lena


def waits_for(user: User) -> bool:
    return MinutesVersion.objects.filter(adjusts_now(user.person_id, on=TODAY)).exists()


# Chairs


def test_whoever_chairs_the_group_on_the_day_adjusts(cast: Cast) -> None:
    version = send(cast)
    lena = new_chair(cast)
    assert [may_adjust(user, version) for user in (cast.olle, lena)] == [False, True]
    assert ([waits_for(user) for user in (cast.olle, lena)], remaining_of(version)) == ([False, True], [lena.person])
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=cast.olle)
    adjusted = workflow.adjust(version, by=lena)
    assert [row["name"] for row in json.loads(adjusted.seal)["adjusted"]] == ["Lena Exempel"]
    row = Adjuster.objects.get(person=lena.person)
    assert (row.role, row.history.get().history_user) == ("Ordförande", lena)
    assert history_reasons(Adjuster, row.pk) == ["Leder gruppen när beskedet lämnas"]


def test_the_new_chair_gets_the_mail_once_and_the_former_is_an_adjuster_no_more(cast: Cast) -> None:
    version = send(cast)
    lena = new_chair(cast)
    for _ in range(2):
        assert daily.run(on=TODAY) == 0
    assert told("minutes_to_adjust") == ["lena", "olle"]
    row = version.adjusters.get()
    assert (row.person, history_reasons(Adjuster, row.pk)) == (lena.person, ["Leder gruppen nu"])
    gone = Adjuster.history.filter(person=cast.olle.person).latest("history_id")
    assert (gone.history_type, gone.history_change_reason) == ("-", "Leder inte längre gruppen")
    found = links.find(links.make(person_of(lena), minutes=version).split("/")[-2])
    assert found is not None
    assert links.use(found, yes=True).minutes.state == "adjusted"  # type: ignore[union-attr]


def test_the_days_of_the_new_chair_are_counted_from_when_they_took_over(cast: Cast) -> None:
    send(cast)
    lena = new_chair(cast, day=TODAY + timedelta(days=10))
    for days in (10, 16):
        assert daily.run(on=TODAY + timedelta(days=days)) == 0
    assert told("minutes_reminder") == []
    assert daily.run(on=TODAY + timedelta(days=17)) == 0
    assert (told("minutes_reminder"), told("minutes_late")) == (["lena"], [])
    reminder = OutboxMessage.objects.get(payload__template="minutes_reminder")
    assert (reminder.payload["person"], reminder.payload["context"]["days"]) == (lena.person_id, "7")


def test_after_the_time_for_comments_it_is_the_chair_of_that_day_who_is_told() -> None:
    cast = cast_of("comments")
    until = TODAY + timedelta(days=7)
    send(cast, comments_until=until)
    new_chair(cast, day=TODAY + timedelta(days=2))
    for days in (2, 8):
        assert daily.run(on=TODAY + timedelta(days=days)) == 0
    assert (told("minutes_to_adjust"), told("minutes_to_adjust_now")) == ([], ["lena"])


def test_who_chairs_and_writes_the_notes_leaves_them_to_the_vice_chair(cast: Cast) -> None:
    version = send(cast)
    vice = make_user("vera")
    make_chair(person_of(vice), cast.group, office="vice_chair")
    assert (may_adjust(vice, version), waits_for(vice)) == (False, False)
    make_member(person_of(cast.olle), cast.group, "coordinator")
    assert [may_adjust(user, version) for user in (cast.olle, vice)] == [False, True]
    assert [waits_for(user) for user in (cast.olle, vice)] == [False, True]


def test_whoever_sent_the_note_does_not_adjust_it_as_chair(cast: Cast) -> None:
    version = send(cast)
    Membership.objects.filter(person=cast.eva.person).update(ends=TODAY)
    OfficeTerm.objects.update(ends=TODAY)
    make_chair(person_of(cast.eva), cast.group, starts=TODAY)
    assert (may_adjust(cast.eva, version), waits_for(cast.eva), remaining_of(version)) == (False, False, [])


def test_the_secretariat_is_told_once_when_there_is_nobody_who_can_adjust(cast: Cast) -> None:
    version = send(cast)
    OfficeTerm.objects.update(ends=TODAY)
    for days in (0, 1):
        assert daily.run(on=TODAY + timedelta(days=days)) == 0
    assert told("minutes_stalled") == ["eva"]
    assert list(without_chair(on=TODAY)) == [version]
    assert version.adjusters.get().person == cast.olle.person


# A joint meeting


def joint(cast: Cast) -> tuple[MinutesVersion, User]:
    petra, samrad = make_user("petra"), make_group("samrad")
    make_chair(person_of(petra), samrad)
    meeting = make_held(cast)
    meeting.joint_groups.add(samrad)
    return workflow.send_minutes(meeting, by=cast.eva), petra


def test_a_joint_note_waits_for_the_new_chair_of_the_other_group(cast: Cast) -> None:
    version, petra = joint(cast)
    term = OfficeTerm.objects.get(membership__person=petra.person)
    samrad = term.membership.group
    OfficeTerm.objects.filter(pk=term.pk).update(ends=TODAY)
    nina = make_user("nina")
    make_chair(person_of(nina), samrad, starts=TODAY)
    assert workflow.adjust(version, by=cast.olle).state == "out"
    assert (missing_groups(version, on=TODAY), remaining_of(version)) == ([samrad], [nina.person])
    assert workflow.adjust(version, by=nina).state == "adjusted"


def test_a_group_that_has_lost_its_chair_is_not_waited_for(cast: Cast) -> None:
    version, petra = joint(cast)
    OfficeTerm.objects.filter(membership__person=petra.person).update(ends=TODAY)
    assert workflow.adjust(version, by=cast.olle).state == "adjusted"


def test_what_a_chair_adjusted_while_in_office_stands_when_another_takes_over(cast: Cast) -> None:
    version, petra = joint(cast)
    workflow.adjust(version, by=petra)
    term = OfficeTerm.objects.get(membership__person=petra.person)
    day = TODAY + timedelta(days=3)
    OfficeTerm.objects.filter(pk=term.pk).update(ends=day)
    make_chair(person_of(make_user("nina")), term.membership.group, starts=day)
    assert missing_groups(version, on=day) == [cast.group]


# Named adjusters


@pytest.fixture
def named() -> Cast:
    return cast_of("named")


def send_named(cast: Cast, *people: User) -> MinutesVersion:
    return send(cast, adjusters=[person_of(user) for user in people or (cast.sara, cast.olle)])


def test_the_secretariat_is_told_once_that_a_named_adjuster_has_left(named: Cast) -> None:
    version = send_named(named)
    Membership.objects.filter(person=named.sara.person).update(ends=TODAY)
    for days in (0, 1):
        assert daily.run(on=TODAY + timedelta(days=days)) == 0
    assert (told("minutes_adjuster_gone"), [row.person for row in gone_adjusters(on=TODAY)]) == (
        ["eva"], [named.sara.person],
    )  # fmt: skip
    assert remaining_of(version) == [named.olle.person]


def test_another_is_named_in_place_and_the_text_stays(named: Cast) -> None:
    version = send_named(named)
    workflow.adjust(version, by=named.olle)
    Membership.objects.filter(person=named.sara.person).update(ends=TODAY)
    nils = make_newcomer(named)
    row = workflow.replace_adjuster(version, person_of(named.sara), person_of(nils), by=named.eva)
    assert (row.role, history_reasons(Adjuster, row.pk)) == ("Ledamot", ["I stället för Sara Exempel"])
    gone = Adjuster.history.filter(person=named.sara.person).latest("history_id")
    assert (gone.history_user, gone.history_change_reason) == (named.eva, "Ersatt av Nils Exempel")
    assert (told("minutes_to_adjust"), told("minutes_adjuster_replaced")) == (["nils", "olle", "sara"], ["sara"])
    sealed = workflow.adjust(version, by=nils)
    assert (sealed.state, sealed.content_sha256) == ("adjusted", version.content_sha256)


def test_one_who_is_away_is_replaced_and_can_answer_no_more(named: Cast) -> None:
    version, nils = send_named(named), make_newcomer(named)
    workflow.replace_adjuster(version, person_of(named.sara), person_of(nils), by=named.eva)
    assert ([may_adjust(user, version) for user in (named.sara, nils)], waits_for(named.sara)) == ([False, True], False)
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=named.sara)


def test_only_who_has_not_answered_is_replaced_and_only_by_who_can_adjust(named: Cast) -> None:
    version, nils = send_named(named), make_newcomer(named)
    workflow.adjust(version, by=named.olle)
    with pytest.raises(StepRefused, match="Olle Exempel har inget besked kvar"):
        workflow.replace_adjuster(version, person_of(named.olle), person_of(nils), by=named.eva)
    for other in (named.eva, named.maja, named.olle):
        with pytest.raises(StepRefused, match="kan inte justera"):
            workflow.replace_adjuster(version, person_of(named.sara), person_of(other), by=named.eva)
    workflow.take_back(version, by=named.eva)
    with pytest.raises(StepRefused, match="inget besked kvar"):
        workflow.replace_adjuster(version, person_of(named.sara), person_of(nils), by=named.eva)


def test_where_chairs_adjust_nobody_is_replaced(cast: Cast) -> None:
    version, nils = send(cast), make_newcomer(cast)
    with pytest.raises(StepRefused, match="Byt ordförande i gruppen"):
        workflow.replace_adjuster(version, person_of(cast.olle), person_of(nils), by=cast.eva)


def test_a_named_adjuster_who_writes_the_notes_by_now_has_to_be_replaced(named: Cast) -> None:
    version = send_named(named)
    make_member(person_of(named.sara), named.group, "coordinator", starts=MEETING_DAY)
    assert (may_adjust(named.sara, version), waits_for(named.sara)) == (False, False)
    assert [row.person for row in gone_adjusters(on=timezone.localdate())] == [named.sara.person]
