"""A worker that is killed in the middle: each of five points is reached by a child process, which dies there.

Use: python -m tests.killed_worker WORK=AT…  where WORK is what is promised and due AT that moment, ISO 8601. Says how
many died as they were to. Of mail there is a message for each child; the others work on one message, the one after
the other when the lease of the one before has run out.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django
import time_machine

POINTS = ("before claim", "after claim", "in the work", "after the work", "after done")
KILLED = 9
#: Works of which there is a message for each child: the call, and what members take home.
MAILS = ("mail", "home")


def die(*args: Any, **kwargs: Any) -> None:
    os._exit(KILLED)


def then_die(step: Callable[..., Any]) -> Callable[..., None]:
    def both(*args: Any, **kwargs: Any) -> None:
        step(*args, **kwargs)
        die()

    return both


def render(html: str, **about: Any) -> Any:
    """A file that is there at once: what it looks like is not asked here."""
    from samverkan.common import pdf  # noqa: PLC0415 -- after django.setup

    return pdf.Pdf(b"%PDF-1.7 " + html.encode(), 1)


def arm(point: str, work: str) -> None:
    """Make this process die at the point."""
    from samverkan.common import outbox  # noqa: PLC0415 -- after django.setup

    if point == "before claim":
        outbox._claim = die  # type: ignore[assignment]
    elif point == "after claim":
        outbox._deliver = die
    elif point == "in the work":
        break_off(work)
    elif point == "after the work":
        outbox._finish = die
    else:
        outbox._finish = then_die(outbox._finish)


def break_off(work: str) -> None:
    """Die with a mail unsent, with a file that has no row yet, or with the files made and nothing published."""
    from meetings import uploaded_notes  # noqa: PLC0415 -- after django.setup
    from meetings.models import StoredDocument  # noqa: PLC0415 -- after django.setup
    from samverkan.common import mailing  # noqa: PLC0415 -- after django.setup

    if work in MAILS:
        mailing.InvitingMail.send = die  # type: ignore[method-assign]
    elif work == "render":
        StoredDocument.save = die  # type: ignore[method-assign]
    else:
        uploaded_notes.publish = die  # type: ignore[assignment]


def kill_all(work: str, moment: datetime) -> int:
    """A child for each point, forked from here; how many died there."""
    from samverkan.common import outbox  # noqa: PLC0415 -- after django.setup

    killed = 0
    for point in POINTS:
        child = os.fork()
        if not child:
            time_machine.travel(moment, tick=True).start()
            arm(point, work)
            outbox.run_due(at=moment, limit=1)
            os._exit(1)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
        moment += timedelta() if work in MAILS else outbox.LEASE
    return killed


def main(*rounds: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverkan.settings")
    django.setup()
    from samverkan.common import pdf  # noqa: PLC0415 -- after django.setup

    pdf.render = render
    for one in rounds:
        work, _, at = one.partition("=")
        sys.stdout.write(f"{work}={kill_all(work, datetime.fromisoformat(at))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
