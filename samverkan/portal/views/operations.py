"""What operators ask: is the process alive, and is it ready to answer?"""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samverkan.common import outbox

logger = logging.getLogger(__name__)


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; asks nothing of the database."""
    return _plain("ok\n", 200)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and no migration waits to be run, else 503.

    Work that nobody does makes no page worse, so the answer stays 200: its first line is then ``degraded``, and a line
    for each kind of trouble says which.
    """
    try:
        if not _is_migrated():
            return _plain("migreringar väntar\n", 503)
        troubles = _troubles()
    except DatabaseError:
        logger.exception("The database does not answer.")
        return _plain("databasen svarar inte\n", 503)
    return _plain("\n".join(["degraded", *troubles, ""]) if troubles else "ok\n", 200)


def _troubles() -> list[str]:
    """What operators have to look at, as ``name: what``."""
    found = []
    if count := outbox.given_up():
        found.append(f"outbox_given_up: {count}")
    if outbox.is_behind():
        found.append("outbox_behind: no worker")
    return found


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _plain(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)
