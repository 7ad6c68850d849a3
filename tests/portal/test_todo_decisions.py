"""*Att göra*: what a person's organisations have to report, and what those who run a group have to follow up (R6)."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from decisions import workflow
from decisions.models import Anchoring, Commitment, Decision
from groups.models import Organisation, User
from meetings import workflow as meetings
from meetings.models import Outcome
from samverkan.portal.todo import Todo
from samverkan.portal.todo.decisions import to_report
from tests.decisions.conftest import decision, parties
from tests.factories import AFTER, Cast, make_adjusted, make_held

pytestmark = pytest.mark.django_db
__all__ = ["decision", "parties"]
LATER = "2026-10-20"


def found(user: User) -> list[Todo]:
    client = Client()
    client.force_login(user)
    words = ("Rapportera hur långt", "Rapportera vad som", "Följ upp beslut")
    with time_machine.travel(LATER):
        todos: list[Todo] = client.get("/admin/").context["todos"]
    return [todo for todo in todos if todo.label.startswith(words)]


def test_a_member_has_one_row_for_each_organisation(cast: Cast, decision: Decision) -> None:
    make_adjusted(cast, items=1, date=date(2026, 4, 30))
    (row,) = found(cast.sara)
    assert (row.about, row.why, row.url) == (
        "Sahlgrenska, 2 beslut", "Beslut som ska förankras hos er.", "/admin/forankring/",
    )  # fmt: skip
    assert found(cast.olle) == found(cast.maja) == []


def test_what_is_late_is_told_to_the_member_and_to_those_who_run_the_group(
    cast: Cast, decision: Decision
) -> None:  # fmt: skip
    workflow.set_due(decision, date(2026, 10, 1), by=cast.eva)
    (row,) = found(cast.sara)
    assert (row.is_late, row.why) == (True, "Ska vara genomfört senast 1 oktober 2026.")
    (row,) = found(cast.eva)
    assert (row.is_late, row.about) == (True, "LGS, 1 beslut")
    assert row.url == "/admin/forankring/matris/?grupp=lgs&kvar=1"
    Anchoring.objects.update(state="implemented")
    assert found(cast.sara) == found(cast.eva) == []


def test_a_commitment_waits_for_who_speaks_for_its_organisation(
    cast: Cast, parties: dict[str, Organisation]
) -> None:  # fmt: skip
    held = make_held(cast, items=1)
    Outcome.objects.update(kind="taken_home", organisation=parties["Sahlgrenska"], text="SU tar med sig frågan.")
    meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    (row,) = found(cast.sara)
    assert (row.about, row.why) == ("Ett åtagande", "Följs upp vid nästa möte.")
    workflow.report_commitment(Commitment.objects.get(), "done", by=cast.sara)
    assert found(cast.sara) == []


@pytest.mark.parametrize("count", [1, 4])
def test_it_is_one_question_however_much_waits(
    cast: Cast, parties: dict[str, Organisation], count: int, django_assert_num_queries: Any
) -> None:  # fmt: skip

    for day in range(count):
        make_adjusted(cast, items=1, date=date(2026, 4, 10 + day))
    with django_assert_num_queries(1):
        assert len(to_report(cast.sara.person_id, run=[cast.group.pk], own=[cast.group.pk], on=date(2026, 10, 20))) == 1
