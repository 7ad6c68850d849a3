"""How a governing document stands on a day, in one word and with what belongs to it."""

from datetime import date

from django.db import models

from groups.models import GoverningDocument
from samverkan.common.swedish import long_date


class DocumentStanding(models.TextChoices):
    IN_FORCE = "in_force", "Gäller"
    COMING = "coming", "Gäller från"
    ENDED = "ended", "Har löpt ut"
    REPLACED = "replaced", "Ersatt"


def standing_of(document: GoverningDocument, *, on: date) -> DocumentStanding:
    """The standing of a document that was fetched with ``with_standing`` for the same day."""
    if document.is_replaced:  # type: ignore[attr-defined]  # annotated by with_standing
        return DocumentStanding.REPLACED
    if document.has_run_out(on=on):
        return DocumentStanding.ENDED
    if document.valid_from and document.valid_from > on:
        return DocumentStanding.COMING
    return DocumentStanding.IN_FORCE


def in_words(document: GoverningDocument, *, on: date) -> str:
    """``Gäller``, ``Gäller från 1 januari 2027``, ``Har löpt ut``, ``Ersatt``."""
    standing = standing_of(document, on=on)
    if standing == DocumentStanding.COMING and document.valid_from:
        return f"{standing.label} {long_date(document.valid_from)}"
    return str(standing.label)


def awaits_review(document: GoverningDocument, *, on: date) -> bool:
    """Whether a document in force, with nothing to replace it, should have been reviewed by the day."""
    due = document.is_due_for_review(on=on) and not document.has_successor  # type: ignore[attr-defined]  # as above
    return due and standing_of(document, on=on) == DocumentStanding.IN_FORCE
