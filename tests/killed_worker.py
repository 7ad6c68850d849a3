"""A worker that is killed in the middle: each of the points given is reached by a child process, which dies there.

Use: python -m tests.killed_worker AT POINT…  where AT is the moment, ISO 8601. Says how many died as they were to.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

POINTS = ("before claim", "after claim", "before send", "after send", "after done")
KILLED = 9


def die(*args: Any, **kwargs: Any) -> None:
    os._exit(KILLED)


def then_die(step: Callable[..., Any]) -> Callable[..., None]:
    def both(*args: Any, **kwargs: Any) -> None:
        step(*args, **kwargs)
        die()

    return both


def arm(point: str) -> None:
    """Make this process die at the point."""
    from samverkan.common import mailing, outbox  # noqa: PLC0415 -- after django.setup

    if point == "before claim":
        outbox._claim = die  # type: ignore[assignment]
    elif point == "after claim":
        outbox._deliver = die
    elif point == "before send":
        mailing.InvitingMail.send = die  # type: ignore[method-assign]
    elif point == "after send":
        outbox._finish = die
    else:
        outbox._finish = then_die(outbox._finish)


def main(at: str, points: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverkan.settings")
    django.setup()
    from meetings import mail  # noqa: PLC0415 -- after django.setup
    from samverkan.common import outbox  # noqa: PLC0415 -- after django.setup

    mail._agenda_file = lambda version: b"%PDF-1.7"  # what the file says is not what is asked here
    killed = 0
    for point in points:
        child = os.fork()
        if not child:
            arm(point)
            outbox.run_due(at=datetime.fromisoformat(at), limit=1)
            os._exit(1)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    sys.stdout.write(str(killed))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
