"""What every test shares."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from samverkan.common import frozen
from samverkan.portal import pages

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
SEEDS = Path(__file__).parent / "seeds"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database is the same on both, and runs once: on SQLite."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgresql"):
        return
    alike = [item for item in items if not _touches_database(item)]
    items[:] = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=alike)


def _touches_database(item: pytest.Item) -> bool:
    names = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or names & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def the_same_day() -> Iterator[None]:
    """Every test starts on the same morning, whatever the calendar says; the clock goes on from there."""
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"


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


@pytest.fixture(scope="session")
def lgs_note() -> str:
    """The real note of LGS, unaltered."""
    return (SEEDS / "motesanteckning-lgs-2026-04-23.txt").read_text(encoding="utf-8")
