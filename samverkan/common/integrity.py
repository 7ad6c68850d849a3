"""Whether what is kept is still what was stored: each app says how its records and files are looked through.

``check`` on the function that looks, ``drift`` to run them all: by hand (``manage.py verify_records``) and once a day.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator

from django.core.files.storage import default_storage

type Check = Callable[[], Iterable[str]]

_checks: dict[str, Check] = {}
_CHUNK = 1024 * 1024
log = logging.getLogger(__name__)


def check(name: str) -> Callable[[Check], Check]:
    """Decorator: the function gives a Swedish sentence for each record or file that is not as it was stored."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


def drift() -> list[str]:
    """Every sentence of every check; each is logged as an error. A check that breaks is told of and stops no other."""
    found: list[str] = []
    for name, function in _checks.items():
        try:
            found += function()
        except Exception:
            log.exception("records could not be verified: %s", name)
            found.append(f"Kontrollen av {name} gick inte att köra. Se loggen.")
    for sentence in found:
        log.error("records differ: %s", sentence)
    return found


def file_drift(files: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A sentence for each file that is lost or changed. ``files`` are path in the storage, SHA-256 and what it is.

    Several rows may name the same bytes: these are read once.
    """
    seen: dict[str, str] = {}
    for path, sha256, what in files:
        if path not in seen:
            seen[path] = _sha256(path)
        if not seen[path]:
            yield f"{what}: filen {path} saknas."
        elif seen[path] != sha256:
            yield f"{what}: filen {path} är ändrad."


def _sha256(path: str) -> str:
    """The checksum of the bytes at the path, read in pieces; empty when they are lost."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(path) as stored:
            for chunk in stored.chunks(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()
