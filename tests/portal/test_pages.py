"""The rendered-page store: what is kept, for how long, and what a visitor who has a page already is told."""

import gzip
from datetime import date
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from groups.models import Group
from samverkan.portal import pages
from samverkan.portal.pages import Page, PageStore
from tests.factories import make_group

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


def a_page(size: int = 10, **fields: Any) -> Page:
    given = {"stamp": 1, "day": DAY, "born": pages.time.monotonic(), "content_type": "text/html"}
    given |= {"tag": "a", "disposition": ""}
    return Page(**{**given, "body": b"x" * size, "packed": b"", **fields})


def test_a_kept_page_is_found_again() -> None:
    store, page = PageStore(10_000), a_page()
    store.put("/", page)
    assert store.get("/", stamp=1, day=DAY) is page


@pytest.mark.parametrize(
    ("stamp", "day", "age"), [(2, DAY, 0), (1, date(2026, 5, 5), 0), (1, DAY, 61)], ids=["change", "day", "age"]
)
def test_a_page_is_not_served_after_a_change_another_day_or_a_minute(stamp: int, day: date, age: int) -> None:
    store = PageStore(10_000)
    store.put("/", a_page(born=pages.time.monotonic() - age))
    assert store.get("/", stamp=stamp, day=day) is None


def test_the_store_keeps_within_its_bytes_and_drops_what_was_asked_for_longest_ago() -> None:
    store = PageStore(5_000)
    store.put("/a", a_page(1_000))
    store.put("/b", a_page(1_000))
    store.get("/a", stamp=1, day=DAY)
    store.put("/c", a_page(1_000))
    kept = [key for key in ("/a", "/b", "/c") if store.get(key, stamp=1, day=DAY)]
    assert (kept, store.weight) == (["/a", "/c"], 4_000)


def test_a_page_that_is_too_large_is_not_kept() -> None:
    store = PageStore(5_000)
    store.put("/", a_page(6_000))
    assert (store.get("/", stamp=1, day=DAY), store.weight) == (None, 0)


def test_a_warm_page_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_a_visitor_who_has_the_page_gets_304_for_one_query(client: Client, django_assert_num_queries: Any) -> None:
    tag = client.get("/grupper/")["ETag"]
    with django_assert_num_queries(1):
        answer = client.get("/grupper/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_an_old_tag_gets_the_page(client: Client) -> None:
    assert client.get("/", headers={"If-None-Match": '"old"'}).status_code == 200


def test_head_is_answered_as_get(client: Client) -> None:
    assert client.head("/")["ETag"] == client.get("/")["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_the_packed_page_is_the_same_with_a_tag_of_its_own(client: Client) -> None:
    plain, packed = client.get("/"), client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"]
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_at_once(client: Client) -> None:
    group = make_group()
    before = client.get("/grupper/")
    group.name = "Nytt namn"
    group.save(update_fields=["name"])
    after = client.get("/grupper/")
    assert "Nytt namn" not in before.content.decode()
    assert "Nytt namn" in after.content.decode()
    assert after["ETag"] != before["ETag"]


def test_a_change_that_told_nobody_shows_when_the_page_is_old(client: Client, monkeypatch: Any) -> None:
    make_group()
    client.get("/grupper/")
    Group.objects.update(name="Nytt namn")
    assert "Nytt namn" not in client.get("/grupper/").content.decode()
    monkeypatch.setattr(pages, "LIFE_SECONDS", 0.0)
    assert "Nytt namn" in client.get("/grupper/").content.decode()


def test_invented_parameters_make_no_new_page(client: Client, django_assert_num_queries: Any) -> None:
    first = client.get("/moten/")
    with django_assert_num_queries(1):
        second = client.get("/moten/?utm_source=x&grupp=&sida=&y=%3Cscript%3E")
    assert second.content == first.content


def test_the_order_of_parameters_makes_no_new_page(client: Client, django_assert_num_queries: Any) -> None:
    make_group()
    client.get("/moten/?grupp=lgs&tid=kommande")
    with django_assert_num_queries(1):
        client.get("/moten/?tid=kommande&grupp=lgs&grupp=lgs")


def test_a_page_that_answers_typed_words_is_not_kept(client: Client) -> None:
    client.get("/beslut/?q=egenv%C3%A5rd")
    assert pages.store.weight == 0


def test_only_status_200_is_kept(client: Client) -> None:
    answers = [client.get(path).status_code for path in ("/grupper/finns-inte/", "/moten/?sida=9", "/moten/?ar=x")]
    assert (answers, pages.store.weight) == ([404, 404, 400], 0)


def test_the_host_of_the_request_is_never_in_the_page(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["ond.example"]
    answer = client.get("/", headers={"Host": "ond.example"})
    assert "ond.example" not in answer.content.decode()
    assert f'rel="canonical" href="{settings.SITE_URL}/"' in answer.content.decode()


def test_a_view_gets_only_the_parameters_it_knows(rf: Any) -> None:
    @pages.kept("a")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.GET.urlencode())

    assert view(rf.get("/?b=2&a=+1++2+&a=3&c=")).content == b"a=3"
