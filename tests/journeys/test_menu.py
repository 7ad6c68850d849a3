"""The menu behind sign-in, on any width: in order from the left, nothing pushed out, and the name at its side."""

from itertools import pairwise
from typing import Any

import pytest

from tests.factories import Cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LEADS = ["Att göra", "Möten", "Frågor", "Förankring", "Diarium", "Register", "Hjälp"]
#: Measured when the page's own letters have come.
BOXES = """() => document.fonts.ready.then(() => [...document.querySelectorAll('.bar nav a')].map(link => {
    const {left, right, top, height} = link.getBoundingClientRect();
    return {text: link.textContent, left, right, top, height};
}))"""


def rows(page: Any, width: int) -> list[list[dict[str, Any]]]:
    """The entries of the menu, row by row as they stand on a screen of the width."""
    page.set_viewport_size({"width": width, "height": 800})
    found: dict[float, list[dict[str, Any]]] = {}
    for box in page.evaluate(BOXES):
        found.setdefault(round(box["top"]), []).append(box)
    return list(found.values())


def texts(found: list[list[dict[str, Any]]]) -> list[str]:
    return [box["text"] for row in found for box in row]


@pytest.mark.parametrize("path", ["/admin/", "/admin/groups/group/"])
def test_the_process_leaders_menu_is_calm_on_any_width(visit: Any, cast: Cast, path: str) -> None:
    leader = visit()
    leader.enter_as(cast.eva)
    page = leader.goto(path)
    for width in (320, 360, 390):
        above, below = found = rows(page, width)
        assert texts(found) == LEADS
        assert [len(above), len(below)] == [4, 3]
        for over, under in zip(above, below, strict=False):
            assert abs(over["left"] - under["left"]) < 1, f"{under['text']} is not under {over['text']} at {width}"
        assert max(box["right"] for box in above) <= width - 16
        assert min(box["height"] for box in (*above, *below)) >= 44
    for width in (480, 768, 1440):
        (row,) = found = rows(page, width)
        assert texts(found) == LEADS
        gaps = [after["left"] - before["right"] for before, after in pairwise(row)]
        assert max(gaps) - min(gaps) < 1, f"spread apart at {width}"


def test_the_name_stands_beside_the_mark_and_not_on_a_row_of_its_own(visit: Any, cast: Cast) -> None:
    leader = visit()
    leader.enter_as(cast.eva)
    page = leader.goto("/admin/")
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        mark, name = (page.locator(f".bar {part}").bounding_box() for part in (".mark", ".me"))
        assert abs(mark["y"] + mark["height"] / 2 - name["y"] - name["height"] / 2) < 4, width


def test_a_members_menu_of_five_has_one_row_on_a_phone(visit: Any, cast: Cast) -> None:
    member = visit()
    member.enter_as(cast.sara)
    page = member.goto("/admin/")
    for width in (360, 390, 768):
        assert texts([found := rows(page, width)[0]]) == ["Att göra", "Möten", "Frågor", "Förankring", "Hjälp"]
        assert max(box["right"] for box in found) <= width
