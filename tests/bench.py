"""Times the pages that matter against an empty Django view in the same run, and writes docs/benchmarks.md.

Use: make bench. Ratios compare across machines, seconds do not. In process, one thread, no network.
"""

# ruff: noqa: E402 -- Django is set up before what needs it is imported

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from tests import profile  # noqa: F401 -- chooses the profile before the settings load

os.environ["DJANGO_SETTINGS_MODULE"] = "samverkan.settings"

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils import timezone

from meetings.documents import draft_pdf
from meetings.models import Meeting
from samverkan.common import pdf
from samverkan.portal import demo, pages
from tests.bench_decisions import decision_rows
from tests.bench_editor import editor_rows

ROUNDS, NOTE, REPORT = 7, "/moten/lgs/2026-04-23/", Path("docs/benchmarks.md")


def get(handler: WSGIHandler, path: str, **headers: str) -> tuple[int, dict[str, str], int]:
    """One request through the whole stack: status, headers, bytes of the body."""
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        answer.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1", **headers,
    }  # fmt: skip
    response = handler(environ, start)
    size = sum(len(part) for part in response)
    response.close()  # type: ignore[attr-defined]
    return answer["status"], answer["headers"], size


def rate(step: Callable[[], object], *, times: int) -> float:
    """Calls per second: the median of some rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            step()
        found.append(times / (time.perf_counter() - start))
    return statistics.median(found)


def cold(step: Callable[[], object]) -> None:
    pages.store.clear()
    step()


def _uncached(path: str) -> int:
    """The bytes of a page that has to be rendered."""
    pages.store.clear()
    status, _, size = get(WSGIHandler(), path)
    assert status == 200, (path, status)
    return size


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with override_settings(IS_DEMO=True):
        demo.rebuild(today=date(2026, 11, 1))


def measure() -> list[tuple[str, float, int]]:
    handler = WSGIHandler()
    note = Meeting.objects.get(date=date(2026, 4, 23))
    etag = get(handler, NOTE)[1]["etag"]
    rows: list[tuple[str, float, int]] = []

    def page(name: str, path: str, *, status: int = 200, times: int = 300, fresh: bool = False, **headers: str) -> None:
        found, _, size = get(handler, path, **headers)
        assert found == status, (path, found)
        step = lambda: get(handler, path, **headers)  # noqa: E731 -- the call itself is what is timed
        rows.append((name, rate((lambda: cold(step)) if fresh else step, times=times), size))

    page("empty view", "/tom/", times=1000)
    page("published note, warm", NOTE)
    page("published note, rendered", NOTE, times=20, fresh=True)
    page("published note, 304", NOTE, status=304, HTTP_IF_NONE_MATCH=etag, times=1000)
    page("list of meetings, warm", "/moten/")
    page("list of meetings, rendered", "/moten/", times=20, fresh=True)
    page("register of decisions, rendered", "/beslut/", times=20, fresh=True)
    page("stored PDF", NOTE + "anteckning.pdf", times=200)
    pdf.warm_up()
    rows.append(("PDF of the 8-item note, rendered", rate(lambda: draft_pdf(note), times=1), draft_pdf(note).size))
    return rows


def report(rows: list[tuple[str, float, int]]) -> str:
    base = rows[0][1]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: each row through the whole stack, in one process, on SQLite, in one run. "
        "The ratio to an empty Django view is what can be compared from one machine to another.",
        "",
        f"Measured on {timezone.localdate():%Y-%m-%d}, Python {platform.python_version()}, "
        f"Django {django.get_version()}, {os.cpu_count()} cores.",
        "",
        "| what | per second | ms | of the empty view | bytes |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {each:,.1f} | {1000 / each:,.1f} | {each / base:.3f} | {size:,} |" for name, each, size in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    with override_settings(ROOT_URLCONF="tests.bench_urls", ALLOWED_HOSTS=["127.0.0.1", "testserver"]):
        prepare()
        text = report([*measure(), *editor_rows(rounds=ROUNDS), *decision_rows(_uncached)])
    REPORT.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 -- the report is the output


if __name__ == "__main__":
    main()
