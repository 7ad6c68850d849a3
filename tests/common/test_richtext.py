"""Rich text: the allowed elements stay, everything else is text or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.common import richtext

LINK = '<a href="https://example.se" rel="noopener nofollow">länk</a>'
KEPT = f"<p>Ett <strong>viktigt</strong> <em>stycke</em> med {LINK}</p>"


def test_what_the_editor_offers_is_kept_as_it_is() -> None:
    assert richtext.clean(KEPT) == KEPT
    assert richtext.clean("<ul><li>en</li></ul><ol><li>två</li></ol><h3>Rubrik</h3>").count("<") == 10


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="jav\tascript:alert(1)">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '<p style="position:fixed" onclick="alert(1)">x</p>',
        '<iframe src="https://example.se"></iframe>',
        "<style>@import 'https://example.se'</style>",
        '<form action="https://example.se"><input name="password"></form>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<!--<script>alert(1)</script>-->",
        '<p><a href="vbscript:x">x</a></p>',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    ],
)
def test_hostile_markup_loses_everything_that_could_act(hostile: str) -> None:
    cleaned = richtext.clean(hostile).lower()
    for trace in ("<script", "onerror", "onclick", "javascript:", "vbscript:", "data:", "<img", "<svg", "<style",
                  "<iframe", "<form", "<input", "style=", "<!--"):  # fmt: skip
        assert trace not in cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert richtext.clean(richtext.clean(text)) == richtext.clean(text)


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> </p>", "<p><br></p>", "<p></p><p></p>", "<script>x</script>"])
def test_a_text_that_shows_nothing_is_empty(empty: str) -> None:
    assert richtext.clean(empty) == ""


def test_plain_text_keeps_the_lines_and_the_characters() -> None:
    assert richtext.plain("<h3>Rubrik</h3><p>Mölndal &amp; Öckerö</p><ul><li>en</li><li>två</li></ul>") == (
        "Rubrik\nMölndal & Öckerö\nen\ntvå"
    )
