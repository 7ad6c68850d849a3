"""What every answer of the open site carries, and that no link of it leads nowhere."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from meetings.models import Publication
from samverkan.common.models import OutboxMessage
from tests.conftest import MORNING
from tests.portal.make import copy_published

PAGES = [
    "/",
    "/grupper/",
    "/grupper/lgs/",
    "/moten/",
    "/moten/lgs/2026-04-23/",
    "/beslut/",
    "/beslut/lgs/2026-1/",
    "/om/",
    "/finns-inte/",
]


@pytest.mark.parametrize("path", [*PAGES, "/moten/lgs/2026-04-23/anteckning.pdf", "/livez", "/readyz"])
def test_an_answer_sets_no_cookie_and_has_its_headers(client: Client, published: Publication, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == (404 if path == "/finns-inte/" else 200)
    assert not answer.cookies
    assert "Set-Cookie" not in answer
    assert answer["Content-Security-Policy"].startswith("default-src 'none';")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] in {"public, no-cache", "no-store"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_what_every_page_has(client: Client, published: Publication, path: str) -> None:
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1
    assert '<html lang="sv">' in html
    assert '<a class="skip" href="#main">' in html
    assert '<main id="main"' in html
    assert "<script" not in html
    assert len(html.encode()) <= 60_000
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_titles_are_unique(client: Client, published: Publication) -> None:
    titles = [re.search(r"<title>(.*?)</title>", client.get(path).content.decode()) for path in PAGES]
    found = [title[1] for title in titles if title]
    assert len(set(found)) == len(PAGES)


def test_no_link_leads_nowhere(client: Client, published: Publication) -> None:
    copy_published(published, 30)
    seen: dict[str, int] = {}
    todo = ["/"]
    while todo:
        path = todo.pop()
        answer = client.get(path)
        seen[path] = answer.status_code
        if answer.streaming:
            list(answer)  # read to its end, as a browser does, so that its file is closed
        if answer["Content-Type"].startswith("text/html"):
            todo += _links(answer.content.decode(), path) - set(seen) - set(todo)
    assert {path: status for path, status in seen.items() if status != 200} == {}
    assert len(seen) > 60


def _links(html: str, path: str) -> set[str]:
    """Addresses within the open site, without what is behind sign-in and the static files."""
    found = {href.replace("&amp;", "&").partition("#")[0] for href in re.findall(r'<a [^>]*href="([^"]*)"', html)}
    here = path.partition("?")[0]
    whole = {here + href if href.startswith("?") else href for href in found if href}
    return {href for href in whole if href.startswith("/") and not href.startswith("/admin/")}


def test_every_fragment_link_has_its_place(client: Client, published: Publication) -> None:
    html = client.get("/moten/lgs/2026-04-23/").content.decode()
    places = set(re.findall(r'\sid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= places


def test_the_demonstration_says_that_it_is_one(client: Client, published: Publication, settings: Any) -> None:
    assert "Detta är en demonstration" not in client.get("/om/").content.decode()
    settings.IS_DEMO = True
    assert "Detta är en demonstration" in client.get("/grupper/").content.decode()


def test_an_unknown_address_helps_and_repeats_nothing(client: Client, db: Any) -> None:
    answer = client.get("/moten/hemligt-ord/")
    assert answer.status_code == 404
    assert "hemligt-ord" not in answer.content.decode()
    assert "alla möten och anteckningar" in answer.content.decode()


@pytest.mark.postgres
def test_ready_says_when_a_migration_waits(client: Client, db: Any) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="decisions").delete()
    assert client.get("/readyz").status_code == 503


def test_ready_is_degraded_but_ready_when_work_was_given_up_or_nobody_does_it(client: Client, db: Any) -> None:
    assert client.get("/readyz").content == b"ok\n"
    OutboxMessage.objects.create(kind="x", payload={}, due_at=MORNING - timedelta(hours=1))
    OutboxMessage.objects.create(kind="x", payload={}, due_at=MORNING, dead_at=MORNING)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode().splitlines()) == (
        200, ["degraded", "outbox_given_up: 1", "outbox_behind: no worker"],
    )  # fmt: skip


def test_ready_says_when_the_database_does_not_answer(client: Client, db: Any, monkeypatch: Any) -> None:
    def down(*args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("samverkan.portal.views.operations.MigrationExecutor", down)
    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200
