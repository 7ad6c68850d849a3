"""Writing in the editor in a real browser."""

from typing import Any

from playwright.sync_api import Page

from meetings.models import Meeting

#: Longer than the quiet after which the page sends a draft, and than what it waits between two signs of life.
QUIET, BEAT = 2_000, 10_500


def body(page: Page, meeting: Meeting, number: int, name: str = "dialog") -> Any:
    """The box of an item's rich text, which comes as it nears the screen."""
    item = meeting.items.get(number=number)
    page.locator(f"#redigera-{item.pk}").scroll_into_view_if_needed()
    return page.locator(f"#id_item-{item.pk}-{name}.rich-body")


def state(page: Page) -> Any:
    """What the bar says about the text."""
    return page.locator("#save-state")


def write(page: Page, meeting: Meeting, number: int, text: str) -> None:
    """Type in the dialog of an item."""
    body(page, meeting, number).click()
    page.keyboard.type(text)


def pass_time(page: Page, milliseconds: int = QUIET) -> None:
    """Let the page's own clock go on at once."""
    page.clock.fast_forward(milliseconds)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def dialog(meeting: Meeting, number: int) -> str:
    """The dialog of an item as it is saved."""
    return str(meeting.items.get(number=number).dialog)
