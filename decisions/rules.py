"""Who may, with decisions: named predicates that views, admin and tasks ask before a step is tried."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from decisions.parties import spoken_for
from groups.models import Group, User
from groups.rules import runs_group


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom an account reports on a day: for itself, for the organisations that it sits for (``organisations``),
    for the principals behind them, and for the groups that it runs or chairs. Keys, so that many rows cost nothing.

    The one place that says whose a row is: pages with many rows ask it, and so do the rules below.
    """

    person: int | None = None
    organisations: frozenset[int] = frozenset()
    principals: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()

    def anchors(self, row: Anchoring) -> bool:
        """Whether the account sits for the organisation."""
        return row.organisation_id in self.organisations

    def decides(self, row: FormalDecision) -> bool:
        """Whether the account sits for the principal, or for a part of it."""
        return row.principal_id in self.principals

    def owns(self, row: Commitment) -> bool:
        """Whether the account is the owner, sits for the organisation that is, or runs or chairs the group that is."""
        is_own = row.person_id is not None and row.person_id == self.person
        return is_own or row.organisation_id in self.organisations or row.group_id in self.groups


def standing_of(user: Any, *, on: date | None = None) -> Standing:
    """For whom the account reports on the day; for nobody without a person. Three queries."""
    if not isinstance(user, User) or not user.is_active or user.person_id is None:
        return Standing()
    day = on or timezone.localdate()
    rows = list(spoken_for(user.person_id, on=day).values_list("pk", "principal"))
    run = Group.objects.worked_by(user, on=day).values_list("pk", flat=True)
    chaired = Group.objects.chaired_by(user, on=day).values_list("pk", flat=True)
    return Standing(
        person=user.person_id,
        organisations=frozenset(key for key, _ in rows),
        principals=frozenset(key for row in rows for key in row if key is not None),
        groups=frozenset({*run, *chaired}),
    )


def may_follow(user: Any, decision: Decision, *, on: date | None = None) -> bool:
    """Report for anybody, set the day and say what replaces the decision: process leader and coordinator."""
    return runs_group(user, decision.group, on=on)


def may_report_anchoring(user: Any, row: Anchoring, *, on: date | None = None) -> bool:
    """Say how far an organisation has come: whoever sits for it somewhere on the day, and the secretariat."""
    return standing_of(user, on=on).anchors(row) or may_follow(user, row.decision, on=on)


def may_report_formal_decision(user: Any, row: FormalDecision, *, on: date | None = None) -> bool:
    """Say what a principal has decided: whoever sits for it, or for a part of it, on the day, and the secretariat.

    R6: the formal decision is the principal's own, taken by its board at home; here it is only told, with its day and
    its own registration number, so that anybody can look it up there. A principal often sits by its parts alone (the
    region has no seat in LGS, its hospitals have), so one who sits for a part must be able to tell. Who told stands in
    the history of the row, and whoever sits for the principal can correct it.
    """
    return standing_of(user, on=on).decides(row) or may_follow(user, row.decision, on=on)


def may_report_commitment(user: Any, row: Commitment, *, on: date | None = None) -> bool:
    """Say what has become of a commitment: its owner, whoever sits for its organisation, runs or chairs its group, and
    the secretariat of the group where it was taken on.
    """
    return standing_of(user, on=on).owns(row) or may_follow(user, row.decision, on=on)
