"""A group that has moved: every address below its former one answers 301 with the new, and nothing else changes."""

from typing import Any

import pytest
from django.test import Client

from groups.models import FormerAddress, Group, Mandate
from groups.workflow.groups import rename_address
from meetings.models import Publication
from samverkan.portal import pages
from tests.factories import AFTER, Cast

BELOW = [
    "/grupper/{}/", "/grupper/{}/uppdrag/", "/moten/{}/2026-04-23/", "/moten/{}/2026-04-23/anteckning.pdf",
    "/beslut/{}/2026-1/",
]  # fmt: skip


@pytest.fixture
def moved(cast: Cast, published: Publication) -> Cast:
    """The group with a published note, moved from ``lgs`` to ``ledning``."""
    mandate = Mandate.objects.create(slug="uppdrag", title="Uppdrag")
    mandate.groups.add(cast.group)
    rename_address(cast.group, slug="ledning", by=cast.eva, at=AFTER)
    pages.store.clear()
    return cast


@pytest.mark.parametrize("path", BELOW)
def test_a_former_address_leads_to_the_new_one(client: Client, moved: Cast, path: str) -> None:
    answer = client.get(path.format("lgs") + "?datum=2026-04-23&x=%C3%A5")
    assert answer.status_code == 301
    assert answer["Location"] == path.format("ledning") + "?datum=2026-04-23&x=%C3%A5"
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(answer["Location"]).status_code == 200


def test_a_page_that_is_not_there_at_the_new_address_leads_there_too(client: Client, moved: Cast) -> None:
    """The new address says so itself; the old one knows only where the group went."""
    answer = client.get("/moten/lgs/1999-01-01/")
    assert (answer.status_code, answer["Location"]) == (301, "/moten/ledning/1999-01-01/")
    assert client.get(answer["Location"]).status_code == 404


@pytest.mark.parametrize("path", ["/moten/?grupp={}&ar=2026", "/beslut/?grupp={}&ar=2026"])
def test_a_list_narrowed_to_a_former_address_is_narrowed_to_the_new(client: Client, moved: Cast, path: str) -> None:
    answer = client.get(path.format("lgs"))
    assert (answer.status_code, answer["Location"]) == (301, path.format("ledning"))
    assert client.get(answer["Location"]).status_code == 200


def test_nothing_is_said_of_a_group_that_is_not_shown(client: Client, moved: Cast) -> None:
    Group.objects.filter(pk=moved.group.pk).update(shows_group=False)
    pages.store.clear()
    assert [client.get(path.format("lgs")).status_code for path in BELOW] == [404] * len(BELOW)
    assert client.get("/moten/?grupp=lgs").status_code == 400


def test_an_address_that_nobody_has_had_is_not_there(client: Client, moved: Cast) -> None:
    assert [client.get(path.format("okand")).status_code for path in BELOW] == [404] * len(BELOW)


def test_the_first_of_many_addresses_leads_to_the_last(client: Client, moved: Cast) -> None:
    rename_address(moved.group, slug="ledningsgrupp", by=moved.eva, at=AFTER)
    for former in ("lgs", "ledning"):
        assert client.get(f"/grupper/{former}/")["Location"] == "/grupper/ledningsgrupp/"


def test_an_address_taken_back_is_a_page_again(client: Client, moved: Cast) -> None:
    rename_address(moved.group, slug="lgs", by=moved.eva, at=AFTER)
    pages.store.clear()
    assert client.get("/grupper/lgs/").status_code == 200
    assert client.get("/grupper/ledning/")["Location"] == "/grupper/lgs/"


def test_a_group_that_is_called_as_a_part_of_the_site(client: Client, moved: Cast) -> None:
    FormerAddress.objects.create(slug="moten", group=moved.group)
    assert client.get("/moten/moten/2026-04-23/")["Location"] == "/moten/ledning/2026-04-23/"


def test_a_page_that_is_found_asks_for_no_former_address(
    client: Client, moved: Cast, django_assert_num_queries: Any
) -> None:
    client.get("/grupper/ledning/")
    with django_assert_num_queries(1):
        assert client.get("/grupper/ledning/").status_code == 200
    with django_assert_num_queries(1) as asked:
        client.get("/grupper/ledning/")
    assert "formeraddress" not in asked[0]["sql"]


def test_only_reading_is_led_on(client: Client, moved: Cast) -> None:
    assert client.post("/grupper/lgs/").status_code == 405
    assert client.head("/grupper/lgs/").status_code == 301


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("name", ["grupp", "omrade"])
@pytest.mark.parametrize("value", ["finns-inte", "%00", "x" * 300])
def test_the_matrix_tells_of_a_choice_that_is_not_there(client: Client, name: str, value: str) -> None:
    answer = client.get(f"/beslut/forankring/?{name}={value}")
    assert (answer.status_code, "finns inte" in answer.content.decode()) == (400, True)


def test_the_matrix_of_a_group_that_has_moved_is_at_its_new_address(client: Client, moved: Cast) -> None:
    answer = client.get("/beslut/forankring/?grupp=lgs&omrade=goteborg")
    assert (answer.status_code, answer["Location"]) == (301, "/beslut/forankring/?grupp=ledning&omrade=goteborg")
    assert client.get(answer["Location"]).status_code == 200
