"""What of a meeting's text an uploaded note would take the place of, told before it does."""

from dataclasses import dataclass
from typing import Any

from meetings.invited import written_by_hand
from meetings.models import AgendaItem, Draft, Meeting
from meetings.workflow import restoring
from samverkan.common import canonical

#: The history of an item that came out of an uploaded note says this, until somebody writes in it.
FROM_FILE = "Ur den uppladdade anteckningen"
#: Nobody has written in an item whose latest history says one of these: a file or a sealed version has its text.
_UNTOUCHED = {FROM_FILE, restoring.OPENED, restoring.REASON}
_TEXTS = {"background": "bakgrund", "information": "information", "questions": "frågor", "dialog": "dialog",
          "proposed_decision": "förslag"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """What is there, in sentences. ``key`` changes with them and with every save, so that a yes holds for no more."""

    sentences: list[str]
    key: str


def loss_of(meeting: Meeting) -> Loss | None:
    """What somebody has written in the meeting; None when an uploaded note takes the place of nothing.

    A list of attendance as it was filled in by itself is nothing, and so is the text of an earlier upload.
    """
    sentences = [*map(_item, _items(meeting)), *_attendance(meeting), *_drafts(meeting)]
    if not sentences:
        return None
    return Loss(sentences, canonical.sha256(f"{meeting.pk}:{meeting.revision}", *sentences))


def _items(meeting: Meeting) -> list[AgendaItem]:
    rows: Any = AgendaItem.history.filter(meeting_id=meeting.pk).order_by("history_date", "history_id")
    latest = dict(rows.values_list("id", "history_change_reason"))
    items = meeting.items.select_related("matter").prefetch_related("outcomes__tasks").order_by("number")
    return [item for item in items if latest.get(item.pk) not in _UNTOUCHED or item.outcomes.all()]


def _item(item: AgendaItem) -> str:
    outcomes = item.outcomes.all()
    tasks = sum(len(outcome.tasks.all()) for outcome in outcomes)
    parts = [word for name, word in _TEXTS.items() if getattr(item, name)]
    parts += [f"{len(outcomes)} beslut"] if outcomes else []
    parts += [f"{tasks} uppgift{'er' if tasks > 1 else ''}"] if tasks else []
    parts += ["märkt ”publiceras inte”"] if item.is_withheld else []
    said = f"Punkt {item.number}, {item.title}" + (f": {', '.join(parts)}" if parts else "") + "."
    return f"{said} Frågan ”{item.matter.title}” väntar då på ett möte igen." if item.matter else said


def _attendance(meeting: Meeting) -> list[str]:
    count = len(written_by_hand(meeting))
    return [f"Närvaron för {count} person{'er' if count > 1 else ''}."] if count else []


def _drafts(meeting: Meeting) -> list[str]:
    drafts = Draft.objects.filter(meeting=meeting).exclude(saved_at=None).select_related("user__person")
    return [f"Text som {draft.user} har skrivit och inte sparat. Den finns kvar i utkastet." for draft in drafts]
