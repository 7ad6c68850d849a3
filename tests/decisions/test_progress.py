"""How far a decision has come is one thing, wherever it is counted."""

from typing import Any

import pytest

from decisions import figures
from decisions.matrix import matrix_of
from decisions.models import Decision
from decisions.states import progress_of
from samverkan.portal.decision_filters import CARRIED_OUT, DecisionFilter
from samverkan.portal.how_far import how_far
from tests.factories import Cast, make_adjusted

ROUNDS = [
    ["not_started", "not_started", "not_started"],
    ["implemented", "not_concerned", "anchored"],
    ["implemented", "implemented", "cannot"],
    ["implemented", "not_concerned", "implemented"],
    ["not_concerned", "not_concerned", "not_concerned"],
]


@pytest.mark.parametrize("states", ROUNDS)
def test_the_register_the_matrix_and_the_page_count_alike(decision: Decision, states: list[str]) -> None:
    for row, state in zip(decision.anchorings.order_by("pk"), states, strict=True):
        row.state, row.reason = state, "Skäl" if state == "cannot" else ""
        row.save()
    counted: Any = Decision.objects.with_progress().get()
    (line,) = matrix_of([decision], title=str, url=str).lines
    told = how_far(decision, replaces_some=False)
    done, parties = progress_of(states)
    assert (counted.done, counted.parties) == (line.done, line.parties) == (told["done"], told["parties"])
    assert (done, parties) == (counted.done, counted.parties)
    assert (figures._step(set(states)) == figures.CARRIED_OUT) is (done == parties)


@pytest.mark.django_db
def test_a_decision_that_nobody_is_asked_about_is_not_carried_out_by_all(cast: Cast) -> None:
    make_adjusted(cast, items=1)
    assert not Decision.objects.get().anchorings.exists()
    assert not DecisionFilter({"lage": CARRIED_OUT}, Decision.objects.all()).qs.exists()
