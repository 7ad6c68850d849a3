"""Files are kept once under their checksum, also when two keep the same at the same moment or a write is cut off."""

import os
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from samverkan.common import stored
from samverkan.common.stored import keep

PATH, CONTENT = "documents/ab/abc", b"%PDF-1.7 " * 50_000


def lying() -> list[str]:
    return sorted(default_storage.listdir("documents/ab")[1])


def kept() -> bytes:
    with default_storage.open(PATH) as file:
        content: bytes = file.read()
    return content


def test_what_lies_there_already_stays() -> None:
    keep(CONTENT, PATH)
    before = Path(default_storage.path(PATH)).stat().st_mtime_ns
    keep(CONTENT, PATH)
    assert (lying(), Path(default_storage.path(PATH)).stat().st_mtime_ns) == (["abc"], before)


def test_a_file_whose_writing_was_cut_off_is_written_anew() -> None:
    default_storage.save(PATH, ContentFile(CONTENT[:1000]))
    keep(CONTENT, PATH)
    assert (lying(), kept() == CONTENT) == (["abc"], True)


def test_one_who_was_overtaken_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the save somebody else has stored the same bytes."""
    default_storage.save(PATH, ContentFile(CONTENT))
    monkeypatch.setattr(stored, "_size", lambda path: None)
    keep(CONTENT, PATH)
    assert (lying(), kept() == CONTENT) == (["abc"], True)


def dies(*args: Any) -> None:
    """The process ends here."""
    raise SystemExit


@pytest.mark.parametrize(("place", "step"), [(FileSystemStorage, "_save"), (os, "replace")])
def test_a_process_that_dies_while_it_writes_loses_nothing(
    place: Any, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lay there stays, and the next one writes it whole."""
    default_storage.save(PATH, ContentFile(CONTENT[:1000]))
    with monkeypatch.context() as patched:
        patched.setattr(place, step, dies)
        with pytest.raises(SystemExit):
            keep(CONTENT, PATH)
    assert kept() == CONTENT[:1000]
    keep(CONTENT, PATH)
    assert kept() == CONTENT


def test_what_can_not_be_put_in_its_place_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(source: str, target: str) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refuses)
    with pytest.raises(PermissionError):
        keep(CONTENT, PATH)
    assert lying() == []


def test_many_who_keep_the_same_at_once_leave_one_whole_file() -> None:
    together, failed = Barrier(8), list[BaseException]()

    def one() -> None:
        together.wait()
        try:
            keep(CONTENT, PATH)
        except BaseException as error:
            failed.append(error)

    threads: list[Any] = [Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, lying(), kept() == CONTENT) == ([], ["abc"], True)
