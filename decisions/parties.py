"""Whom a decision concerns: the organisations that had a part in the meeting, and the principals behind them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.models import Group, Organisation, Person, Seat
from groups.sitting import reached_for, sat_for, sitting_for, sittings
from meetings.models import Meeting

#: What decides for itself: the region, a municipality, a private provider. An association decides for nobody.
PRINCIPALS = frozenset({Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY, Organisation.Kind.PRIVATE})


def organisations_of(groups: Iterable[Group], *, on: date) -> list[Organisation]:
    """The organisations that a seat of the groups on the day stands or answers for, by name, once each.

    A group without seats (NOSAM has "valda lämpliga funktioner") is made up of the organisations of its members. One
    that had gone up in another by that day is followed in the other.
    """
    found: dict[int, Organisation] = {}
    for group in groups:
        for row in _parts_of(group, on).select_related("merged_into", "principal"):
            then = row.current(on)
            found[then.pk] = then
    return sorted(found.values(), key=lambda row: row.name)


def _parts_of(group: Group, on: date) -> QuerySet[Organisation]:
    seats = Seat.objects.on(on).filter(group=group)
    if seats.exists():
        part = Q(seats__in=seats) | Q(answered_for_by__in=seats)
    else:
        part = Q(memberships__in=sittings(on=on).filter(group=group))
    rows: QuerySet[Organisation] = Organisation.objects.filter(part).distinct()
    return rows


def principals_of(organisations: Iterable[Organisation]) -> list[Organisation]:
    """The principals that decide for the organisations, by name, once each."""
    rows = [row.principal or row for row in organisations if row.principal or row.kind in PRINCIPALS]
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: row.name)


def spoken_for(person: int | None, *, on: date) -> QuerySet[Organisation]:
    """The organisations that a person reports for on a day (R3, R6).

    Where they sit: the organisation of their membership and of their seat, and those that the seat answers for.
    """
    rows = sat_for(sittings(on=on).filter(person=person))
    return rows if person else rows.none()


def spoken_for_in(person: int | None, meeting: Meeting, *, on: date) -> list[Organisation]:
    """The organisations that a person sits for, on the day, in the groups of the meeting; by name."""
    here = Q(group=meeting.group_id) | Q(group__in=meeting.joint_groups.values("pk"))
    rows = sat_for(sittings(on=on).filter(here, person=person))
    return list(rows.order_by("name")) if person else []


def spoken_for_by_group(person: int, *, on: date) -> dict[int, list[Organisation]]:
    """Group → the organisations that a person sits for in it on the day. Two queries."""
    found: dict[int, list[Organisation]] = {}
    rows = sittings(on=on).filter(person=person).select_related("organisation", "seat__organisation")
    for row in rows.prefetch_related("seat__answers_for"):
        parties = [row.organisation]
        if row.seat:
            parties += [row.seat.organisation, *row.seat.answers_for.all()]
        found.setdefault(row.group_id, []).extend(party for party in parties if party)
    return found


def speakers_for(organisation: Organisation, meeting: Meeting, *, on: date) -> list[Person]:
    """Those who report for the organisation on the day: who sits for it in the groups of the meeting.

    When nobody does any more, those who sit for it elsewhere.
    """
    sits = sittings(on=on).filter(sitting_for(organisation.pk))
    here = sits.filter(Q(group=meeting.group_id) | Q(group__in=meeting.joint_groups.all()))
    rows = here if here.exists() else sits
    return list(Person.objects.filter(memberships__in=rows).select_related("user").distinct().order_by("name"))


def unreached(parties: set[int], meeting: Meeting, *, on: date) -> set[int]:
    """Those of the organisations whose reminders reach nobody on the day, since nobody of ``speakers_for`` has an
    address. Two queries however many they are; none for none.
    """
    if not parties:
        return set()
    near = {meeting.group_id, *meeting.joint_groups.values_list("pk", flat=True)}
    return parties - reached_for(parties, near=near, on=on)


def asked(person: int, *, on: date) -> Exists:
    """Condition on anchoring: the person sits for the organisation, in a group of the meeting, on the day."""
    sits = sittings(on=on).filter(
        sitting_for(OuterRef("organisation")),
        Q(group=OuterRef("decision__group")) | Q(group__joint_meetings=OuterRef("decision__version__meeting")),
        person=person,
    )
    return Exists(sits)
