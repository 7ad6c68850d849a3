"""What the secretariat has asked the chairs about digits that stop a text, and the chairs have not answered.

The asking is the mail itself: one to each chair for the same digits, promised under a key of its own. The question is
closed when each of the digits is judged, or when a text has been sent or published since, which it could not be
before they were settled.
"""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from groups.models import OfficeTerm
from meetings.models import AgendaVersion, Meeting, MinutesVersion, NotPersonalNumber, Publication
from samverkan.common.models import OutboxMessage

TEMPLATE = "numbers_to_judge"


def question_key(meeting: int, person: int, fingerprints: Collection[str]) -> str:
    """The key of the mail that asks a person about these digits of a meeting: the same digits are asked about once."""
    digest = hashlib.sha256(" ".join(sorted(fingerprints)).encode()).hexdigest()
    return f"numbers:{person}:{meeting}:{digest[:24]}"


def asked_at(meeting: int, people: Collection[int], fingerprints: Collection[str]) -> datetime | None:
    """When the people were first asked about these digits; None when nobody was."""
    keys = [question_key(meeting, person, fingerprints) for person in people]
    found: datetime | None = (
        OutboxMessage.objects.filter(key__in=keys).order_by("created_at").values_list("created_at", flat=True).first()
    )
    return found


def questions_open(person: int, *, on: date) -> list[Meeting]:
    """The meetings whose digits the person has been asked about and can still judge on the day; four queries."""
    rows = OutboxMessage.objects.filter(key__startswith=f"numbers:{person}:").order_by("created_at")
    asked = list(rows.values_list("payload__meeting", "payload__fingerprints", "created_at"))
    if not asked:
        return []
    ruled = set(
        NotPersonalNumber.objects.filter(meeting__in={row[0] for row in asked}).values_list("fingerprint", flat=True)
    )
    left = {meeting: at for meeting, fingerprints, at in asked if set(fingerprints) - ruled}
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    meetings: Any = Meeting.objects.filter(pk__in=left, group__in=chaired).exclude(state="cancelled")
    latest = meetings.annotate(
        agenda_sent=_latest(AgendaVersion, "sent_at"),
        minutes_sent=_latest(MinutesVersion, "sent_at"),
        published=_latest(Publication, "published_at"),
    ).select_related("group")
    return [
        row
        for row in latest.order_by("date", "pk")
        if all(at is None or at < left[row.pk] for at in (row.agenda_sent, row.minutes_sent, row.published))
    ]


def _latest(model: Any, field: str) -> Subquery:
    rows = model.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(latest=Max(field))
    return Subquery(rows.values("latest"))
