"""A decision is followed home: by organisation and by principal, from the day it was adjusted (R6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from decisions import rules, workflow
from decisions.models import Anchoring, Decision, FormalDecision
from decisions.states import ANCHORING_ARROWS, AnchoringState, FormalState
from groups.models import Organisation, Seat
from meetings import workflow as meetings
from meetings.models import Outcome
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, LONG_AGO, Cast, make_adjusted, make_held, make_organisation, make_sent

pytestmark = pytest.mark.django_db


def row_of(decision: Decision, name: str) -> Anchoring:
    row: Anchoring = decision.anchorings.get(organisation__name=name)
    return row


def test_r6_each_organisation_that_a_seat_stands_or_answers_for_has_a_row(decision: Decision) -> None:
    names = decision.anchorings.values_list("organisation__name", "state")
    assert list(names) == [
        ("Härryda kommun", "not_started"), ("Mölndals stad", "not_started"), ("Sahlgrenska", "not_started"),
    ]  # fmt: skip


def test_r6_each_principal_takes_its_own_formal_decision(decision: Decision) -> None:
    names = decision.formal_decisions.values_list("principal__name", flat=True)
    assert list(names) == ["Härryda kommun", "Mölndals stad", "Västra Götalandsregionen"]


def test_a_seat_that_came_after_the_meeting_has_no_part_in_it(cast: Cast, parties: dict[str, Organisation]) -> None:
    late = make_organisation("Partille kommun", kind="municipality")
    Seat.objects.create(group=cast.group, position=3, label="P", organisation=late, starts=date(2026, 4, 24))
    make_adjusted(cast, items=1)
    assert not Anchoring.objects.filter(organisation=late).exists()


@pytest.mark.parametrize(
    "kind", ["noted", "decided_not_to", "taken_home", "postponed", "prepared_further", "referred_back", "struck"]
)
def test_r11_what_binds_nobody_is_not_followed(cast: Cast, parties: dict[str, Organisation], kind: str) -> None:
    held = make_held(cast, items=1)
    Outcome.objects.update(kind=kind)
    meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert Decision.objects.get().kind == kind
    assert (Anchoring.objects.count(), FormalDecision.objects.count()) == (0, 0)


def test_a_group_without_seats_is_made_up_of_its_members(cast: Cast) -> None:
    own = make_organisation("Närhälsan")
    cast.group.memberships.filter(person=cast.sara.person).update(organisation=own)
    cast.group.memberships.filter(person=cast.eva.person).update(organisation=make_organisation("Kontoret"))
    make_adjusted(cast, items=1)
    assert [row.organisation for row in Anchoring.objects.all()] == [own]


def test_a_report_is_signed_and_leaves_a_row_in_the_history(cast: Cast, decision: Decision) -> None:
    row = row_of(decision, "Sahlgrenska")
    workflow.report_anchoring(row, "anchored", note="Ledningsgruppen", by=cast.sara, at=AFTER)
    row.refresh_from_db()
    assert (row.state, row.note, row.changed_by, row.changed_at) == ("anchored", "Ledningsgruppen", cast.sara, AFTER)
    assert row.history.first().history_user == cast.sara


def test_what_cannot_be_done_says_why(cast: Cast, decision: Decision) -> None:
    row = row_of(decision, "Sahlgrenska")
    with pytest.raises(StepRefused, match="Skriv varför"):
        workflow.report_anchoring(row, "cannot", reason=" ", by=cast.sara)
    with pytest.raises(IntegrityError), transaction.atomic():
        Anchoring.objects.filter(pk=row.pk).update(state="cannot")
    assert workflow.report_anchoring(row, "cannot", reason="Pengar saknas", by=cast.sara).reason == "Pengar saknas"


@pytest.mark.parametrize("old", AnchoringState)
@pytest.mark.parametrize("new", AnchoringState)
def test_only_the_arrows_can_be_walked(cast: Cast, decision: Decision, old: str, new: str) -> None:
    row = row_of(decision, "Sahlgrenska")
    Anchoring.objects.filter(pk=row.pk).update(state=old, reason="Skäl")
    if new in ANCHORING_ARROWS[old]:
        assert workflow.report_anchoring(row, new, reason="Skäl", by=cast.sara).state == new
        return
    with pytest.raises(StepRefused, match=r"Det står redan|går inte att ta härifrån"):
        workflow.report_anchoring(row, new, reason="Skäl", by=cast.sara)


def test_a_formal_decision_that_is_taken_says_when_and_under_which_number(cast: Cast, decision: Decision) -> None:
    row = decision.formal_decisions.get(principal__name="Härryda kommun")
    with pytest.raises(StepRefused, match="vilken dag"):
        workflow.report_formal_decision(row, "taken", by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match="har inte varit än"):
        workflow.report_formal_decision(
            row, "taken", decided_on=AFTER.date() + timedelta(days=1), by=cast.eva, at=AFTER
        )
    day = date(2026, 5, 3)
    row = workflow.report_formal_decision(row, "taken", decided_on=day, own_number="KS 7", by=cast.eva, at=AFTER)
    assert (row.state, row.decided_on, row.own_number) == ("taken", day, "KS 7")
    row = workflow.report_formal_decision(row, FormalState.PENDING, own_number="KS 7", by=cast.eva, at=AFTER)
    assert (row.state, row.decided_on, row.own_number) == ("pending", None, "")


def test_a_decision_that_is_replaced_is_followed_no_more(cast: Cast, decision: Decision) -> None:
    make_adjusted(cast, items=1, date=date(2026, 4, 30))
    later = Decision.objects.get(decided_on=date(2026, 4, 30))
    with pytest.raises(StepRefused, match="inte ett senare beslut"):
        workflow.replace(later, decision, by=cast.eva)
    workflow.replace(decision, later, by=cast.eva)
    with pytest.raises(StepRefused, match="gäller inte längre"):
        workflow.report_anchoring(row_of(decision, "Sahlgrenska"), "anchored", by=cast.sara)
    assert set(Decision.objects.followed()) == {later}
    assert not decision.anchorings.followed().exists()


def test_the_day_when_all_is_done_comes_after_the_decision(cast: Cast, decision: Decision) -> None:
    with pytest.raises(StepRefused, match="Välj en senare dag"):
        workflow.set_due(decision, LONG_AGO, by=cast.eva)
    assert workflow.set_due(decision, date(2026, 10, 1), by=cast.eva).due == date(2026, 10, 1)


def test_a_member_reports_for_the_own_organisation_and_the_process_leader_for_all(
    cast: Cast, decision: Decision
) -> None:
    rows = {row.organisation.name: row for row in decision.anchorings.select_related("organisation")}

    def able(user: Any) -> list[str]:
        return [name for name, row in rows.items() if rules.may_report_anchoring(user, row)]

    assert able(cast.sara) == ["Sahlgrenska"]
    assert able(cast.eva) == ["Härryda kommun", "Mölndals stad", "Sahlgrenska"]
    assert able(cast.maja) == able(None) == []
    region = decision.formal_decisions.get(principal__name="Västra Götalandsregionen")
    other = decision.formal_decisions.get(principal__name="Mölndals stad")
    assert [rules.may_report_formal_decision(cast.sara, row) for row in (region, other)] == [True, False]
    assert rules.may_follow(cast.eva, decision)
    assert not rules.may_follow(cast.sara, decision)


def test_a_replaced_decision_that_a_correction_strikes_is_ended(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=2)
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    old, new = Decision.objects.order_by("number")
    workflow.replace(old, new, by=cast.eva, at=AFTER)
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel beslut", by=cast.eva, at=AFTER)
    Outcome.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == ("ended", None)


def test_what_a_struck_decision_had_replaced_holds_again(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=2)
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    old, new = Decision.objects.order_by("number")
    workflow.replace(old, new, by=cast.eva, at=AFTER)
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel beslut", by=cast.eva, at=AFTER)
    Outcome.objects.order_by("pk").last().delete()  # type: ignore[union-attr]
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.replaced_by, new.state) == ("in_force", None, "ended")


@pytest.mark.parametrize("number", ["Ring 031-123 45 67", "anna@example.se", "121212-1212"])
def test_the_number_of_a_formal_decision_is_open_and_names_nobody(cast: Cast, decision: Decision, number: str) -> None:
    row = decision.formal_decisions.get(principal__name="Härryda kommun")
    with pytest.raises(StepRefused, match=r"kontaktuppgifter|personnummer"):
        workflow.report_formal_decision(
            row, "taken", decided_on=date(2026, 5, 3), own_number=number, by=cast.eva, at=AFTER
        )
    assert FormalDecision.objects.get(pk=row.pk).state == "pending"


@pytest.mark.parametrize("number", ["KS 2026/0123", "RS 2026-01234", "KSN-2026-00123", "Dnr 2026:0456-12"])
def test_registration_numbers_are_no_contacts(cast: Cast, decision: Decision, number: str) -> None:
    row = decision.formal_decisions.get(principal__name="Härryda kommun")
    row = workflow.report_formal_decision(
        row, "taken", decided_on=date(2026, 5, 3), own_number=number, by=cast.eva, at=AFTER
    )
    assert row.own_number == number


def test_who_had_a_part_in_the_meeting_is_asked_once_however_many_decisions(
    cast: Cast, parties: dict[str, Organisation]
) -> None:
    """Looking up the parties costs the same for one decision as for ten."""
    asked = []
    for sequence, count in enumerate((1, 10), start=1):
        version = make_sent(cast, items=count, sequence=sequence)
        with CaptureQueriesContext(connection) as queries:
            meetings.adjust(version, by=cast.olle, at=AFTER)
        asked.append(sum("groups_seat_answers_for" in query["sql"] for query in queries))
    assert asked[0] == asked[1] > 0
