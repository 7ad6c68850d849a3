"""What an adjuster has had in front of them: noted, and not a step of anything."""

from datetime import datetime

from django.utils import timezone

from groups.models import User
from meetings.models import MinutesVersion, SeenVersion
from meetings.states import MinutesState


def note_seen(version: MinutesVersion, *, by: User, at: datetime | None = None) -> None:
    """Note that the version has been open in front of the account's person; of what is adjusted nothing is noted.

    One statement, however many pages are open; and nothing that the open site shows is said to have changed.
    """
    if by.person_id is None or version.state == MinutesState.ADJUSTED:
        return
    SeenVersion.objects.bulk_create(
        [SeenVersion(version=version, person_id=by.person_id, seen_at=at or timezone.now())],
        update_conflicts=True, unique_fields=["version", "person"], update_fields=["seen_at"],
    )  # fmt: skip
