"""Groups end when nothing hinders them, go on after all, and move to another address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.models import FormerAddress, Group, Membership, OfficeTerm, Seat
from groups.workflow import groups as workflow
from groups.workflow.groups import ENDED, Hindered
from meetings.models import NumberSeries
from samverkan.common.refusals import StepRefused
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_chair,
    make_group,
    make_held,
    make_meeting,
    make_member,
    make_person,
    make_published,
    make_sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
LAST = date(2026, 12, 31)
GONE = date(2027, 1, 1)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def end(cast: Cast, on: date = GONE, **fields: Any) -> Group:
    return workflow.end(cast.group, on=on, by=cast.eva, at=fields.get("at", NOW))


def hindrances(group: Group, on: date = GONE) -> list[str]:
    return [str(hindrance) for hindrance in workflow.hindrances_of(group, on=on)]


# Ending


def test_a_group_ends_with_everybody_in_it(cast: Cast) -> None:
    seat = Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)
    gone_before = make_member(make_person(), cast.group, ends=date(2026, 1, 1))
    elsewhere = Membership.objects.get(person=cast.maja.person)
    group = end(cast)
    assert (group.ends, group.last_day) == (GONE, LAST)
    written = group.history.latest("history_id")
    assert written.history_change_reason == "Gruppen upphör, sista dag 2026-12-31"
    assert (written.history_user, written.history_date) == (cast.eva, NOW)
    assert {row.ends for row in Membership.objects.filter(group=group).exclude(pk=gone_before.pk)} == {GONE}
    assert OfficeTerm.objects.get().ends == GONE
    seat.refresh_from_db()
    assert (seat.ends, seat.history.latest("history_id").history_change_reason) == (GONE, ENDED)
    gone_before.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (gone_before.ends, elsewhere.ends) == (date(2026, 1, 1), None)


def test_a_past_roster_is_what_it_was(cast: Cast) -> None:
    before = {row.person_id for row in Membership.objects.on(LAST).filter(group=cast.group)}
    end(cast)
    assert {row.person_id for row in Membership.objects.on(LAST).filter(group=cast.group)} == before
    assert not Membership.objects.on(GONE).filter(group=cast.group).exists()


def test_a_group_that_has_ended_does_not_end_again(cast: Cast) -> None:
    end(cast, on=date(2026, 11, 22))
    with pytest.raises(StepRefused, match=r"har redan upphört\. Dess sista dag var 21 november 2026"):
        end(cast)


def test_a_group_does_not_end_before_it_begins(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="första dag är 1 januari 2020"):
        end(cast, on=LONG_AGO)


@pytest.mark.parametrize(
    ("tie", "sentence"),
    [
        ("parent", "Gruppen NYA ligger under gruppen. Avsluta den först, eller flytta den till en annan grupp."),
        ("works_for", "Gruppen NYA arbetar för gruppen. Avsluta den först, eller låt den arbeta för en annan grupp."),
        ("prepared_by", "Gruppen NYA bereds av gruppen. Välj först en annan grupp som bereder den."),
    ],
)
def test_groups_that_lean_on_it_hinder(cast: Cast, tie: str, sentence: str) -> None:
    other = make_group("nya", **{tie: cast.group})
    with pytest.raises(Hindered, match="Gruppen NYA") as refused:
        end(cast)
    assert [(one.sentence, one.path) for one in refused.value.hindrances] == [
        (sentence, f"/admin/groups/group/{other.pk}/change/")
    ]
    Group.objects.filter(pk=other.pk).update(ends=GONE)
    assert hindrances(cast.group) == []


def test_a_meeting_on_or_after_the_day_hinders(cast: Cast) -> None:
    make_meeting(cast.group, date=LAST)
    assert hindrances(cast.group) == []
    meeting = make_meeting(cast.group, date=GONE)
    said = workflow.hindrances_of(cast.group, on=GONE)
    assert [one.path for one in said] == [f"/admin/moten/{meeting.pk}/"]
    assert str(said[0]) == ("Mötet 1 januari 2027 är efter gruppens sista dag. Flytta det, eller ställ in det, först.")
    meeting.state = "cancelled"
    meeting.save()
    assert hindrances(cast.group) == []


def test_a_joint_meeting_that_another_group_holds_hinders(cast: Cast) -> None:
    meeting = make_meeting(make_group("samrad"), date=GONE)
    meeting.joint_groups.add(cast.group)
    assert ["som Gruppen SAMRAD håller" in one for one in hindrances(cast.group)] == [True]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda cast: make_meeting(cast.group), "varken markerat som hållet eller inställt"),
        (make_held, "inte justerad"),
        (make_sent, "inte justerad"),
        (make_adjusted, "justerad men inte publicerad"),
    ],
)
def test_an_unfinished_note_hinders(cast: Cast, make: Any, words: str) -> None:
    make(cast)
    assert [words in one for one in hindrances(cast.group)] == [True]


def test_a_published_note_hinders_nothing(cast: Cast) -> None:
    make_published(cast)
    assert hindrances(cast.group) == []


@pytest.mark.parametrize("flags", [{"shows_group": False}, {"shows_minutes": False}])
def test_an_adjusted_note_is_enough_where_notes_are_not_shown(cast: Cast, flags: dict[str, bool]) -> None:
    make_adjusted(cast)
    Group.objects.filter(pk=cast.group.pk).update(**flags)
    cast.group.refresh_from_db()
    assert hindrances(cast.group) == []


def test_what_begins_when_the_group_is_gone_hinders(cast: Cast) -> None:
    make_member(make_person("Nya Namn"), cast.group, starts=GONE)
    assert [("Nya Namn" in one, "1 januari 2027" in one) for one in hindrances(cast.group)] == [(True, True)]


def test_nothing_is_changed_when_something_hinders(cast: Cast) -> None:
    make_meeting(cast.group, date=GONE)
    with pytest.raises(Hindered):
        end(cast)
    assert Group.objects.get(pk=cast.group.pk).ends is None
    assert not Membership.objects.filter(ends__isnull=False).exists()


def test_a_group_does_not_outlast_the_one_above(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group.pk).update(parent=make_group("over", ends=GONE), ends=date(2026, 12, 1))
    with pytest.raises(StepRefused, match="längre än Gruppen OVER, vars sista dag är 31 december 2026"):
        end(cast, on=GONE + timedelta(days=1))
    with pytest.raises(StepRefused, match="längre än Gruppen OVER"):
        workflow.reopen(cast.group, by=cast.eva, at=NOW)
    assert end(cast).ends == GONE


# Going on


def test_an_end_to_come_can_be_moved_and_taken_away(cast: Cast) -> None:
    lasting = make_chair(make_person(), cast.group, ends=date(2028, 1, 1))
    end(cast)
    end(cast, on=date(2027, 7, 1))
    assert {row.ends for row in Membership.objects.filter(group=cast.group)} == {date(2027, 7, 1)}
    group = workflow.reopen(cast.group, by=cast.eva, at=NOW)
    assert group.ends is None
    assert {row.ends for row in Membership.objects.filter(group=cast.group)} == {None}
    lasting.refresh_from_db()
    assert lasting.ends == date(2028, 1, 1)


def test_what_ended_for_another_reason_stays_ended(cast: Cast) -> None:
    left = make_member(make_person(), cast.group, ends=GONE)
    end(cast)
    workflow.reopen(cast.group, by=cast.eva, at=NOW)
    left.refresh_from_db()
    assert left.ends == GONE


def test_a_group_that_has_ended_does_not_go_on(cast: Cast) -> None:
    end(cast, on=date(2026, 11, 22))
    with pytest.raises(StepRefused, match="redan upphört"):
        workflow.reopen(cast.group, by=cast.eva, at=NOW)


def test_there_must_be_an_end_to_take_away(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="ingen sista dag"):
        workflow.reopen(cast.group, by=cast.eva, at=NOW)


# Addresses


def rename(cast: Cast, slug: str) -> Group:
    return workflow.rename_address(cast.group, slug=slug, by=cast.eva, at=AFTER)


def test_a_former_address_is_kept(cast: Cast) -> None:
    assert rename(cast, "lgs-goteborg").slug == "lgs-goteborg"
    assert rename(cast, "ledning").slug == "ledning"
    assert {(row.slug, row.group) for row in FormerAddress.objects.all()} == {
        ("lgs", cast.group), ("lgs-goteborg", cast.group),
    }  # fmt: skip
    assert cast.group.history.latest("history_id").history_change_reason == "Ny adress, tidigare lgs-goteborg"


def test_a_group_takes_back_an_address_it_has_had(cast: Cast) -> None:
    rename(cast, "ledning")
    assert rename(cast, "lgs").slug == "lgs"
    assert [row.slug for row in FormerAddress.objects.all()] == ["ledning"]


@pytest.mark.parametrize(("slug", "sentence"), [("annan", "har redan den adressen"), ("Å b", "bokstäver")])
def test_an_address_that_cannot_be_had_is_refused(cast: Cast, slug: str, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        rename(cast, slug)
    assert not FormerAddress.objects.exists()


def test_nobody_takes_over_an_address_that_leads_to_another_group(cast: Cast) -> None:
    rename(cast, "ledning")
    other = Group.objects.get(slug="annan")
    with pytest.raises(StepRefused, match="har varit en annan grupps"):
        workflow.rename_address(other, slug="lgs", by=cast.eva, at=AFTER)
    assert workflow.unfit_address("lgs") == workflow.unfit_address("lgs", group=other) != ""


def test_the_same_address_changes_nothing(cast: Cast) -> None:
    before = cast.group.history.count()
    rename(cast, "lgs")
    assert (cast.group.history.count(), FormerAddress.objects.count()) == (before, 0)


def test_an_address_may_change_when_decisions_are_numbered(cast: Cast) -> None:
    NumberSeries.objects.create(group=cast.group, year=2026, next_number=2)
    assert rename(cast, "ledning").slug == "ledning"
