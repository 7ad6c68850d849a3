"""Calendar files (RFC 5545) of meetings: entries of a feed, invitations and cancellations.

A meeting keeps its UID for ever; ``SEQUENCE`` is ``Meeting.calendar_sequence``. Text from people is cleaned of line
breaks and control characters here and escaped by the library, so that no title can start a line of its own.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

PRODUCT = "-//Samverkan//Moten//SV"
ZONE = "Europe/Stockholm"
TIMEZONE = ZoneInfo(ZONE)
MEDIA_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar asks a feed for news.
REFRESH = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Without ``starts`` it lasts all day; with no ``ends`` it has a start alone.

    ``told`` is the name and address of the one it is sent to; none in a feed.
    """

    uid: str
    sequence: int
    stamp: datetime
    date: date
    starts: time | None
    ends: time | None
    summary: str
    place: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    told: tuple[str, str] | None = None


def uid_of(meeting: int, item: int | None = None) -> str:
    """The UID of a meeting, or of the slot of one who presents an item at it."""
    part = "" if item is None else f"-punkt-{item}"
    return f"mote-{meeting}{part}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def message(entry: Entry, *, method: str) -> bytes:
    """An invitation (``REQUEST``) or its cancellation (``CANCEL``), for the one person it is sent to."""
    return _bytes(_calendar([entry], method=method))


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """A feed to subscribe to; the same entries give the same bytes."""
    calendar = _calendar(entries, method="PUBLISH")
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    return _bytes(calendar)


def _bytes(calendar: Calendar) -> bytes:
    found: bytes = calendar.to_ical()
    return found


def _calendar(entries: Iterable[Entry], *, method: str) -> Calendar:
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC).replace(microsecond=0))
    _when(event, entry)
    event.add("summary", _line(f"Inställt: {entry.summary}" if entry.cancelled else entry.summary))
    for name, value in (("location", _line(entry.place)), ("description", _text(entry.description))):
        if value:
            event.add(name, value)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled or entry.starts is None else "OPAQUE")
    if entry.told:
        event.add("organizer", _address(*_sender()))
        event.add("attendee", _attendee(*entry.told))
    return event


def _when(event: Event, entry: Entry) -> None:
    if entry.starts is None:
        event.add("dtstart", entry.date)
        event.add("dtend", entry.date + timedelta(days=1))
        return
    event.add("dtstart", datetime.combine(entry.date, entry.starts, TIMEZONE))
    if entry.ends:
        event.add("dtend", datetime.combine(entry.date, entry.ends, TIMEZONE))


def _zone() -> Timezone:
    """Swedish time as the law has had it since 1996: summer from the last Sunday in March to that in October."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, month, before, after in (
        (TimezoneDaylight(), "CEST", 3, winter, summer),
        (TimezoneStandard(), "CET", 10, summer, winter),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, 2 if month == 3 else 3))  # noqa: DTZ001 -- RFC 5545: local time
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _sender() -> tuple[str, str]:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)


def _address(name: str, address: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{_line(address)}")
    if name := _line(name).replace('"', ""):
        found.params["CN"] = vText(name)
    return found


def _attendee(name: str, address: str) -> vCalAddress:
    found = _address(name, address)
    for key, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        found.params[key] = vText(value)
    return found


def _line(text: str) -> str:
    """One line of text: no breaks, no control characters."""
    return " ".join("".join(letter if _is_plain(letter) else " " for letter in text).split())


def _text(text: str) -> str:
    return "\n".join(_line(line) for line in text.split("\n")).strip()


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"}
