"""Dates and times as Swedish notes write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from meetings.importing.text import fold

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FULL_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH = r"(?P<month>januari|jan|februari|feb|mars|mar|april|apr|maj|juni|jun|juli|jul|augusti|aug|september|sept|sep|oktober|okt|november|nov|december|dec)\b\.?"  # noqa: E501 -- one word list
DAY = r"(?<![0-9:.])(?P<day>[0-9]{1,2})(?::?[ea])?(?:\s?[-–]\s?[0-9]{1,2})?"
YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
WRITINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![0-9]){YEAR}(?P<sep>[-./])(?P<month>[0-9]{{1,2}})(?P=sep)(?P<day>[0-9]{{1,2}})(?![0-9])",
        rf"(?<![0-9]){YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?![0-9])",
        rf"{DAY}\s{{0,3}}{MONTH},?\s{{0,3}}{YEAR}(?![0-9])",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})[\s/-]{{1,3}}{YEAR}(?![0-9])",
        r"(?<![0-9])(?P<year>[0-9]{2})(?P<sep>[-.])(?P<month>[0-9]{2})(?P=sep)(?P<day>[0-9]{2})(?![0-9]|[:.][0-9])",
    )
)
SHORT = re.compile(r"(?<![0-9-])(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9-])")
YEARLESS = (
    re.compile(rf"{DAY}\s{{0,3}}{MONTH}(?!\s{{0,3}}[0-9]{{4}})", re.IGNORECASE),
    re.compile(r"(?<![0-9/])(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?![0-9/])"),
)
CLOCK = r"(?P<{0}h>[0-9]{{1,2}})(?:[:.](?P<{0}m>[0-9]{{1,2}}))?"
SPAN = re.compile(
    rf"(?<![0-9:])(?<![0-9]\.){CLOCK.format('a')}\s{{0,3}}(?:[-–—]|till)\s{{0,3}}{CLOCK.format('b')}(?![0-9])"
)
SINGLE = re.compile(r"(?<![0-9.:])(?P<ah>[0-9]{1,2})[:.](?P<am>[0-9]{2})(?![0-9])")

CLOCKED = re.compile(
    r"\b(?:kl\.?|klockan)\s{0,3}[0-9]{1,2}(?:[:.][0-9]{1,2})?(?:\s{0,3}[-–—]\s{0,3}[0-9]{1,2}(?:[:.][0-9]{1,2})?)?"
    r"|(?<![0-9.:])[0-9]{1,2}[:.][0-9]{2}\s{0,3}[-–—]\s{0,3}[0-9]{1,2}(?:[:.][0-9]{1,2})?",
    re.IGNORECASE,
)
LOOSE = " ,;:–-|"
PROMISE = re.compile(r"\b(?:kl\b|klockan\b|tid\b)", re.IGNORECASE)
LEADING_UP = re.compile(
    r"(?:\(\s?\)|\b(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\b|\bden$|\bkl\.?$|\bklockan$)", re.IGNORECASE
)

type Times = tuple[time | None, time | None]


@dataclass(frozen=True, slots=True)
class Found:
    date: date
    start: int
    end: int


def dates_in(text: str, *, short: bool = False) -> list[Found]:
    """Every full date, in the order of the text; `short` also reads 150309, which elsewhere is any number."""
    hits = [hit for writing in ((*WRITINGS, SHORT) if short else WRITINGS) for hit in hits_of(writing, text)]
    found = list[Found]()
    for hit in sorted(hits, key=lambda hit: hit.start):
        if not found or hit.start >= found[-1].end:
            found.append(hit)
    return found


def hits_of(writing: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in writing.finditer(text):
        if (day := made(match["year"], match["month"], match["day"])) is not None:
            yield Found(day, *match.span())


def made(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3].casefold()) + 1
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None


def first_date(text: str, *, short: bool = False) -> date | None:
    found = dates_in(text, short=short)
    return found[0].date if found else None


def next_date(text: str, *, after: date | None) -> date | None:
    """The date of a coming meeting; without a year it is the first such day after this meeting."""
    if (full := first_date(text, short=True)) is not None or after is None:
        return full
    for writing in YEARLESS:
        if match := writing.search(text):
            days = [made(str(after.year + n), match["month"], match["day"]) for n in (0, 1)]
            return next((day for day in days if day is not None and day > after), None)
    return None


def spelled(day: date) -> str:
    """'23 april 2026'."""
    return f"{day.day} {FULL_MONTHS[day.month - 1]} {day.year}"


def yearless(text: str) -> str | None:
    """The words of a date that lacks its year, such as '14 juni'."""
    return next((match[0] for writing in YEARLESS if (match := writing.search(text))), None)


def without_dates(text: str) -> str:
    kept, last = list[str](), 0
    for hit in dates_in(text, short=True):
        kept.append(text[last : hit.start])
        last = hit.end
    return " ".join([*kept, text[last:]])


def without_when(text: str) -> str:
    """A heading without its date and time, and without the words that led up to them."""
    rest = fold(CLOCKED.sub(" ", YEARLESS[0].sub(" ", without_dates(text)))).strip(LOOSE)
    return fold(LEADING_UP.sub("", rest)).strip(LOOSE)


def promises_time(text: str) -> bool:
    return PROMISE.search(text) is not None


def times_in(text: str, *, bare: bool = False) -> Times:
    """Start and end. `bare` says that the words before it promise a time, so that 10-12 is one."""
    text = without_dates(text)
    for match in SPAN.finditer(text):
        if bare or match["am"] or match["bm"]:
            starts, ends = clock(match["ah"], match["am"]), clock(match["bh"], match["bm"])
            if starts and ends:
                return starts, ends
    single = SINGLE.search(text)
    return (clock(single["ah"], single["am"]) if single else None), None


def clock(hour: str, minute: str | None) -> time | None:
    """A time of day, or None; 16:0 is read as 16.00."""
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))
