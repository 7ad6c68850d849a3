"""Everything in the editor by keyboard alone; items by dragging too; and nothing that axe finds."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.factories import Cast, make_meeting
from tests.journeys.editor.writing import pass_time, press, state, write
from tests.journeys.test_accessibility import OPTIONS, goes_sideways, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_items_people_and_outcomes_by_keyboard_alone(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    first = meeting.items.get(number=1)
    row = page.locator(f"[data-order] [data-for='{first.pk}']")
    row.get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(row.locator("[data-number]")).to_have_text("3")
    expect(page.get_by_text("Fråga 1 är nu punkt 3.")).to_be_attached()

    page.locator(f"#id_item-{first.pk}-minutes").fill("200")
    expect(page.locator("[data-overrun]")).to_contain_text("Tiden räcker inte: punkterna slutar 16.50")
    expect(page.locator("[data-where]")).to_have_text("3. Fråga 1")

    page.locator(f"#rubrik-{first.pk}").focus()
    page.keyboard.press("Alt+b")
    page.keyboard.press("Alt+n")
    page.keyboard.type("Ny punkt?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(f"#rubrik-{first.pk}").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert list(meeting.items.values_list("title", flat=True)) == ["Fråga 2", "Fråga 3", "Fråga 1", "Ny punkt?"]
    assert first.outcomes.count() == 2


def test_attendance_by_keyboard_alone(writer: Any, meeting: Meeting, cast: Cast) -> None:
    for position, user in enumerate((cast.olle, cast.sara, cast.eva), start=2):
        meeting.attendance.create(person=user.person, capacity="member", position=position)
    page = writer(meeting)
    counts = page.locator("[data-counts]")
    page.locator(".three input:checked").first.focus()
    for keys, told in (
        ("f", "3 närvarande, 1 förhindrad"),
        ("f", "3 närvarande, 1 frånvarande"),
        ("n", "4 närvarande"),
        ("ArrowRight", "3 närvarande, 1 förhindrad"),
        ("Enter", "3 närvarande, 1 förhindrad"),
        ("3", "2 närvarande, 1 förhindrad, 1 frånvarande"),
        ("2", "1 närvarande, 2 förhindrade, 1 frånvarande"),
    ):
        page.keyboard.press(keys)
        expect(counts).to_have_text(told)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Alt+p")
    page.keyboard.type("Gun Gäst")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat. Nya i registret över personer: Gun Gäst.")).to_be_visible()
    rows = meeting.attendance.order_by("position").values_list("state", "capacity", "from_item", "is_remote")
    assert list(rows) == [
        ("apologies", "member", None, False),
        ("absent", "member", None, False),
        ("apologies", "member", None, False),
        ("present", "member", 2, True),
        ("present", "guest", None, False),
    ]


def test_an_item_is_dragged_to_its_place(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    rows = page.locator("[data-order] li")
    page.locator("[data-order]").scroll_into_view_if_needed()
    grip, target = rows.nth(2).locator("[data-grip]").bounding_box(), rows.nth(0).bounding_box()
    assert grip
    assert target
    page.mouse.move(grip["x"] + 5, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, target["y"] + 3, steps=5)
    page.mouse.up()
    expect(rows.nth(0).locator("[data-title]")).to_have_text("Fråga 3")
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert list(meeting.items.values_list("title", flat=True)) == ["Fråga 3", "Fråga 1", "Fråga 2"]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_the_editor_has_no_faults(writer: Any, cast: Cast, width: int, scheme: str) -> None:
    meeting = make_meeting(cast.group, items=1)
    page = writer(meeting, width=width, color_scheme=scheme)
    page.evaluate("for (const fold of document.querySelectorAll('form details')) fold.open = true")
    write(page, meeting, 1, "Text")
    pass_time(page)
    expect(state(page)).to_contain_text("Sparat som utkast")
    page.evaluate("document.getElementById('signed-out').hidden = false")
    page.evaluate("scrollTo(0, 0)")  # a button half under the bar would be found too small
    faults = violations(page)
    page.evaluate("document.getElementById('shortcuts').showModal()")
    dialog = Axe().run(page, context="#shortcuts", options=OPTIONS).response["violations"]
    assert (faults, dialog) == ([], [])
    page.keyboard.press("Escape")
    assert not goes_sideways(page)


def test_the_background_is_taken_over_into_the_note(writer: Any, meeting: Meeting) -> None:
    meeting.items.filter(number=1).update(background="<p>Väckt i NOSAM.</p>", information="<p>Sagt.</p>")
    page = writer(meeting)
    page.get_by_role("button", name="Ta med bakgrunden i anteckningen").press("Enter")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    item = meeting.items.get(number=1)
    assert (item.background, item.information) == ("", "<p>Väckt i NOSAM.</p><p>Sagt.</p>")


def test_what_was_proposed_becomes_the_outcome_by_keyboard_alone(writer: Any, meeting: Meeting) -> None:
    item, proposal = meeting.items.get(number=1), "Gruppen enas om att dela lika."
    meeting.items.filter(pk=item.pk).update(proposed_decision=proposal)
    item.outcomes.update(kind="noted")
    page = writer(meeting)
    card = page.locator(f"#redigera-{item.pk}")
    offer = card.get_by_role("button", name="Enligt förslaget som beslutets text")
    expect(offer).to_have_count(0)
    card.locator("select[name$='-kind']").focus()
    page.keyboard.type("Enas")
    page.keyboard.press("Tab")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.locator("[name^='outcome-'][name$='-text']")).to_have_value(proposal)
    expect(offer).to_have_count(0)
    card.get_by_role("button", name="Beslut enligt förslaget").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert list(item.outcomes.values_list("kind", "text")) == [("agreed", proposal)] * 2
