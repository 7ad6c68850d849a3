"""How far a published decision has come, as everyone may read it: states and days, never notes or who reported."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from decisions.models import Commitment, Decision
from decisions.reported import Report, reports_of
from decisions.states import CommitmentState, progress_of
from decisions.words import words_in
from groups.models import Person
from meetings.redaction import MASK
from samverkan.common.canonical import Json

#: In place of the name of a person who has taken something on.
SOMEBODY = "Den som anteckningen nämner"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment in the words of the published note, with what has become of it."""

    owner: str
    text: str
    due: date | None
    state: str


def how_far(decision: Decision, *, replaces_some: bool) -> dict[str, Any]:
    """The context of the parts of the page that tell it; what needs no anchoring asks for less.

    ``replaces_some``: whether any decision was replaced by this one.
    """
    followed = decision.needs_anchoring
    rows = list(decision.anchorings.select_related("organisation")) if followed else []
    progress = progress_of(row.state for row in rows)
    others = Decision.objects.published().select_related("group")
    return {
        "anchorings": rows,
        "done": progress.done,
        "parties": progress.parties,
        "formal": list(decision.formal_decisions.select_related("principal")) if rows else [],
        "promises": promises_of(decision),
        "days": _days(reports_of(decision)) if rows else [],
        "replaced_by": others.filter(pk=decision.replaced_by_id).first() if decision.replaced_by_id else None,
        "replaces": list(others.filter(replaced_by=decision)) if replaces_some else [],
    }


def promises_of(decision: Decision) -> list[Promise]:
    """The commitments that the published note tells, without the name of any person."""
    variant: Json = json.loads(decision.publication.content) if decision.publication else {"items": []}
    words = words_in(variant, decision.number)
    if words is None or not words.commitments:
        return []
    rows = {row.position: row for row in decision.commitments.select_related("organisation", "group")}
    names = _names(variant, [row.owner for row in rows.values()])
    found = [(rows.get(position), told) for position, told in enumerate(words.commitments, start=1)]
    return [
        Promise(_owner(row, told["owner"], names), told["text"], told["due"], row.state)
        for row, told in found
        if row and row.state != CommitmentState.DROPPED
    ]


def _names(content: Json, owners: list[str]) -> set[str]:
    """The names of people that an owner might be."""
    attending = {person["name"] for person in content["attendance"]}
    return attending | set(Person.objects.filter(name__in=owners).values_list("name", flat=True))


def _owner(row: Commitment, said: str, names: set[str]) -> str:
    """Whose it is, by the name in the registers where everyone may know it; what the note masks stays masked."""
    if MASK not in said:
        if row.organisation:
            return row.organisation.name
        if row.group and row.group.shows_group:
            return row.group.title
        if row.person_id:
            return SOMEBODY
    return SOMEBODY if any(name and name in said for name in names) else said


def _days(reports: list[Report]) -> list[tuple[date, list[Report]]]:
    """The reports day by day, the newest day first."""
    return [(day, list(rows)) for day, rows in groupby(reports, key=lambda row: timezone.localdate(row.at))]
