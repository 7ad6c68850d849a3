"""How decisions come into the register, and into the open."""

import json
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from decisions.models import Decision
from decisions.owners import Owners
from decisions.parties import organisations_of
from decisions.states import DecisionState
from decisions.workflow import commitments, following
from groups.models import Organisation, User
from meetings.models import Meeting, MinutesVersion, Publication
from samverkan.common import history
from samverkan.common.canonical import Json


def is_registered(version: MinutesVersion) -> bool:
    """Whether the register holds what the version says, or a later one; one that decides nothing leaves no trace."""
    later = Decision.objects.filter(version__meeting=version.meeting_id, version__number__gte=version.number)
    return bool(later.exists())


def register(version: MinutesVersion, *, by: User, at: datetime) -> list[Decision]:
    """One row for each outcome of an adjusted version, with the number that its seal gives it.

    A correction writes in the rows that there are, and ends those that it struck. Runs in the transaction of the step
    that lets it hold: the adjustment, or for a correction of a published note its publication, so that the register
    says of a decision what everybody reads. Raises RuntimeError outside.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Decisions are registered in the transaction of the adjustment or the publication.")
    content, seal = json.loads(version.content), json.loads(version.seal)
    outcomes = [(item, outcome) for item in content["items"] for outcome in item["outcomes"]]
    known = {row.number: row for row in _locked(version.meeting_id) if row.year == seal["year"]}
    binds = any(outcome["needs_anchoring"] for _, outcome in outcomes)
    parties = _parties(version.meeting) if binds else []
    owners, decisions = Owners(version), []
    for (item, outcome), number in zip(outcomes, seal["numbers"], strict=True):
        decision = known.get(number) or Decision(group=version.meeting.group, year=seal["year"], number=number)
        decision.kind, decision.text, decision.item_number = outcome["kind"], outcome["text"], item["number"]
        decision.version, decision.needs_anchoring = version, outcome["needs_anchoring"]
        decision.decided_on = version.meeting.date
        history.save(decision, by=by, at=at, reason="Rättad" if number in known else "Justerad")
        following.follow(decision, parties, by=by, at=at)
        commitments.take_up(decision, outcome, owners, by=by, at=at)
        decisions.append(decision)
    _end_struck(version, by=by, at=at)
    return decisions


def show(publication: Publication, *, by: User, at: datetime) -> None:
    """Let the register show what can be read of the meeting's note, word for word.

    A decision that a correction struck stays where it was, as ended and with the words of the last version that had
    it. What is withheld shows nothing.
    """
    readable = Publication.objects.filter(meeting=publication.meeting, closed_at=None).select_related("version")
    shown: dict[int, tuple[Json, Json]] = {}
    standing: Publication | None = None
    for row in readable.order_by("version__number"):
        numbers = set(json.loads(row.version.seal)["numbers"])
        shown = {number: words for number, words in shown.items() if number not in numbers}
        shown |= {outcome["number"]: (item, outcome) for item, outcome in _outcomes(json.loads(row.content))}
        standing = row if row.superseded_at is None else standing
    if standing is None:
        return
    for decision in _locked(publication.meeting_id):
        _show(decision, standing, shown.get(decision.number), by=by, at=at)


def _show(
    decision: Decision, standing: Publication, words: tuple[Json, Json] | None, *, by: User, at: datetime
) -> None:
    item, outcome = words or ({"title": ""}, {"text": ""})
    now = (standing.pk if words else None, item["title"], outcome["text"])
    if (decision.publication_id, decision.public_title, decision.public_text) == now:
        return
    decision.publication_id, decision.public_title, decision.public_text = now
    fields = ["publication", "public_title", "public_text"]
    history.save(decision, by=by, at=at, reason="Publicerad" if words else "Visas inte", fields=fields)


def _end_struck(version: MinutesVersion, *, by: User, at: datetime) -> None:
    """End the decisions that the version no longer has; one that was replaced was never there to be replaced.

    What one of them had replaced holds again.
    """
    struck = _locked(version.meeting_id).filter(version__number__lt=version.number)
    for decision in struck.exclude(state=DecisionState.ENDED):
        decision.state, decision.replaced_by = DecisionState.ENDED, None
        history.save(decision, by=by, at=at, reason="Struket genom rättelse", fields=["state", "replaced_by"])
        for earlier in Decision.objects.select_for_update(of=("self",)).filter(replaced_by=decision).order_by("pk"):
            earlier.state, earlier.replaced_by = DecisionState.IN_FORCE, None
            why = f"{decision.reference} är struket genom rättelse"
            history.save(earlier, by=by, at=at, reason=why[:100], fields=["state", "replaced_by"])


def _parties(meeting: Meeting) -> list[Organisation]:
    """The organisations that had a part in the meeting on its day."""
    return organisations_of([meeting.group, *meeting.joint_groups.all()], on=meeting.date)


def _locked(meeting: int) -> QuerySet[Decision]:
    """The decisions of the meeting, locked in the order in which every step locks decisions, so that nobody's report,
    day or replacement is written over.
    """
    rows: QuerySet[Decision] = Decision.objects.filter(version__meeting=meeting)
    return rows.select_for_update(of=("self",)).select_related("group", "version").order_by("pk")


def _outcomes(variant: Json) -> list[tuple[Json, Json]]:
    return [(item, outcome) for item in variant["items"] for outcome in item.get("outcomes", [])]
