"""Two people write at once: nothing is written over unseen, and nothing is lost."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import AgendaItem, Meeting
from tests.admin.browsing import address, browser, fields_of
from tests.factories import Cast, make_cast, make_meeting, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


@pytest.fixture
def iris(cast: Cast) -> Client:
    """A coordinator who writes at the same time."""
    user = make_user("iris")
    make_member(user.person, cast.group, "coordinator")  # type: ignore[arg-type]
    return browser(user)


def dialog(item: AgendaItem) -> str:
    return f"item-{item.pk}-dialog"


def both_write(eva: Client, iris: Client, meeting: Meeting, hers: int, mine: int) -> tuple[Any, AgendaItem, AgendaItem]:
    """Both open the page; Iris saves item ``hers`` first, then Eva tries to save item ``mine``."""
    first, second = meeting.items.get(number=hers), meeting.items.get(number=mine)
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, dialog(first): "<p>Iris text</p>"})
    return eva.post(address(meeting), {**opened, dialog(second): "<p>Evas text</p>"}), first, second


def test_the_second_save_is_409_with_both_texts_on_the_page(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, item, _ = both_write(eva, iris, meeting, 1, 1)
    page = response.content.decode()
    item.refresh_from_db()
    assert response.status_code == 409
    assert "Någon annan har sparat sedan du öppnade sidan. Din text står kvar här." in page
    assert "Både du och någon annan har ändrat: <strong>Punkt 1</strong>." in page
    assert "Iris text" in page
    assert fields_of(response)[dialog(item)] == "<p>Evas text</p>"
    assert item.dialog == "<p>Iris text</p>"


def test_saving_again_without_choosing_is_refused_again(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, _, _ = both_write(eva, iris, meeting, 1, 1)
    assert eva.post(address(meeting), fields_of(response)).status_code == 409


def test_choosing_ones_own_text_saves_it(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, item, _ = both_write(eva, iris, meeting, 1, 1)
    assert eva.post(address(meeting), {**fields_of(response), "overwrite": "2"}).status_code == 302
    item.refresh_from_db()
    assert item.dialog == "<p>Evas text</p>"


def test_what_the_other_wrote_elsewhere_survives(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, first, second = both_write(eva, iris, meeting, 1, 2)
    assert "Ni har skrivit på olika ställen" in response.content.decode()
    eva.post(address(meeting), {**fields_of(response), "overwrite": "2"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.dialog, second.dialog) == ("<p>Iris text</p>", "<p>Evas text</p>")


def test_a_third_save_in_between_is_met_with_409_again(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, first, _ = both_write(eva, iris, meeting, 1, 1)
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), dialog(first): "<p>Iris igen</p>"})
    assert eva.post(address(meeting), {**fields_of(response), "overwrite": "2"}).status_code == 409


def test_text_in_an_item_that_the_other_removed_is_kept_as_a_new_item(
    eva: Client, iris: Client, meeting: Meeting
) -> None:
    item = meeting.items.get(number=1)
    opened = fields_of(eva.get(address(meeting)))
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), f"item-{item.pk}-remove": "on"})
    response = eva.post(address(meeting), {**opened, dialog(item): "<p>Evas text</p>"})
    assert response.status_code == 409
    eva.post(address(meeting), {**fields_of(response), "overwrite": "2"})
    assert meeting.items.get(title="Fråga 1").dialog == "<p>Evas text</p>"


def test_a_revision_that_is_no_number_is_a_conflict(eva: Client, meeting: Meeting) -> None:
    fields = {**fields_of(eva.get(address(meeting))), "head-place": "Gårda"}
    for revision in ("", "x", "-1", "9" * 40, "²"):
        assert eva.post(address(meeting), {**fields, "revision": revision}).status_code == 409
