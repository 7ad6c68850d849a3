"""The whole life of a note under each adjustment mode, and what is refused on the way (design, section 3)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from decisions.models import Decision
from groups.models import Membership, OfficeTerm, User
from meetings import sealing, workflow
from meetings.models import MinutesComment, MinutesVersion, Verdict
from meetings.reading import document_of_version
from meetings.rules import candidates_of, may_adjust, may_comment, remaining_of
from samverkan.common import daily
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.factories import AFTER, Cast, make_chair, make_held, make_sent, make_user
from tests.meetings.modes import (
    AT_NEXT,
    LATE,
    UNTIL,
    cast_of,
    make_commented,
    make_named,
    make_newcomer,
    make_next,
    person_of,
    set_mode,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def named() -> Cast:
    return cast_of("named")


@pytest.fixture
def commented() -> Cast:
    return cast_of("comments")


@pytest.fixture
def at_next() -> Cast:
    return cast_of("next_meeting")


def mails() -> list[tuple[str, str]]:
    people = {user.person_id: user.email.split("@")[0] for user in User.objects.all()}
    rows = OutboxMessage.objects.filter(kind="meetings.mail").order_by("created_at")
    return [(row.payload["template"], people[row.payload["person"]]) for row in rows]


def lines(version: MinutesVersion) -> list[str]:
    return [row["text"] for row in document_of_version(version)["adjusted"]]


# Named adjusters


def test_every_named_adjuster_adjusts_and_the_last_one_seals(named: Cast) -> None:
    version = make_named(named)
    assert sorted(mails()) == [("minutes_to_adjust", "olle"), ("minutes_to_adjust", "sara")]
    first = workflow.adjust(version, by=named.sara, at=AFTER)
    assert (first.state, first.seal, Decision.objects.count()) == ("out", "", 0)
    assert [person.name for person in remaining_of(version)] == ["Olle Exempel"]
    second = workflow.adjust(version, by=named.olle, at=LATE)
    assert (second.state, second.adjusted_at, Decision.objects.count()) == ("adjusted", LATE, 2)
    assert lines(second) == [
        "Justerad av Sara Exempel, ledamot, den 4 maj 2026 i portalen",
        "Justerad av Olle Exempel, ordförande, den 12 maj 2026 i portalen",
    ]
    assert sealing.verify(second)


def test_one_who_sends_it_back_returns_it_at_once(named: Cast) -> None:
    version = make_named(named)
    workflow.adjust(version, by=named.sara, at=AFTER)
    returned = workflow.return_minutes(version, comment="Punkt 2.", by=named.olle, at=AFTER)
    assert returned.state == "returned"
    with pytest.raises(StepRefused, match="redan skickad tillbaka"):
        workflow.adjust(version, by=named.olle, at=AFTER)


def test_a_verdict_is_given_once(named: Cast) -> None:
    version = make_named(named)
    workflow.adjust(version, by=named.sara, at=AFTER)
    for step in (workflow.adjust, lambda v, **given: workflow.return_minutes(v, comment="Nej", **given)):
        with pytest.raises(StepRefused, match="Du har redan lämnat besked"):
            step(version, by=named.sara, at=AFTER)
    assert Verdict.objects.count() == 1


def test_the_chair_who_was_not_named_does_not_adjust(named: Cast) -> None:
    version = make_named(named, named.sara)
    assert (may_adjust(named.sara, version), may_adjust(named.olle, version)) == (True, False)
    with pytest.raises(NotAllowed, match="Du är inte justerare"):
        workflow.adjust(version, by=named.olle, at=AFTER)


def test_a_named_adjuster_who_has_left_the_group_adjusts_no_more(named: Cast) -> None:
    version = make_named(named)
    Membership.objects.filter(person=named.sara.person).update(ends=AFTER.date())
    assert not may_adjust(named.sara, version, on=AFTER.date())
    assert may_adjust(named.sara, version, on=AFTER.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=named.sara, at=AFTER)


def test_only_those_who_sit_in_the_group_and_have_accounts_can_be_named(named: Cast) -> None:
    make_newcomer(named, "kim", "contact")
    make_newcomer(named, "carl", "coordinator")
    gone = make_newcomer(named, "gun", ends=AFTER.date())
    both = make_newcomer(named, "bo")
    Membership.objects.create(person=both.person, group=named.group, role="coordinator", starts=AFTER.date())
    off = make_newcomer(named, "dag")
    User.objects.filter(pk=off.pk).update(is_active=False)
    meeting = make_held(named)
    able = [row.person for row in candidates_of(meeting, on=AFTER.date())]
    assert able == [named.olle.person, named.sara.person]
    for stranger in (named.eva, named.maja, gone, both, off):
        with pytest.raises(StepRefused, match="kan inte justera"):
            workflow.send_minutes(meeting, adjusters=[person_of(stranger)], by=named.eva, at=AFTER)
    with pytest.raises(StepRefused, match="Välj minst en justerare"):
        workflow.send_minutes(meeting, by=named.eva, at=AFTER)
    assert not meeting.minutes_versions.exists()


def send_again(cast: Cast, version: MinutesVersion, *people: User, change: bool) -> MinutesVersion:
    workflow.take_back(version, by=cast.eva, at=AFTER)
    if change:
        version.meeting.items.filter(number=1).update(title="En annan rubrik")
    chosen = [person_of(user) for user in people]
    return workflow.send_minutes(version.meeting, adjusters=chosen, by=cast.eva, at=LATE)


@pytest.mark.parametrize(("change", "kept"), [(False, 1), (True, 0)])
def test_a_changed_text_resets_the_verdicts_and_an_unchanged_one_keeps_them(
    named: Cast, change: bool, kept: int
) -> None:
    version = make_named(named)
    workflow.adjust(version, by=named.sara, at=AFTER)
    again = send_again(named, version, named.sara, named.olle, change=change)
    assert Verdict.objects.filter(adjuster__version=again, given_at=AFTER, given_by=named.sara).count() == kept
    assert workflow.adjust(again, by=named.olle, at=LATE).state == ("out" if change else "adjusted")


def test_sending_again_to_fewer_never_seals_by_itself(named: Cast) -> None:
    version = make_named(named)
    workflow.adjust(version, by=named.sara, at=AFTER)
    again = send_again(named, version, named.sara, change=False)
    assert (again.state, remaining_of(again)) == ("out", [named.sara.person])


# Comments until a date, then the chair


def test_members_comment_until_the_date_and_then_the_chair_adjusts(commented: Cast) -> None:
    version = make_commented(commented)
    assert sorted(mails()) == [("minutes_to_adjust_later", "olle"), ("minutes_to_comment", "sara")]
    assert workflow.save_comments(version, {1: "Stavfel.", None: "Bra."}, by=commented.sara, at=AFTER) == 2
    with pytest.raises(StepRefused, match=r"till och med 11 maj 2026\. Därefter kan du justera"):
        workflow.adjust(version, by=commented.olle, at=datetime(2026, 5, 11, 12, tzinfo=UTC))
    with pytest.raises(StepRefused, match="11 maj 2026"):
        workflow.return_minutes(version, comment="Nej", by=commented.olle, at=AFTER)
    assert workflow.adjust(version, by=commented.olle, at=LATE).state == "adjusted"
    assert sorted(MinutesComment.objects.values_list("item", "text"), key=str) == [(1, "Stavfel."), (None, "Bra.")]


def test_a_comment_is_changed_and_taken_away_until_the_date_and_left_alone_when_it_is_the_same(
    commented: Cast,
) -> None:
    version = make_commented(commented)

    def save(text: str, at: Any = AFTER) -> int:
        return workflow.save_comments(version, {1: text}, by=commented.sara, at=at)

    assert (save("Ett"), save(" Ett\n"), save("Två"), save("")) == (1, 0, 1, 1)
    assert [row.history_type for row in MinutesComment.history.order_by("history_id")] == ["+", "~", "-"]
    with pytest.raises(StepRefused, match="till och med 11 maj 2026"):
        save("För sent", LATE)
    with pytest.raises(StepRefused, match="högst 4000 tecken"):
        save("x" * 4001)
    assert not version.comments.exists()


@pytest.mark.parametrize("until", [None, AFTER.date(), AFTER.date() - timedelta(days=1)])
def test_the_last_day_for_comments_is_after_today(commented: Cast, until: Any) -> None:
    with pytest.raises(StepRefused, match="efter i dag"):
        workflow.send_minutes(make_held(commented), comments_until=until, by=commented.eva, at=AFTER)


def test_nothing_else_is_commented_on(commented: Cast) -> None:
    version = make_commented(commented)
    workflow.take_back(version, by=commented.eva, at=AFTER)
    with pytest.raises(StepRefused, match="inte längre ute"):
        workflow.save_comments(version, {1: "Nu då?"}, by=commented.sara, at=AFTER)
    set_mode(commented, "chair")
    with pytest.raises(StepRefused, match="kommenteras inte"):
        workflow.save_comments(make_sent(commented, sequence=2), {1: "Nu då?"}, by=commented.sara, at=AFTER)
    assert [may_comment(user, version) for user in (commented.eva, commented.maja, commented.olle)] == [
        False, False, True,
    ]  # fmt: skip


def test_the_chair_is_told_once_when_the_time_for_comments_is_over(commented: Cast) -> None:
    make_commented(commented)
    for day in (UNTIL, LATE.date(), LATE.date()):
        assert daily.run(on=day) == 0
    assert mails()[2:] == [("minutes_to_adjust_now", "olle")]


# Approved at the next meeting


def test_a_note_is_approved_at_the_next_meeting_and_says_so(at_next: Cast) -> None:
    version = make_sent(at_next)
    assert sorted(mails()) == [("minutes_to_read", "olle"), ("minutes_to_read", "sara")]
    with pytest.raises(StepRefused, match="gruppens nästa möte"):
        workflow.adjust(version, by=at_next.olle, at=AT_NEXT)
    later = make_next(at_next, version)
    with pytest.raises(StepRefused, match="vid mötet den 4 juni 2026"):
        workflow.return_minutes(version, comment="Nej", by=at_next.olle, at=LATE)
    approved = workflow.adjust(version, by=at_next.olle, at=AT_NEXT)
    assert Verdict.objects.get().at_meeting == later
    assert json.loads(approved.seal)["adjusted"][0]["meeting"] == "2026-06-04"
    assert document_of_version(approved)["state"] == "Godkänd vid mötet den 4 juni 2026"
    assert lines(approved) == [
        "Godkänd vid mötet den 4 juni 2026, bekräftad av Olle Exempel, ordförande, den 4 juni 2026"
    ]


def test_whoever_chairs_the_next_meeting_approves_also_when_the_chair_has_changed(at_next: Cast) -> None:
    version = make_sent(at_next)
    make_next(at_next, version)
    OfficeTerm.objects.update(ends=AT_NEXT.date())
    lena = make_user("lena")
    make_chair(person_of(lena), at_next.group, starts=AT_NEXT.date())
    assert not may_adjust(at_next.olle, version, on=AT_NEXT.date())
    with pytest.raises(NotAllowed):
        workflow.adjust(version, by=at_next.olle, at=AT_NEXT)
    approved = workflow.adjust(version, by=lena, at=AT_NEXT)
    assert [row["name"] for row in json.loads(approved.seal)["adjusted"]] == ["Lena Exempel"]


def test_a_meeting_that_is_called_off_approves_nothing(at_next: Cast) -> None:
    version = make_sent(at_next)
    later = make_next(at_next, version)
    later.state = "cancelled"
    later.save()
    with pytest.raises(StepRefused, match="gruppens nästa möte"):
        workflow.adjust(version, by=at_next.olle, at=AT_NEXT)


def test_a_chair_without_an_account_is_enough_where_the_next_meeting_approves(at_next: Cast) -> None:
    User.objects.filter(pk=at_next.olle.pk).update(is_active=False)
    assert make_sent(at_next).state == "out"


def test_the_chair_is_told_when_the_meeting_has_come(at_next: Cast) -> None:
    make_next(at_next, make_sent(at_next))
    for day in (LATE.date(), AT_NEXT.date(), AT_NEXT.date()):
        assert daily.run(on=day) == 0
    assert mails()[2:] == [("minutes_to_adjust_now", "olle")]


# A type that changes


@pytest.mark.parametrize("changed", ["named", "comments", "next_meeting"])
def test_a_note_that_is_out_keeps_the_mode_that_it_was_sent_under(changed: str) -> None:
    cast = cast_of("chair")
    version = make_sent(cast)
    set_mode(cast, changed)
    assert workflow.adjust(version, by=cast.olle, at=timezone.now()).adjustment_mode == "chair"
