"""What is looked after once a day: reminders and other things that a date brings.

A task must bear being run several times on the same day, by several workers; ``outbox.add_once`` helps.
"""

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction

type Task = Callable[[date], None]

_tasks: dict[str, Task] = {}
log = logging.getLogger(__name__)


def task(name: str) -> Callable[[Task], Task]:
    """Decorator: the function is called with the day (in Sweden), in a transaction of its own."""

    def register(function: Task) -> Task:
        _tasks[name] = function
        return function

    return register


def run(*, on: date) -> int:
    """Run every task for the day; the number that failed. One that fails is logged and stops no other."""
    failed = 0
    for name, function in _tasks.items():
        try:
            with transaction.atomic():
                function(on)
        except Exception:
            log.exception("daily task failed: %s", name)
            failed += 1
    return failed
