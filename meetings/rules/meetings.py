"""Who may, with the meeting itself, its agenda, its matters and what follows; who is asked and who is called."""

from datetime import date
from typing import Any

import rules
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import AreaRole, Group, GroupType, Membership, OfficeTerm, Person, User
from groups.roles import SECRETARIAT, Role
from groups.rules import chairs_group, keeps_group, roles_in, runs_group
from meetings.invited import invited
from meetings.models import Matter, Meeting
from meetings.states import AgendaState, MeetingState


def may_prepare(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Write, send, call, mark as held and publish: process leader and coordinator of the group; when it has ended the
    administrator of its area, for corrections of its notes.
    """
    return runs_group(user, meeting.group, on=on) or keeps_ended(user, meeting.group, on=on)


def has_ended(group: Group, *, on: date) -> bool:
    """Whether the group is no longer there on the day."""
    return group.ends is not None and group.ends <= on


def keeps_ended(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account looks after the notes of a group that has ended: it administers its area."""
    day = on or timezone.localdate()
    return has_ended(group, on=day) and Role.ADMINISTRATOR in roles_in(user, group, on=day)


def may_withdraw(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Take a published note off the open site: who may publish; when the group has ended the registrar too."""
    day = on or timezone.localdate()
    registers = has_ended(meeting.group, on=day) and Role.REGISTRAR in roles_in(user, meeting.group, on=day)
    return registers or may_prepare(user, meeting, on=day)


def may_approve_agenda(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Approve the agenda or send it back: chair and vice chair, and where the type says so those who chair the
    preparatory group (R5).
    """
    return any(chairs_group(user, group, on=on) for group in approving_groups(meeting.group))


def approving_groups(group: Group) -> list[Group]:
    """The groups whose chairs approve the agendas of the group: itself, and the one that prepares its meetings where
    the type says that it does."""
    prepares = group.prepared_by if group.type.agenda_approver == GroupType.AgendaApprover.PREPARATORY_GROUP else None
    return [group, prepares] if prepares else [group]


def agenda_approvers(meeting: Meeting, *, on: date | None = None) -> list[Person]:
    """Those who are asked to approve the agenda: the chairs, in a group without one the vice chairs; of the
    preparatory group likewise. Once each.
    """
    terms = [term for group in approving_groups(meeting.group) for term in chairs_of(group, on=on)]
    return list({term.membership.person_id: term.membership.person for term in terms}.values())


def may_register_agenda(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Register that the agenda has been approved elsewhere: process leader and coordinator, of the group or of the
    preparatory group where that approves.
    """
    return any(runs_group(user, group, on=on) for group in approving_groups(meeting.group))


def may_say_if_coming(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Say that one can't come, or can after all: whoever is on the attendance list, of themselves; until they leave
    the group.
    """
    if not isinstance(user, User) or not user.is_active or not user.person_id:
        return False
    return bool(invited(meeting).filter(pk=user.person_id).exists())


def approves_now(person: int | None, *, on: date) -> Q:
    """Which agendas wait for the person, as a condition for ``AgendaVersion``; none once the meeting is held."""
    if not person:
        return Q(pk__in=[])
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    prepares = GroupType.AgendaApprover.PREPARATORY_GROUP
    mine = Q(meeting__group__in=chaired)
    mine |= Q(meeting__group__type__agenda_approver=prepares, meeting__group__prepared_by__in=chaired)
    over = Q(meeting__state__in=[MeetingState.CANCELLED, MeetingState.HELD])
    return Q(state=AgendaState.SENT) & ~over & mine


def may_rule_on_numbers(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Say that some digits in the note are no personal number: chair and vice chair; when the group has ended those
    who chaired it last, and the administrator of its area.
    """
    day = on or timezone.localdate()
    if not has_ended(meeting.group, on=day):
        return chairs_group(user, meeting.group, on=day)
    if not isinstance(user, User) or not user.is_active:
        return False
    led = {term.membership.person_id for term in offices_of(meeting.group, on=day)}
    return user.person_id in led or keeps_ended(user, meeting.group, on=day)


def may_see_representation(user: Any, group: Group, *, on: date | None = None) -> bool:
    """See which organisations are poorly represented (R11): those who chair or run the group."""
    return chairs_group(user, group, on=on) or runs_group(user, group, on=on)


def groups_of(meeting: Meeting) -> list[Group]:
    """The group that holds the meeting, then those that meet with it."""
    return [meeting.group, *meeting.joint_groups.all()]


def chairs_of(group: Group, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who chair the group on the day: every sharing chair, else the vice chairs."""
    terms = list(OfficeTerm.objects.on(on or timezone.localdate()).of_group(group))
    chairs = [term for term in terms if term.office == OfficeTerm.Office.CHAIR]
    return chairs or terms


def offices_of(group: Group, *, on: date) -> list[OfficeTerm]:
    """The offices of the group on the day; when it has ended, those of its last day, or else the latest there were."""
    terms = list(OfficeTerm.objects.on(last_day_of(group, on)).of_group(group))
    if terms or not has_ended(group, on=on):
        return terms
    latest = OfficeTerm.objects.of_group(group).exclude(ends=None).order_by("ends").last()
    return [latest] if latest else []


def last_day_of(group: Group, on: date) -> date:
    """The day, or the last of the group when it has ended by then."""
    last: date | None = group.last_day
    return min(on, last) if last else on


def may_raise_matter(user: Any, *, on: date | None = None) -> bool:
    """Raise a matter with a group: whoever has a role in some group on the day."""
    if not isinstance(user, User) or not user.is_active or not user.person_id:
        return False
    return bool(Membership.objects.on(on or timezone.localdate()).filter(person=user.person_id).exists())


def may_keep_matter(user: Any, matter: Matter, *, on: date | None = None) -> bool:
    """Take in, schedule, answer and send back: process leader and coordinator of the group that received it."""
    return runs_group(user, matter.group, on=on)


def has_raised(user: Any, matter: Matter) -> bool:
    """Withdraw, and raise again what was sent back: whoever raised the matter."""
    return isinstance(user, User) and user.is_active and user.person_id == matter.raised_by_id


def receiving_groups(user: Any, *, on: date) -> QuerySet[Group]:
    """The groups that the account can raise a matter with on the day: known to it, and run by somebody."""
    run = Membership.objects.on(on).filter(role__in=SECRETARIAT).values("group")
    known = Group.objects.visible_to(user, on=on).values("pk")
    return Group.objects.on(on).filter(Q(shows_group=True) | Q(pk__in=known), pk__in=run)


def may_keep_standing_items(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Say what stands on every agenda of the group: those who keep its registers."""
    return keeps_group(user, group, on=on)


def may_correct(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Open a correction of an adjusted note, and call it off: process leader and coordinator; when the group has
    ended the administrator of its area. Who adjusts it then: see ``rules.adjustment``.
    """
    return may_prepare(user, meeting, on=on)


def registers_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account keeps the diary of the group: registrar of its area, process leader or coordinator."""
    return bool((SECRETARIAT | {Role.REGISTRAR}) & roles_in(user, group, on=on))


def may_redact(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Take parts of a published note off the open site: process leader, coordinator and registrar; when the group has
    ended the administrator of its area too.
    """
    return registers_group(user, meeting.group, on=on) or keeps_ended(user, meeting.group, on=on)


def may_register_number(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Add registration number and archive id, and fetch the package for the archive."""
    return registers_group(user, meeting.group, on=on)


def may_take_out_everything(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Take out everything of a meeting, for a request to hand out."""
    return registers_group(user, meeting.group, on=on)


def registered_groups(user: Any, *, on: date) -> QuerySet[Group]:
    """The groups whose diary the account keeps on the day: of its areas as registrar, and those it runs."""
    if not isinstance(user, User) or not user.is_active:
        return Group.objects.none()
    areas = user.area_roles.on(on).filter(role=Role.REGISTRAR).values("area")
    run = Group.objects.worked_by(user, on=on).values("pk")
    return Group.objects.filter(Q(area__in=areas) | Q(pk__in=run))


@rules.predicate  # type: ignore[untyped-decorator, attr-defined, unused-ignore]
def keeps_a_diary(user: Any) -> bool:
    """Whether the account keeps the diary of any group today: registrar of its area, process leader or coordinator."""
    return registered_groups(user, on=timezone.localdate()).exists()


def registrars_of(group: Group, *, on: date) -> QuerySet[Person]:
    """The registrars of the group's area on the day who have an account."""
    roles = AreaRole.objects.on(on).filter(area=group.area_id, role=Role.REGISTRAR, user__is_active=True)
    return Person.objects.filter(user__area_roles__in=roles).distinct().order_by("pk")
