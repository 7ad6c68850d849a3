"""Saving with the history row that says who and when (django-simple-history)."""

from __future__ import annotations

from collections.abc import Sequence
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
    row: Any = instance
    row._history_user = by
    row._history_date = at or timezone.now()
    row._change_reason = reason[:100] or None
    try:
        instance.save(update_fields=fields)
    finally:
        for name in ("_history_user", "_history_date", "_change_reason"):
            row.__dict__.pop(name, None)
