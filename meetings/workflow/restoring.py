"""The working text as it was when a correction was opened: kept as history rows, and given back from them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from groups.models import User
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Outcome, OutcomeTask
from meetings.papers import is_redacted
from meetings.workflow.rows import remove
from samverkan.common import history
from samverkan.common.refusals import StepRefused

OPENED = "Rättelse öppnad"
REASON = "Tillbaka som justerad"
#: The fields of the head that the editor can change.
HEAD = ("starts_at", "ends_at", "place", "link", "kind", "note_taker_id", "approves_title", "next_date")
#: Added to numbers while rows are put back, so that no two ever have the same.
_ASIDE = 20_000
#: In the order in which they can be put back: what others point at comes first.
_MODELS: tuple[tuple[type[models.Model], str], ...] = (
    (AgendaItem, "meeting"),
    (Outcome, "item__meeting"),
    (OutcomeTask, "outcome__item__meeting"),
    (Attendance, "meeting"),
    (Attachment, "meeting"),
)


def keep(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Write one history row for each row of the working text, so that it can be had back."""
    for model, path in _MODELS:
        for row in _rows(model, path, meeting):
            history.save(row, by=by, at=at, reason=OPENED)


def restore(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Give the working text back as it was kept last. The head is set on ``meeting``, which the caller saves.

    Raises StepRefused when nothing was kept.
    """
    opened = meeting.history.filter(history_change_reason=OPENED).order_by("-history_date", "-history_id").first()
    if opened is None:
        raise StepRefused("Texten går inte att ta tillbaka. Ändra den för hand.")
    for name in HEAD:
        setattr(meeting, name, getattr(opened, name))
    kept = {model: _kept(model, path, meeting, opened.history_date) for model, path in _MODELS}
    for model, path in reversed(_MODELS):
        for row in _rows(model, path, meeting):
            if row.pk not in kept[model] or _names_another(row, kept[model][row.pk]):
                remove(row, by=by, at=at, reason=REASON)
    _step_aside(meeting)
    for model, _ in _MODELS:
        for row in kept[model].values():
            _put_back(model, row, by=by, at=at)


def _rows(model: type[models.Model], path: str, meeting: Meeting) -> Iterator[models.Model]:
    yield from model._default_manager.filter(**{path: meeting.pk}).order_by("pk")


def _kept(model: Any, path: str, meeting: Meeting, when: datetime) -> dict[int, models.Model]:
    rows = model.history.filter(history_change_reason=OPENED, history_date=when)
    mine = _keys(path, meeting, when)
    name = path.split("__")[0]
    return {row.id: row.instance for row in rows if getattr(row, f"{name}_id") in mine}


def _keys(path: str, meeting: Meeting, when: datetime) -> set[int]:
    """The keys of what the rows hang on: the meeting itself, its items or their outcomes as they were."""
    if path == "meeting":
        return {meeting.pk}
    model, above = {"item": (AgendaItem, "meeting"), "outcome": (Outcome, "item__meeting")}[path.split("__")[0]]
    return set(_kept(model, above, meeting, when))


def _names_another(row: models.Model, kept: models.Model) -> bool:
    """Whether an attendance row was turned into somebody else's: two who changed places must not meet."""
    return isinstance(row, Attendance) and isinstance(kept, Attendance) and row.person_id != kept.person_id


def _step_aside(meeting: Meeting) -> None:
    AgendaItem.objects.filter(meeting=meeting).update(number=models.F("number") + _ASIDE)
    Outcome.objects.filter(item__meeting=meeting).update(position=models.F("position") + _ASIDE)
    Attachment.objects.filter(meeting=meeting).update(number=models.F("number") + _ASIDE)


def _put_back(model: Any, row: Any, *, by: User, at: datetime) -> None:
    now = model.objects.filter(pk=row.pk).first()
    row._state.adding = now is None
    if isinstance(row, Attachment):  # what has been closed since stays closed
        row.is_public &= (now is None or now.is_public) and not is_redacted(row.meeting, row.number)
    history.save(row, by=by, at=at, reason=REASON)
