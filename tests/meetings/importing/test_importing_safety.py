"""Whatever is pasted: a note or a refusal, safe HTML, and work that grows with the length and no faster."""

import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importing.parse import parse
from meetings.importing.parsed import KnownPerson, NotMinutes, Register

ALLOWED = {"p", "ul", "ol", "li", "h3", "strong", "em", "a"}
HEAD = "Mötesanteckning NOSAM Ekhagen 2024-05-03\nNärvarande: "
BODY = "Mötesanteckning NOSAM Ekhagen 2024-05-03\n\n1. Inledning\n\n"
REGISTER = Register([KnownPerson("Eva Berg", "chef", "SU"), KnownPerson("Anna Anna")], ["SU", "VGR", "Ekhagens kommun"])
FRAGMENTS = [
    *("<script>", "</script>", "<p>", "</p>", "<b>", "<scr", "ipt>", "<!--", "-->", "&lt;script&gt;"),
    *("<img src=x onerror=y>", "[x](javascript:y)", "[x](#)", "[x](https://e.org/\"'<)", "[", "](", ")", "*", "**"),
    *("_", "__", "\\<", "\\", "`", "\n", "\n\n", "\t", "\r\n", "\f", "- ", "1. ", "2. ", "§ 3 ", "## 4. ", "\ue03c"),
    *("Beslut: ", "Dialog\n", "Frågor: ", "Åtgärd: ", "Nästa möte: ", "Vid anteckningarna: ", "Bilagor:\n"),
    *("Ansvarig: ", "Närvarande: ", "Förhindrade: ", "Eva Berg, ", "Ordf. ", "SU ", "2024-05-03 ", "kl. 13-15"),
    *("LGS noterar ", "SU tar med sig frågan. ", "(", ";", ",", ".", ":"),
]


class Tags(HTMLParser):
    """Every tag with its attributes, and whether each is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        assert all(re.match(r"https?://|mailto:", value or "", re.IGNORECASE) for _, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def scripts_in(text: str, register: Register) -> list[str]:
    """What is read as a script, every tag of the note checked. Anything else than a note or NotMinutes is an error."""
    try:
        items = parse(text, register).items
    except NotMinutes:
        return []
    texts = [html for item in items for html in (item.information, item.questions, item.dialog) if Tags(html)]
    return [html for html in texts if "<script" in html.casefold()]


@settings(max_examples=150, deadline=None, database=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert scripts_in(text, REGISTER) == []


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_in_head_or_body_is_read_safely(text: str) -> None:
    for whole in (f"{HEAD}{text}\n\n1. Inledning\n", f"{BODY}{text}"):
        for register in (Register(), REGISTER):
            assert scripts_in(whole, register) == []


def test_a_script_in_the_text_is_shown_and_never_run() -> None:
    text = f"{BODY}<script>alert(1)</script>\n\nDialog\n\n<ScRiPt src=x>\n\nFrågor till gruppen:\n- <script>?"
    (item,) = parse(text, Register()).items
    assert item.information == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert item.dialog == "<p>&lt;ScRiPt src=x&gt;</p>"
    assert item.questions == "<ul><li>&lt;script&gt;?</li></ul>"


def calls_of(work: Callable[[], object]) -> int:
    """How many functions the work calls, in Python and in C."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        (HEAD, "Anna Berg, SU "),
        (HEAD, "Anna "),
        (HEAD, "SU, "),
        (HEAD, "Anna Berg; "),
        (BODY, "1. a\n\n"),
        (BODY, "- a\n"),
        (BODY, "Beslut: LGS lyfter\n"),
        (BODY, "[a](#) *b* "),
        (BODY, "Dialog\n"),
    ],
)
def test_four_times_the_text_is_at_most_five_times_the_work(start: str, unit: str) -> None:
    small, large = (start + unit * (size // len(unit)) + "\n\n1. Inledning" for size in (2_000, 8_000))
    assert calls_of(lambda: parse(large, REGISTER)) < 5 * calls_of(lambda: parse(small, REGISTER))


@pytest.mark.parametrize(
    "unit", ["a", "[", "*", "**a ", "_a ", "<", "<!--", "\\", "[a](", "Anna ", "A. ", "\t", "(", "lyfts "]
)
def test_two_hundred_thousand_characters_of_anything_return(unit: str) -> None:
    assert len(parse(BODY + unit * (200_000 // len(unit)), Register()).items) == 1
    assert len(parse(f"{HEAD}{unit * (200_000 // len(unit))}\n\n1. Inledning", Register()).items) == 1
