"""Who may, with decisions: named predicates that views, admin and tasks ask before a step is tried."""

from datetime import date
from typing import Any

from django.utils import timezone

from decisions.models import Anchoring, Commitment, Decision, FormalDecision
from decisions.parties import spoken_for
from groups.models import User
from groups.rules import runs_group


def may_follow(user: Any, decision: Decision, *, on: date | None = None) -> bool:
    """Report for anybody, set the day and say what replaces the decision: process leader and coordinator."""
    return runs_group(user, decision.group, on=on)


def may_report_anchoring(user: Any, row: Anchoring, *, on: date | None = None) -> bool:
    """Say how far an organisation has come: whoever sits for it somewhere on the day, and the secretariat."""
    return _speaks_for(user, row.organisation_id, on=on) or may_follow(user, row.decision, on=on)


def may_report_formal_decision(user: Any, row: FormalDecision, *, on: date | None = None) -> bool:
    """Say what a principal has decided: whoever sits for it, or for a part of it, on the day, and the secretariat."""
    if may_follow(user, row.decision, on=on):
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    mine = spoken_for(user.person_id, on=on or timezone.localdate())
    return mine.filter(pk=row.principal_id).exists() or mine.filter(principal=row.principal_id).exists()


def may_report_commitment(user: Any, row: Commitment, *, on: date | None = None) -> bool:
    """Say what has become of a commitment: its owner, whoever sits for its organisation or runs its group, and
    the secretariat of the group where it was taken on.
    """
    if isinstance(user, User) and user.is_active and user.person_id and user.person_id == row.person_id:
        return True
    speaks = row.organisation_id is not None and _speaks_for(user, row.organisation_id, on=on)
    runs = row.group is not None and runs_group(user, row.group, on=on)
    return speaks or runs or may_follow(user, row.decision, on=on)


def reporting_for(user: Any, *, on: date) -> list[int]:
    """The keys of the organisations that the account reports for on the day."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return list(spoken_for(user.person_id, on=on).values_list("pk", flat=True))


def principals_for(user: Any, *, on: date) -> list[int]:
    """The keys of the principals whose formal decisions the account reports on the day."""
    if not isinstance(user, User) or not user.is_active:
        return []
    rows = spoken_for(user.person_id, on=on).values_list("pk", "principal")
    return list({key for row in rows for key in row if key is not None})


def _speaks_for(user: Any, organisation: int, *, on: date | None) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    day = on or timezone.localdate()
    return bool(spoken_for(user.person_id, on=day).filter(pk=organisation).exists())
