"""Rendered pages, kept in memory and served again for as long as nothing that the open site shows has changed.

A page is found by its address and by the query parameters that its view knows; all others are taken away
before the view runs, so nobody can fill the memory, or put words in a page, by inventing parameters. The
visitor is anonymous by construction: public addresses have no session. Each process keeps its own pages.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from samverkan.common import freshness

LIMIT_BYTES = 64_000_000
LIFE_SECONDS = 60.0
#: Pages that answer what somebody has typed are as many as there are words: they are rendered each time.
TYPED = "q"

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page, for one state of the database and one day in Sweden."""

    stamp: int
    day: date
    born: float
    content_type: str
    #: What the file is saved as; empty for a page that is read where it is.
    disposition: str
    body: bytes
    packed: bytes
    tag: str

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.packed) + 1000


class PageStore:
    """The pages used last, within a number of bytes. Safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        self.limit, self.weight = limit, 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, *, stamp: int, day: date) -> Page | None:
        """The page, unless it is a minute old or something has changed since."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            self._pages.move_to_end(key)
        still = page.stamp == stamp and page.day == day and time.monotonic() - page.born < LIFE_SECONDS
        return page if still else None

    def put(self, key: str, page: Page) -> None:
        """Keep the page, in place of an older one and of those that nobody has asked for longest."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.weight += page.weight
            while self.weight > self.limit:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.weight = 0

    def _drop(self, key: str) -> None:
        if old := self._pages.pop(key, None):
            self.weight -= old.weight


store = PageStore(LIMIT_BYTES)


def kept[**P](*known: str) -> Callable[[View[P]], View[P]]:
    """Decorates a public GET view: keeps what it renders. ``known`` are the query parameters that it reads.

    Only answers with status 200 are kept. Every such answer has a strong ETag made of its content, and a
    visitor who has it already gets 304 without anything being rendered.
    """

    def decorate(view: View[P]) -> View[P]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            query = known_query(request, known)
            request.GET = query  # type: ignore[assignment]  # no longer mutable
            key = f"{request.path_info}?{query.urlencode()}"
            stamp, day = freshness.current(), timezone.localdate()
            page = store.get(key, stamp=stamp, day=day)
            if page is None:
                response = view(request, *args, **kwargs)
                if response.status_code != 200:
                    return response
                page = _page(response, stamp, day)
                if TYPED not in query:
                    store.put(key, page)
            return _answer(request, page)

        return answer

    return decorate


def known_query(request: HttpRequest, known: tuple[str, ...]) -> QueryDict:
    """The parameters that the view knows, each once, in its own order, without the empty ones."""
    query = QueryDict(mutable=True)
    if request.META.get("QUERY_STRING"):
        for name in known:
            if value := " ".join(request.GET.get(name, "").split()):
                query[name] = value
    query._mutable = False
    return query


def _page(response: HttpResponse, stamp: int, day: date) -> Page:
    body = response.content
    return Page(
        stamp=stamp,
        day=day,
        born=time.monotonic(),
        content_type=response["Content-Type"],
        disposition=response.get("Content-Disposition", ""),
        body=body,
        packed=gzip.compress(body, 6, mtime=0),
        tag=hashlib.sha256(body).hexdigest()[:32],
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    tag = f'"{page.tag}-gz"' if packs else f'"{page.tag}"'
    response: HttpResponse
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.packed if packs else page.body, content_type=page.content_type)
        if page.disposition:
            response["Content-Disposition"] = page.disposition
        if packs:
            response["Content-Encoding"] = "gzip"
    response["ETag"], response["Vary"] = tag, "Accept-Encoding"
    return response
