"""The editor in real browsers: two who write lose nothing, nor does one who loses the network or the sign-in."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from groups.models import User
from meetings.models import Draft, Meeting
from tests.factories import PASSWORD, Cast, make_cast, make_meeting, make_member, make_user
from tests.journeys.test_accessibility import goes_sideways, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
#: What Chromium says of answers that a journey asks for.
EXPECTED = ("401", "403", "409", "503", "ERR_INTERNET_DISCONNECTED")
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal{margin:0cm}</style><xml>Normal 0</xml></head><body lang=SV><p class=MsoNormal
style='margin:0cm'><b>Ulla</b> <span style='color:red'>berättar<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span>&nbsp;
</span></span><![endif]>Första</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·</span><![endif]>Andra med <a href="https://example.se/" style='color:blue'>länk</a></p>
<table><tr><td>Namn</td><td>Svar</td></tr></table><script>alert(1)</script></body></html>"""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, items=3)


@pytest.fixture
def writer(visit: Any, cast: Cast) -> Any:
    """Opens the editor as eva, or as somebody else who writes in the group."""
    opened = []

    def open_editor(meeting: Meeting, email: str = "eva@example.se", **options: Any) -> Page:
        visitor = visit(**options)
        opened.append(visitor)
        visitor.enter_as(User.objects.get(email=email))
        return visitor.goto(f"/admin/moten/{meeting.pk}/")

    yield open_editor
    for visitor in opened:
        visitor.complaints = [text for text in visitor.complaints if not any(word in text for word in EXPECTED)]


def body(page: Page, meeting: Meeting, number: int, name: str = "dialog") -> Any:
    """The box of an item's rich text, which comes as it nears the screen."""
    item = meeting.items.get(number=number)
    page.locator(f"#redigera-{item.pk}").scroll_into_view_if_needed()
    return page.locator(f"#id_item-{item.pk}-{name}.rich-body")


def state(page: Page) -> Any:
    return page.locator("#save-state")


def write(page: Page, meeting: Meeting, number: int, text: str) -> None:
    box = body(page, meeting, number)
    box.click()
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def dialog(meeting: Meeting, number: int) -> str:
    return str(meeting.items.get(number=number).dialog)


def test_two_who_write_at_once_lose_nothing(writer: Any, meeting: Meeting, cast: Cast) -> None:
    make_member(make_user("iris").person, cast.group, "coordinator")  # type: ignore[arg-type]
    eva, iris = writer(meeting), writer(meeting, "iris@example.se")
    expect(iris.locator("#writers")).to_contain_text("Eva Exempel skriver också här (sedan ")
    write(eva, meeting, 1, "Evas ord")
    write(eva, meeting, 2, "Evas andra")
    expect(state(eva)).to_contain_text("Sparat som utkast", timeout=15_000)
    write(iris, meeting, 1, "Iris ord")
    press(iris, "Spara")
    expect(iris.get_by_text("Sparat.", exact=True)).to_be_visible()

    press(eva, "Spara")
    side = eva.locator(".contest")
    expect(side).to_have_count(1)
    expect(side.get_by_text("Sparat av Iris Exempel")).to_be_visible()
    expect(side.locator("del")).to_contain_text("Iris")
    expect(side.locator("ins")).to_contain_text("Evas")
    eva.evaluate("scrollTo(0, 0)")
    assert violations(eva) == []
    eva.get_by_label("Min text").check()
    press(eva, "Spara")
    expect(eva.get_by_text("Sparat.").first).to_be_visible()
    assert [dialog(meeting, number) for number in (1, 2)] == ["<p>Evas ord</p>", "<p>Evas andra</p>"]


def test_the_network_goes_and_comes_back(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    write(page, meeting, 1, "Före ")
    expect(state(page)).to_contain_text("Sparat som utkast", timeout=15_000)
    page.context.set_offline(True)
    page.keyboard.type("och utan nät")
    expect(state(page)).to_have_text("Ingen kontakt, sparas i webbläsaren", timeout=15_000)
    press(page, "Spara")
    expect(state(page)).to_have_text("Ingen kontakt, sparas i webbläsaren")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("Sparat som utkast", timeout=20_000)
    page.reload()
    expect(page.get_by_text("Du har text som inte är sparad")).to_be_visible()
    expect(body(page, meeting, 1)).to_have_text("Före och utan nät")
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert dialog(meeting, 1) == "<p>Före och utan nät</p>"
    assert page.evaluate("localStorage.length") == 0


def test_what_only_the_browser_had_when_the_page_was_left_comes_home(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, meeting, 1, "Väntar")
    page.context.set_offline(True)
    page.keyboard.type(" på nät")
    expect(state(page)).to_have_text("Ingen kontakt, sparas i webbläsaren", timeout=15_000)
    address = page.url
    page.goto("about:blank")
    page.context.set_offline(False)
    page.route("**/utkast/", lambda route: route.fulfill(status=503))
    page.goto(address)
    expect(state(page)).to_contain_text("Det du skrev senast finns kvar i webbläsaren.")
    assert page.locator("#editor").evaluate("form => form.inert")
    assert "på nät" in page.evaluate("Object.values(localStorage).join()")
    page.unroute("**/utkast/")
    expect(page.get_by_text("Du har text som inte är sparad")).to_be_visible(timeout=15_000)
    expect(body(page, meeting, 1)).to_have_text("Väntar på nät")
    press(page, "Släng den")
    expect(page.get_by_text("Du har text som inte är sparad")).to_have_count(0)
    assert dialog(meeting, 1) == ""


def test_the_sign_in_expires_in_the_middle_of_a_sentence(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    write(page, meeting, 1, "En mening ")
    Session.objects.all().delete()
    page.keyboard.type("som fortsätter")
    told = page.locator("#signed-out")
    expect(told).to_be_visible(timeout=15_000)
    press(page, "Spara")
    expect(told).to_be_visible()
    with page.context.expect_page() as waiting:
        told.get_by_role("link", name="Logga in i en ny flik").click()
    tab = waiting.value
    tab.locator("input[name=login]").fill("eva@example.se")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("main form button").first.click()
    tab.wait_for_url("**/admin/")
    tab.close()
    expect(told).to_be_hidden(timeout=20_000)
    expect(state(page)).to_contain_text("Sparat som utkast", timeout=20_000)
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert dialog(meeting, 1) == "<p>En mening som fortsätter</p>"
    assert not Draft.objects.exclude(saved_at=None).exists()


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

    page.locator(".three input:checked").first.focus()
    page.keyboard.press("2")
    expect(page.locator("[data-counts]")).to_have_text("1 förhindrade")
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
    assert (first.outcomes.count(), meeting.attendance.get().state) == (2, "apologies")


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


def test_text_from_word_is_pasted_clean(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    body(page, meeting, 1).click()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(paste);
        }""",
        WORD,
    )
    press(page, "Spara")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    link = '<a href="https://example.se/" rel="noopener nofollow">länk</a>'
    assert dialog(meeting, 1) == (
        f"<p><strong>Ulla</strong> berättar</p><ul><li><p>Första</p></li><li><p>Andra med {link}</p></li></ul>"
        "<p>Namn – Svar</p>"
    )


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_the_editor_has_no_faults(writer: Any, meeting: Meeting, width: int, scheme: str) -> None:
    page = writer(meeting, width=width, color_scheme=scheme)
    for fold in page.locator("form details").all():
        fold.evaluate("fold => { fold.open = true; }")
    write(page, meeting, 1, "Text")
    expect(state(page)).to_contain_text("Sparat som utkast", timeout=15_000)
    page.evaluate("document.getElementById('signed-out').hidden = false")
    faults = violations(page)
    page.evaluate("document.getElementById('shortcuts').showModal()")
    assert faults + violations(page) == []
    page.keyboard.press("Escape")
    assert not goes_sideways(page)
