"""Files that several tests of the PDF look at."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from samverkan.common import pdf
from tests.common.printed import make_html, render


@pytest.fixture(scope="module")
def minutes() -> pdf.Pdf:
    return render(make_html())


@pytest.fixture(scope="module")
def draft() -> pdf.Pdf:
    return render(make_html(is_draft=True, state="UTKAST, ej justerad", sha256="", adjusted=[]))


@pytest.fixture
def hits() -> Iterator[tuple[str, list[str]]]:
    """A listener on this machine, and the list of what it was asked for."""
    seen: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # how often it looks whether it shall stop
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()
