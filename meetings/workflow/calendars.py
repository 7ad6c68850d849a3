"""A person's own calendar feed: its secret address is made, shown once and revoked."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groups.models import User
from meetings.models import CalendarAddress


@transaction.atomic
def make_calendar_address(*, by: User, at: datetime | None = None) -> str:
    """A new secret for the account's feed; the one before it ends. Only its checksum is kept."""
    User.objects.select_for_update().get(pk=by.pk)
    revoke_calendar_address(by=by, at=at)
    secret = secrets.token_urlsafe(32)
    CalendarAddress.objects.create(user=by, secret_sha256=checksum(secret), made_at=at or timezone.now())
    return secret


@transaction.atomic
def revoke_calendar_address(*, by: User, at: datetime | None = None) -> bool:
    """End the account's feed; whether there was one."""
    rows = CalendarAddress.objects.filter(user=by, revoked_at=None)
    return bool(rows.update(revoked_at=at or timezone.now()))


def checksum(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
