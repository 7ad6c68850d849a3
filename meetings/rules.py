"""Who may, with meetings: named predicates that views, admin and commands ask before a step is tried."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import Group, GroupType, Membership, OfficeTerm, Person
from groups.roles import SECRETARIAT, Role
from groups.rules import chairs_group, roles_in, runs_group
from meetings.models import Adjuster, Meeting, MinutesComment, MinutesVersion

#: Those who sit in the group and speak there: they read the note while it is out, comment on it and can be adjusters.
SITTING = frozenset({Role.MEMBER, Role.SUBSTITUTE, Role.ADJUNCT})


def may_prepare(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Write, send, call, mark as held and publish: process leader and coordinator of the group."""
    return runs_group(user, meeting.group, on=on)


def may_approve_agenda(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Approve the agenda or send it back: chair and vice chair, who also make up the preparatory group (R5)."""
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
    if version.adjustment_mode == GroupType.AdjustmentMode.NAMED:
        return bool(SITTING & roles_in(user, version.meeting.group, on=on))
    return chairs_group(user, version.meeting.group, on=on)


def may_comment(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Comment on minutes that are out for it: those who sit in the group."""
    return bool(SITTING & roles_in(user, version.meeting.group, on=on))


def may_read_comments(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Read what the members have written: those who sit in the group or chair it, and its secretariat."""
    return bool((SITTING | SECRETARIAT) & roles_in(user, meeting.group, on=on))


def may_register_verdict(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Register what an adjuster has said elsewhere: process leader and coordinator; never for themselves."""
    return runs_group(user, meeting.group, on=on)


def may_see_representation(user: Any, group: Group, *, on: date | None = None) -> bool:
    """See which organisations are poorly represented (R11): those who chair or run the group."""
    return chairs_group(user, group, on=on) or runs_group(user, group, on=on)


def adjusters_of(meeting: Meeting, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who are to adjust: every sharing chair; the vice chairs when there is no chair."""
    terms = list(OfficeTerm.objects.on(on or timezone.localdate()).of_group(meeting.group))
    chairs = [term for term in terms if term.office == OfficeTerm.Office.CHAIR]
    return chairs or terms


def candidates_of(meeting: Meeting, *, on: date | None = None) -> list[Membership]:
    """Whom the process leader can name as adjusters: those who sit in the group and have an account, once each.

    Nobody who writes the group's notes adjusts them too.
    """
    day = on or timezone.localdate()
    writers = Membership.objects.on(day).filter(group=meeting.group, role__in=SECRETARIAT).values("person")
    rows = Membership.objects.on(day).filter(group=meeting.group, role__in=SITTING, person__user__is_active=True)
    return list({row.person_id: row for row in rows.exclude(person__in=writers).with_people()}.values())


def members_with_account(meeting: Meeting, *, on: date) -> QuerySet[Person]:
    """Those who sit in the group on the day and can sign in."""
    sitting = Membership.objects.on(on).filter(group=meeting.group, role__in=SITTING)
    return Person.objects.filter(memberships__in=sitting, user__is_active=True).distinct()


def remaining_of(version: MinutesVersion, *, on: date | None = None) -> list[Person]:
    """Those whose verdict is still asked for, and who may still give it on the day, by name."""
    day, meeting = on or timezone.localdate(), version.meeting
    chairs = OfficeTerm.objects.on(day).of_group(meeting.group).values("membership__person")
    given = version.adjusters.exclude(verdict=None).values("person")
    if version.adjustment_mode == GroupType.AdjustmentMode.NEXT_MEETING:
        people = Person.objects.filter(pk__in=chairs)
    elif version.adjustment_mode == GroupType.AdjustmentMode.NAMED:
        sitting = Membership.objects.on(day).filter(group=meeting.group, role__in=SITTING).values("person")
        people = Person.objects.filter(adjustments__version=version, pk__in=sitting)
    else:
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
        | Q(adjustment_mode=mode.NAMED, meeting__group__in=sat_in) & named
        | Q(adjustment_mode__in=[mode.CHAIR, mode.COMMENTS], meeting__group__in=chaired) & named
    )


def comments_now(person: int | None, *, on: date) -> Q:
    """Which versions the person can comment on and has not yet, as a condition for ``MinutesVersion``."""
    if not person:
        return Q(pk__in=[])
    sat_in = Membership.objects.on(on).filter(person=person, role__in=SITTING).values("group")
    said = MinutesComment.objects.filter(person=person).values("version")
    open_now = Q(adjustment_mode=GroupType.AdjustmentMode.COMMENTS, comments_until__gte=on)
    return open_now & Q(meeting__group__in=sat_in) & ~Q(pk__in=said)
