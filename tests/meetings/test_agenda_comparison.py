"""Who approves an agenda sees what differs from the version that was answered before, in words."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.comparison import AgendaChanges, agenda_changes
from meetings.models import AgendaItem, Meeting
from tests.admin.browsing import address, browser
from tests.conftest import MORNING
from tests.factories import Cast, make_meeting, make_paper, make_person
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, items=4, date=MORNING.date() + timedelta(days=20), place="Rosenlund")


def item(meeting: Meeting, number: int) -> AgendaItem:
    found: AgendaItem = meeting.items.get(number=number)
    return found


def reorder(meeting: Meeting, numbers: list[int]) -> None:
    """Give the items new numbers: the list says the old number of each, in the new order."""
    rows = {row.number: row.pk for row in meeting.items.all()}
    for old, pk in rows.items():
        meeting.items.filter(pk=pk).update(number=100 + old)
    for new, old in enumerate(numbers, start=1):
        meeting.items.filter(pk=rows[old]).update(number=new)


def withhold(meeting: Meeting, number: int) -> None:
    meeting.items.filter(number=number).update(is_withheld=True, withheld_reason="Pågår")


def changed(cast: Cast, meeting: Meeting, change: Callable[[Meeting], Any]) -> AgendaChanges:
    earlier = workflow.return_agenda(workflow.send_agenda(meeting, by=cast.eva), comment="Nej", by=cast.olle)
    change(meeting)
    return agenda_changes(earlier, workflow.send_agenda(Meeting.objects.get(pk=meeting.pk), by=cast.eva))


def insert_first(meeting: Meeting) -> None:
    for row in meeting.items.order_by("-number"):
        meeting.items.filter(pk=row.pk).update(number=row.number + 1)
    AgendaItem.objects.create(meeting=meeting, number=1, title="Inledning")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: None, []),
        (insert_first, ["Ny punkt 1: Inledning"]),
        (lambda m: item(m, 2).delete(), ["Struken punkt: Fråga 2"]),
        (lambda m: reorder(m, [4, 1, 2, 3]), ["Punkt 1, Fråga 4: flyttad, var punkt 4"]),
        (lambda m: reorder(m, [2, 3, 4, 1]), ["Punkt 4, Fråga 1: flyttad, var punkt 1"]),
        (
            lambda m: m.items.filter(number=3).update(minutes=20, purpose="decision", presenter=make_person("Pia")),
            ["Punkt 3, Fråga 3: ändrad (syfte, föredragande och tid)"],
        ),
        (
            lambda m: (reorder(m, [4, 1, 2, 3]), withhold(m, 1)),
            ["Punkt 1, Fråga 4: flyttad, var punkt 4, ändrad (publiceras inte)"],
        ),
        (
            lambda m: Meeting.objects.filter(pk=m.pk).update(place="Digitalt", starts_at=time(9)),
            ["Tid: 09.00–16.30 (förut 13.30–16.30)", "Plats: Digitalt (förut Rosenlund)"],
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_in_words(cast: Cast, meeting: Meeting, change: Any, words: list[str]) -> None:
    assert changed(cast, meeting, change).in_words == words


def test_a_title_is_compared_word_by_word(cast: Cast, meeting: Meeting) -> None:
    meeting.items.filter(number=1).update(proposed_decision="LGS enas om en gemensam rutin.")
    found = changed(
        cast, meeting, lambda m: m.items.filter(number=1).update(proposed_decision="LGS enas om två rutiner.")
    )
    field = found.items[0].fields[0]
    assert field.label == "Förslag till beslut"
    assert [run.text for run in field.changes[0].new_runs if run.changed] == ["två", "rutiner"]


def test_a_mail_tells_of_papers_without_their_checksums(cast: Cast, meeting: Meeting) -> None:
    found = changed(cast, meeting, lambda row: make_paper(row, title="Budget", name="budget.docx", content=b"1234"))
    assert found.in_words == ["Underlag till hela mötet: 1. Budget (budget.docx, 1 kB)"]
    earlier = workflow.return_agenda(meeting.agenda_versions.latest("number"), comment="Nej", by=cast.olle)
    meeting.attachments.all().delete()
    make_paper(meeting, title="Budget", name="budget.docx", content=b"5678")
    found = agenda_changes(earlier, workflow.send_agenda(meeting, by=cast.eva))
    assert found.in_words == ["Underlag till hela mötet: 1. Budget (budget.docx, 1 kB), med en ny fil"]


def test_the_approver_sees_it_on_the_page(cast: Cast, meeting: Meeting) -> None:
    changed(cast, meeting, lambda m: m.items.filter(number=2).update(title="En helt annan sak"))
    page = text(browser(cast.olle).get(address(meeting, "agenda/")))
    assert "Ändrat sedan version 1, som skickades tillbaka" in page
    assert "<del>Fråga 2</del>" in page
    assert "<ins>En helt annan sak</ins>" in page


def test_the_first_version_is_compared_with_nothing(cast: Cast, meeting: Meeting) -> None:
    workflow.send_agenda(meeting, by=cast.eva)
    page = text(browser(cast.olle).get(address(meeting, "agenda/")))
    assert ("Ändrat sedan" in page, "densamma som" in page) == (False, False)
