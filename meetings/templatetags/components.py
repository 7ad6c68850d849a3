"""The small components, each with its inputs declared. Tones are ``ok``, ``wait``, ``out``, ``info`` or none."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page

from meetings.kinds import OutcomeKind
from meetings.models import Meeting
from meetings.states import MeetingState
from samverkan.common.swedish import sentence

register = template.Library()

#: Icons are drawn with strokes in a box of 24 × 24.
ICONS = {
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "check": "M5 13l4.5 4.5L19 7",
    "clock": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "forward": "M5 12h14M13 6l6 6l-6 6",
    "home": "M4 11l8-7l8 7M6 10v10h12V10",
    "info": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 11v5M12 7.5v.1",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "mail": "M3 6h18v13H3zM3 7l9 7l9-7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "stop": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM6 6l12 12",
    "warning": "M12 4l9.5 16h-19zM12 10v4.5M12 17.3v.1",
}
MEETING_LOOKS = {
    MeetingState.PLANNED: ("", "calendar"),
    MeetingState.CALLED: ("info", "mail"),
    MeetingState.HELD: ("", "check"),
    MeetingState.CANCELLED: ("out", "stop"),
}
OUTCOME_LOOKS = {
    OutcomeKind.NOTED: ("info", "info"),
    OutcomeKind.DECIDED_NOT_TO: ("", "stop"),
    OutcomeKind.STRUCK: ("", "stop"),
    OutcomeKind.POSTPONED: ("wait", "clock"),
    OutcomeKind.PREPARED_FURTHER: ("wait", "clock"),
    OutcomeKind.REFERRED_BACK: ("wait", "clock"),
    OutcomeKind.TAKEN_HOME: ("info", "home"),
    OutcomeKind.HANDED_OVER: ("info", "forward"),
    OutcomeKind.ASSIGNED: ("info", "forward"),
}

register.filter("sentence", sentence)


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """A drawing beside a word; it says nothing by itself."""
    return {"path": ICONS[name]}


@register.inclusion_tag("components/chip.html")
def chip(word: str, name: str, tone: str = "") -> dict[str, str]:
    """A state: icon and word, with a colour that adds nothing of its own."""
    return {"word": word, "path": ICONS[name], "tone": tone}


@register.inclusion_tag("components/chip.html")
def stage_chip(meeting: Meeting, stage: Any) -> dict[str, str]:
    """How far a meeting has come, from ``progress.stage_of``; where its agenda lies is said by who decides it."""
    if stage.name == "AGENDA_SENT":
        return chip(f"Agendan hos {meeting.group.agenda_decider}", stage.icon, stage.tone)
    if stage.name == "CALLED" and meeting.kind == Meeting.Kind.WRITTEN:
        return chip("Ute för svar", "clock", "wait")
    return chip(stage.label, stage.icon, stage.tone)


@register.inclusion_tag("components/chip.html")
def meeting_chip(state: str) -> dict[str, str]:
    """The state of a meeting."""
    tone, name = MEETING_LOOKS[MeetingState(state)]
    return {"word": str(MeetingState(state).label), "path": ICONS[name], "tone": tone}


@register.inclusion_tag("components/chip.html")
def outcome_chip(kind: str) -> dict[str, str]:
    """The kind of an outcome."""
    tone, name = OUTCOME_LOOKS.get(OutcomeKind(kind), ("ok", "check"))
    return {"word": str(OutcomeKind(kind).label), "path": ICONS[name], "tone": tone}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, shown: Page[Any]) -> dict[str, Any]:
    """The way to the other pages of a list; the address keeps what is chosen."""
    numbers: Iterator[int | str] = shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)
    return {"shown": shown, "numbers": numbers, "request": context["request"]}


@register.inclusion_tag("components/date_block.html")
def date_block(day: date, off: bool = False) -> dict[str, object]:
    """The day beside a row; ``off`` for a meeting that is called off."""
    return {"day": day, "off": off}
