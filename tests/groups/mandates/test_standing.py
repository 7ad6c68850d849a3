"""How a mandate stands on a day (R10), and who needs to act on it."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.mandates.standing import with_standing
from groups.models import Group, Mandate
from groups.states import MandateStanding
from groups.workflow import mandates as workflow
from tests.factories import Cast, make_group
from tests.mandates import TODAY, adopted, make_adopted

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 12)


@pytest.fixture
def second(cast: Cast) -> Group:
    return make_group("tema")


# --- How it stands ------------------------------------------------------------------------------------------


def standings(group: Group, on: date) -> list[tuple[int, MandateStanding, bool]]:
    mandates = Mandate.objects.exclude(state="draft").of_group(group)
    return [(row.mandate.version, row.standing, row.under_revision) for row in with_standing(mandates, group, on=on)]


def test_which_version_holds_follows_from_dates_alone(cast: Cast) -> None:
    first = make_adopted(cast.group, by=cast.eva, valid_until=date(2026, 3, 31))
    adopted(workflow.start_revision(first, by=cast.eva), by=cast.eva, valid_from=date(2026, 6, 1))
    assert standings(cast.group, date(2026, 1, 1)) == [
        (2, MandateStanding.COMING, False),
        (1, MandateStanding.COMING, False),
    ]
    assert standings(cast.group, date(2026, 3, 31))[1] == (1, MandateStanding.IN_FORCE, False)
    assert standings(cast.group, date(2026, 4, 1))[1] == (1, MandateStanding.RUN_OUT, False)
    assert standings(cast.group, date(2026, 6, 1)) == [
        (2, MandateStanding.IN_FORCE, False),
        (1, MandateStanding.REPLACED, False),
    ]


def test_r10_a_mandate_that_has_run_out_or_holds_is_under_revision_while_there_is_a_draft(
    cast: Cast, second: Group
) -> None:
    former = make_adopted(cast.group, second, by=cast.eva, valid_until=date(2026, 3, 31))
    draft = workflow.start_revision(former, groups=[cast.group], by=cast.eva)
    assert standings(cast.group, date(2026, 3, 1)) == [(1, MandateStanding.IN_FORCE, True)]
    assert standings(cast.group, TODAY) == [(1, MandateStanding.RUN_OUT, True)]
    assert standings(second, TODAY) == [(1, MandateStanding.RUN_OUT, False)]
    workflow.discard(draft, by=cast.eva)
    assert standings(cast.group, TODAY) == [(1, MandateStanding.RUN_OUT, False)]


def test_r10_running_out_are_those_that_need_somebody_to_act(cast: Cast, second: Group) -> None:
    soon = make_adopted(cast.group, by=cast.eva, valid_until=TODAY + timedelta(days=90))
    review = make_adopted(second, by=cast.eva, review_date=TODAY)
    later = make_adopted(make_group("sen"), by=cast.eva, valid_until=TODAY + timedelta(days=91))
    make_adopted(make_group("lugn"), by=cast.eva)
    every = Group.objects.all()
    assert set(Mandate.objects.running_out(every, on=TODAY)) == {soon, review}
    assert set(Mandate.objects.running_out(every, on=TODAY + timedelta(days=1))) == {soon, review, later}
    assert set(Mandate.objects.running_out([second], on=TODAY)) == {review}


def test_r10_of_those_that_run_out_only_the_newest_of_each_group_is_told(
    cast: Cast, second: Group, django_assert_num_queries: Any
) -> None:
    """One mandate covers two groups; one of them has a later version, which runs out too, and is being revised."""
    both = make_adopted(cast.group, second, by=cast.eva, valid_until=TODAY)
    Mandate.objects.filter(pk=both.pk).update(version=1)
    later = make_adopted(second, by=cast.eva, valid_until=TODAY)
    Mandate.objects.filter(pk=later.pk).update(version=2)
    workflow.start_revision(Mandate.objects.get(pk=later.pk), by=cast.eva)
    keys = {cast.group.pk, second.pk}
    with django_assert_num_queries(1):
        rows = [(row.pk, row.of, row.is_revised) for row in Mandate.objects.newest_running_out(keys, on=TODAY)]
    assert sorted(rows) == [(both.pk, cast.group.pk, False), (later.pk, second.pk, True)]
    assert [row.of for row in Mandate.objects.newest_running_out({cast.group.pk}, on=TODAY)] == [cast.group.pk]
