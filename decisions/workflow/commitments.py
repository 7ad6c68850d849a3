"""Commitments: taken up with the adjusted minutes, reported in two clicks, followed up at the next meeting."""

from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from decisions.models import Commitment, Decision
from decisions.owners import Owners
from decisions.states import COMMITMENT_ARROWS, REPORTED, CommitmentState, DecisionState
from decisions.words import wanted
from decisions.workflow.following import locked_decision
from groups.models import User
from meetings.states import may_move
from meetings.workflow.agenda_building import bring_up_to_date
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history
from samverkan.common.canonical import Json
from samverkan.common.refusals import RELOAD, StepRefused

LONGEST_REPORT = 2000
#: Past every place that a commitment has.
ELSEWHERE = 10_000
#: Why the history row of what a correction took out was written.
STRUCK = "Struket genom rättelse"

type Past = list[tuple[str, str]]


def take_up(decision: Decision, outcome: Json, owners: Owners, *, by: User, at: datetime) -> None:
    """Take up what somebody is to do because of an adjusted outcome: its tasks, and what an organisation took home.

    A correction writes in the rows that there are, each where its words still stand, so that a report stays with what
    it is about; what the note no longer says is dropped, unless it is done, and open again when it says so again.
    ``owners`` are those of the version. Runs in the caller's transaction.
    """
    known = list(decision.commitments.select_for_update(of=("self",)).order_by("position"))
    listed, past = list(wanted(outcome)), _past(known)
    out = [row for row in known if past[row.pk][0][1] == STRUCK]
    rows = _matched(known, listed, out)
    places = [*rows, *(row for row in known if row not in rows)]
    _make_room([row for position, row in enumerate(places, start=1) if row and row.position != position])
    for position, (row, said) in enumerate(zip(rows, listed, strict=True), start=1):
        said |= {"position": position, **owners.named(said["owner"], decision)}
        if row in out and _was_dropped_by_correction(row, past):
            said["state"] = CommitmentState.OPEN
        _write(row or Commitment(decision=decision), said, is_back=row in out, by=by, at=at)
    for position, row in enumerate(places[len(listed) :], start=len(listed) + 1):
        _strike(row, position, is_out=row in out, by=by, at=at)


def _past(rows: list[Commitment]) -> dict[int, Past]:
    """For each row its states and why they were written, the latest first; one query for all."""
    found: dict[int, Past] = {row.pk: [] for row in rows}
    if rows:
        kept = Commitment.history.filter(id__in=list(found)).order_by("-history_date", "-history_id")
        for pk, state, why in kept.values_list("id", "state", "history_change_reason"):
            found[pk].append((state, why or ""))
    return {pk: past or [("", "")] for pk, past in found.items()}


def _was_dropped_by_correction(row: Commitment | None, past: dict[int, Past]) -> bool:
    """Whether the row is dropped because a correction struck it, and not because somebody reported so."""
    if row is None or row.state != CommitmentState.DROPPED:
        return False
    *_, (_, why) = takewhile(lambda one: one[0] == CommitmentState.DROPPED, past[row.pk])
    return why == STRUCK


def _matched(known: list[Commitment], listed: list[dict[str, Any]], out: list[Commitment]) -> list[Commitment | None]:
    """For each that is said the row that it is: the one with the same words, else the one that stood in its place and
    is not said elsewhere. What an earlier correction took out stands in nobody's place.
    """
    left = list(known)
    rows: list[Commitment | None] = []
    for said in listed:
        same = next((row for row in left if (row.owner, row.text) == (said["owner"], said["text"])), None)
        rows.append(same)
        left = [row for row in left if row is not same]
    by_place = {row.position: row for row in left if row not in out}
    return [row or by_place.get(position) for position, row in enumerate(rows, start=1)]


def _make_room(rows: list[Commitment]) -> None:
    """Let the rows stand far away while they change places; each is saved in its own before the step is over."""
    Commitment.objects.filter(pk__in=[row.pk for row in rows]).update(position=F("position") + ELSEWHERE)


def _write(row: Commitment, said: dict[str, Any], *, is_back: bool, by: User, at: datetime) -> None:
    """Save the row, with history where anything is new; ``is_back``: the note says again what it no longer said."""
    is_same = bool(row.pk) and not is_back and all(getattr(row, name) == value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    if is_same:
        return
    history.save(row, by=by, at=at, reason="Rättat" if row.pk else "Anteckningen är justerad")


def _strike(row: Commitment, position: int, *, is_out: bool, by: User, at: datetime) -> None:
    """Put what the note no longer says after what it says, and drop it unless something has been reported."""
    is_moved, row.position = row.position != position, position
    if is_out:
        if is_moved:
            Commitment.objects.filter(pk=row.pk).update(position=position)
        return
    if row.state == CommitmentState.OPEN:
        row.state = CommitmentState.DROPPED
    history.save(row, by=by, at=at, reason=STRUCK)


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
    """Say what has become of it; ``report`` is needed for what can't be done.

    The follow-up that opens the group's next agenda lists what is then open, for as long as that is a draft; whoever
    writes it reads the report beside the list. The same state with a new report says that work goes on. Raises
    StepRefused when the decision no longer holds.
    """
    decision = locked_decision(commitment.decision_id)
    row: Commitment = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    row.decision = decision
    if decision.state != DecisionState.IN_FORCE:
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
    bring_up_to_date(decision.group, by=by, at=at)
    return row
