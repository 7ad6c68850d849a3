"""Whom a consultation reaches: somebody who can answer and has an address, for each who is asked inside the portal."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from groups.models import Membership, OfficeTerm
from groups.roles import SECRETARIAT
from groups.sitting import sittings
from meetings.models import Consulted

#: Of memberships: the person has an address (``groups.mail.address_of``).
_REACHED = Q(person__user__is_active=True) | ~Q(person__email="")


def without_mail(rows: Iterable[Consulted], *, on: date) -> set[int]:
    """Keys of those asked to whom no mail can be sent on the day, since nobody who answers for them has an address.

    Four queries at most, however many are asked. Who is asked outside the portal has been given an address.
    """
    inside = [row for row in rows if not row.email]
    parties = {row.organisation_id for row in inside if row.organisation_id}
    groups = {row.group_id for row in inside if row.group_id}
    areas = {row.area_id for row in inside if row.area_id}
    speaking = _parties_reached(parties, on) if parties else set()
    led, led_areas = _led(groups, areas, on) if groups or areas else (set(), set())
    return {
        row.pk
        for row in inside
        if row.organisation_id not in speaking and row.group_id not in led and row.area_id not in led_areas
    }


def _parties_reached(parties: set[int], on: date) -> set[int]:
    """The organisations that somebody with an address sits for."""
    sits = sittings(on=on).filter(_REACHED)
    part = Q(organisation__in=parties) | Q(seat__organisation__in=parties) | Q(seat__answers_for__in=parties)
    rows = sits.filter(part).values_list("organisation", "seat__organisation", "seat__answers_for")
    return {key for row in rows for key in row if key in parties}


def _led(groups: set[int], areas: set[int], on: date) -> tuple[set[int], set[int]]:
    """The groups, and the areas by the groups that speak for them, that somebody with an address runs or chairs."""
    run: QuerySet[Membership] = Membership.objects.on(on).filter(_REACHED, role__in=SECRETARIAT)
    terms = OfficeTerm.objects.on(on).values("membership")
    chaired: QuerySet[Membership] = Membership.objects.filter(_REACHED, pk__in=terms)
    wanted = Q(group__in=groups) | Q(group__area__in=areas, group__type__speaks_for_area=True)
    found = [
        row
        for rows in (run, chaired)
        for row in rows.filter(wanted).values_list("group", "group__area", "group__type__speaks_for_area")
    ]
    return {group for group, _, _ in found} & groups, {area for _, area, speaks in found if speaks} & areas
