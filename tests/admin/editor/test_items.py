"""Order, clock and attendance in the editor, as they work without scripts; and what the record says of them."""

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings import workflow
from meetings.forms.timing import overrun
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.snapshot import minutes_content
from tests.admin.browsing import address, fields_of, history_reasons
from tests.admin.editor.writing import save
from tests.factories import Cast, make_meeting, make_person
from tests.matters import make_standing

pytestmark = pytest.mark.django_db


def order(meeting: Meeting) -> list[str]:
    return list(meeting.items.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("number", "step", "after"),
    [(2, "up", "213"), (2, "down", "132"), (1, "up", "123"), (3, "down", "123"), (3, "sideways", "123")],
)
def test_the_buttons_move_an_item_one_step(eva: Client, meeting: Meeting, number: int, step: str, after: str) -> None:
    moved = meeting.items.get(number=number)
    save(eva, meeting, move=f"{step}-{moved.pk}")
    assert order(meeting) == [f"Fråga {old}" for old in after]


def test_moving_leaves_a_history_row_that_says_so_and_saves_what_was_written(eva: Client, meeting: Meeting) -> None:
    first, second = meeting.items.order_by("number")[:2]
    save(eva, meeting, **{"move": f"down-{first.pk}", f"item-{second.pk}-dialog": "<p>Text</p>"})
    assert order(meeting) == ["Fråga 2", "Fråga 1", "Fråga 3"]
    assert meeting.items.get(number=1).dialog == "<p>Text</p>"
    assert history_reasons(AgendaItem, first.pk) == [None, "Ny plats i ordningen"]
    assert history_reasons(AgendaItem, second.pk) == [None, "Ändrad"]


def test_a_move_of_something_else_moves_nothing(eva: Client, meeting: Meeting) -> None:
    for move in ("up-0", "up-", "down", "up-new"):
        assert save(eva, meeting, move=move).status_code == 302
    assert order(meeting) == ["Fråga 1", "Fråga 2", "Fråga 3"]


def test_every_item_has_its_time_and_a_meeting_that_is_too_short_is_said(eva: Client, meeting: Meeting) -> None:
    for number, minutes in ((1, 10), (3, 200)):
        meeting.items.filter(number=number).update(minutes=minutes)
    page = eva.get(address(meeting)).content.decode()
    for clock in ("13.30–13.40", "13.40", "13.40–17.00"):
        assert f"data-clock>{clock}</span>" in page
    assert "Tiden räcker inte: punkterna slutar 17.00 och mötet 16.30." in page


@pytest.mark.parametrize(("ends", "minute"), [(None, 100), (time(16), None), (time(16), 16 * 60)])
def test_time_that_is_enough_or_unknown_is_no_warning(ends: time | None, minute: int | None) -> None:
    assert overrun(ends, minute) == ""


@pytest.mark.parametrize("state", ["planned", "held"])
def test_an_item_added_once_the_meeting_is_held_says_so(eva: Client, cast: Cast, state: str) -> None:
    meeting = make_meeting(cast.group, sequence=2)
    if state == "held":
        meeting = workflow.mark_held(meeting, by=cast.eva)
    save(eva, meeting, "?ny=item", **{"item-new-title": "Ny punkt"})
    assert meeting.items.get(title="Ny punkt").is_added_at_meeting is (state == "held")
    assert ("Tillagd vid mötet" in eva.get(address(meeting)).content.decode()) is (state == "held")


def test_several_rows_are_added_at_once(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=2)
    added = {
        "item-new1-base": "x:4", "item-new1-number": "4", "item-new1-title": "Fyra", "item-new1-purpose": "dialog",
        "item-new2-base": "x:5", "item-new2-number": "1", "item-new2-title": "Först", "item-new2-purpose": "dialog",
        f"outcome-{item.pk}-new3-base": "x", f"outcome-{item.pk}-new3-kind": "noted",
        f"task-{item.pk}-new3-new4-base": "x", f"task-{item.pk}-new3-new4-owner": "SU",
        f"task-{item.pk}-new3-new4-text": "Se över",
    }  # fmt: skip
    save(eva, meeting, **added)
    assert order(meeting) == ["Först", "Fråga 1", "Fråga 2", "Fråga 3", "Fyra"]
    outcome = item.outcomes.get(kind="noted")
    assert (outcome.text, outcome.tasks.get().owner) == ("LGS noterar informationen.", "SU")


def test_a_new_row_that_is_taken_away_again_is_not_saved(eva: Client, meeting: Meeting) -> None:
    row = {"item-new1-base": "x:4", "item-new1-title": "Fyra", "item-new1-remove": "on"}
    save(eva, meeting, **row)
    assert meeting.items.count() == 3


def test_an_outcome_in_a_new_item_without_a_title_is_not_lost(eva: Client, meeting: Meeting) -> None:
    new = {"item-new1-base": "x:4", "item-new1-number": "4", "outcome-new1-new2-base": "x"}
    response = save(eva, meeting, **new, **{"outcome-new1-new2-kind": "noted", "outcome-new1-new2-text": "Noterat."})
    assert response.status_code == 422
    assert "Skriv en rubrik, eller ta bort punkten." in response.content.decode()
    assert fields_of(response)["outcome-new1-new2-text"] == "Noterat."


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"from_item": 4}, "från punkt 4"),
        ({"to_item": 6}, "till och med punkt 6"),
        ({"from_item": 4, "to_item": 6}, "från punkt 4 till och med punkt 6"),
        ({"from_item": 2, "to_item": 2}, "bara punkt 2"),
        ({"is_remote": True, "from_item": 2, "remark": "ersätter Ulla"}, "på distans, från punkt 2, ersätter Ulla"),
        ({"state": "apologies", "is_remote": True, "from_item": 2, "remark": "sjuk"}, "sjuk"),
        ({}, ""),
    ],
)
def test_part_of_a_meeting_and_from_afar_is_said_in_words(meeting: Meeting, part: dict[str, Any], words: str) -> None:
    row = meeting.attendance.get()
    for name, value in part.items():
        setattr(row, name, value)
    row.save()
    assert minutes_content(meeting)["attendance"][0]["remark"] == words


def test_part_of_the_meeting_is_saved_and_a_backward_one_refused(eva: Client, meeting: Meeting) -> None:
    row = meeting.attendance.get()
    part = {f"person-{row.pk}-from_item": "4", f"person-{row.pk}-to_item": "2", f"person-{row.pk}-is_remote": "on"}
    response = save(eva, meeting, **part)
    assert (response.status_code, "Skriv en punkt som inte kommer före punkt 4." in response.content.decode()) == (
        422,
        True,
    )
    save(eva, meeting, **{**part, f"person-{row.pk}-to_item": "6"})
    row.refresh_from_db()
    assert (row.from_item, row.to_item, row.is_remote) == (4, 6, True)
    assert history_reasons(Attendance, row.pk) == [None, "Ändrad"]
    assert "(på distans, från punkt 4 till och med punkt 6)" in eva.get(address(meeting)).content.decode()


def test_the_same_person_is_added_once(eva: Client, meeting: Meeting) -> None:
    guest = make_person("Gun Gäst")
    twice = {f"person-new{n}-{name}": value for n in (1, 2) for name, value in
             {"base": "x", "name": guest.name, "state": "present", "capacity": "guest"}.items()}  # fmt: skip
    response = save(eva, meeting, **twice)
    assert "Gun Gäst står två gånger bland dem du lägger till." in response.content.decode()
    assert not meeting.attendance.filter(person=guest).exists()


def test_opening_asks_the_database_the_same_however_long_the_meeting(eva: Client, cast: Cast) -> None:
    counts = []
    for items in (1, 12):
        meeting = make_meeting(cast.group, items=items, outcomes=2, sequence=items + 1)
        eva.get(address(meeting))
        with CaptureQueriesContext(connection) as asked:
            eva.get(address(meeting))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 45


def test_saving_one_of_many_items_asks_the_database_the_same_however_long_the_meeting(eva: Client, cast: Cast) -> None:
    counts = []
    for items in (2, 40):
        meeting = make_meeting(cast.group, items=items, outcomes=2, sequence=items)
        fields = fields_of(eva.get(address(meeting)))
        fields[f"item-{meeting.items.get(number=2).pk}-dialog"] = "<p>Nytt</p>"
        with CaptureQueriesContext(connection) as asked:
            assert eva.post(address(meeting), fields).status_code == 302
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 32


def test_an_added_item_comes_before_those_that_always_stand_last(eva: Client, meeting: Meeting) -> None:
    """Without scripts; a title that does not stand last on the agenda holds nothing back."""
    make_standing(meeting.group, "Fråga 3", is_last=True)
    make_standing(meeting.group, "Fråga 1", is_last=True)
    page = eva.get(address(meeting, "?ny=item")).content.decode()
    assert next(row for row in page.split("<li data-for=")[1:] if "data-last" in row.partition(">")[0]).count("Fråga 3")
    assert page.count(" data-last>") == 1
    assert page.index('id="ny"') < page.index(f'id="redigera-{meeting.items.get(number=3).pk}"')
    save(eva, meeting, "?ny=item", **{"item-new-title": "Ny punkt"})
    assert order(meeting) == ["Fråga 1", "Fråga 2", "Ny punkt", "Fråga 3"]
    save(eva, meeting, "?ny=item", **{"item-new-title": "Ännu en"})
    assert order(meeting) == ["Fråga 1", "Fråga 2", "Ny punkt", "Ännu en", "Fråga 3"]
    save(eva, meeting, "?ny=item", **{"item-new-title": "Sist", "item-new-number": "6"})
    assert order(meeting)[-2:] == ["Fråga 3", "Sist"]
