"""Commitments: taken up with the adjusted minutes, reported in two clicks, followed up at the next meeting."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from decisions.models import Commitment, Decision
from decisions.states import COMMITMENT_ARROWS, REPORTED, CommitmentState, DecisionState, may_move
from groups.models import Organisation, User
from meetings.kinds import OutcomeKind
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused

#: Kinds whose own sentence is somebody's commitment: *SU tar med sig frågan*, *Kontoret arbetar vidare*.
OWN_SENTENCE = frozenset({OutcomeKind.TAKEN_HOME, OutcomeKind.ASSIGNED})
LONGEST_REPORT = 2000


def take_up(decision: Decision, outcome: Json, *, by: User, at: datetime) -> None:
    """Take up what somebody is to do because of an adjusted outcome: its tasks, and what an organisation took home.

    A correction writes in the rows that there are; what it no longer says is dropped, unless it is done. Runs in the
    caller's transaction.
    """
    known = {row.position: row for row in decision.commitments.all()}
    for position, said in enumerate(wanted(outcome), start=1):
        row = known.pop(position, None) or Commitment(decision=decision, position=position)
        if row.pk and all(getattr(row, name) == value for name, value in said.items()):
            continue
        for name, value in said.items():
            setattr(row, name, value)
        history.save(row, by=by, at=at, reason="Rättat" if row.pk else "Anteckningen är justerad")
    for row in known.values():
        if row.state == CommitmentState.OPEN:
            row.state = CommitmentState.DROPPED
            history.save(row, by=by, at=at, reason="Struket genom rättelse", fields=["state"])


def wanted(outcome: Json) -> Iterator[dict[str, Any]]:
    """Each task, and the sentence itself where an organisation takes it home or no task says who goes on with it."""
    is_own = outcome["kind"] == OutcomeKind.TAKEN_HOME
    if is_own or (outcome["kind"] in OWN_SENTENCE and not outcome["tasks"]):
        yield _said(outcome["organisation"], outcome["text"])
    for task in outcome["tasks"]:
        due = date.fromisoformat(task["due"]) if task["due"] else None
        yield _said(task["owner"], task["text"], due)


def _said(owner: str, text: str, due: date | None = None) -> dict[str, Any]:
    organisation = Organisation.objects.named(owner).first() if owner else None
    return {"owner": owner[:160], "organisation": organisation, "text": text, "due": due}


@transaction.atomic
def report_commitment(
    commitment: Commitment,
    state: str,
    *,
    report: str = "",
    by: User,
    at: datetime | None = None,
    how: str = REPORTED,
) -> Commitment:
    """Say what has become of it; ``report`` opens the group's next agenda, and is needed for what can't be done.

    The same state with a new report says that work goes on. Raises StepRefused when the decision no longer holds.
    """
    row: Commitment = (
        Commitment.objects.select_for_update(of=("self",)).select_related("decision").get(pk=commitment.pk)
    )
    if row.decision.state != DecisionState.IN_FORCE:
        raise StepRefused("Beslutet gäller inte längre, så åtagandet följs inte upp.")
    if state != row.state and not may_move(COMMITMENT_ARROWS, row.state, state):
        raise StepRefused("Det steget går inte att ta härifrån. Ladda om sidan och välj på nytt.")
    if state == row.state and not report.strip():
        raise StepRefused("Skriv vad som har hänt, eller välj ett annat läge.")
    if state == CommitmentState.CANNOT and not report.strip():
        raise StepRefused("Skriv varför det inte kan genomföras.")
    if len(report) > LONGEST_REPORT:
        raise StepRefused(f"En rapport kan vara högst {LONGEST_REPORT} tecken. Korta den och skicka igen.")
    refuse_numbers_in(report)
    at = at or timezone.now()
    row.state, row.report, row.changed_at, row.changed_by = state, report.strip(), at, by
    history.save(row, by=by, at=at, reason=how)
    return row
