"""Who gets in: a decision that the visitor may not know of is 404, a report that is not theirs to make is 403."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from decisions.models import Anchoring, Commitment, Decision
from decisions.rules import Standing, standing_of
from decisions.words import Words, public_words
from groups.admin.access import UserRequest
from groups.models import Group, User
from meetings.models import Meeting

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


def reads_record(user: User, standing: Standing, *, on: date) -> Q:
    """Condition on decisions: those whose words, as they stand in the record, are the account's to read.

    Of who met (the group and those that met with it), and of the organisations that it binds. Whoever knows of a
    decision by a commitment alone reads what the public variant says, and no more.
    """
    groups = Group.objects.visible_to(user, on=on).values("pk")
    joint = Meeting.joint_groups.through.objects.filter(group__in=groups).values("meeting")
    bound = Anchoring.objects.of_organisations(standing.organisations).values("decision")
    part: Q = Q(group__in=groups) | Q(version__meeting__in=joint) | Q(needs_anchoring=True, pk__in=bound)
    return part


def words_outside(
    user: User, standing: Standing, decisions: Iterable[Decision], *, on: date
) -> dict[int, Words | None]:
    """For each of the decisions whose record the account does not read, by its key: what it reads instead.

    One query, and those of the public variant for each version of a note that is read from outside.
    """
    found = {row.pk: row for row in decisions}
    if not found:
        return {}
    read = set(
        Decision.objects.filter(reads_record(user, standing, on=on), pk__in=list(found)).values_list("pk", flat=True)
    )
    return {pk: public_words(row) for pk, row in found.items() if pk not in read}


def is_inside(user: Any, decision: Decision) -> bool:
    """Whether the account is of the decision's group, and so reads the notes of every organisation."""
    return bool(Decision.objects.visible_to(user, on=timezone.localdate()).filter(pk=decision.pk).exists())
