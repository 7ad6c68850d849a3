"""What the registers say in words: yes and no, days and choices, in a list, in a row and in its history."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Model
from simple_history.template_utils import HistoricalRecordContextHelper

from samverkan.common.swedish import long_date


def in_words(model: type[Model], columns: Sequence[Any]) -> list[Any]:
    """The columns with ``Ja`` and ``Nej`` where Django draws a cross in red, whose text is English."""
    return [_yes_or_no(model, column) if _is_boolean(model, column) else column for column in columns]


def _is_boolean(model: type[Model], column: Any) -> bool:
    try:
        return isinstance(column, str) and isinstance(model._meta.get_field(column), BooleanField)
    except FieldDoesNotExist:
        return False


@cache
def _yes_or_no(model: type[Model], column: str) -> Any:
    @admin.display(description=str(model._meta.get_field(column).verbose_name), ordering=column)  # type: ignore[union-attr]
    def said(row: Any) -> str:
        return _word(getattr(row, column))

    said.__name__ = column
    return said


def _word(value: bool) -> str:
    return "Ja" if value else "Nej"


class ChangeInWords(HistoricalRecordContextHelper):  # type: ignore[misc]  # the library has no types
    """What a change was from and to, as the register itself would say it."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """The value in words: ``Ja``, ``23 april 2026``, the label of a choice, a dash for nothing."""
        labels = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", ()))
        match super().prepare_delta_change_value(change, value):
            case None | "":
                return "–"
            case bool() as said:
                return _word(said)
            case date() as day:
                return long_date(day)
            case other if isinstance(other, str | int) and other in labels:
                return labels[other]
            case other:
                return other
