"""Files of lists that anybody can ask for: made once, and handed out again until what they show has changed.

A file can have every row of a register in it, so what costs is to make it. It is found as a page is (``pages``): by
what was asked for, the state of the database and the day, and it is made anew after a minute at the most. The files
lie on disk, so that they are read by every process and take no memory.

What has been taken off the open site lies in no file either: every committed change (``freshness``) takes all of them
away, and what is older than a minute goes when another is made, and once a day.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from samverkan.common import daily, freshness
from samverkan.portal.pages import LIFE_SECONDS

#: As many files, and as many bytes, as are kept, whatever was asked for.
MOST, MOST_BYTES = 40, 200_000_000
#: What the name of a file begins with while it is made, and after how long it is one that nobody finishes.
BEING_MADE, ABANDONED_SECONDS = "being-made-", 3600.0
log = logging.getLogger(__name__)


def kept_file(asked: str, make: Callable[[], Iterable[bytes]]) -> IO[bytes] | Iterable[bytes]:
    """The file that answers ``asked``, open at its start; ``make`` gives its bytes when there is none to hand out.

    When the disk takes no file, as when it is full, what is handed out is the bytes themselves, as they are made.
    """
    folder, stamp = _folder(), freshness.current()
    state = f"{stamp}|{timezone.localdate().isoformat()}|{asked}"
    path = folder / hashlib.sha256(state.encode()).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _young(path) or _made(path, make, stamp=stamp)
    except OSError:
        log.exception("no file could be kept in %s", folder)
        return make()


def clear(**_: Any) -> None:
    """Forget every file. One that is being made is finished for who asked, and not kept if anything has changed."""
    for path, _made_at, _size in _files():
        _remove(path)


@daily.task("files of public lists")
def tidy(on: date) -> None:
    """Take away what is too old to be handed out, and what makes the files too many or too large."""
    _make_room()


def listen() -> None:
    """Follow what changes; called once when the app is ready."""
    freshness.moved.connect(clear, dispatch_uid="kept_files.clear")


def _folder() -> Path:
    return Path(settings.KEPT_FILES_ROOT)


def _young(path: Path) -> IO[bytes] | None:
    """The file, unless it is a minute old or gone."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    if _is_young(os.fstat(file.fileno()).st_mtime):
        return file
    file.close()
    return None


def _is_young(made_at: float) -> bool:
    return 0 <= time.time() - made_at < LIFE_SECONDS


def _made(path: Path, make: Callable[[], Iterable[bytes]], *, stamp: int) -> IO[bytes]:
    """Make the file beside its place and put it there whole: who asks meanwhile gets the former, or makes one too.

    It is opened before it is in its place, where others may take it away. If something has changed since ``stamp``
    those who take everything away may have been there already, so it does not stay.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=BEING_MADE, delete_on_close=False) as file:
        for part in make():
            file.write(part)
        file.close()
        opened = Path(file.name).open("rb")  # noqa: SIM115 -- the answer that is sent closes it
        try:
            _put(Path(file.name), path)
        except OSError:
            opened.close()
            raise
    if freshness.current() != stamp:
        _remove(path)
    _make_room()
    return opened


def _put(file: Path, path: Path) -> None:
    now = time.time()
    os.utime(file, (now, now))
    file.replace(path)


def _files() -> Iterator[tuple[Path, float, int]]:
    """Every file that is whole, with when it was made and its size. What others take away meanwhile is left out."""
    for path, made_at, size in _everything():
        if not path.name.startswith(BEING_MADE):
            yield path, made_at, size


def _everything() -> Iterator[tuple[Path, float, int]]:
    try:
        paths = list(_folder().iterdir())
    except OSError:
        return
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        yield path, found.st_mtime, found.st_size


def _make_room() -> None:
    """Leave the newest, within the number and the bytes, and of what is being made all but what was abandoned."""
    count = weight = 0
    for path, made_at, size in sorted(_files(), key=lambda file: file[1], reverse=True):
        count, weight = count + 1, weight + size
        if not _is_young(made_at) or count > MOST or weight > MOST_BYTES:
            _remove(path)
    for path, made_at, _size in _everything():
        if path.name.startswith(BEING_MADE) and time.time() - made_at > ABANDONED_SECONDS:
            _remove(path)


def _remove(path: Path) -> None:
    """Take a file away, if nobody has. A disk that refuses stops nobody's step, and is told to operators."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        log.exception("%s could not be taken away", path)
