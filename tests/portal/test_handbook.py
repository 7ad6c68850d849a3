"""The handbook: a page for each task, complete and short, and no page without a task."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from samverkan.common.richtext import plain
from samverkan.portal.handbook import TASKS
from tests.factories import Cast

pytestmark = pytest.mark.django_db
#: Words in a sentence; longer ones are split (språklagen 11 §).
LONGEST = 25


@pytest.fixture
def reader(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.sara)
    return client


def text_of(slug: str) -> str:
    return (settings.BASE_DIR / "templates/portal/help" / f"{slug}.html").read_text()


def test_there_is_a_text_for_each_task_and_no_other() -> None:
    folder = Path(settings.BASE_DIR / "templates/portal/help")
    assert {path.stem for path in folder.glob("*.html")} - {"index", "task"} == set(TASKS)


def test_the_contents_lead_to_every_task(reader: Client) -> None:
    contents: Any = reader.get("/admin/hjalp/")
    for slug, task in TASKS.items():
        assert f'href="/admin/hjalp/{slug}/">{task.title}</a>' in contents.content.decode()
        page = reader.get(f"/admin/hjalp/{slug}/")
        assert page.status_code == 200
        assert f"<h1>{task.title}</h1>" in page.content.decode()


def test_what_is_no_task_is_not_found(reader: Client) -> None:
    assert reader.get("/admin/hjalp/index/").status_code == 404


@pytest.mark.parametrize("slug", TASKS)
def test_the_sentences_are_short(slug: str) -> None:
    sentences = re.split(r"[.!?:](?:\s|$)|\n", plain(re.sub(r"{%.*?%}", "", text_of(slug))))
    assert [sentence for sentence in sentences if len(sentence.split()) > LONGEST] == []
