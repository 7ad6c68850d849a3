"""What everyone can read of a meeting, asked on every road: it is what the model says, and nothing else."""

from typing import Any

from django.test import Client

from samverkan.portal import pages
from tests.meetings.life.model import Life, Text

#: A word of the open item that a redaction takes out, and words that nobody outside may ever read.
MASKED, SECRET, DRAFT, COMMENT = "kanariefågel", "undanhållen", "halvskrivet", "anmärkning"
TITLES = ("Fråga 1", "Frågar 1", "Frågas 1")  # of one another's spelling, so that any of them corrects another
OUTCOMES = ("Beslut 1.1.", "Beslut alfa.", "Beslut beta.")
HOME = "/moten/lgs/2026-04-23/"
LISTS = ("/", "/moten/", "/grupper/lgs/", "/kalender.ics", "/grupper/lgs/kalender.ics")


def check(life: Life, *, everywhere: bool) -> None:
    """Asserts that a visitor reads exactly what is published: at the meeting and its latest version, or everywhere."""
    pages.store.clear()
    visitor = Client()
    stands = life.sealed.get(life.standing)
    page = _get(visitor, HOME, 200 if stands or not life.shown else 410)
    _check_text(life, page, stands)
    if stands or life.state != "called":
        assert [title for title in TITLES if title in page] == ([stands.title] if stands else [])
    _check_version(visitor, life, max(life.latest, 1))
    if everywhere:
        _check_other_roads(visitor, life, stands)


def _check_other_roads(visitor: Client, life: Life, stands: Text | None) -> None:
    """The file, lists, register, search and feeds; and every version with its file and how it differs."""
    _get(visitor, f"{HOME}anteckning.pdf", 200 if stands else 410 if life.shown else 404)
    for path in LISTS:
        assert set(_outcomes(_get(visitor, path, 200))) <= set(_said(stands)), path
    for path in ("/beslut/", "/beslut/?q=beslut"):
        assert _outcomes(_get(visitor, path, 200)) == _said(stands), path
    for number in range(1, life.latest + 2):
        _check_version(visitor, life, number)
        status, path = _status(life, number), f"{HOME}versioner/{number}/"
        _get(visitor, f"{path}anteckning.pdf", status)
        if status == 200:
            status = 404 if number == 1 else _status(life, number - 1)
        difference = _get(visitor, f"{path}skillnad/", status)
        assert status == 200 or _outcomes(difference) == []


def _check_version(visitor: Client, life: Life, number: int) -> None:
    status = _status(life, number)
    page = _get(visitor, f"{HOME}versioner/{number}/", status)
    _check_text(life, page, life.sealed[number] if status == 200 else None)


def _check_text(life: Life, page: str, text: Text | None) -> None:
    assert _outcomes(page) == _said(text)
    assert (MASKED in page) == bool(text and not life.is_masked)


def _status(life: Life, number: int) -> int:
    return {"stands": 200, "before": 200, "closed": 410}.get(life.shown.get(number, ""), 404)


def _said(text: Text | None) -> list[str]:
    return [text.outcome] if text else []


def _outcomes(page: str) -> list[str]:
    return [outcome for outcome in OUTCOMES if outcome in page]


def _get(visitor: Client, path: str, status: int) -> str:
    answer: Any = visitor.get(path)
    assert answer.status_code == status, (path, answer.status_code, status)
    said = str(answer.content.decode("utf-8", "replace")).replace("\r\n ", "")
    assert not [word for word in (SECRET, DRAFT, COMMENT) if word in said], path
    return said
