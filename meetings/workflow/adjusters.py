"""Who adjusts a version that is out: the chairs that there are by now, and somebody else in a named adjuster's place.

The text stays as it was frozen. Who was named, by whom and when, is in the history of the adjusters.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groups.models import GroupType, OfficeTerm, Person, User
from meetings.models import Adjuster, Meeting, MinutesVersion
from meetings.rules import adjusting_chairs, candidates_of, groups_of
from meetings.states import MinutesState
from meetings.workflow.steps import locked, mail
from samverkan.common import history, outbox
from samverkan.common.refusals import StepRefused

Mode = GroupType.AdjustmentMode
#: The modes in which whoever chairs the group adjusts.
BY_CHAIRS = (Mode.CHAIR, Mode.COMMENTS)


def name_adjuster(row: Adjuster, *, by: User | None, at: datetime, reason: str = "Utsedd vid utskicket") -> Adjuster:
    """Save a new adjuster with a history row that says who named them, when and why."""
    history.save(row, by=by, at=at, reason=reason)
    return row


def able_to_adjust(meeting: Meeting, *, on: date) -> dict[Person, str]:
    """Who can be named as adjuster on the day, each with the office or role in the group."""
    able = {row.person: row.get_role_display() for row in candidates_of(meeting, on=on)}
    offices = OfficeTerm.objects.on(on).filter(membership__group__in=groups_of(meeting))
    offices = offices.select_related("membership__person")
    return able | {
        term.membership.person: term.get_office_display() for term in offices if term.membership.person in able
    }


@transaction.atomic
def follow_chairs(version: MinutesVersion, *, at: datetime | None = None) -> list[Person]:
    """Let a version that is out to chairs follow the office: those who chair by now are its adjusters.

    Who no longer chairs, and has not answered, is an adjuster no more. A new one gets the mail with a link, once; where
    there is time for comments first, the mail comes when that is over. Gives those who are new.
    """
    at = at or timezone.now()
    locked(version.meeting)
    version = MinutesVersion.objects.select_related("meeting__group__type", "sent_by").get(pk=version.pk)
    if version.state != MinutesState.OUT or version.adjustment_mode not in BY_CHAIRS:
        return []
    terms = {t.membership.person_id: t for t in adjusting_chairs(version, on=timezone.localdate(at))}
    if not terms:  # nobody to hand over to yet
        return []
    for row in version.adjusters.filter(verdict=None).exclude(person__in=terms):
        history.remove(row, by=None, at=at, reason="Leder inte längre gruppen")
    known = set(version.adjusters.values_list("person", flat=True))
    new = [term for pk, term in terms.items() if pk not in known]
    for term in new:
        row = Adjuster(version=version, person=term.membership.person, role=term.get_office_display(), named_at=at)
        name_adjuster(row, by=None, at=at, reason="Leder gruppen nu")
        if version.adjustment_mode == Mode.CHAIR:
            _tell_new_chair(version, row.person)
    return [term.membership.person for term in new]


def _tell_new_chair(version: MinutesVersion, person: Person) -> None:
    outbox.add_once(
        f"minutes-to-adjust:{version.pk}:{person.pk}", "meetings.mail", template="minutes_to_adjust",
        meeting=version.meeting_id, person=person.pk, context={}, minutes=version.pk,
    )  # fmt: skip


def replaceable(version: MinutesVersion) -> list[Adjuster]:
    """The named adjusters in whose place somebody else can be named: those who have not answered, by name."""
    if version.state != MinutesState.OUT or version.adjustment_mode != Mode.NAMED:
        return []
    return list(version.adjusters.filter(verdict=None).select_related("person").order_by("person__name"))


def stand_ins(version: MinutesVersion, *, on: date) -> dict[Person, str]:
    """Who can be named in another adjuster's place on the day, each with the office or role in the group."""
    taken = set(version.adjusters.values_list("person", flat=True))
    able = able_to_adjust(version.meeting, on=on)
    return {person: role for person, role in able.items() if person.pk not in taken}


@transaction.atomic
def replace_adjuster(
    version: MinutesVersion, old: Person, new: Person, *, by: User, at: datetime | None = None
) -> Adjuster:
    """Name another adjuster in the place of one who has not answered, while the version is out; its text is the same.

    The new one gets the mail with a link, and the old one a mail that nothing more is asked for.
    """
    at = at or timezone.now()
    meeting = locked(version.meeting)
    version = MinutesVersion.objects.select_related("sent_by").get(pk=version.pk)
    version.meeting = meeting
    if version.adjustment_mode != Mode.NAMED:
        raise StepRefused("Den som leder gruppen justerar anteckningen. Byt ordförande i gruppen i stället.")
    rows = {row.person_id: row for row in replaceable(version)}
    if version.state != MinutesState.OUT or old.pk not in rows:
        raise StepRefused(f"{old.name} har inget besked kvar att lämna. Ladda om sidan för att se hur det står till.")
    able = stand_ins(version, on=timezone.localdate(at))
    if new not in able:
        raise StepRefused(f"{new.name} kan inte justera: välj en annan ledamot i gruppen som har konto.")
    history.remove(rows[old.pk], by=by, at=at, reason=f"Ersatt av {new.name}")
    row = Adjuster(version=version, person=new, role=able[new], named_at=at)
    name_adjuster(row, by=by, at=at, reason=f"I stället för {old.name}")
    mail("minutes_to_adjust", meeting, [new], minutes=version)
    mail("minutes_adjuster_replaced", meeting, [old], by=str(by), new=new.name)
    return row
