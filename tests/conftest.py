"""What every test shares."""

import gc
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from groups.fixtures import STRUCTURE
from samverkan.common import frozen, pdf
from samverkan.portal import pages

_folders = count(1)
# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")
MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
#: Where the tests that ask for pages are; what lies below the pages is tested on both databases.
PAGES = (
    "tests/admin/", "tests/portal/", "tests/test_access.py", "tests/decisions/admin/", "tests/common/test_http.py",
    "tests/groups/test_who_may.py",
)  # fmt: skip
SEEDS = Path(__file__).parent / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--halves", action="store_true", help="Run each test of a page on one of the two databases only.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database is the same on both, and runs once: on SQLite.

    With ``--halves`` (``make test``) a test of a page runs on one of them too: always the same one.
    """
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgresql")
    halves = config.getoption("--halves")
    left = [item for item in items if not _runs(item, on_postgres=on_postgres, halves=halves)]
    gone = set(left)
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _runs(item: pytest.Item, *, on_postgres: bool, halves: bool) -> bool:
    if not _touches_database(item):
        return not on_postgres
    is_of_a_page = item.nodeid.startswith(PAGES) and not item.get_closest_marker("journey")
    return not (halves and is_of_a_page) or bool(zlib.crc32(item.nodeid.encode()) % 2) == on_postgres


def _touches_database(item: pytest.Item) -> bool:
    names = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or names & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def the_same_day() -> Iterator[None]:
    """Every test starts on the same morning, whatever the calendar says; the clock goes on from there."""
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_its_own(settings: Any, documents: Path) -> None:
    settings.MEDIA_ROOT = documents / str(next(_folders))  # made when something is put in it
    settings.KEPT_FILES_ROOT = settings.MEDIA_ROOT / "kept-files"


@pytest.fixture(autouse=True)
def no_page_is_kept_from_another_test() -> None:
    pages.store.clear()


def _empties_tables(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    marked = bool(marker and marker.kwargs.get("transaction"))
    return marked or bool({"live_server", "transactional_db"} & set(request.fixturenames))


@pytest.fixture(autouse=True)
def records_may_be_emptied_after_the_test(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Emptying the tables meets the triggers that keep records; they come back with the ``post_migrate`` it sends."""
    if not _empties_tables(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with django_db_blocker.unblock():
        frozen.remove()


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are there at once, with the page they would be drawn from inside them, of four pages.

    For tests that ask who gets them, when, and what stands in them; what they look like is tested apart.
    """
    monkeypatch.setattr(pdf, "render", lambda html, **about: pdf.Pdf(b"%PDF-1.7 " + html.encode(), 4))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *STRUCTURE, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def structure(loaded: None, db: None) -> None:
    """The real structure, loaded once for the module; what a test changes is undone after it."""


@pytest.fixture(scope="session")
def lgs_note() -> str:
    """The real note of LGS, unaltered."""
    return (SEEDS / "motesanteckning-lgs-2026-04-23.txt").read_text(encoding="utf-8")
