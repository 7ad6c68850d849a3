"""What the tree promises: nothing inline in templates, small files, unique addresses to look for things."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
#: A mail is read by programs that fetch no style sheet, so its one template styles itself.
PAGES = [path for path in TEMPLATES if path.relative_to(ROOT).as_posix() != "templates/mail/base.html"]
SOURCES = sorted(
    path
    for folder in ("samverkan", "groups", "meetings", "decisions", "tests")
    for path in ROOT.glob(f"{folder}/**/*.py")
    if "migrations" not in path.parts
)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=[\"']|<style|<script(?![^>]*(?:\ssrc=|ld\+json))")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_nothing_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_short(path: Path) -> None:
    assert path.read_text().count("\n") <= 120


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_at_most_300_lines(path: Path) -> None:
    assert path.read_text().count("\n") <= 300


def test_only_the_rich_text_module_declares_strings_safe() -> None:
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if path.parts[-2] != "tests" and "tests" not in path.parts and "mark_safe(" in path.read_text()
    ]
    assert marked == ["samverkan/common/richtext.py"]


def test_no_template_switches_escaping_off_but_plain_text_mail() -> None:
    offenders = [
        path.relative_to(ROOT).as_posix()
        for path in TEMPLATES
        if re.search(r"autoescape off|\|safe\b", path.read_text())
    ]
    assert offenders == []
