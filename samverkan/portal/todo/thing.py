"""One thing to do, and the order that things are done in: what is late, what is urgent, the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from meetings.models import Matter, Meeting
from samverkan.common.swedish import long_date

#: How far ahead a meeting is something to prepare, and how far back an unfinished one is still asked for.
AHEAD, BACK = timedelta(days=60), timedelta(days=400)
#: What is due within this time is urgent.
SOON = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Press:
    """What is done with one press on the desk itself: where it is sent, the words of the button, and what is sent."""

    url: str
    words: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One thing to do: what, with what, why now, the address where it is done, and the words on the link to it.
    Both are empty where somebody else does it and there is nothing to read yet: ``why`` says who.

    ``due`` is the last day for it, when there is one; ``in_order`` says whether that day has passed. ``press``: it is
    done here, and the address is where it can be read first.
    """

    label: str
    about: str
    why: str
    url: str
    verb: str
    is_urgent: bool = True
    due: date | None = None
    is_late: bool = False
    press: Press | None = None


def in_order(todos: Iterable[Todo], *, on: date) -> list[Todo]:
    """What is late first, then what is urgent, then the rest; within each by the last day, what has none after."""
    dated = [replace(todo, is_late=bool(todo.due and todo.due < on)) for todo in todos]
    return sorted(dated, key=lambda todo: (not todo.is_late, not todo.is_urgent, todo.due or date.max))


def about(meeting: Meeting) -> str:
    return f"{meeting.group.name}, {long_date(meeting.date)}"


def address(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings_admin:{name}", args=[meeting.pk])


def matter_address(matter: Matter) -> str:
    return reverse("meetings_admin:matter", args=[matter.pk])


def sent(version: Any, on: date | None = None) -> str:
    """Who sent the version of an agenda or a note, and when; with a day, also how many days ago that was."""
    days = (on - timezone.localdate(version.sent_at)).days if on else 0
    ago = f", för {days} dagar sedan" if days > 1 else ", i går" if days == 1 else ""
    return f"Skickad av {version.sent_by} {long_date(version.sent_at)}{ago}."
