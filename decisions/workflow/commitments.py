"""Commitments: taken up with the adjusted minutes, reported in two clicks, followed up at the next meeting."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from decisions.models import Commitment, Decision
from decisions.states import COMMITMENT_ARROWS, REPORTED, CommitmentState, DecisionState
from decisions.words import wanted
from groups.models import Organisation, User
from meetings.states import may_move
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.refusals import RELOAD, StepRefused

LONGEST_REPORT = 2000
#: Past every place that a commitment has.
ELSEWHERE = 10_000


def take_up(decision: Decision, outcome: Json, *, by: User, at: datetime) -> None:
    """Take up what somebody is to do because of an adjusted outcome: its tasks, and what an organisation took home.

    A correction writes in the rows that there are, each where its words still stand, so that a report stays with what
    it is about; what the note no longer says is dropped, unless it is done. Runs in the caller's transaction.
    """
    known = list(decision.commitments.select_for_update(of=("self",)).order_by("position"))
    listed = list(wanted(outcome))
    rows = _matched(known, listed)
    left = [row for row in known if row not in rows]
    _make_room(known)
    for position, (row, said) in enumerate(zip(rows, listed, strict=True), start=1):
        owner = Organisation.objects.named(said["owner"]).first() if said["owner"] else None
        said |= {"organisation": owner, "position": position}
        _write(row or Commitment(decision=decision), said, by=by, at=at)
    for position, row in enumerate(left, start=len(listed) + 1):
        is_struck = row.state == CommitmentState.OPEN
        said = {"position": position, "state": CommitmentState.DROPPED if is_struck else row.state}
        _write(row, said, by=by, at=at, why="Struket genom rättelse")


def _matched(known: list[Commitment], listed: list[dict[str, Any]]) -> list[Commitment | None]:
    """For each that is said the row that it is: the one with the same words, else the one that stood in its place and
    is not said elsewhere.
    """
    left = list(known)
    rows: list[Commitment | None] = []
    for said in listed:
        same = next((row for row in left if (row.owner, row.text) == (said["owner"], said["text"])), None)
        rows.append(same)
        left = [row for row in left if row is not same]
    by_place = {row.position: row for row in left}
    return [row or by_place.get(position) for position, row in enumerate(rows, start=1)]


def _make_room(rows: list[Commitment]) -> None:
    """Let the rows stand far away while they change places; each is saved in its own before the step is over."""
    Commitment.objects.filter(pk__in=[row.pk for row in rows]).update(position=F("position") + ELSEWHERE)


def _write(row: Commitment, said: dict[str, Any], *, by: User, at: datetime, why: str = "Rättat") -> None:
    """Save the row, with history where anything is new."""
    is_same = bool(row.pk) and all(getattr(row, name) == value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    if is_same:
        Commitment.objects.filter(pk=row.pk).update(position=row.position)
        return
    history.save(row, by=by, at=at, reason=why if row.pk else "Anteckningen är justerad")


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
        raise StepRefused(RELOAD)
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
