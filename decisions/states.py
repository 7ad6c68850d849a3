"""States of decisions, of what each party does with them, and of commitments; and the arrows between them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models


class DecisionState(models.TextChoices):
    IN_FORCE = "in_force", "Gäller"
    REPLACED = "replaced", "Ersatt"
    ENDED = "ended", "Avslutat"


class AnchoringState(models.TextChoices):
    """How far an organisation has come with a decision (R6); the words are those that everyone reads."""

    NOT_STARTED = "not_started", "Inte påbörjat"
    ANCHORED = "anchored", "Förankrat"
    IMPLEMENTED = "implemented", "Genomfört"
    NOT_CONCERNED = "not_concerned", "Berörs inte"
    CANNOT = "cannot", "Kan inte genomföras"


class FormalState(models.TextChoices):
    """Of the formal decision that a principal takes at home (R6)."""

    PENDING = "pending", "Inte fattat"
    TAKEN = "taken", "Fattat"
    DECLINED = "declined", "Avböjt"
    NOT_NEEDED = "not_needed", "Behövs inte"


class CommitmentState(models.TextChoices):
    OPEN = "open", "Pågår"
    DONE = "done", "Klart"
    CANNOT = "cannot", "Kan inte genomföras"
    DROPPED = "dropped", "Utgår"


_A, _F, _C = AnchoringState, FormalState, CommitmentState

#: Forward, or to *can't* with a reason; who reported wrongly takes one step back.
ANCHORING_ARROWS: dict[str, set[str]] = {
    _A.NOT_STARTED: {_A.ANCHORED, _A.IMPLEMENTED, _A.NOT_CONCERNED, _A.CANNOT},
    _A.ANCHORED: {_A.NOT_STARTED, _A.IMPLEMENTED, _A.NOT_CONCERNED, _A.CANNOT},
    _A.IMPLEMENTED: {_A.ANCHORED, _A.CANNOT},
    _A.NOT_CONCERNED: {_A.NOT_STARTED, _A.ANCHORED, _A.IMPLEMENTED, _A.CANNOT},
    _A.CANNOT: {_A.NOT_STARTED, _A.ANCHORED, _A.IMPLEMENTED, _A.NOT_CONCERNED},
}
FORMAL_ARROWS: dict[str, set[str]] = {
    _F.PENDING: {_F.TAKEN, _F.DECLINED, _F.NOT_NEEDED},
    _F.TAKEN: {_F.PENDING, _F.DECLINED},
    _F.DECLINED: {_F.PENDING, _F.TAKEN},
    _F.NOT_NEEDED: {_F.PENDING, _F.TAKEN, _F.DECLINED},
}
COMMITMENT_ARROWS: dict[str, set[str]] = {
    _C.OPEN: {_C.DONE, _C.CANNOT, _C.DROPPED},
    _C.DONE: {_C.OPEN},
    _C.CANNOT: {_C.OPEN, _C.DONE},
    _C.DROPPED: {_C.OPEN},
}

#: Why the history row of a report was written; both begin alike, so that ``reports`` finds them.
REPORTED = "Rapporterat"
BY_LINK = "Rapporterat genom länk i mejl"

#: What an organisation has nothing more to do with.
SETTLED = frozenset({_A.IMPLEMENTED, _A.NOT_CONCERNED, _A.CANNOT})


class Progress(NamedTuple):
    """How many have carried a decision out (``done``), of how many organisations it concerns (``parties``)."""

    done: int
    parties: int


def progress_of(states: Iterable[str]) -> Progress:
    """How far a decision has come, from the state of each organisation; ``with_progress`` counts the same in a query.

    Who is not concerned is not counted, and who can't is: there the decision is not carried out.
    """
    told = [state for state in states if state != _A.NOT_CONCERNED]
    return Progress(told.count(_A.IMPLEMENTED), len(told))
