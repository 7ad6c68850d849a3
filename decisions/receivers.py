"""What the register does when minutes are adjusted or published, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from decisions import follow_up, workflow
from decisions.extracts import EXTRACTS
from groups.models import User
from meetings import signals
from meetings.agendas.building import FollowedUp
from meetings.models import Meeting, MinutesVersion, Publication
from samverkan.common import outbox


@receiver(signals.minutes_adjusted)
def register_decisions(sender: Any, version: MinutesVersion, by: User, at: datetime, **kwargs: Any) -> None:
    workflow.register(version, by=by, at=at)


@receiver(signals.minutes_published)
def show_decisions(sender: Any, publication: Publication, by: User, at: datetime, **kwargs: Any) -> None:
    workflow.show(publication, by=by, at=at)
    workflow.send_home(publication, at=at)
    outbox.add(EXTRACTS, publication=publication.pk)


@receiver(signals.follow_up_asked)
def tell_open_commitments(sender: Any, meeting: Meeting, **kwargs: Any) -> tuple[list[FollowedUp], str]:
    return follow_up.open_in(meeting), follow_up.address_of(meeting)
