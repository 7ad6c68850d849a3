"""A real browser for the journeys: the system's Chromium without windows, one for the whole run.

The headless build draws and runs pages as Chromium does and starts none of its own; a journey takes half the time.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from groups.models import User
from tests.factories import Cast, make_cast

# Playwright's own event loop lives in the test's thread; the tests themselves are ordinary, synchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=15_000)  # a busy machine answers slowly; what is wrong never comes
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium-headless-shell") or pytest.fail("Chromium is not installed: run `make test`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own, who remembers what the browser complained about."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site, self.page = context, site, context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: m.type in {"error", "warning"} and self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda r: r.url.startswith((site, "data:", "blob:")) or self.complaints.append(r.url))

    def goto(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def enter_as(self, user: User) -> Page:
        """Be signed in as somebody, as after the form; ``sign_in`` fills in the form itself."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.site}])
        return self.page

    def sign_in(self, email: str, password: str) -> Page:
        self.goto("/admin/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main button[type=submit], main form button").first.click()
        self.page.wait_for_url(self.site + "/admin/")
        return self.page


@pytest.fixture
def visit(browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens browsers: ``visit(width=360)``. At the end of the test no browser may have complained."""
    monkeypatch.setattr(settings, "SITE_URL", live_server.url)
    cache.clear()  # every test begins at the same moment, so nobody would ever be let in again after so many sign-ins
    opened: list[Visitor] = []

    def open_browser(*, width: int = 1280, height: int = 900, **options: Any) -> Visitor:
        options |= {"viewport": {"width": width, "height": height}, "locale": "sv-SE", "reduced_motion": "reduce"}
        context = browser.new_context(**options)
        opened.append(Visitor(context, live_server.url))
        return opened[-1]

    yield open_browser
    for visitor in opened:
        visitor.context.close()
    assert [complaint for visitor in opened for complaint in visitor.complaints] == []
