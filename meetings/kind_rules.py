"""Who may, with the other kinds of meeting: written ones, a chair's decision, the light path and short notes."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from groups.models import Group, Mandate, Membership, OfficeTerm, Person, User
from groups.roles import SECRETARIAT, Role
from groups.rules import chairs_group, roles_in, runs_group
from meetings.models import Meeting
from meetings.rules import groups_of
from meetings.states import MeetingState
from samverkan.common.swedish import long_date

# Joint meetings


def meeting_groups(user: User, *, on: date) -> QuerySet[Group]:
    """The groups that the account may meet with on the day: every group of the areas in which it runs one, those that
    it sees, and those that everyone may know of; if they hold meetings, so that somebody chairs or runs them, or they
    have met.
    """
    areas = Q(area__in=Group.objects.worked_by(user, on=on).values("area"))
    known = areas | Q(shows_group=True) | Q(pk__in=Group.objects.visible_to(user, on=on).values("pk"))
    run = Membership.objects.on(on).filter(role__in=SECRETARIAT).values("group")
    chaired = OfficeTerm.objects.on(on).values("membership__group")
    meets = Q(pk__in=run) | Q(pk__in=chaired) | Q(pk__in=Meeting.objects.values("group"))
    return Group.objects.on(on).filter(known, meets)


# Written meetings


def asked(meeting: Meeting, *, on: date) -> QuerySet[Person]:
    """Those who answer a written meeting: the members, on the day, of the group and of those that meet with it.

    Adjuncts, substitutes and the secretariat do not decide, so they are not asked.
    """
    members = Membership.objects.on(on).filter(group__in=groups_of(meeting), role=Membership.Role.MEMBER)
    return Person.objects.filter(memberships__in=members).select_related("user").distinct().order_by("name", "pk")


def were_asked(meeting: Meeting, *, on: date) -> list[Person]:
    """Those who have a written meeting to answer on the day: asked when it was put out, or since. None before it is."""
    if meeting.kind != Meeting.Kind.WRITTEN or meeting.state != MeetingState.CALLED:
        return []
    put_out = meeting.history.filter(state=MeetingState.CALLED).order_by("history_date", "history_id").first()
    days = {on, timezone.localdate(put_out.history_date) if put_out else on}
    return list({person.pk: person for day in sorted(days) for person in asked(meeting, on=day)}.values())


def may_answer(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Answer a written meeting: its members, each for themselves."""
    if not isinstance(user, User) or not user.is_active or not user.person_id:
        return False
    return asked(meeting, on=on or timezone.localdate()).filter(pk=user.person_id).exists()


def may_read_answers(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Read what everybody has answered: those who run or chair the group."""
    return runs_group(user, meeting.group, on=on) or chairs_group(user, meeting.group, on=on)


# A chair's decision


def deciding_mandate(group: Group, *, on: date) -> Mandate | None:
    """The mandate in force on the day that lets the chair of the group decide alone (R6); None without one."""
    mandate: Mandate | None = Mandate.objects.holding(group, on=on)
    if mandate is None or not mandate.chair_decides.strip() or mandate.has_run_out(on=on):
        return None
    return mandate


def why_chair_decides_not(group: Group, *, on: date) -> str:
    """Why the chair of the group can't decide alone on the day (R6), as a sentence; empty when they can."""
    if deciding_mandate(group, on=on):
        return ""
    mandate: Mandate | None = Mandate.objects.holding(group, on=on)
    if mandate is None:
        return f"{group.title} har inget uppdrag i kraft. Utan ett sådant kan ordföranden inte besluta ensam."
    if not mandate.chair_decides.strip():
        return (
            f"Uppdraget ”{mandate.title}” låter inte ordföranden besluta ensam. "
            "Ta upp frågan på ett möte, eller per capsulam."
        )
    day = long_date(mandate.valid_until) if mandate.valid_until else ""
    return f"Uppdraget ”{mandate.title}” gällde till och med {day}. Ordföranden kan besluta igen när det är förnyat."


def may_draft_chair_decision(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Draft a decision for the chair: the chair, vice chair and the secretariat. The chair alone takes it."""
    return runs_group(user, group, on=on) or chairs_group(user, group, on=on)


def run_or_chaired(user: User, *, on: date) -> QuerySet[Group]:
    """The groups that the account runs or chairs on the day."""
    run, chaired = Group.objects.worked_by(user, on=on), Group.objects.chaired_by(user, on=on)
    mine = Q(pk__in=run.values("pk")) | Q(pk__in=chaired.values("pk"))
    return Group.objects.on(on).filter(mine).select_related("type", "area").order_by("name")


def other_ways(user: User, *, on: date) -> tuple[bool, bool]:
    """Whether the account runs or chairs a group whose mandate leaves some decisions to the chair, and one that
    uploads its notes; one query.
    """
    leaves = Mandate.objects.adopted().filter(groups=OuterRef("pk")).exclude(chair_decides="")
    rows = run_or_chaired(user, on=on).values_list(Exists(leaves), "type__light_path")
    ways = list(rows)
    return any(decides for decides, _ in ways), any(uploads for _, uploads in ways)


def is_the_chair(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Whether the account is chair of the group, sharing or not; a vice chair is not."""
    return Role.CHAIR in roles_in(user, group, on=on)


def deciding_chairs(group: Group, *, on: date) -> list[OfficeTerm]:
    """The terms of those who are chair of the group on the day."""
    return list(OfficeTerm.objects.on(on).of_group(group).filter(office=OfficeTerm.Office.CHAIR))


# The light path, and short notes


def may_upload_note(user: Any, group: Group, *, on: date | None = None) -> bool:
    """Upload, publish and correct a finished note, and take it off again: those who chair or run a group with the
    light path.
    """
    return group.type.light_path and (runs_group(user, group, on=on) or chairs_group(user, group, on=on))


def uploading_groups(user: User, *, on: date) -> QuerySet[Group]:
    """The groups whose finished notes the account uploads."""
    return run_or_chaired(user, on=on).filter(type__light_path=True)


def may_write_short_note(user: Any, meeting: Meeting, *, on: date | None = None) -> bool:
    """Write a short note from a meeting: the secretariat; in a group with the light path also those who chair it."""
    return runs_group(user, meeting.group, on=on) or may_upload_note(user, meeting.group, on=on)
