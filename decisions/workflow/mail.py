"""The promise of mail about decisions: one per person, written when it is sent (``decisions.mail``)."""

from typing import Any

from django.db.models import Q

from decisions.models import Anchoring, Commitment
from decisions.workflow.taking_home import KIND as TAKE_HOME
from groups.models import Person
from meetings.models import Meeting
from samverkan.common import outbox

KIND = "decisions.mail"


def mail(
    template: str,
    person: Person,
    *,
    anchoring: Anchoring | None = None,
    commitment: Commitment | None = None,
    once: str = "",
    **context: str,
) -> bool:
    """Promise one mail about one thing to one person; with ``once``, a key, for ever once. Whether it was promised."""
    about: dict[str, Any] = {"anchoring": anchoring, "commitment": commitment}
    keys = {name: row.pk for name, row in about.items() if row}
    payload = {"template": template, "person": person.pk, "context": context, **keys}
    if once:
        return outbox.add_once(f"{once}:{person.pk}", KIND, **payload)
    return bool(outbox.add(KIND, **payload))


def about_meeting(meeting: Meeting) -> Q:
    """Which messages of the outbox are mail about what the meeting decided: to take home, and to report."""
    anchorings = list(Anchoring.objects.filter(decision__version__meeting=meeting).values_list("pk", flat=True))
    commitments = list(Commitment.objects.filter(decision__version__meeting=meeting).values_list("pk", flat=True))
    mine = Q(payload__anchoring__in=anchorings) | Q(payload__commitment__in=commitments)
    return Q(kind=TAKE_HOME, payload__meeting=meeting.pk) | Q(kind=KIND) & mine
