"""Two people write at once: nothing is written over unseen, and nothing is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from meetings.models import AgendaItem, Meeting
from tests.admin.browsing import address, fields_of, said

pytestmark = pytest.mark.django_db


def dialog(item: AgendaItem) -> str:
    return f"item-{item.pk}-dialog"


def both_write(eva: Client, iris: Client, meeting: Meeting, hers: int, mine: int) -> tuple[Any, AgendaItem, AgendaItem]:
    """Both open the page; Iris saves item ``hers`` first, then Eva tries to save item ``mine``."""
    first, second = meeting.items.get(number=hers), meeting.items.get(number=mine)
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, dialog(first): "<p>Iris text</p>"})
    return eva.post(address(meeting), {**opened, dialog(second): "<p>Evas text</p>"}), first, second


def chosen(response: Any, **choices: str) -> dict[str, str]:
    """What the page would send with a choice made for some of the contested rows."""
    page = response.content.decode()
    seen = dict(re.findall(r'name="([^"]+-seen)" value="([^"]+)"', page))
    made = {f"{prefix.replace('_', '-')}-choice": choice for prefix, choice in choices.items()}
    return {**fields_of(response), **seen, **made}


def test_the_second_save_is_409_with_both_texts_on_the_page(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, item, _ = both_write(eva, iris, meeting, 1, 1)
    page = response.content.decode()
    item.refresh_from_db()
    assert response.status_code == 409
    assert "Någon annan har sparat sedan du öppnade sidan. Din text står kvar här." in page
    assert "Sparat av Iris Exempel" in page
    assert "Punkt 1, Fråga 1</h3>" in page
    assert '<span class="hidden">bara i det sparade: </span>Iris</del> text' in page
    assert '<span class="hidden">bara i din text: </span>Evas</ins> text' in page
    assert fields_of(response)[dialog(item)] == "<p>Evas text</p>"
    assert item.dialog == "<p>Iris text</p>"


def test_only_what_differs_is_set_side_by_side(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, _, _ = both_write(eva, iris, meeting, 1, 1)
    assert re.findall(r"<h4>(.+?)</h4>", response.content.decode()) == ["Dialog"]


def test_saving_again_without_choosing_is_refused_again(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, _, _ = both_write(eva, iris, meeting, 1, 1)
    assert eva.post(address(meeting), chosen(response)).status_code == 409


@pytest.mark.parametrize(
    ("choice", "text", "told"),
    [
        (
            "mine",
            "<p>Evas text</p>",
            "Sparat. Där ni båda hade skrivit gäller din text. Annat som Iris Exempel har sparat står kvar.",
        ),
        (
            "theirs",
            "<p>Iris text</p>",
            "Inget nytt sparades. Där ni båda hade skrivit gäller det som redan var sparat.",
        ),
    ],
)
def test_the_chosen_text_stands_and_the_page_says_which(
    eva: Client, iris: Client, meeting: Meeting, choice: str, text: str, told: str
) -> None:
    response, item, _ = both_write(eva, iris, meeting, 1, 1)
    again = eva.post(address(meeting), chosen(response, **{f"item_{item.pk}": choice}))
    item.refresh_from_db()
    assert (again.status_code, item.dialog, said(again)) == (302, text, [told])


def test_choosing_each_way_says_that_the_choices_stand(eva: Client, iris: Client, meeting: Meeting) -> None:
    first, second = meeting.items.order_by("number")[:2]
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, dialog(first): "<p>Iris</p>", dialog(second): "<p>Iris</p>"})
    response = eva.post(address(meeting), {**opened, dialog(first): "<p>Eva</p>", dialog(second): "<p>Eva</p>"})
    again = eva.post(address(meeting), chosen(response, **{f"item_{first.pk}": "mine", f"item_{second.pk}": "theirs"}))
    assert said(again) == ["Sparat. Där ni båda hade skrivit gäller det som du valde."]


def test_rows_that_one_of_them_changed_are_put_together(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, first, second = both_write(eva, iris, meeting, 1, 2)
    first.refresh_from_db()
    second.refresh_from_db()
    assert response.status_code == 302
    assert (first.dialog, second.dialog) == ("<p>Iris text</p>", "<p>Evas text</p>")
    assert said(response) == ["Sparat. Det som Iris Exempel har sparat under tiden finns också med."]


def test_an_outcome_and_the_text_of_its_item_are_rows_of_their_own(eva: Client, iris: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    outcome = item.outcomes.get()
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, dialog(item): "<p>Iris text</p>"})
    eva.post(address(meeting), {**opened, f"outcome-{item.pk}-{outcome.pk}-text": "Evas beslut."})
    item.refresh_from_db()
    outcome.refresh_from_db()
    assert (item.dialog, outcome.text) == ("<p>Iris text</p>", "Evas beslut.")


def test_moving_an_item_that_somebody_writes_in_is_no_conflict(eva: Client, iris: Client, meeting: Meeting) -> None:
    first, second, third = meeting.items.order_by("number")
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, "move": f"down-{first.pk}"})
    assert eva.post(address(meeting), {**opened, dialog(first): "<p>Evas text</p>"}).status_code == 302
    assert [(row.pk, row.dialog) for row in meeting.items.all()] == [
        (second.pk, ""),
        (first.pk, "<p>Evas text</p>"),
        (third.pk, ""),
    ]


def test_two_who_write_the_same_are_in_no_conflict(eva: Client, iris: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    iris.post(address(meeting), {**other, dialog(item): "<p>Samma</p>"})
    assert eva.post(address(meeting), {**opened, dialog(item): "<p>Samma</p>"}).status_code == 302


def test_a_third_save_in_between_is_met_with_409_again(eva: Client, iris: Client, meeting: Meeting) -> None:
    response, item, _ = both_write(eva, iris, meeting, 1, 1)
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), dialog(item): "<p>Iris igen</p>"})
    again = eva.post(address(meeting), chosen(response, **{f"item_{item.pk}": "mine"}))
    item.refresh_from_db()
    assert (again.status_code, item.dialog) == (409, "<p>Iris igen</p>")


@pytest.mark.parametrize(("choice", "texts"), [("mine", ["<p>Evas text</p>"]), ("theirs", [])])
def test_text_in_an_item_that_the_other_removed_is_kept_if_its_writer_says_so(
    eva: Client, iris: Client, meeting: Meeting, choice: str, texts: list[str]
) -> None:
    item = meeting.items.get(number=1)
    opened = fields_of(eva.get(address(meeting)))
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), f"item-{item.pk}-remove": "on"})
    response = eva.post(address(meeting), {**opened, dialog(item): "<p>Evas text</p>"})
    assert response.status_code == 409
    assert "Iris Exempel har tagit bort det här." in response.content.decode()
    eva.post(address(meeting), chosen(response, **{f"item_{item.pk}": choice}))
    kept = meeting.items.filter(title="Fråga 1")
    assert list(kept.values_list("dialog", flat=True)) == texts
    assert [list(row.outcomes.values_list("text", flat=True)) for row in kept] == [["Beslut 1.1."]] * len(texts)


def test_an_item_that_the_other_removed_and_this_one_left_alone_stays_away(
    eva: Client, iris: Client, meeting: Meeting
) -> None:
    first, second, _ = meeting.items.order_by("number")
    opened = fields_of(eva.get(address(meeting)))
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), f"item-{first.pk}-remove": "on"})
    assert eva.post(address(meeting), {**opened, dialog(second): "<p>Evas</p>"}).status_code == 302
    assert [row.title for row in meeting.items.all()] == ["Fråga 2", "Fråga 3"]


def test_removing_an_item_in_which_the_other_has_written_is_asked_about(
    eva: Client, iris: Client, meeting: Meeting
) -> None:
    item = meeting.items.get(number=1)
    outcome = item.outcomes.get()
    opened = fields_of(eva.get(address(meeting)))
    other = {**fields_of(iris.get(address(meeting))), f"outcome-{item.pk}-{outcome.pk}-text": "Iris beslut."}
    iris.post(address(meeting), other)
    response = eva.post(address(meeting), {**opened, f"item-{item.pk}-remove": "on"})
    assert response.status_code == 409
    assert "men Iris Exempel har skrivit i det" in response.content.decode()
    assert eva.post(address(meeting), chosen(response, **{f"item_{item.pk}": "theirs"})).status_code == 302
    outcome.refresh_from_db()
    assert outcome.text == "Iris beslut."
    opened = fields_of(eva.get(address(meeting)))
    assert eva.post(address(meeting), {**opened, f"item-{item.pk}-remove": "on"}).status_code == 302
    assert not meeting.items.filter(pk=item.pk).exists()


def test_script_in_either_text_is_inert(eva: Client, iris: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    opened, other = fields_of(eva.get(address(meeting))), fields_of(iris.get(address(meeting)))
    hostile = "<p>{} <img src=x onerror=x()><script>alert(1)</script></p>"
    title = {f"item-{item.pk}-title": "<script>alert(2)</script>"}
    iris.post(address(meeting), {**other, **title, dialog(item): hostile.format("Iris")})
    page = eva.post(address(meeting), {**opened, dialog(item): hostile.format("Eva")}).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_revision_that_is_no_number_lets_nothing_be_written_over(eva: Client, iris: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    opened = {**fields_of(eva.get(address(meeting))), dialog(item): "<p>Evas</p>"}
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), dialog(item): "<p>Iris</p>"})
    for revision in ("", "x", "-1", "9" * 40, "²", "2"):
        assert eva.post(address(meeting), {**opened, "revision": revision}).status_code == 409
    item.refresh_from_db()
    assert item.dialog == "<p>Iris</p>"
