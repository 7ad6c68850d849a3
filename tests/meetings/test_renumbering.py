"""Which decisions of a correction are those of the version before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.renumbering import numbers_kept


def note(*items: tuple[str, list[str]]) -> dict[str, Any]:
    """A content with items of a title and the texts of their decisions."""
    return {
        "items": [
            {
                "number": number,
                "title": title,
                "outcomes": [{"text": text, "kind": "agreed", "organisation": "", "group": ""} for text in texts],
            }
            for number, (title, texts) in enumerate(items, 1)
        ]
    }


OLD = note(("Budget", ["Gruppen enas om budgeten.", "Gruppen enas om mer."]), ("Övrigt", ["Inget beslut."]))


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (OLD, [1, 2, 3]),
        (note(("Övrigt", ["Inget beslut."]), ("Budget", ["Gruppen enas om budgeten."])), [3, 1]),
        (note(("Budget", ["Gruppen enas om mer.", "Gruppen enas om budgeten."])), [2, 1]),
        (note(("Budget", ["Gruppen enas om budgeten för 2027.", "Gruppen enas om mer."])), [1, 2]),
        (note(("Budget", ["Helt nya ord här.", "Gruppen enas om mer."])), [1, 2]),
        (note(("Budget", ["Gruppen enas om mer."]), ("Nytt", ["Något helt annat blev det."])), [2, 3]),
        (note(("Budget", ["Gruppen enas om mer.", "Nytt.", "Till."])), [2, None, None]),
        (note(("Budget", []), ("Annat", ["Gruppen enas om budgeten."])), [1]),
        (note(("Budget", ["Gruppen enas om mer.", "Gruppen enas om mer."])), [2, 1]),
    ],
)
def test_a_decision_keeps_its_number(new: dict[str, Any], kept: list[int | None]) -> None:
    assert numbers_kept(OLD, [1, 2, 3], new) == kept


TITLES, TEXTS = st.sampled_from(["A", "B", "C"]), st.sampled_from(["x y z", "x y", "q", "z q", ""])
NOTES = st.lists(st.tuples(TITLES, st.lists(TEXTS, max_size=3)), max_size=4).map(lambda items: note(*items))


@given(old=NOTES, new=NOTES)
def test_no_number_is_given_twice_and_none_is_made_up(old: dict[str, Any], new: dict[str, Any]) -> None:
    numbers = list(range(7, 7 + sum(len(item["outcomes"]) for item in old["items"])))
    kept = numbers_kept(old, numbers, new)
    given_again = [number for number in kept if number is not None]
    assert len(kept) == sum(len(item["outcomes"]) for item in new["items"])
    assert len(set(given_again)) == len(given_again)
    assert set(given_again) <= set(numbers)


@given(same=NOTES)
def test_a_note_that_is_the_same_keeps_every_number(same: dict[str, Any]) -> None:
    numbers = list(range(1, 1 + sum(len(item["outcomes"]) for item in same["items"])))
    assert sorted(number or 0 for number in numbers_kept(same, numbers, same)) == numbers
