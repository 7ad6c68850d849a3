"""Files that are kept on the disk: who makes one gets it, and what is taken off the site is in none."""

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from groups.models import Group
from meetings.models import Publication
from samverkan.common import daily, freshness
from samverkan.portal import kept_files
from samverkan.portal.kept_files import ABANDONED_SECONDS, BEING_MADE, MOST, kept_file
from tests.factories import MEETING_DAY, make_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder() -> Path:
    found = kept_files._folder()
    found.mkdir(parents=True)
    return found


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ask(name: str, content: bytes = b"x") -> bytes:
    file: Any = kept_file(name, lambda: [content])
    with file:
        return bytes(file.read())


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_a_file_that_takes_long_is_not_taken_away_while_others_are_made(folder: Path) -> None:
    """As a workbook is: nothing is written before the last row has been read."""

    def slow() -> Iterator[bytes]:
        (being_made,) = folder.iterdir()
        age(being_made, 120)
        for number in range(MOST + 5):
            ask(f"other-{number}")
        freshness.bump()
        yield b"whole"

    file: Any = kept_file("slow", slow)
    with file:
        assert file.read() == b"whole"


def test_a_file_that_is_taken_away_at_once_is_handed_out_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def taken(self: Path, target: Path) -> None:
        replace(self, target)
        target.unlink()

    monkeypatch.setattr(Path, "replace", taken)
    assert ask("gone") == b"x"


def test_what_somebody_began_and_never_finished_goes_after_an_hour(folder: Path) -> None:
    for name, seconds in (("old", ABANDONED_SECONDS + 1), ("young", ABANDONED_SECONDS - 60)):
        path = folder / f"{BEING_MADE}{name}"
        path.write_bytes(b"half")
        age(path, seconds)
    kept_files.tidy(MEETING_DAY)
    assert names(folder) == {f"{BEING_MADE}young"}


@pytest.mark.parametrize("by", ["another file", "the day"])
def test_what_is_too_old_to_be_handed_out_is_taken_away(folder: Path, by: str) -> None:
    ask("first")
    (first,) = folder.iterdir()
    age(first, kept_files.LIFE_SECONDS + 1)
    if by == "the day":
        daily.run(on=date(2026, 11, 22))
    else:
        ask("second")
    assert first.name not in names(folder)


@pytest.mark.django_db(transaction=True)
def test_a_change_takes_away_what_was_made_before_it(folder: Path) -> None:
    """A note that is masked or withdrawn is such a change, and so is a group that is no longer shown."""
    group: Group = make_group("lgs")
    ask("register")
    assert len(names(folder)) == 1
    group.shows_group = False
    group.save()
    assert names(folder) == set()


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_a_change_does_not_stay(folder: Path) -> None:
    group: Group = make_group("lgs")

    def meanwhile() -> Iterator[bytes]:
        yield b"before"
        group.save()

    file: Any = kept_file("register", meanwhile)
    with file:
        assert file.read() == b"before"
    assert names(folder) == set()


def test_the_bytes_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 250)
    for number in range(4):
        ask(f"nr-{number}", b"x" * 100)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 250
    assert ask("too-large", b"x" * 300) == b"x" * 300
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 250


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_full_disk_gives_the_file_as_it_is_made(
    client: Client, published: Publication, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    wanted: Any = client.get(f"/beslut/beslut.{kind}")
    said = b"".join(wanted.streaming_content)
    kept_files.clear()
    monkeypatch.setattr(Path, "replace", full)
    answer: Any = client.get(f"/beslut/beslut.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == wanted["Content-Disposition"]
    assert answer["Content-Type"] == wanted["Content-Type"]
    assert len(b"".join(answer.streaming_content)) == len(said) > 100
