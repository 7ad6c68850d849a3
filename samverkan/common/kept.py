"""What somebody wrote and could not send: they had been signed out, or the form was too old. It is kept until it is
sent, for an hour, and sent only by a new click.

It travels signed in a hidden field until they have signed in, and then lies in their session. Secrets are never kept.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Self

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags

from samverkan.common.page_of import page_of

LIFETIME = timedelta(hours=1)
#: The name of the hidden field, and of the place in the session.
NAME = "kept"
#: Characters of the signed field: more than this is shown, and not carried.
LARGEST = 1_500_000
SIGNED_OUT = "Du hade blivit utloggad."
TOO_OLD = "Formuläret var för gammalt."
_SALT = "samverkan.common.kept"
_SECRET = re.compile(r"passw|lösen|token|secret|^next$", re.IGNORECASE)
_TEXT = re.compile(r"comment|text|reason|title|description|information|dialog|note|source|question|background|name")
#: What a button, a box or a list sends: a key, a word of the code.
_CHOICE = re.compile(r"[\d\s]*|[a-z0-9_-]{1,40}|https?://\S+|/\S*")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: ``to`` is the address that it was sent to, ``page`` the one where the form stands."""

    to: str
    page: str
    why: str
    fields: list[tuple[str, str]]
    #: Names of the files, which can't be kept.
    files: list[str]
    #: When it was sent, in seconds.
    at: float

    @classmethod
    def of(cls, request: HttpRequest, *, why: str) -> Self | None:
        """What was sent now; None when nothing of it was written by hand."""
        fields = [(name, value) for name, value in _sent(request) if not _SECRET.search(name)]
        files = [file.name or "" for name in request.FILES for file in request.FILES.getlist(name)]
        now = timezone.now().timestamp()
        found = cls(request.get_full_path(), page_of(request), why, fields, files, now)
        return found if found.texts or files else None

    @property
    def texts(self) -> list[str]:
        """What was written by hand, to be read."""
        return [_plain(value) for name, value in self.fields if _is_written(name, value)]

    @property
    def is_late(self) -> bool:
        return timezone.now().timestamp() - self.at > LIFETIME.total_seconds()

    def signed(self) -> str:
        """It as a field; empty when it is too large to be carried."""
        said = signing.dumps(asdict(self), salt=_SALT, compress=True)
        return said if len(said) <= LARGEST else ""

    def put_in(self, request: HttpRequest) -> None:
        """Keep it in the session, in place of what was there."""
        request.session[NAME] = asdict(self)


def signed_in_with(request: HttpRequest) -> Kept | None:
    """What came along with the form for signing in."""
    try:
        return _read(signing.loads(request.POST.get(NAME, ""), salt=_SALT, max_age=LIFETIME))
    except signing.BadSignature:
        return None


def in_session(request: HttpRequest) -> Kept | None:
    """What the session keeps for whoever has signed in."""
    session = getattr(request, "session", None)
    found = session.get(NAME) if session else None
    kept = _read(found) if found else None
    return None if kept is None or kept.is_late else kept


def drop(request: HttpRequest) -> None:
    """It has been sent."""
    request.session.pop(NAME, None)


def on_page(request: HttpRequest) -> dict[str, Any]:
    """Template context: what is kept, on the page where its form stands."""
    found = in_session(request)
    return {"kept": found} if found and found.page.partition("?")[0] == request.path else {}


def _read(found: Any) -> Kept:
    return Kept(**{**found, "fields": [(name, value) for name, value in found["fields"]]})


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        yield from ((name, str(value)) for value in values)


def _is_written(name: str, value: str) -> bool:
    return bool(value.strip()) and bool(_TEXT.search(name) or not _CHOICE.fullmatch(value))


def _plain(value: str) -> str:
    return strip_tags(value.replace("</p>", "\n")).strip() if value.startswith("<") else value
