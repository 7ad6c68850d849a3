"""What the register counts of groups: decisions by kind and how far, lead time, meetings against rule (R1)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.figures import Figures, figures_of, in_days
from decisions.models import Anchoring, Decision
from decisions.workflow import report_anchoring, report_commitment
from decisions.workflow.plans import establish, report_activity
from groups.models import FrequencyRule, Organisation
from tests.factories import AFTER, Cast, make_adjusted, make_group, make_published
from tests.plans import LATER, make_plan, make_plan_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
ON = date(2026, 11, 22)


def of(cast: Cast, *, published: bool = False) -> Figures:
    return figures_of([cast.group], year=2026, on=ON, published=published)[cast.group.pk]


def carry_out(decision: Decision, at: datetime, state: str = "implemented", by: Any = None) -> None:
    for row in decision.anchorings.all():
        report_anchoring(row, state, reason="Skäl" if state == "cannot" else "", by=by, at=at)


def test_decisions_are_counted_by_kind(cast: Cast) -> None:
    make_adjusted(cast, items=3)
    Decision.objects.filter(number=3).update(kind="noted")
    assert of(cast).kinds == {"Enas": 2, "Noterar": 1}
    assert of(cast).decisions == 3


def test_the_open_figures_count_what_is_published_only(cast: Cast) -> None:
    make_published(cast, items=1)
    make_adjusted(cast, items=1, date=date(2026, 5, 1))
    assert [of(cast, published=True).decisions, of(cast).decisions] == [1, 2]
    cast.group.shows_decisions = False
    cast.group.save()
    assert of(cast, published=True).decisions == 0


def test_how_far_and_how_long_until_all_had_carried_it_out(
    cast: Cast, parties: dict[str, Organisation], decision: Decision
) -> None:
    assert of(cast).steps == {"Inte påbörjade": 1}
    first, *_ = decision.anchorings.all()
    report_anchoring(first, "anchored", by=cast.eva, at=AFTER)
    assert of(cast).steps == {"På väg": 1}
    carry_out(decision, datetime(2026, 5, 30, 12, 0, tzinfo=UTC), by=cast.eva)
    assert (of(cast).steps, of(cast).lead_time) == ({"Genomförda av alla": 1}, "37 dagar")


def test_one_that_cannot_be_carried_out_by_all_has_no_lead_time(
    cast: Cast, parties: dict[str, Organisation], decision: Decision
) -> None:
    carry_out(decision, AFTER, "cannot", by=cast.eva)
    assert (of(cast).steps, of(cast).lead_time) == ({"Kan inte genomföras av alla": 1}, "")


def test_those_whom_it_does_not_concern_hinder_nothing(
    cast: Cast, parties: dict[str, Organisation], decision: Decision
) -> None:
    carry_out(decision, AFTER, by=cast.eva)
    row = Anchoring.objects.filter(decision=decision).first()
    assert row is not None
    Anchoring.objects.filter(pk=row.pk).update(state="not_concerned")
    assert of(cast).steps == {"Genomförda av alla": 1}


def test_r1_meetings_are_told_against_the_rule(cast: Cast) -> None:
    FrequencyRule.objects.create(group=cast.group, minimum=4)
    make_adjusted(cast)
    found = of(cast)
    assert (found.held, found.meetings) == (1, ["1 av minst 4, tre saknas före årsskiftet"])


def test_commitments_and_activities_are_counted_by_state(cast: Cast) -> None:
    make_adjusted(cast, items=1)
    decision = Decision.objects.get()
    row = decision.commitments.create(owner="SU", text="Skriver brevet")
    report_commitment(row, "done", by=cast.eva, at=AFTER)
    assert of(cast).commitments == {"Klart": 1}
    theme = make_plan_group(cast.group)
    decision.kind = "establishes"
    decision.save()
    plan = establish(make_plan(theme, by=cast.eva), decision=decision, by=cast.eva, at=LATER)
    activity = plan.goals.first().activities.first()
    report_activity(activity, "done", evidence="Klart.", by=cast.eva, at=LATER)
    found = figures_of([theme], year=2026, on=ON, published=False)[theme.pk]
    assert found.activities == {"Genomförd": 1, "Inte påbörjad": 1}


@pytest.mark.parametrize(("days", "words"), [([], ""), ([1], "1 dag"), ([10, 20], "15 dagar"), ([1, 2, 90], "2 dagar")])
def test_the_time_is_the_median(days: list[int], words: str) -> None:
    assert in_days(days) == words


@pytest.mark.parametrize("count", [1, 8])
def test_many_groups_ask_as_much_as_one(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    groups = [make_group(f"g-{number}") for number in range(count)]
    with django_assert_max_num_queries(5):
        figures_of([*groups, cast.group], year=2026, on=ON, published=True)


def test_no_text_of_decisions_and_reports_is_read_to_count_them(
    cast: Cast, parties: dict[str, Organisation], decision: Decision
) -> None:
    carry_out(decision, AFTER, by=cast.eva)
    with CaptureQueriesContext(connection) as queries:
        assert of(cast).steps == {"Genomförda av alla": 1}
    asked = " ".join(query["sql"] for query in queries)
    for column in ('"decisions_anchoring"."note"', '"decisions_anchoring"."reason"', '"decisions_decision"."text"'):
        assert column not in asked
