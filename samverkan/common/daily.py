"""What is looked after once a day: reminders and other things that a date brings.

A task must bear being run several times on the same day, by several workers; ``outbox.add_once`` helps. What fails is
tried again through the outbox, where operators see it.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date

from django.db import models, transaction

from samverkan.common import outbox
from samverkan.common.models import OutboxMessage

type Task = Callable[[date], None]

#: The work that runs a task once more for a day on which it failed.
AGAIN = "daily.again"
_tasks: dict[str, Task] = {}
log = logging.getLogger(__name__)


class RowsFailed(Exception):
    """Some rows of a task failed, which the message names; the others are done."""


def task(name: str) -> Callable[[Task], Task]:
    """Decorator: the function is called with the day (in Sweden), and takes its steps with ``each``."""

    def register(function: Task) -> Task:
        _tasks[name] = function
        return function

    return register


def each[R: models.Model](rows: Iterable[R], step: Callable[[R], object]) -> None:
    """Take the step for every row, in a transaction of its own; a row that fails is logged and stops no other.

    Raises RowsFailed, after the last row, when any of them failed.
    """
    failed = []
    for row in list(rows):
        name = f"{row._meta.label} {row.pk}"
        try:
            with transaction.atomic():
                step(row)
        except Exception as error:
            log.exception("daily task failed for %s", name)
            failed.append(f"{name}: {type(error).__name__}: {error}")
    if failed:
        raise RowsFailed("; ".join(failed))


def run(*, on: date) -> int:
    """Run every task for the day; the number that failed, in some row or in all. One that fails stops no other.

    What failed is promised to the outbox, which tries it again and in the end shows it as given up.
    """
    failed = 0
    for name, function in _tasks.items():
        try:
            function(on)
        except Exception:
            log.exception("daily task failed: %s", name)
            failed += 1
            with transaction.atomic():
                outbox.add_once(f"daily:{name}:{on}", AGAIN, task=name, day=on.isoformat())
    return failed


@outbox.handles(AGAIN)
def run_again(message: OutboxMessage) -> None:
    """Run one task once more for the day on which it failed. Raises what it raises; the outbox tries again."""
    _tasks[message.payload["task"]](date.fromisoformat(message.payload["day"]))
