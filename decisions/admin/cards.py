"""What is shown of each row that can be reported: its state, the buttons that the person has, and the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from decisions.forms.reporting import AnchoringForm, CommitmentForm, FormalForm, ReportForm
from decisions.models import Anchoring, Commitment, FormalDecision
from decisions.rules import Standing
from decisions.states import (
    ANCHORING_ARROWS,
    COMMITMENT_ARROWS,
    FORMAL_ARROWS,
    AnchoringState,
    CommitmentState,
    FormalState,
)
from decisions.words import Words

#: What is done with one press; what needs a reason stands with the field for it.
PRESSED_WITH_REASON = {AnchoringState.CANNOT.value, CommitmentState.CANNOT.value}


@dataclass(frozen=True, slots=True)
class Card:
    """A row with its form. ``own``: the person reports for it; ``form`` is None for who may not report at all.

    ``said`` is the owner and the text of a commitment as the person may read them; None when they may not.
    """

    row: Any
    url: str
    own: bool
    form: ReportForm | None
    presses: list[tuple[str, str]]
    may_be_cannot: bool
    said: Mapping[str, Any] | None = None

    @property
    def kind(self) -> str:
        return self.form.key if self.form else ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who looks: for whom they report, and whether they may for all.

    ``failed`` is a form that was sent and refused, which stands in its card with what was written. ``outside`` has what
    they read of the decisions whose record is not theirs to read (``access.words_outside``).
    """

    standing: Standing
    runs: bool
    failed: ReportForm | None = None
    outside: Mapping[int, Words | None] = field(default_factory=dict)

    def anchorings(self, rows: Iterable[Anchoring]) -> list[Card]:
        return [self._card(row, self.standing.anchors(row), AnchoringForm, "anchoring") for row in rows]

    def formal(self, rows: Iterable[FormalDecision]) -> list[Card]:
        return [self._card(row, self.standing.decides(row), FormalForm, "formal") for row in rows]

    def commitments(self, rows: Iterable[Commitment]) -> list[Card]:
        made = ((row, self._card(row, self.standing.owns(row), CommitmentForm, "commitment")) for row in rows)
        return [replace(card, said=self._said(row)) for row, card in made]

    def _said(self, row: Commitment) -> Mapping[str, Any] | None:
        if row.decision_id not in self.outside:
            return {"owner": row.owner, "text": row.text}
        words = self.outside[row.decision_id]
        return words.of(row) if words else None

    def _card(self, row: Any, own: bool, kind: Any, name: str) -> Card:
        url = reverse(f"decisions_admin:{name}", args=[row.decision_id, row.pk])
        form = self._form(row, own, kind) if own or self.runs else None
        presses = presses_of(row) if form else []
        left = [pair for pair in presses if pair[0] not in PRESSED_WITH_REASON]
        return Card(row, url, own, form, left, len(left) < len(presses))

    def _form(self, row: Any, own: bool, kind: Any) -> ReportForm:
        failed = self.failed
        if failed and failed.key == kind.key and failed.row.pk == row.pk:
            return failed
        form: ReportForm = kind(row, told=not own)
        return form


def errors_of(failed: ReportForm | None) -> list[tuple[str, str]]:
    """Where a report that was refused stands on the page, and what hinders it."""
    return [(f"{failed.key}-{failed.row.pk}", failed.sentence)] if failed else []


def presses_of(row: Anchoring | FormalDecision | Commitment) -> list[tuple[str, str]]:
    """The states that an arrow leads to from here, in their order, with their words."""
    arrows: dict[str, set[str]]
    arrows, states = {
        Anchoring: (ANCHORING_ARROWS, AnchoringState),
        FormalDecision: (FORMAL_ARROWS, FormalState),
        Commitment: (COMMITMENT_ARROWS, CommitmentState),
    }[type(row)]
    return [(value, str(label)) for value, label in states.choices if value in arrows[row.state]]
