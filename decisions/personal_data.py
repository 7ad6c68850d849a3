"""What the register of decisions holds about a person, and what happens to it when two rows are one person."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from decisions.models import (
    ActionPlan,
    Activity,
    Anchoring,
    AnnualReport,
    Commitment,
    Decision,
    FormalDecision,
    PlanGoal,
    SealedDocument,
)
from groups import signals
from groups.models import Person, User
from groups.personal_data import Holdings, acts, mentions, naming
from groups.workflow.people import repoint

PLACES = (
    (Decision, ("text", "public_title", "public_text")),
    (Anchoring, ("reason", "note")),
    (FormalDecision, ("own_number", "note")),
    (Commitment, ("owner", "text", "report")),
    (ActionPlan, ("introduction", "revision_reason", "withdrawal_reason")),
    (PlanGoal, ("text",)),
    (Activity, ("text", "responsible", "evidence")),
    (
        AnnualReport,
        (
            "summary",
            "successes",
            "challenges",
            "changes",
            "planned",
            "figures",
            "source",
            "comment",
            "revision_reason",
            "withdrawal_reason",
        ),
    ),
    (SealedDocument, ("content",)),
)


@receiver(signals.personal_data_asked)
def tell(sender: Any, person: Person, **kwargs: Any) -> Holdings:
    """Rows that name the person, what the account has changed, and texts in which the name stands."""
    return {**naming(person, "decisions"), **acts(person, "decisions"), **mentions(person, PLACES)}


@receiver(signals.person_merged)
def move(sender: Any, person: Person, into: Person, by: User, at: datetime | None, **kwargs: Any) -> None:
    """The rows of the register name the person who is left."""
    repoint("decisions", person, into, by=by, at=at, reason=f"Samma person som {into.name} ({into.slug})")
