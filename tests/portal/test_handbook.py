"""The handbook: a page for each task, complete and short, and no page without a task."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from samverkan.common.richtext import plain
from samverkan.portal.handbook import FOLLOWING, PLANNING, TASKS, WHERE, task_of
from tests.admin.browsing import address
from tests.factories import Cast, make_meeting
from tests.meetings.written import make_out

pytestmark = pytest.mark.django_db
#: Words in a sentence; longer ones are split (språklagen 11 §).
LONGEST = 25
#: What names a button, a link or a field in the handbook. What belongs to another program stands in <q>.
LABEL = re.compile(r"<strong>(.*?)</strong>")


def shown_in_the_product() -> str:
    """Every template but the handbook's own and every module, with spaces as one."""
    folder = settings.BASE_DIR
    files = [path for path in (folder / "templates").rglob("*.html") if path.parent.name != "help"]
    for app in ("groups", "meetings", "decisions", "samverkan"):
        files += (folder / app).rglob("*.py")
    return re.sub(r"\s+", " ", " ".join(path.read_text() for path in files))


PRODUCT = shown_in_the_product()


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


@pytest.mark.parametrize("slug", TASKS)
def test_every_label_that_is_quoted_is_what_the_product_says(slug: str) -> None:
    unknown = [
        label
        for label in LABEL.findall(text_of(slug))
        if not re.search(rf'[>"}}] ?{re.escape(label)} ?[<"{{]', PRODUCT)
    ]
    assert unknown == []


def test_the_labels_are_checked_against_whole_texts() -> None:
    assert not re.search(r'[>"}] ?Att gör ?[<"{]', PRODUCT)


def test_the_page_where_a_task_is_done_leads_to_the_handbook(cast: Cast) -> None:
    told = {"anteckna", "avvikelser"}
    for urls, places in (
        ("meetings.admin.urls", WHERE), ("decisions.admin.urls", FOLLOWING), ("decisions.admin.plan_urls", PLANNING)
    ):  # fmt: skip
        assert set(places) - {str(name) for name in get_resolver(urls).reverse_dict if isinstance(name, str)} == set()
        told |= set(places.values())
    assert told == set(TASKS)
    client, meeting = Client(), make_meeting(cast.group)
    client.force_login(cast.eva)
    for path, slug in ((address(meeting), "anteckna"), (address(meeting, "underlag/"), "underlag")):
        page: Any = client.get(path)
        assert f'<a href="/admin/hjalp/{slug}/">{TASKS[slug].title}</a>' in page.content.decode()
    client.force_login(cast.sara)
    read: Any = client.get(address(meeting))
    assert "Så gör du:" not in read.content.decode()


def test_what_a_type_has_to_allow_says_who_can_turn_it_on() -> None:
    for slug in ("kortinfo", "fardig-anteckning", "ordforandebeslut", "beredning", "publicera", "kom-igang"):
        assert "mrådets administratör" in text_of(slug)


@pytest.mark.parametrize(
    ("name", "writes", "kind", "slug"),
    [
        ("written-answers", False, "written", "svara-per-capsulam"),
        ("written-answers", True, "written", "per-capsulam"),
        ("minutes-adjust", False, "ordinary", "justera"),
        ("minutes-adjust", False, "chair", "ordforandebeslut"),
        ("meeting", True, "chair", "ordforandebeslut"),
        ("papers", True, "chair", "underlag"),
    ],
)
def test_the_same_page_is_another_task_for_another_reader_or_kind(
    name: str, writes: bool, kind: str, slug: str
) -> None:  # fmt: skip
    assert task_of(f"meetings_admin:{name}", writes=writes, kind=kind) == TASKS[slug]


def test_the_page_of_written_answers_leads_each_to_their_own_task(cast: Cast) -> None:
    meeting = make_out(cast)
    for user, slug in ((cast.eva, "per-capsulam"), (cast.sara, "svara-per-capsulam")):
        client = Client()
        client.force_login(user)
        page: Any = client.get(address(meeting, "svar/"))
        assert f'<a href="/admin/hjalp/{slug}/">{TASKS[slug].title}</a>' in page.content.decode()
