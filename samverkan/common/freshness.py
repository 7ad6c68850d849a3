"""When did something that the open site shows last change?

Public pages are kept rendered in each process and served again as long as the stamp stands. Reading the stamp
is one small query; every committed change in the apps below moves it on.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal

from samverkan.common.models import PublicStamp

APPS = {"groups", "meetings", "decisions"}
#: Sent when the stamp has moved on, for what is kept elsewhere than in a process. Receivers raise nothing.
moved = Signal()


def current() -> int:
    """The stamp as it stands; 0 before the first change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM common_publicstamp")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def bump() -> None:
    """Move the stamp on, so that every kept page is rendered anew."""
    if not PublicStamp.objects.filter(pk=1).update(value=F("value") + 1):
        PublicStamp.objects.get_or_create(pk=1, defaults={"value": 1})
    moved.send(sender=PublicStamp)


def _changed(sender: Any, **kwargs: Any) -> None:
    if sender._meta.app_label in APPS and not any(call[1] is bump for call in connection.run_on_commit):
        transaction.on_commit(bump)


def listen() -> None:
    """Connect to every change; called once when the app is ready."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_changed, dispatch_uid="freshness.changed")
