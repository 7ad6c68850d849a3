"""The picture of a structure: every group in a box of its own, no box or line through another, words that fit."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.models import Group, GroupType
from samverkan.portal.structure import PREPARES, WORKS_FOR, Picture, branches_of, draw, marks_of
from samverkan.portal.structure.boxes import type_word
from samverkan.portal.structure.lettering import width_of, wrapped

TYPES = [GroupType(pk=number, name=f"Grupptyp {number}") for number in range(20)]
MARKS = marks_of(TYPES)
#: The width of the site's column of content; a picture as wide has letters of 12 px on a screen of 768.
FITS = 1010

type Span = tuple[tuple[int, int], tuple[int, int]]


def make(pk: int, *, type: int = 0, **fields: Any) -> Group:
    given = {"name": f"Gruppen {pk}", "code": f"Gruppen {pk}", "slug": f"grupp-{pk}", **fields}
    return Group(pk=pk, type=TYPES[type], starts=date(2020, 1, 1), **given)


def picture(*groups: Group) -> Picture:
    return draw(branches_of(groups), marks=MARKS)


def spans(path: str) -> list[Span]:
    """The lines of a path of ``M``, ``H`` and ``V``."""
    found, x, y = [], 0, 0
    for verb, first, second in re.findall(r"([MHV])(-?\d+)(?: (-?\d+))?", path):
        to = (int(first), int(second or 0)) if verb == "M" else (int(first), y) if verb == "H" else (x, int(first))
        if verb != "M":
            found.append(((x, y), to))
        x, y = to
    return found


def crossed(drawn: Picture) -> list[tuple[Span, str]]:
    """Lines that go through a box, with its group."""
    paths = [drawn.lines, *(route.path for route in drawn.routes)]
    return [
        (span, box.group.code)
        for span in (span for path in paths for span in spans(path))
        for box in drawn.boxes
        if min(span[0][0], span[1][0]) < box.right
        and max(span[0][0], span[1][0]) > box.x
        and min(span[0][1], span[1][1]) < box.bottom
        and max(span[0][1], span[1][1]) > box.y
    ]


def overlapping(drawn: Picture) -> list[tuple[str, str]]:
    return [
        (one.group.code, other.group.code)
        for number, one in enumerate(drawn.boxes)
        for other in drawn.boxes[number + 1 :]
        if one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
    ]


@st.composite
def structures(draws: st.DrawFn) -> list[Group]:
    """Groups of any shape: each below an earlier one or at the top, tied to any other."""
    count = draws(st.integers(1, 40))
    some = st.none() | st.integers(1, count)
    return [
        make(
            pk,
            type=draws(st.integers(0, 4)),
            parent_id=draws(st.none() | st.integers(max(1, pk - 6), pk)),
            works_for_id=draws(some) if pk % 4 == 0 else None,
            prepared_by_id=draws(some) if pk % 5 == 0 else None,
        )
        for pk in range(1, count + 1)
    ]


@settings(max_examples=150, deadline=None)
@given(structures())
def test_any_structure_is_drawn_whole_and_nothing_goes_through_a_box(groups: list[Group]) -> None:
    drawn = picture(*groups)
    assert sorted(box.group.pk for box in drawn.boxes) == [group.pk for group in groups]
    assert overlapping(drawn) == []
    assert crossed(drawn) == []
    assert all(box.x >= 0 and box.right <= drawn.width and box.bottom <= drawn.height for box in drawn.boxes)


@pytest.mark.parametrize("children", [1, 2, 3, 8, 30, 300])
def test_siblings_never_become_a_strip(children: int) -> None:
    drawn = picture(make(1), *(make(pk, parent_id=1) for pk in range(2, children + 2)))
    assert drawn.width <= FITS
    assert len({box.x for box in drawn.boxes[1:]}) == min(children, 4)


def test_a_type_has_a_column_of_its_own_while_there_are_four() -> None:
    rows = [make(pk, type=type, parent_id=1) for pk, type in enumerate([1, 2, 2, 3, 3, 3, 3, 3, 3], 2)]
    drawn = picture(make(1), *rows)
    columns: dict[int, list[int]] = {}
    for box in drawn.boxes[1:]:
        columns.setdefault(box.x, []).append(box.group.type_id)
    assert list(columns.values()) == [[1], [2, 2], [3, 3, 3], [3, 3, 3]]


def test_many_types_share_columns() -> None:
    drawn = picture(make(1), *(make(pk, type=pk, parent_id=1) for pk in range(2, 12)))
    assert len({box.x for box in drawn.boxes[1:]}) == 4


def test_what_stands_beside_the_trunk_leaves_the_rest_in_columns() -> None:
    """One more group below the top must not fold the whole tree into a single column."""
    tree = [make(1), make(2, parent_id=1), make(3, parent_id=1)]
    drawn = picture(*tree, *(make(pk, parent_id=2) for pk in range(4, 24)))
    assert drawn.width <= FITS
    assert len({box.x for box in drawn.boxes if box.group.parent_id == 2}) == 4
    top, main, beside = (next(box for box in drawn.boxes if box.group.pk == pk) for pk in (1, 2, 3))
    assert top.x == main.x < beside.x
    assert main.y == beside.y


def test_a_deep_structure_keeps_boxes_that_words_fit_in() -> None:
    below = [make(pk, parent_id=pk - 1 if pk % 2 else max(1, pk - 2)) for pk in range(2, 40)]
    assert min(box.width for box in picture(make(1), *below).boxes) >= 130


def test_a_long_chain_and_a_circle_are_drawn() -> None:
    chain = [make(pk, parent_id=pk - 1) for pk in range(2, 400)]
    assert len(picture(make(1), *chain).boxes) == 399
    assert len(picture(make(1, parent_id=3), make(2, parent_id=1), make(3, parent_id=2)).boxes) == 3
    assert len(picture(make(1, parent_id=1)).boxes) == 1


def test_ties_are_drawn_by_kind_and_not_where_the_tree_says_the_same() -> None:
    groups = [make(1, prepared_by_id=2), make(2, parent_id=1), make(3, parent_id=1), make(4, parent_id=2)]
    groups[2].works_for_id, groups[3].works_for_id = 2, 2
    assert [route.kind for route in picture(*groups).routes] == [PREPARES, WORKS_FOR]
    alone = [make(1, works_for_id=99), make(2, parent_id=1, works_for_id=1, prepared_by_id=2)]
    assert picture(*alone).routes == []


def test_ties_to_one_group_share_their_way_and_each_has_its_arrow() -> None:
    """Served groups have an arrowhead each, a commissioner has one; no stretch is drawn twice."""
    groups = [make(1), *(make(pk, parent_id=1) for pk in range(2, 9))]
    for group in groups[2:5]:
        group.prepared_by_id = 2
    for group in groups[5:]:
        group.works_for_id = 3
    prepares, works = picture(*groups).routes
    assert prepares.heads.count("M") == 3
    assert works.heads.count("M") == len({heads for heads in works.heads.split("M") if heads}) == 1
    assert len(set(spans(prepares.path))) == len(spans(prepares.path))


def test_marks_differ_for_sixteen_types() -> None:
    assert len(set(MARKS.values())) == 16
    assert MARKS[16] == MARKS[0]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("NOSAM Hisingen", ["NOSAM Hisingen"]),
        ("Temagrupp Rehabilitering och habilitering", ["Temagrupp", "Rehabilitering och", "habilitering"]),
        ("Vuxna, missbruk/beroende", ["Vuxna, missbruk/", "beroende"]),
        ("Rehabiliteringsverksamheten", ["Rehabiliterings-", "verksamheten"]),
        ("Ett namn som fortsätter på fler rader än så här", ["Ett namn som", "fortsätter på fler", "rader än så här"]),
        ("Ett namn som fortsätter på alltför många rader än", ["Ett namn som", "fortsätter på", "alltför många ra…"]),
        ("", []),
    ],
)
def test_names_are_broken_as_a_reader_would(text: str, lines: list[str]) -> None:
    assert wrapped(text, width=150, size=17, most=3) == lines


@given(st.text(max_size=120), st.integers(60, 300))
def test_lines_always_fit(text: str, width: int) -> None:
    lines = wrapped(text, width=width, size=17, most=3)
    assert len(lines) <= 3
    assert [line for line in lines if width_of(line, size=17) > width] == []


def test_a_box_says_all_that_the_group_is() -> None:
    group = make(1, name="Ledningsgrupp för samverkan", code="LGS", ends=date(2027, 2, 1))
    (box,) = picture(group).boxes
    assert box.label == "Ledningsgrupp för samverkan (LGS), Grupptyp 0, till 31 januari 2027"
    assert " ".join(words.text for words in [*box.name, *box.about]) == box.label.replace(",", "")


def test_a_code_that_does_not_fit_is_left_to_the_list() -> None:
    long = make(1, name="Samverkansgrupp för alla frågor om vuxnas psykiska hälsa, missbruk och annat", code="X" * 12)
    (box,) = picture(long).boxes
    assert " ".join(words.text for words in box.name) == long.name
    assert long.code in box.label


@pytest.mark.parametrize(("room", "word"), [(400, "Närområdessamverkan (NOSAM)"), (170, "NOSAM")])
def test_a_type_goes_by_its_abbreviation_where_there_is_no_room(room: int, word: str) -> None:
    assert type_word(GroupType(name="Närområdessamverkan (NOSAM)"), room) == word
