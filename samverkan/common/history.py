"""Saving and removing with the history row that says who and when (django-simple-history)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def save(
    instance: models.Model,
    *,
    by: AbstractBaseUser | None,
    at: datetime | None = None,
    reason: str = "",
    fields: Sequence[str] | None = None,
) -> None:
    """Save the row and write one history row: who (``by``), when (``at``, aware) and why (``reason``).

    ``fields`` limits an update to the named fields. Runs in the caller's transaction.
    """
    with signed(instance, by=by, at=at, reason=reason):
        instance.save(update_fields=fields)


def remove(
    instance: models.Model, *, by: AbstractBaseUser | None, at: datetime | None = None, reason: str = ""
) -> None:
    """Delete the row and write one history row, as ``save`` does; what the row said stays in its history."""
    with signed(instance, by=by, at=at, reason=reason):
        instance.delete()


@contextmanager
def signed(
    instance: models.Model, *, by: AbstractBaseUser | None, at: datetime | None = None, reason: str = ""
) -> Iterator[None]:
    """The history rows that the library writes within say who, when and why, as those of ``save`` do."""
    row: Any = instance
    row._history_user, row._history_date, row._change_reason = by, at or timezone.now(), reason[:100] or None
    try:
        yield
    finally:
        for name in ("_history_user", "_history_date", "_change_reason"):
            row.__dict__.pop(name, None)
