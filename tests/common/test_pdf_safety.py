"""The renderer fetches nothing and bounds what it takes in."""

import threading
from io import BytesIO

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from samverkan.common import pdf
from tests.common.printed import make_html, render, render_body, texts


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd">',
        '<img src="{base}/a.png" alt="x">',
        '<img src="data:image/svg+xml;utf8,&lt;svg/&gt;" alt="x">',
        '<style>@import url("{base}/b.css");</style>',
        '<style>p {{ background: url("{base}/c.png") }}</style>',
        '<link rel="stylesheet" href="{base}/d.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<svg><use href="{base}/e.svg#x"/></svg>',
        '<object data="{base}/f"></object>',
        '<iframe src="{base}/g"></iframe>',
        '<base href="{base}/">',
        "<script>1</script>",
        '<!-- <p> --><img src="{base}/h"> -->',
    ],
)
def test_hostile_elements_are_refused(body, hits):
    base, seen = hits
    with pytest.raises(pdf.PdfRefused):
        render_body(body.format(base=base))
    assert seen == []


@pytest.mark.parametrize(
    "body",
    [
        '<p style="background: url({base}/a.png)">Text</p>',
        '<p style="content: url(file:///etc/passwd)">Text</p>',
        '<a rel="attachment" href="{base}/b.pdf">Text</a>',
        '<a href="file:///etc/passwd">Text</a>',
        '<a href="javascript:alert(1)">Text</a>',
        '<table background="{base}/c.png"><tr><td colspan="99999999">Text</td></tr></table>',
    ],
)
def test_hostile_attributes_are_left_out(body, hits):
    base, seen = hits
    file = render_body(body.format(base=base))
    assert texts(file) == ["Text 1 (1)"]
    assert seen == []
    with pikepdf.open(BytesIO(file.content)) as document:
        assert not document.attachments
        assert b"/etc/passwd" not in b"".join(str(thing).encode() for thing in document.objects)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "asset:../settings.py", "data:,x"])
def test_fetcher_stops_the_render_at_any_foreign_address(url):
    with pytest.raises(FatalURLFetchingError):
        pdf._engine().fetcher.fetch(url)


def test_html_over_two_megabytes_is_refused():
    with pytest.raises(pdf.PdfRefused):
        render_body("å" * 1_000_001)


@pytest.mark.parametrize("body", ["<div>" * 400, "<div></b>" * 400, "<b>" * 400 + "</b>" * 400])
def test_deep_nesting_is_refused(body):
    with pytest.raises(pdf.PdfRefused):
        render_body(body)


def test_threads_do_not_disturb_one_another(minutes):
    found: list[str] = []
    workers = [threading.Thread(target=lambda: found.append(render(make_html()).sha256)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [minutes.sha256] * 3
