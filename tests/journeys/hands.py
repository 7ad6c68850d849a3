"""What people do with a page: press, tap, and go by the keyboard alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

#: What has the focus: its name, whether it is drawn around so that it is seen, and whether it is on the screen. The
#: parts of a day's field are drawn by the browser itself, inside the field.
FOCUSED = """() => {
    const there = document.activeElement, style = getComputedStyle(there), box = there.getBoundingClientRect();
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
    return {
        isBody: there === document.body,
        name: there.labels?.[0]?.innerText ?? there.innerText ?? "",
        isDrawn: there.type === "date" || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isOnScreen: Boolean(over) && (there.contains(over) || over.contains(there) || over.htmlFor === there.id),
        tag: there.outerHTML.slice(0, 120),
    };
}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.tap()


def answer(page: Page, name: str, *, touch: bool = False) -> None:
    """Open the answer, read what it leads to, and say yes."""
    summary = page.locator("summary", has_text=name)
    yes = page.get_by_role("button", name=f"Ja, {name.lower()}", exact=True)
    for part in (summary, yes):
        part.tap() if touch else part.click()


def publish(page: Page) -> None:
    """Look through what everyone will read, and publish it."""
    page.get_by_role("link", name="Granska och publicera").click()
    press(page, "Publicera anteckningen")
    expect(page.get_by_text("Anteckningen är publicerad.").first).to_be_visible()


def answer_by_keyboard(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_function("name => document.activeElement.textContent.trim() === name", arg=f"Ja, {name.lower()}")
    page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Nothing reaches outside the screen, and what is pressed is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".verdict .button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so, in full or by its label; at each stop the focus is seen."""
    page.wait_for_load_state()  # what is not drawn yet can't be seen to have the focus
    passed: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        if focused["isBody"]:  # past the last one, before the first
            continue
        assert focused["isDrawn"], f"The focus is not seen on {focused['tag']}"
        assert focused["isOnScreen"], f"The focus is outside the screen or covered: {focused['tag']}"
        passed.append(re.sub(r" (?=[:,])", "", " ".join(focused["name"].split())))
        if passed[-1] == name:
            return
    pytest.fail(f"The keyboard does not reach {name}, only {passed}.")
