"""What the register does when minutes are adjusted or published, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from decisions import workflow
from decisions.documents import EXTRACTS
from groups.models import User
from meetings import signals
from meetings.models import MinutesVersion, Publication
from samverkan.common import outbox


@receiver(signals.minutes_adjusted)
def register_decisions(sender: Any, version: MinutesVersion, by: User, at: datetime, **kwargs: Any) -> None:
    workflow.register(version, by=by, at=at)


@receiver(signals.minutes_published)
def show_decisions(sender: Any, publication: Publication, by: User, at: datetime, **kwargs: Any) -> None:
    workflow.show(publication, by=by, at=at)
    outbox.add(EXTRACTS, publication=publication.pk)
