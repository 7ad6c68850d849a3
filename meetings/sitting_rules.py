"""Who may, at the sitting where a preparatory group decides on the agendas of the groups that it prepares (R5)."""

from datetime import date
from typing import Any

from django.db.models import Q

from groups.models import Group, GroupType, Membership, OfficeTerm, User
from groups.roles import CHAIRS, SECRETARIAT, SITTING
from groups.rules import roles_in
from meetings.models import Meeting
from meetings.rules import approving_groups, may_approve_agenda

#: The roles in a preparatory group that give a place at its sitting.
PLACES = SITTING | SECRETARIAT


def may_read_sent_agenda(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Read an agenda that was sent to be approved: who approves it, and everyone in the preparatory group that does."""
    preparing = approving_groups(meeting.group)[1:]
    return may_approve_agenda(user, meeting, on=on) or any(sits_in(user, group, on=on) for group in preparing)


def sits_in(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account has a place at the sitting of a preparatory group: it sits in it, chairs it or runs it."""
    return bool((PLACES | CHAIRS) & roles_in(user, group, on=on))


def seen_at_sitting(person: int | None, *, on: date) -> Q:
    """The meetings whose agendas the person takes part in deciding on, as a condition for ``Meeting``: of the groups
    that they chair, and of those that a preparatory group of theirs decides for.
    """
    if not person:
        return Q(pk__in=[])
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    there = Membership.objects.on(on).filter(person=person, role__in=PLACES).values("group")
    prepares = GroupType.AgendaApprover.PREPARATORY_GROUP
    prepared = Q(group__prepared_by__in=chaired) | Q(group__prepared_by__in=there)
    return Q(group__in=chaired) | Q(group__type__agenda_approver=prepares) & prepared


def may_sit(user: Any, *, on: date) -> bool:
    """Whether there is a sitting for the account: it chairs a group, or is in one that prepares for others."""
    if not isinstance(user, User) or not user.is_active or not user.person_id:
        return False
    if Group.objects.chaired_by(user, on=on).exists():
        return True
    there = Membership.objects.on(on).filter(person=user.person_id, role__in=PLACES).values("group")
    prepares = GroupType.AgendaApprover.PREPARATORY_GROUP
    return Group.objects.filter(prepared_by__in=there, type__agenda_approver=prepares).exists()
