"""Focus areas in the open register: on the decision's page, as a filter, and in its files."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from decisions.models import CooperationPlan, Decision, FocusArea
from decisions.workflow import set_focus_areas
from meetings.models import Publication
from samverkan.portal import pages
from tests.factories import Cast
from tests.portal.make import copy_published


@pytest.fixture
def focus(cast: Cast, published: Publication) -> FocusArea:
    """The first of the published decisions is about both focus areas; no other about any."""
    plan = CooperationPlan.objects.create(area=cast.group.area, title="Samverkansplan", first_year=2025, last_year=2027)
    areas = [FocusArea.objects.create(plan=plan, position=n, title=f"Fokus {n}") for n in (1, 2)]
    FocusArea.objects.create(plan=plan, position=3, title="Oanvänt")
    set_focus_areas(Decision.objects.get(number=1), areas, by=cast.eva)
    pages.store.clear()
    return areas[0]


def test_the_page_names_them_and_leads_to_the_others(client: Client, focus: FocusArea) -> None:
    page = client.get("/beslut/lgs/2026-1/").content.decode()
    assert f'<a href="/beslut/?fokus={focus.pk}">Fokus 1</a>' in page
    assert "Fokusområden" not in client.get("/beslut/lgs/2026-2/").content.decode()


def test_the_register_is_narrowed_and_keeps_its_address(client: Client, focus: FocusArea) -> None:
    response = client.get(f"/beslut/?fokus={focus.pk}")
    assert [row.reference for row in response.context["shown"]] == ["LGS 2026:1"]
    page = response.content.decode()
    assert f'<option value="{focus.pk}" selected>Fokus 1</option>' in page
    assert '<optgroup label="Samverkansplan, 2025–2027">' in page
    assert f'href="/beslut/beslut.csv?fokus={focus.pk}"' in page
    assert "Oanvänt" not in page


def test_a_focus_that_does_not_exist_is_said(client: Client, published: Publication) -> None:
    assert client.get("/beslut/?fokus=999").status_code == 400


def test_no_empty_choice_is_shown(client: Client, published: Publication) -> None:
    assert "Fokusområde" not in client.get("/beslut/").content.decode()


def test_the_files_say_them(client: Client, focus: FocusArea) -> None:
    def content(kind: str) -> str:
        response: Any = client.get(f"/beslut/beslut.{kind}?grupp=lgs")
        return b"".join(response.streaming_content).decode("utf-8-sig")

    rows = csv.DictReader(StringIO(content("csv")), delimiter=";")
    assert [row["Fokusområden"] for row in rows] == ["Fokus 1; Fokus 2", ""]
    assert [row["focus_areas"] for row in json.loads(content("json"))] == [["Fokus 1", "Fokus 2"], []]


def test_focus_areas_of_what_is_not_published_are_not_told(client: Client, focus: FocusArea) -> None:
    Decision.objects.update(publication=None, public_text="")
    pages.store.clear()
    assert "Fokus 1" not in client.get("/beslut/").content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: Client, cast: Cast, published: Publication, focus: FocusArea, count: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, count)
    for decision in Decision.objects.filter(number__gt=100):
        set_focus_areas(decision, [focus], by=cast.eva)
    pages.store.clear()
    with django_assert_num_queries(8):
        assert client.get(f"/beslut/?fokus={focus.pk}").status_code == 200
