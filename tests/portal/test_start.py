"""The start page: what is new, what is coming, and figures that are counted from what is published."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from meetings.models import Publication
from samverkan.portal.rows import note_rows
from samverkan.portal.views.start import Figures, figures_of
from tests.factories import Cast, make_adjusted, make_meeting
from tests.portal.make import copy_published

DAY = date(2026, 5, 4)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(
    client: Client, published: Publication, count: int, django_assert_num_queries: Any
) -> None:
    copy_published(published, count)
    for number in range(count):
        make_meeting(published.meeting.group, items=0, date=date(2999, 1, 1 + number))
    with django_assert_num_queries(7):
        client.get("/")


def test_an_empty_site_says_so(client: Client, db: Any) -> None:
    html = client.get("/").content.decode()
    for words in (
        "Inga anteckningar är publicerade än.",
        "Inga möten är planerade än.",
        "Inga beslut är publicerade än.",
    ):
        assert words in html


@time_machine.travel(DAY, tick=False)
def test_it_shows_the_newest_and_the_nearest(client: Client, published: Publication) -> None:
    copy_published(published, 5)
    for day in (30, 10, 20):
        make_meeting(published.meeting.group, items=0, date=date(2026, 5, day))
    context = client.get("/").context
    assert [row.meeting.date.isoformat() for row in context["notes"]] == [
        "2026-04-23", "2026-04-16", "2026-04-09", "2026-04-02",
    ]  # fmt: skip
    assert [meeting.date.day for meeting in context["meetings"]] == [10, 20, 30]
    assert [row.reference for row in context["decisions"]] == [
        "LGS 2026:1", "LGS 2026:2", "LGS 2026:101",
    ]  # fmt: skip


def test_figures_count_what_is_published(published: Publication, cast: Cast) -> None:
    copy_published(published, 2)
    make_adjusted(cast, date=date(2026, 5, 1))
    make_meeting(cast.group, items=0, date=date(2026, 9, 1))
    assert figures_of(2026) == Figures(year=2026, meetings=4, notes=3, decisions=4)
    assert figures_of(2025) == Figures(year=2025, meetings=0, notes=0, decisions=0)


def test_a_row_names_the_items_that_came_to_something(published: Publication) -> None:
    row = note_rows([published])[0]
    assert (row.items, row.outcomes, row.titles) == (2, 2, ["Fråga 1", "Fråga 2"])
