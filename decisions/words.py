"""What is said of a decision beyond the group that took it: the words of the note's public variant, published or not.

Mail, agendas and the backlogs of other groups are read by more than those who may read the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from decisions.models import Commitment, Decision
from meetings.kinds import OutcomeKind
from meetings.reading import variant_of
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

#: Kinds whose own sentence is somebody's commitment: *SU tar med sig frågan*, *Kontoret arbetar vidare*.
OWN_SENTENCE = frozenset({OutcomeKind.TAKEN_HOME, OutcomeKind.ASSIGNED})

#: Why there is nothing to anchor, by kind; what is left open has nothing to anchor yet.
NOTHING_TO_ANCHOR: dict[str, str] = {
    OutcomeKind.NOTED: "Gruppen har tagit del av informationen. Det finns inget att förankra.",
    OutcomeKind.DECIDED_NOT_TO: "Gruppen har bestämt att inte göra det här. Det finns inget att förankra.",
    OutcomeKind.POSTPONED: "Frågan är inte avgjord: den är bordlagd. Det finns inget att förankra än.",
    OutcomeKind.PREPARED_FURTHER: "Frågan är inte avgjord: den bereds vidare. Det finns inget att förankra än.",
    OutcomeKind.REFERRED_BACK: "Frågan är inte avgjord: enighet saknas. Det finns inget att förankra än.",
    OutcomeKind.STRUCK: "Frågan är struken. Det finns inget att förankra.",
    OutcomeKind.TAKEN_HOME: "En organisation har tagit med sig frågan. De andra har inget att förankra.",
    OutcomeKind.HANDED_OVER: "Frågan är överlämnad till en annan grupp. Det finns inget att förankra här.",
    OutcomeKind.ASSIGNED: "Någon har fått i uppdrag att arbeta vidare. Det finns inget att förankra.",
}
#: Of the other kinds, where the note says so.
NOT_TO_ANCHOR = "Enligt anteckningen behöver beslutet inte förankras i organisationerna."


@dataclass(frozen=True, slots=True)
class Words:
    """The heading of the item, the decision, and what is taken on because of it, each in the order of its place."""

    title: str
    text: str
    commitments: list[dict[str, Any]]

    def of(self, row: Commitment) -> dict[str, Any] | None:
        """Owner, text and day of one commitment; None when the note says nothing of it."""
        return self.commitments[row.position - 1] if row.position <= len(self.commitments) else None


def why_not_anchored(decision: Decision) -> str:
    """Why nobody is asked to anchor it, in a sentence that is true of its kind (R6, R11); empty when they are."""
    return "" if decision.needs_anchoring else NOTHING_TO_ANCHOR.get(decision.kind, NOT_TO_ANCHOR)


def public_words(decision: Decision) -> Words | None:
    """The words of the variant that publishing the note makes; None of a decision that it leaves out."""
    try:
        return words_in(variant_of(decision.version), decision.number)
    except StepRefused:
        return None


def words_in(variant: Json, number: int) -> Words | None:
    """What a public variant says of the decision with the number; None when it says nothing of it."""
    for item in variant["items"]:
        for outcome in item.get("outcomes", []):
            if outcome["number"] == number:
                return Words(str(item["title"]), str(outcome["text"]), list(wanted(outcome)))
    return None


def wanted(outcome: Json) -> Iterator[dict[str, Any]]:
    """Each task, and the sentence itself where an organisation takes it home or no task says who goes on with it."""
    is_own = outcome["kind"] == OutcomeKind.TAKEN_HOME
    if is_own or (outcome["kind"] in OWN_SENTENCE and not outcome["tasks"]):
        yield _said(outcome["organisation"] or outcome["group"], outcome["text"])
    for task in outcome["tasks"]:
        due = date.fromisoformat(task["due"]) if task["due"] else None
        yield _said(task["owner"], task["text"], due)


def _said(owner: str, text: str, due: date | None = None) -> dict[str, Any]:
    return {"owner": owner[:160], "text": text, "due": due}
