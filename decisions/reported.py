"""What has been reported of a decision, in the order in which it came: read from the history of its rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from decisions.states import REPORTED, AnchoringState, CommitmentState, FormalState


@dataclass(frozen=True, slots=True)
class Report:
    """One report: when, whose state, in which words. ``who`` reported it and ``note`` are for those inside only."""

    at: datetime
    party: str
    state: str
    who: str
    note: str
    is_formal: bool = False


def reports_of(decision: Decision) -> list[Report]:
    """The reports of organisations and principals on the decision, the newest first. Two queries."""
    rows: list[tuple[Any, str, Any]] = [
        *((row, row.organisation.name, AnchoringState) for row in _history(Anchoring, decision, "organisation")),
        *((row, row.principal.name, FormalState) for row in _history(FormalDecision, decision, "principal")),
    ]
    found = [
        Report(
            at=row.history_date, party=party, state=str(states(row.state).label), who=str(row.history_user or ""),
            note=row.note, is_formal=states is FormalState,
        )
        for row, party, states in rows
    ]  # fmt: skip
    return sorted(found, key=lambda report: report.at, reverse=True)


def commitment_reports(decision: Decision) -> list[Report]:
    """The reports on what somebody took upon themselves, the newest first; for those inside. One query."""
    return [
        Report(
            at=row.history_date, party=row.owner, state=str(CommitmentState(row.state).label),
            who=str(row.history_user or ""), note=row.report,
        )
        for row in _history(Commitment, decision)
    ]  # fmt: skip


def _history(model: Any, decision: Decision, *related: str) -> Any:
    rows = model.history.filter(decision=decision, history_change_reason__startswith=REPORTED)
    return rows.select_related("history_user__person", *related).order_by("-history_date", "-history_id")
