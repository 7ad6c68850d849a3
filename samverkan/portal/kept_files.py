"""Files of lists that anybody can ask for: made once, and handed out again until what they show has changed.

A file can have every row of a register in it, so what costs is to make it. It is found as a page is (``pages``): by
what was asked for, the state of the database and the day, and it is made anew after a minute at the most. The files
lie on disk, so that they are read by every process and take no memory; the oldest make room.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.utils import timezone

from samverkan.common import freshness
from samverkan.portal.pages import LIFE_SECONDS

#: As many files as are kept, whatever was asked for.
MOST = 40


def kept_file(asked: str, make: Callable[[], Iterable[bytes]]) -> IO[bytes]:
    """The file that answers ``asked``, open at its start; ``make`` gives its bytes when there is none to hand out."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    state = f"{freshness.current()}|{timezone.localdate().isoformat()}|{asked}"
    path = folder / hashlib.sha256(state.encode()).hexdigest()
    return _young(path) or _made(path, make)


def clear() -> None:
    """Forget every file."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    return Path(settings.KEPT_FILES_ROOT)


def _young(path: Path) -> IO[bytes] | None:
    """The file, unless it is a minute old or gone."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    if 0 <= time.time() - os.fstat(file.fileno()).st_mtime < LIFE_SECONDS:
        return file
    file.close()
    return None


def _made(path: Path, make: Callable[[], Iterable[bytes]]) -> IO[bytes]:
    """Make the file beside its place and put it there whole: who asks meanwhile gets the former, or makes one too."""
    with NamedTemporaryFile(dir=path.parent, delete_on_close=False) as file:
        for part in make():
            file.write(part)
        file.close()
        now = time.time()
        os.utime(file.name, (now, now))
        Path(file.name).replace(path)
    opened = path.open("rb")
    _make_room(path.parent)
    return opened


def _make_room(folder: Path) -> None:
    """Leave the newest; one that another process has just taken away is gone already."""
    for path in sorted(folder.iterdir(), key=_made_at)[:-MOST]:
        path.unlink(missing_ok=True)


def _made_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
