"""Who gets in: a decision that the visitor may not know of is 404, a report that is not theirs to make is 403."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from decisions.models import Commitment, Decision
from decisions.rules import standing_of
from groups.admin.access import UserRequest
from groups.models import User

NOT_YOURS = "Det här rapporterar den som sitter för organisationen, eller gruppens processledare eller koordinator."
SECRETARIAT_ONLY = "Det här gör gruppens processledare eller koordinator."


def decision_for(request: UserRequest, pk: int) -> Decision:
    """The decision, if the visitor sees its group, sits for an organisation that it binds, or has a commitment."""
    today = timezone.localdate()
    rows = Decision.objects.filter(knowable(request.user, on=today)).distinct()
    decision: Decision = get_object_or_404(
        rows.select_related("group__area", "version__meeting", "replaced_by__group"), pk=pk
    )
    return decision


def knowable(user: User, *, on: date) -> Q:
    """Condition on decisions: those that the account reads with all that is reported of them."""
    standing = standing_of(user, on=on)
    organisations = standing.organisations
    commitments = Commitment.objects.of_owner(standing.person, organisations, standing.groups)
    part: Q = (
        Q(pk__in=Decision.objects.visible_to(user, on=on).values("pk"))
        | Q(needs_anchoring=True, anchorings__organisation__in=organisations)
        | Q(pk__in=commitments.values("decision"))
    )
    return part


def is_inside(user: Any, decision: Decision) -> bool:
    """Whether the account is of the decision's group, and so reads the notes of every organisation."""
    return bool(Decision.objects.visible_to(user, on=timezone.localdate()).filter(pk=decision.pk).exists())
