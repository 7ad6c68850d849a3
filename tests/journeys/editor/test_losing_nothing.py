"""One who loses the network, the sign-in or an answer on its way loses no text, nor do two who write at once."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from groups.models import User
from meetings.models import Draft, Meeting
from tests.factories import PASSWORD
from tests.journeys.editor.writing import BEAT, body, dialog, pass_time, press, state, write
from tests.journeys.test_accessibility import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AWAY = "Ingen kontakt, sparas i webbläsaren"
NOT_KEPT = "Ingen kontakt. Webbläsaren har inte plats för texten, så lämna inte sidan."
#: A browser in which nothing can be kept.
WITHOUT_STORAGE = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
}"""


def drafted(page: Page) -> None:
    """The draft is on the server."""
    pass_time(page)
    expect(state(page)).to_contain_text("Sparat som utkast")


def saved(page: Page) -> None:
    press(page, "Spara")
    expect(page.get_by_text("Sparat.").first).to_be_visible()


def test_two_who_write_at_once_lose_nothing(writer: Any, meeting: Meeting, iris: User) -> None:
    eva, hers = writer(meeting), writer(meeting, iris)
    expect(hers.locator("#writers")).to_contain_text("Eva Exempel skriver också här (sedan ")
    write(eva, meeting, 1, "Evas ord")
    write(eva, meeting, 2, "Evas andra")
    drafted(eva)
    write(hers, meeting, 1, "Iris ord")
    saved(hers)

    press(eva, "Spara")
    side = eva.locator(".contest")
    expect(side).to_have_count(1)
    expect(side.get_by_text("Sparat av Iris Exempel")).to_be_visible()
    expect(side.locator("del")).to_contain_text("Iris")
    expect(side.locator("ins")).to_contain_text("Evas")
    eva.evaluate("scrollTo(0, 0)")
    assert violations(eva) == []
    eva.get_by_label("Min text").check()
    saved(eva)
    expect(eva.get_by_text("Sparat. Där ni båda hade skrivit gäller din text.")).to_be_visible()
    expect(eva.get_by_text("Inget var ändrat")).to_have_count(0)
    assert [dialog(meeting, number) for number in (1, 2)] == ["<p>Evas ord</p>", "<p>Evas andra</p>"]


@pytest.mark.parametrize(("script", "told"), [("", AWAY), (WITHOUT_STORAGE, NOT_KEPT)])
def test_the_network_goes_and_comes_back(writer: Any, meeting: Meeting, script: str, told: str) -> None:
    page = writer(meeting, script=script)
    write(page, meeting, 1, "Före ")
    drafted(page)
    page.context.set_offline(True)
    page.keyboard.type("och utan nät")
    pass_time(page)
    expect(state(page)).to_have_text(told)
    press(page, "Spara")
    expect(state(page)).to_have_text(told)
    page.context.set_offline(False)
    drafted(page)
    expect(state(page)).to_contain_text("Tryck på Spara igen.")
    assert dialog(meeting, 1) == ""
    page.reload()
    expect(page.get_by_text("Du har text som inte är sparad")).to_be_visible()
    expect(body(page, meeting, 1)).to_have_text("Före och utan nät")
    saved(page)
    assert dialog(meeting, 1) == "<p>Före och utan nät</p>"
    assert script or page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("how", ["key", "button"])
def test_a_save_that_was_asked_for_without_network_is_asked_for_again_in_words(
    writer: Any, meeting: Meeting, how: str
) -> None:
    page = writer(meeting)
    page.context.set_offline(True)
    write(page, meeting, 1, "Utan nät")
    if how == "key":
        page.keyboard.press("Control+s")
    else:
        press(page, "Spara")
    expect(state(page)).to_have_text(AWAY)
    page.context.set_offline(False)
    drafted(page)
    expect(state(page)).to_contain_text("Tryck på Spara igen.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert dialog(meeting, 1) == "<p>Utan nät</p>"


def test_what_only_the_browser_had_when_the_page_was_left_comes_home(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, meeting, 1, "Väntar")
    page.context.set_offline(True)
    page.keyboard.type(" på nät")
    pass_time(page)
    expect(state(page)).to_have_text(AWAY)
    address = page.url
    # The page tries once more when it is left. With the network back before it has gone that gets through, and then
    # there is nothing left in the browser to bring home.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.route("**/utkast/", lambda route: route.fulfill(status=503))
    page.goto(address)
    expect(state(page)).to_contain_text("Det du skrev senast finns kvar i webbläsaren.")
    expect(page.locator("#editor[inert]")).to_have_count(1)
    assert "på nät" in page.evaluate("Object.values(localStorage).join()")
    page.unroute("**/utkast/")
    with page.expect_navigation():
        pass_time(page, BEAT)
    expect(page.get_by_text("Du har text som inte är sparad")).to_be_visible()
    expect(body(page, meeting, 1)).to_have_text("Väntar på nät")
    press(page, "Släng den")
    expect(page.get_by_text("Du har text som inte är sparad")).to_have_count(0)
    assert dialog(meeting, 1) == ""


@pytest.mark.parametrize("script", ["", WITHOUT_STORAGE])
def test_the_sign_in_expires_in_the_middle_of_a_sentence(writer: Any, meeting: Meeting, script: str) -> None:
    page = writer(meeting, script=script)
    write(page, meeting, 1, "En mening ")
    Session.objects.all().delete()
    page.keyboard.type("som fortsätter")
    pass_time(page)
    told = page.locator("#signed-out")
    expect(told).to_be_visible()
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
    pass_time(page, BEAT)
    expect(told).to_be_hidden()
    expect(state(page)).to_contain_text("Sparat som utkast")
    expect(state(page)).to_contain_text("Tryck på Spara igen.")
    saved(page)
    assert dialog(meeting, 1) == "<p>En mening som fortsätter</p>"
    assert not Draft.objects.exclude(saved_at=None).exists()


def without_answer(route: Route) -> None:
    """The server takes what is sent, and dies before it has answered."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("script", ["", WITHOUT_STORAGE])
def test_a_save_whose_answer_is_lost_is_done_once_and_what_is_written_after_it_stays(
    writer: Any, meeting: Meeting, script: str
) -> None:
    page = writer(meeting, script=script)
    write(page, meeting, 1, "Sparat")
    page.keyboard.press("Alt+n")
    page.keyboard.type("Ny punkt")
    page.route(f"**/moten/{meeting.pk}/", without_answer)
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Ingen kontakt")
    assert meeting.items.filter(title="Ny punkt").count() == 1
    page.keyboard.type(" igen")
    drafted(page)
    page.unroute(f"**/moten/{meeting.pk}/")
    page.reload()
    expect(page.get_by_text("Du har text som inte är sparad")).to_be_visible()
    expect(page.locator(".contest")).to_have_count(0)
    press(page, "Spara")
    expect(page.get_by_text("Du har text som inte är sparad")).to_have_count(0)
    titles = ["Fråga 1", "Fråga 2", "Fråga 3", "Ny punkt igen"]
    assert (dialog(meeting, 1), list(meeting.items.values_list("title", flat=True))) == ("<p>Sparat</p>", titles)


def test_a_draft_whose_answer_is_lost_is_there_after_a_reload(writer: Any, meeting: Meeting) -> None:
    page = writer(meeting)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/utkast/", without_answer)
    write(page, meeting, 1, "Halvfärdig")
    pass_time(page)
    expect(state(page)).to_have_text(AWAY)
    page.unroute("**/utkast/")
    page.reload()
    field = f"[name='item-{meeting.items.get(number=1).pk}-dialog']"
    expect(page.locator(field)).to_have_value("<p>Halvfärdig</p>")
