"""Who may, with meetings: named predicates that views, admin and commands ask before a step is tried."""

from datetime import date
from typing import Any

import rules
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import AreaRole, Group, GroupType, Membership, OfficeTerm, Person, User
from groups.roles import SECRETARIAT, Role
from groups.rules import chairs_group, keeps_group, roles_in, runs_group
from meetings.kinds import Correction
from meetings.models import Adjuster, Matter, Meeting, MinutesComment, MinutesVersion, Verdict
from meetings.states import AgendaState, MeetingState

#: Those who sit in the group and speak there: they read the note while it is out, comment on it and can be adjusters.
SITTING = frozenset({Role.MEMBER, Role.SUBSTITUTE, Role.ADJUNCT})


def may_prepare(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Write, send, call, mark as held and publish: process leader and coordinator of the group."""
    return runs_group(user, meeting.group, on=on)


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
    """Say that some digits in the note are no personal number: chair and vice chair."""
    return chairs_group(user, meeting.group, on=on)


def may_adjust(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Adjust or send back, by the mode that the version was sent under.

    Named adjusters who are still in the group on the day; at the next meeting whoever chairs the group then; else
    the chairs who were named when the version was sent and still chair the group.
    """
    if version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING:
        return chairs_group(user, version.meeting.group, on=on)
    if not user.person_id or not version.adjusters.filter(person=user.person_id).exists():
        return False
    groups = groups_of(version.meeting)
    if version.adjustment_mode == GroupType.AdjustmentMode.NAMED:
        return any(SITTING & roles_in(user, group, on=on) for group in groups)
    return any(chairs_group(user, group, on=on) for group in groups)


def may_comment(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Comment on minutes that are out for it: those who sit in the group, or in one that met with it."""
    return any(SITTING & roles_in(user, group, on=on) for group in groups_of(version.meeting))


def may_read_comments(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Read what the members have written: those who sit in the group or chair it, and its secretariat."""
    return any((SITTING | SECRETARIAT) & roles_in(user, group, on=on) for group in groups_of(meeting))


def may_register_verdict(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Register what an adjuster has said elsewhere: process leader and coordinator; never for themselves."""
    return runs_group(user, meeting.group, on=on)


def may_see_representation(user: Any, group: Group, *, on: date | None = None) -> bool:
    """See which organisations are poorly represented (R11): those who chair or run the group."""
    return chairs_group(user, group, on=on) or runs_group(user, group, on=on)


def adjusters_of(meeting: Meeting, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who are to adjust: every sharing chair; the vice chairs when there is no chair.

    A chair's decision is the chair's alone. Of a joint meeting it is those who chair each of the groups, and one of
    each adjusts (``missing_groups``); approval at the next meeting is for the group that held the meeting.
    """
    if meeting.kind == Meeting.Kind.CHAIR:
        return [term for term in chairs_of(meeting.group, on=on) if term.office == OfficeTerm.Office.CHAIR]
    if mode_of(meeting) == GroupType.AdjustmentMode.NEXT_MEETING:
        return chairs_of(meeting.group, on=on)
    return [term for group in groups_of(meeting) for term in chairs_of(group, on=on)]


def mode_of(meeting: Meeting) -> str:
    """How the note of the meeting is adjusted: as the group's type says; a chair's decision, and a correction of
    spelling, always by the chair.
    """
    is_chairs = meeting.kind == Meeting.Kind.CHAIR or meeting.correction_open == Correction.SPELLING
    return GroupType.AdjustmentMode.CHAIR if is_chairs else meeting.group.type.adjustment_mode


def groups_of(meeting: Meeting) -> list[Group]:
    """The group that holds the meeting, then those that meet with it."""
    return [meeting.group, *meeting.joint_groups.all()]


def missing_groups(version: MinutesVersion, *, on: date) -> list[Group]:
    """The groups whose chair has not adjusted yet, where chairs do. One chair of each group is enough.

    A group none of whose chairs on the day was named when the version was sent is not waited for.
    """
    named = dict(version.adjusters.values_list("person", "verdict__kind"))
    groups = {group.pk: group for group in groups_of(version.meeting)}
    terms = OfficeTerm.objects.on(on).filter(membership__group__in=groups, membership__person__in=named)
    said: dict[int, set[str | None]] = {}
    for group, person in terms.values_list("membership__group", "membership__person"):
        said.setdefault(group, set()).add(named[person])
    return [groups[group] for group in groups if group in said and Verdict.Kind.ADJUSTED not in said[group]]


def chairs_of(group: Group, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who chair the group on the day: every sharing chair, else the vice chairs."""
    terms = list(OfficeTerm.objects.on(on or timezone.localdate()).of_group(group))
    chairs = [term for term in terms if term.office == OfficeTerm.Office.CHAIR]
    return chairs or terms


def called(meeting: Meeting) -> QuerySet[Person]:
    """Who gets the call: those who are in the group, or in one that meets with it, on the day of the meeting."""
    groups = [meeting.group_id, *meeting.joint_groups.values_list("pk", flat=True)]
    sitting = Membership.objects.on(meeting.date).filter(group__in=groups)
    return Person.objects.filter(memberships__in=sitting).select_related("user").distinct().order_by("name", "pk")


def candidates_of(meeting: Meeting, *, on: date | None = None) -> list[Membership]:
    """Whom the process leader can name as adjusters: those who sit in the group and have an account, once each.

    Nobody who writes the group's notes adjusts them too.
    """
    day = on or timezone.localdate()
    there = Membership.objects.on(day).filter(group__in=groups_of(meeting))
    writers = there.filter(role__in=SECRETARIAT).values("person")
    rows = there.filter(role__in=SITTING, person__user__is_active=True)
    return list({row.person_id: row for row in rows.exclude(person__in=writers).with_people()}.values())


def members_with_account(meeting: Meeting, *, on: date) -> QuerySet[Person]:
    """Those who sit in the group, or in one that meets with it, on the day and can sign in."""
    sitting = Membership.objects.on(on).filter(group__in=groups_of(meeting), role__in=SITTING)
    return Person.objects.filter(memberships__in=sitting, user__is_active=True).distinct()


def remaining_of(version: MinutesVersion, *, on: date | None = None) -> list[Person]:
    """Those whose verdict is still asked for, and who may still give it on the day, by name."""
    day, meeting = on or timezone.localdate(), version.meeting
    in_office = OfficeTerm.objects.on(day)
    given = version.adjusters.exclude(verdict=None).values("person")
    if version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING:
        people = Person.objects.filter(pk__in=in_office.of_group(meeting.group).values("membership__person"))
    elif version.adjustment_mode == GroupType.AdjustmentMode.NAMED:
        sitting = Membership.objects.on(day).filter(group__in=groups_of(meeting), role__in=SITTING).values("person")
        people = Person.objects.filter(adjustments__version=version, pk__in=sitting)
    else:
        missing = missing_groups(version, on=day)
        chairs = in_office.filter(membership__group__in=missing).values("membership__person")
        people = Person.objects.filter(adjustments__version=version, pk__in=chairs)
    return list(people.exclude(pk__in=given).order_by("name"))


def adjusts_now(person: int | None, *, on: date) -> Q:
    """Which versions wait for the person's verdict, as a condition for ``MinutesVersion``; the time not considered."""
    if not person:
        return Q(pk__in=[])
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    sat_in = Membership.objects.on(on).filter(person=person, role__in=SITTING).values("group")
    named = Q(pk__in=Adjuster.objects.filter(person=person, verdict=None).values("version"))
    mode = GroupType.AdjustmentMode
    return (
        Q(adjustment_mode=mode.NEXT_MEETING, meeting__group__in=chaired)
        | Q(adjustment_mode=mode.NAMED) & _held_in(sat_in) & named
        | Q(adjustment_mode__in=[mode.CHAIR, mode.COMMENTS]) & _held_in(chaired) & named
    )


def comments_now(person: int | None, *, on: date) -> Q:
    """Which versions the person can comment on and has not yet, as a condition for ``MinutesVersion``."""
    if not person:
        return Q(pk__in=[])
    sat_in = Membership.objects.on(on).filter(person=person, role__in=SITTING).values("group")
    said = MinutesComment.objects.filter(person=person).values("version")
    open_now = Q(adjustment_mode=GroupType.AdjustmentMode.COMMENTS, comments_until__gte=on)
    return open_now & _held_in(sat_in) & ~Q(pk__in=said)


def _held_in(groups: Any) -> Q:
    """That the meeting of a version is held by one of the groups, or together with one."""
    return Q(meeting__in=Meeting.objects.filter(Q(group__in=groups) | Q(joint_groups__in=groups)).values("pk"))


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
    """Open a correction of an adjusted note, and call it off: process leader and coordinator."""
    return runs_group(user, meeting.group, on=on)


def registers_group(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account keeps the diary of the group: registrar of its area, process leader or coordinator."""
    return bool((SECRETARIAT | {Role.REGISTRAR}) & roles_in(user, group, on=on))


def may_redact(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Take parts of a published note off the open site: process leader, coordinator and registrar."""
    return registers_group(user, meeting.group, on=on)


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
