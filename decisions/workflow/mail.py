"""The promise of mail about decisions: one per person, written when it is sent (``decisions.mail``)."""

from typing import Any

from decisions.models import Anchoring, Commitment
from groups.models import Person
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
