"""Following a decision home: what each organisation and each principal has done with it (R6)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from decisions.models import Anchoring, Decision, FormalDecision
from decisions.parties import principals_of
from decisions.states import ANCHORING_ARROWS, FORMAL_ARROWS, REPORTED, AnchoringState, DecisionState, FormalState
from groups.models import Organisation, User
from meetings import gate
from meetings.workflow.steps import refuse_numbers_in
from samverkan.common import history
from samverkan.common.refusals import RELOAD, StepRefused
from samverkan.common.swedish import long_date

LONGEST_NOTE = 4000


def follow(decision: Decision, organisations: Collection[Organisation], *, by: User, at: datetime) -> None:
    """See that a decision that needs anchoring has a row for each organisation and each principal.

    ``organisations`` are those that had a part in the meeting on its day; who comes later has none. A decision that no
    longer needs anchoring, after a correction, keeps its rows: ``followed()`` leaves them out. Runs in the caller's
    transaction.
    """
    if not decision.needs_anchoring:
        return
    known = {row.organisation_id for row in decision.anchorings.all()}
    for organisation in organisations:
        if organisation.pk not in known:
            row = Anchoring(decision=decision, organisation=organisation)
            history.save(row, by=by, at=at, reason="Beslutet är justerat")
    asked = {row.principal_id for row in decision.formal_decisions.all()}
    for principal in principals_of(organisations):
        if principal.pk not in asked:
            formal = FormalDecision(decision=decision, principal=principal)
            history.save(formal, by=by, at=at, reason="Beslutet är justerat")


@transaction.atomic
def report_anchoring(
    row: Anchoring,
    state: str,
    *,
    reason: str = "",
    note: str = "",
    by: User,
    at: datetime | None = None,
    how: str = REPORTED,
) -> Anchoring:
    """Say how far the organisation has come. ``reason`` is for everyone, and needed for what can't be done; ``note``
    is for those inside, and says who told when somebody else than the organisation's own reports. ``how`` it came is
    kept in the history.

    Raises StepRefused for a decision that is not followed, and for a state that is the one already.
    """
    decision = locked_decision(row.decision_id)
    row = Anchoring.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.decision = decision
    _refuse_unfollowed(decision)
    _refuse_step(row, state, ANCHORING_ARROWS)
    if state == AnchoringState.CANNOT and not reason.strip():
        raise StepRefused("Skriv varför beslutet inte kan genomföras. Skälet visas öppet.")
    refuse_numbers_in(reason, note)
    _refuse_contacts(reason)
    row.state, row.reason, row.note = state, reason.strip() if state == AnchoringState.CANNOT else "", _note(note)
    _sign(row, by=by, at=at, how=how)
    return row


@transaction.atomic
def report_all_anchored(rows: Collection[Anchoring], *, by: User, at: datetime | None = None) -> int:
    """Say of each of ``rows`` that is not started that it is anchored, all or none; return of how many it was said.

    For a manager who takes several decisions home from one meeting. What somebody else reports in the same moment is
    passed over: every decision is locked, in order, before it is asked what is left. Raises StepRefused as
    ``report_anchoring`` does.
    """
    for key in sorted({row.decision_id for row in rows}):
        locked_decision(key)
    asked = Anchoring.objects.filter(pk__in=[row.pk for row in rows], state=AnchoringState.NOT_STARTED)
    waiting = list(asked.order_by("decision_id", "pk"))
    for row in waiting:
        report_anchoring(row, AnchoringState.ANCHORED, by=by, at=at)
    return len(waiting)


@transaction.atomic
def report_formal_decision(
    row: FormalDecision,
    state: str,
    *,
    decided_on: date | None = None,
    own_number: str = "",
    note: str = "",
    by: User,
    at: datetime | None = None,
) -> FormalDecision:
    """Say what the principal has decided at home. ``decided_on`` is needed for one that is taken, and no day to come;
    ``own_number`` is the principal's, in its own format.

    Raises StepRefused for a decision that is not followed, and for what is said already.
    """
    decision = locked_decision(row.decision_id)
    row = FormalDecision.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.decision = decision
    _refuse_unfollowed(decision)
    _refuse_step(row, state, FORMAL_ARROWS)
    is_taken = state == FormalState.TAKEN
    if is_taken and decided_on is None:
        raise StepRefused("Skriv vilken dag det formella beslutet fattades.")
    if is_taken and decided_on and decided_on > timezone.localdate(at):
        raise StepRefused(f"Den {long_date(decided_on)} har inte varit än. Skriv dagen då beslutet fattades.")
    refuse_numbers_in(own_number, note)
    _refuse_contacts(own_number, what="Diarienumret")
    row.state, row.note = state, _note(note)
    row.decided_on, row.own_number = (decided_on, own_number.strip()) if is_taken else (None, "")
    _sign(row, by=by, at=at)
    return row


@transaction.atomic
def set_due(decision: Decision, due: date | None, *, by: User, at: datetime | None = None) -> Decision:
    """Say when everybody is to have carried the decision out; None takes the day away.

    Raises StepRefused for a decision that is not followed, and for a day before the decision.
    """
    decision = locked_decision(decision.pk)
    _refuse_unfollowed(decision)
    if due and due < decision.decided_on:
        raise StepRefused(f"Beslutet är från den {long_date(decision.decided_on)}. Välj en senare dag.")
    decision.due = due
    history.save(decision, by=by, at=at, reason="Dag för genomförande", fields=["due"])
    return decision


@transaction.atomic
def replace(decision: Decision, by_decision: Decision, *, by: User, at: datetime | None = None) -> Decision:
    """Say that a later decision stands in this one's place; from then on only the later is followed.

    Raises StepRefused for one that no longer holds, and for one that is not later.
    """
    rows = Decision.objects.select_for_update(of=("self",)).select_related("group")
    locked: dict[int, Decision] = {
        row.pk: row for row in rows.filter(pk__in=[decision.pk, by_decision.pk]).order_by("pk")
    }
    old, new = locked[decision.pk], locked[by_decision.pk]
    if old.state != DecisionState.IN_FORCE:
        raise StepRefused(f"{old.reference} är redan {old.get_state_display().lower()}.")
    if (new.decided_on, new.pk) <= (old.decided_on, old.pk) or new.state != DecisionState.IN_FORCE:
        raise StepRefused(f"{new.reference} är inte ett senare beslut som gäller. Välj ett annat.")
    old.state, old.replaced_by = DecisionState.REPLACED, new
    history.save(old, by=by, at=at, reason=f"Ersatt av {new.reference}"[:100], fields=["state", "replaced_by"])
    return old


def locked_decision(pk: int) -> Decision:
    """The decision as it stands, locked: first in every step, so that nobody reports on what is being replaced or
    struck in the same moment.
    """
    found: Decision = Decision.objects.select_for_update(of=("self",)).select_related("group").get(pk=pk)
    return found


def _refuse_unfollowed(decision: Decision) -> None:
    if not decision.needs_anchoring:
        raise StepRefused(f"{decision.reference} behöver inte förankras.")
    if decision.state != DecisionState.IN_FORCE:
        raise StepRefused(f"{decision.reference} gäller inte längre och följs inte upp.")


def _refuse_step(row: Anchoring | FormalDecision, state: str, arrows: dict[str, set[str]]) -> None:
    if state == row.state:
        raise StepRefused(f"Det står redan: {row.get_state_display().lower()}.")
    if state not in arrows[row.state]:
        raise StepRefused(RELOAD)


def _refuse_contacts(text: str, *, what: str = "Skälet") -> None:
    """Everyone reads the text, and nobody reads it through before."""
    if found := gate.contacts_in(text):
        raise StepRefused(f"{what} visas öppet. Skriv det utan kontaktuppgifter ({found[0]}).")


def _note(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise StepRefused(f"En anteckning kan vara högst {LONGEST_NOTE} tecken. Korta den och skicka igen.")
    return note.strip()


def _sign(row: models.Model, *, by: User, at: datetime | None, how: str = REPORTED) -> None:
    at = at or timezone.now()
    row.changed_at, row.changed_by = at, by  # type: ignore[attr-defined]
    history.save(row, by=by, at=at, reason=how)
