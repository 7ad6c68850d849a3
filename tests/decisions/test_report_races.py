"""A report and the step that ends what it is about, at the same time: the later one sees what the first did."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from decisions import workflow
from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_adjusted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2026, 4, 30)


def while_held(step: Callable[[], Any], other: Callable[[], Any]) -> str:
    """Take the step, and before it is committed begin the other in a thread of its own; what became of the other."""
    result: list[str] = []

    def run() -> None:
        try:
            other()
            result.append("done")
        except StepRefused as refusal:
            result.append(str(refusal))
        finally:
            connection.close()

    worker = Thread(target=run)
    with transaction.atomic():
        step()
        worker.start()
        while worker.is_alive() and not somebody_waits():
            worker.join(timeout=0.05)
    worker.join(timeout=30)
    return result[0]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def report(kind: str, decision: Decision, cast: Cast) -> Callable[[], Any]:
    if kind == "anchoring":
        part = Anchoring.objects.get(decision=decision, organisation__name="Sahlgrenska")
        return lambda: workflow.report_anchoring(part, "anchored", by=cast.sara, at=AFTER)
    if kind == "formal":
        formal = FormalDecision.objects.get(decision=decision, principal__name="Härryda kommun")
        return lambda: workflow.report_formal_decision(formal, "declined", by=cast.eva, at=AFTER)
    commitment = Commitment.objects.create(decision=decision, owner="SU", text="Skriv brevet")
    return lambda: workflow.report_commitment(commitment, "done", by=cast.eva, at=AFTER)


@pytest.mark.parametrize("kind", ["anchoring", "formal", "commitment"])
def test_a_report_waits_for_the_decision_that_is_being_replaced_and_is_refused(
    cast: Cast, decision: Decision, kind: str
) -> None:
    make_adjusted(cast, items=1, date=DAY)
    later = Decision.objects.get(decided_on=DAY)
    step = report(kind, decision, cast)
    said = while_held(lambda: workflow.replace(decision, later, by=cast.eva, at=AFTER), step)
    assert "gäller inte längre" in said
