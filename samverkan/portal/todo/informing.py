"""*Jag har informerat i min organisation*: the notes that have been published lately, for who has not said so yet."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from decisions.models import Decision, Informed
from decisions.parties import spoken_for_by_group
from decisions.workflow.taking_home import RECENT
from groups.sitting import sittings
from meetings.models import Publication
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import Press, Todo, about

#: How long after its publication a note is something to inform about.
WITHIN = timedelta(days=30)


def to_inform(person: int | None, *, on: date) -> Iterator[Todo]:
    """One row for each note and each organisation that the person sits for in the group of its meeting, the newest
    note first. One query while there is no such note, else five, however many there are.
    """
    if person is None:
        return
    notes = list(_notes(person, on))
    if not notes:
        return
    mine = spoken_for_by_group(person, on=on)
    meetings = [note.meeting_id for note in notes]
    said = set(Informed.objects.filter(person=person, meeting__in=meetings).values_list("meeting", "organisation"))
    for note in notes:
        groups = [note.meeting.group_id, *(group.pk for group in note.meeting.joint_groups.all())]
        parties = {party.pk: party for group in groups for party in mine.get(group, ())}
        for party in sorted(parties.values(), key=lambda row: row.name):
            if (note.meeting_id, party.pk) not in said:
                yield _todo(note, party)


def lately_published(*, on: date) -> QuerySet[Publication]:
    """The notes of all groups that are something to inform about: new, and of a meeting that was not long ago."""
    return Publication.objects.standing().filter(
        published_at__date__gt=on - WITHIN, published_at__date__lte=on, meeting__date__gte=on - RECENT
    )


def _notes(person: int, on: date) -> Any:
    """What the mail to take home is sent of: of a recent meeting, with something in it that everyone may read."""
    sits = sittings(on=on).filter(person=person).values("group")
    of_mine = Q(meeting__group__in=sits) | Q(meeting__joint_groups__in=sits)
    says = Exists(Decision.objects.in_force().filter(publication=OuterRef("pk")).exclude(public_text=""))
    rows = lately_published(on=on).filter(of_mine, says)
    shown = rows.select_related("meeting__group").prefetch_related("meeting__joint_groups").distinct()
    return shown.defer("content").order_by("-published_at", "pk")


def _todo(note: Publication, party: Any) -> Todo:
    meeting = note.meeting
    return Todo(
        label="Informera i din organisation",
        about=f"{about(meeting)}: {party.name}",
        why=f"Anteckningen publicerades {long_date(note.published_at)}.",
        url=reverse("decisions_admin:take-home", args=[meeting.pk]),
        verb="Att ta hem",
        is_urgent=False,
        press=Press(
            url=reverse("decisions_admin:informed", args=[meeting.pk]),
            words="Jag har informerat i min organisation",
            said=(("organisation", str(party.pk)), ("fran", "att-gora")),
        ),
    )
