"""Who adjusts a note, who is asked to, and who may comment on it.

Where chairs adjust it is whoever chairs the group on the day of the answer, also when somebody else did as the note
was sent; where adjusters are named it is those, as long as they sit in the group. Nobody who writes the group's notes
adjusts them: not its process leader or coordinator, not whoever sent the version. When a group has ended, those who
chaired it last adjust the corrections of its notes, by the link in the mail, or with their word registered with its
source by the administrator of the area.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from groups.models import Group, GroupType, Membership, OfficeTerm, Person, User
from groups.roles import SECRETARIAT, SITTING
from groups.rules import chairs_group, roles_in, runs_group
from meetings.kinds import Correction
from meetings.models import Adjuster, Meeting, MinutesComment, MinutesVersion, Verdict
from meetings.rules.meetings import chairs_of, groups_of, has_ended, keeps_ended, last_day_of, offices_of
from meetings.states import MinutesState

Mode = GroupType.AdjustmentMode
CHAIR = OfficeTerm.Office.CHAIR


def may_adjust(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Adjust or send back, by the mode that the version was sent under.

    Named adjusters who are still in the group on the day; at the next meeting whoever chairs the group then; else
    those who chair the group on the day, whoever chaired it when the version was sent.
    """
    day = on or timezone.localdate()
    if version.adjustment_mode == Mode.NEXT_MEETING:
        return chairs_group(user, version.meeting.group, on=day)
    if not isinstance(user, User) or not user.is_active or not user.person_id:
        return False
    if version.adjustment_mode != Mode.NAMED:
        return any(term.membership.person_id == user.person_id for term in adjusting_chairs(version, on=day))
    named = version.adjusters.filter(person=user.person_id).exists()
    return named and _sitting(version, on=day).filter(person=user.person_id).exists()


def may_comment(user: Any, version: MinutesVersion, *, on: date | None = None) -> bool:
    """Comment on minutes that are out for it: those who sit in the group, or in one that met with it."""
    return any(SITTING & roles_in(user, group, on=on) for group in groups_of(version.meeting))


def may_read_comments(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Read what the members have written: those who sit in the group or chair it, and its secretariat."""
    return any((SITTING | SECRETARIAT) & roles_in(user, group, on=on) for group in groups_of(meeting))


def may_register_verdict(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Register what an adjuster has said elsewhere: process leader and coordinator, the administrator of the area of
    a group that has ended; never for themselves.
    """
    return runs_group(user, meeting.group, on=on) or keeps_ended(user, meeting.group, on=on)


def mode_of(meeting: Meeting, *, on: date | None = None) -> str:
    """How the note of the meeting is adjusted: as the group's type says; always by the chair a chair's decision, a
    correction of spelling, and every correction when the group has ended.
    """
    is_chairs = meeting.kind == Meeting.Kind.CHAIR or meeting.correction_open == Correction.SPELLING
    is_chairs = is_chairs or has_ended(meeting.group, on=on or timezone.localdate())
    return Mode.CHAIR if is_chairs else meeting.group.type.adjustment_mode


def adjusters_of(meeting: Meeting, *, on: date | None = None) -> list[OfficeTerm]:
    """The terms of those who are to adjust: every sharing chair; the vice chairs when there is no chair.

    A chair's decision is the chair's alone. Of a joint meeting it is those who chair each of the groups, and one of
    each adjusts (``missing_groups``); approval at the next meeting is for the group that held the meeting.
    """
    day = on or timezone.localdate()
    if mode_of(meeting, on=day) == Mode.NEXT_MEETING:
        return chairs_of(meeting.group, on=day)
    return [term for group in groups_of(meeting) for term in _chairs(group, meeting, on=day)]


def sides_of(meeting: Meeting, *, on: date | None = None) -> list[list[Person]]:
    """Those of ``adjusters_of``, together where the verdict of one is enough: those who chair the same group."""
    sides: dict[int, list[Person]] = {}
    for term in adjusters_of(meeting, on=on):
        sides.setdefault(term.membership.group_id, []).append(term.membership.person)
    found = list(sides.values())
    return [side for index, side in enumerate(found) if side not in found[:index]]


def adjusting_chairs(version: MinutesVersion, *, on: date) -> list[OfficeTerm]:
    """The terms of those who can adjust on the day a version that chairs adjust, of each of its groups."""
    return [term for group in groups_of(version.meeting) for term in _chairs_of_version(group, version, on=on)]


def missing_groups(version: MinutesVersion, *, on: date) -> list[Group]:
    """The groups whose chair has not adjusted yet, where chairs do. One chair of each group is enough.

    A group that has nobody who can adjust on the day is not waited for; one that has a new chair is.
    """
    said = _groups_that_have_adjusted(version)
    groups = [group for group in groups_of(version.meeting) if group.pk not in said]
    return [group for group in groups if _chairs_of_version(group, version, on=on)]


def _groups_that_have_adjusted(version: MinutesVersion) -> set[int]:
    """The groups for which somebody has adjusted who chaired them on the day of the verdict."""
    given = Verdict.objects.filter(adjuster__version=version, kind=Verdict.Kind.ADJUSTED)
    said = set()
    for person, at in given.values_list("adjuster__person", "given_at"):
        day = timezone.localdate(at)
        said |= {
            group.pk
            for group in groups_of(version.meeting)
            if any(term.membership.person_id == person for term in _chairs_of_version(group, version, on=day))
        }
    return said


def _chairs_of_version(group: Group, version: MinutesVersion, *, on: date) -> list[OfficeTerm]:
    return _chairs(group, version.meeting, on=on, but=[version.sent_by.person_id])


def _chairs(group: Group, meeting: Meeting, *, on: date, but: Collection[int | None] = ()) -> list[OfficeTerm]:
    """Those who adjust for one of the groups of a meeting, by their office on the day; ``but`` are people who don't."""
    terms = offices_of(group, on=on)
    if meeting.kind == Meeting.Kind.CHAIR:
        return [term for term in terms if term.office == CHAIR]
    writers = {*but, *_writers(meeting, on=on)}
    terms = [term for term in terms if term.membership.person_id not in writers]
    return [term for term in terms if term.office == CHAIR] or terms


def _writers(meeting: Meeting, *, on: date) -> set[int]:
    """The people who write the notes of the group that holds the meeting."""
    rows = Membership.objects.on(last_day_of(meeting.group, on)).filter(group=meeting.group_id, role__in=SECRETARIAT)
    return set(rows.values_list("person", flat=True))


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
    found = {person.pk: person for people in remaining_sides(version, on=on) for person in people}
    return sorted(found.values(), key=lambda person: person.name)


def remaining_sides(version: MinutesVersion, *, on: date | None = None) -> list[list[Person]]:
    """Those of ``remaining_of``, together where the verdict of one is enough: those who chair the same group.

    Every side is waited for; a named adjuster is a side alone.
    """
    day, meeting = on or timezone.localdate(), version.meeting
    given = set(version.adjusters.exclude(verdict=None).values_list("person", flat=True))
    if version.adjustment_mode == Mode.NEXT_MEETING:
        leads = {term.membership.person_id for term in offices_of(meeting.group, on=day)}
        sides = [list(Person.objects.filter(pk__in=leads - given).order_by("name"))]
    elif version.adjustment_mode == Mode.NAMED:
        sitting = _sitting(version, on=day).values("person")
        people = Person.objects.filter(adjustments__version=version, pk__in=sitting)
        sides = [[person] for person in people.exclude(pk__in=given).order_by("name")]
    else:
        terms = [_chairs_of_version(group, version, on=day) for group in missing_groups(version, on=day)]
        sides = [sorted((t.membership.person for t in side), key=lambda person: person.name) for side in terms]
        sides = [[person for person in side if person.pk not in given] for side in sides]
    return [side for index, side in enumerate(sides) if side and side not in sides[:index]]


def _sitting(version: MinutesVersion, *, on: date) -> QuerySet[Membership]:
    """The memberships by which somebody named can adjust on the day: who sits there and does not write the notes."""
    rows = Membership.objects.on(on).filter(group__in=groups_of(version.meeting), role__in=SITTING)
    found: QuerySet[Membership] = rows.exclude(person__in=_writers(version.meeting, on=on))
    return found


def gone_adjusters(*, on: date) -> QuerySet[Adjuster]:
    """Named adjusters whose verdict is waited for in vain: they no longer sit in the group on the day, or write its
    notes by now.
    """
    there = Membership.objects.on(on).filter(person=OuterRef("person"))
    host = Q(group=OuterRef("version__meeting__group"))
    sits = there.filter(host | Q(group__joint_meetings=OuterRef("version__meeting")), role__in=SITTING)
    writes = there.filter(host, role__in=SECRETARIAT)
    waited_for = Adjuster.objects.filter(
        verdict=None, version__state=MinutesState.OUT, version__adjustment_mode=Mode.NAMED
    )
    return waited_for.filter(~Exists(sits) | Exists(writes)).select_related("person", "version__meeting__group")


def without_chair(*, on: date) -> QuerySet[MinutesVersion]:
    """Versions that are out to chairs, of groups none of which has a chair or vice chair on the day."""
    offices = OfficeTerm.objects.on(on)
    host = Q(membership__group=OuterRef("meeting__group"))
    joint = Q(membership__group__joint_meetings=OuterRef("meeting"))
    out = MinutesVersion.objects.filter(state=MinutesState.OUT).exclude(adjustment_mode=Mode.NAMED)
    return out.filter(~Exists(offices.filter(host | joint))).defer("content", "seal")


def adjusts_now(person: int | None, *, on: date) -> Q:
    """Which versions wait for the person's verdict, as a condition for ``MinutesVersion``; the time not considered."""
    if not person:
        return Q(pk__in=[])
    chaired = OfficeTerm.objects.on(on).filter(membership__person=person).values("membership__group")
    sat_in = Membership.objects.on(on).filter(person=person, role__in=SITTING).values("group")
    written = Membership.objects.on(on).filter(person=person, role__in=SECRETARIAT).values("group")
    own = Q(meeting__group__in=written) | Q(sent_by__person=person)
    mine = Adjuster.objects.filter(person=person)
    named = Q(pk__in=mine.filter(verdict=None).values("version"))
    said = Q(pk__in=mine.exclude(verdict=None).values("version"))
    return (
        Q(adjustment_mode=Mode.NEXT_MEETING, meeting__group__in=chaired)
        | Q(adjustment_mode=Mode.NAMED) & _held_in(sat_in) & named & ~Q(meeting__group__in=written)
        | Q(adjustment_mode__in=[Mode.CHAIR, Mode.COMMENTS]) & _led_by(person, on=on, own=own) & ~said
    )


def _led_by(person: int, *, on: date, own: Q) -> Q:
    """That the person adjusts as chair, or as vice chair where no chair adjusts; not what is their ``own``."""
    terms = OfficeTerm.objects.on(on)
    writes = Membership.objects.on(on).filter(
        person=OuterRef("membership__person"), group=OuterRef("membership__group"), role__in=SECRETARIAT
    )
    led = terms.filter(~Exists(writes), office=CHAIR).values("membership__group")
    mine = terms.filter(membership__person=person)
    chairs = mine.filter(office=CHAIR).values("membership__group")
    instead = mine.exclude(membership__group__in=led).values("membership__group")
    alone = Q(meeting__kind=Meeting.Kind.CHAIR)
    return alone & Q(meeting__group__in=chairs) | ~alone & ~own & (_held_in(chairs) | _held_in(instead))


def comments_now(person: int | None, *, on: date) -> Q:
    """Which versions the person can comment on and has not yet, as a condition for ``MinutesVersion``."""
    if not person:
        return Q(pk__in=[])
    sat_in = Membership.objects.on(on).filter(person=person, role__in=SITTING).values("group")
    said = MinutesComment.objects.filter(person=person).values("version")
    open_now = Q(adjustment_mode=Mode.COMMENTS, comments_until__gte=on)
    return open_now & _held_in(sat_in) & ~Q(pk__in=said)


def _held_in(groups: Any) -> Q:
    """That the meeting of a version is held by one of the groups, or together with one."""
    return Q(meeting__in=Meeting.objects.filter(Q(group__in=groups) | Q(joint_groups__in=groups)).values("pk"))
