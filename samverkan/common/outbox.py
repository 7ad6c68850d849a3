"""The outbox: mail and files are promised in the transaction that causes them and delivered by a worker.

``add`` inside the transaction, ``handles`` on the function that does the work, ``run_due`` in the worker.
Delivery is at least once: a handler must bear being called twice for the same message.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from samverkan.common.models import OutboxMessage

type Handler = Callable[[OutboxMessage], None]

LEASE = timedelta(minutes=5)
#: How long work may have been due before operators are told that nobody does it.
LATE = timedelta(minutes=15)
MAX_ATTEMPTS = 8
_handlers: dict[str, Handler] = {}
log = logging.getLogger(__name__)


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: the function that does the work of messages of this kind."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def add(kind: str, *, due_at: datetime | None = None, **payload: Any) -> OutboxMessage:
    """Promise a piece of work; it exists if, and only if, the surrounding transaction commits.

    Raises RuntimeError outside a transaction and KeyError for a kind that nobody handles.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Outbox work is promised inside a transaction.")
    if kind not in _handlers:
        raise KeyError(kind)
    return OutboxMessage.objects.create(kind=kind, payload=payload, due_at=due_at or timezone.now())


def add_once(key: str, kind: str, **payload: Any) -> bool:
    """Promise a piece of work unless it has been promised before under this key; whether it was promised now.

    Raises as ``add`` does.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Outbox work is promised inside a transaction.")
    if kind not in _handlers:
        raise KeyError(kind)
    defaults = {"kind": kind, "payload": payload, "due_at": timezone.now()}
    return OutboxMessage.objects.get_or_create(key=key, defaults=defaults)[1]


def waiting(*, at: datetime | None = None) -> int:
    """How many messages are due and not yet done."""
    return int(_due(at or timezone.now()).count())


def troubled() -> models.QuerySet[OutboxMessage]:
    """What has failed and is not done, the latest first: given up (``dead_at``), or to be tried again."""
    return OutboxMessage.objects.filter(~Q(error="") | ~Q(dead_at=None), done_at=None).order_by("-created_at", "pk")


def given_up() -> int:
    """How many messages are not tried any more."""
    return OutboxMessage.objects.filter(done_at=None).exclude(dead_at=None).count()


def is_behind(*, at: datetime | None = None) -> bool:
    """Whether something has been due for longer than a worker that runs would let it wait."""
    return bool(_due((at or timezone.now()) - LATE).exists())


def retry(message: OutboxMessage, *, at: datetime | None = None) -> bool:
    """Try it again from the start, now; whether it was there to be tried: neither done nor in a worker's hands."""
    now = at or timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now) | ~Q(dead_at=None)
    rows = OutboxMessage.objects.filter(free, pk=message.pk, done_at=None)
    return bool(rows.update(attempts=0, dead_at=None, leased_until=None, due_at=now))


def run_due(*, at: datetime | None = None, limit: int = 100) -> int:
    """Do what is due, oldest first; the number of messages tried."""
    for count in range(limit):
        message = _claim(at=at or timezone.now())
        if message is None:
            return count
        _deliver(message)
    return limit


def _due(at: datetime) -> Any:
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return OutboxMessage.objects.filter(free, done_at=None, dead_at=None, due_at__lte=at)


@transaction.atomic
def _claim(*, at: datetime) -> OutboxMessage | None:
    skip = connection.features.has_select_for_update_skip_locked
    message: OutboxMessage | None = _due(at).select_for_update(skip_locked=skip).order_by("due_at").first()
    if message is None:
        return None
    message.attempts += 1
    message.leased_until = at + LEASE
    # An attempt counts when it starts, so that work which kills its worker is given up in the end.
    if message.attempts > MAX_ATTEMPTS:
        message.dead_at = at
    message.save(update_fields=["attempts", "leased_until", "dead_at"])
    return message


def _deliver(message: OutboxMessage) -> None:
    if message.dead_at:
        log.error("outbox gave up %s %s: %s", message.kind, message.pk, message.error or "its worker died each time")
        return
    try:
        _handlers[message.kind](message)
    except Exception as error:
        log.exception("outbox failed %s %s", message.kind, message.pk)
        later = timezone.now() + timedelta(seconds=15 * 2**message.attempts)
        sentence = f"{type(error).__name__}: {error}"[:2000]
        _finish(message, error=sentence, due_at=later, leased_until=None)
    else:
        _finish(message, error="", done_at=timezone.now())


def _finish(message: OutboxMessage, **values: object) -> None:
    """Record how the attempt went, unless another worker has taken the work over in the meantime."""
    mine = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts, done_at=None)
    mine.update(**values)
