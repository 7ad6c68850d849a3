"""System checks that guard what a deployment must not lack."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from samverkan.common import frozen, overlap


def frozen_triggers(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """common.E001: a trigger that keeps records from being changed is missing."""
    return [
        checks.Error(f"The trigger {name} is missing.", hint="Run manage.py migrate.", id="common.E001")
        for database in databases or []
        for name in frozen.missing(database)
    ]


def overlap_guards(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """common.E002: a guard that keeps dated rows apart is missing."""
    return [
        checks.Error(f"The guard {name} is missing.", hint="Run manage.py migrate.", id="common.E002")
        for database in databases or []
        for name in overlap.missing(database)
    ]


def register_all() -> None:
    """Register the checks; called once when the app is ready."""
    checks.register(frozen_triggers, checks.Tags.database)
    checks.register(overlap_guards, checks.Tags.database)
