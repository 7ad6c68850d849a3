"""How decisions come into the register, and into the open."""

import json
from datetime import datetime

from django.db import connection

from decisions.models import Decision
from groups.models import User
from meetings.models import MinutesVersion, Publication
from samverkan.common import history
from samverkan.common.canonical import Json


def register(version: MinutesVersion, *, by: User, at: datetime) -> list[Decision]:
    """One row for each outcome of an adjusted version, with the number that its seal gives it.

    Runs in the transaction of the adjustment; raises RuntimeError outside one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Decisions are registered in the transaction of the adjustment.")
    content, seal = json.loads(version.content), json.loads(version.seal)
    outcomes = [(item, outcome) for item in content["items"] for outcome in item["outcomes"]]
    decisions = []
    for (item, outcome), number in zip(outcomes, seal["numbers"], strict=True):
        decision = Decision(
            group=version.meeting.group,
            year=seal["year"],
            number=number,
            kind=outcome["kind"],
            text=outcome["text"],
            decided_on=version.meeting.date,
            item_number=item["number"],
            version=version,
            needs_anchoring=outcome["needs_anchoring"],
        )
        history.save(decision, by=by, at=at, reason="Justerad")
        decisions.append(decision)
    return decisions


def show(publication: Publication, *, by: User, at: datetime) -> None:
    """Let the register show what the public variant says, word for word; a withheld item shows nothing."""
    shown = {outcome["number"]: (item, outcome) for item, outcome in _outcomes(json.loads(publication.content))}
    for decision in Decision.objects.filter(version=publication.version).order_by("number"):
        if decision.number not in shown:
            continue
        item, outcome = shown[decision.number]
        decision.publication = publication
        decision.public_title, decision.public_text = item["title"], outcome["text"]
        history.save(decision, by=by, at=at, reason="Publicerad", fields=["publication", "public_title", "public_text"])


def _outcomes(variant: Json) -> list[tuple[Json, Json]]:
    return [(item, outcome) for item in variant["items"] for outcome in item.get("outcomes", [])]
