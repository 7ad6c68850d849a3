"""Whom a consultation reaches: somebody who can answer and has an address, for each who is asked inside the portal."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from groups.models import Group, Membership, OfficeTerm
from groups.roles import SECRETARIAT
from groups.sitting import HAS_ADDRESS, reached_for
from meetings.models import Consulted


def without_mail(rows: Iterable[Consulted], *, on: date) -> set[int]:
    """Keys of those asked in one consultation to whom no mail can be sent on the day, since nobody who answers for
    them has an address.

    Four queries at most, however many are asked. Who is asked outside the portal has been given an address.
    """
    inside = [row for row in rows if not row.email]
    parties = {row.organisation_id for row in inside if row.organisation_id}
    groups = {row.group_id for row in inside if row.group_id}
    areas = {row.area_id for row in inside if row.area_id}
    asking = {row.consultation.matter.group_id for row in inside}
    speaking = reached_for(parties, near=asking, on=on) if parties else set()
    led, led_areas = _led(groups, areas, on) if groups or areas else (set(), set())
    return {
        row.pk
        for row in inside
        if row.organisation_id not in speaking and row.group_id not in led and row.area_id not in led_areas
    }


def _led(groups: set[int], areas: set[int], on: date) -> tuple[set[int], set[int]]:
    """The groups, and the areas by the groups that speak for them, that somebody with an address runs or chairs."""
    run: QuerySet[Membership] = Membership.objects.on(on).filter(HAS_ADDRESS, role__in=SECRETARIAT)
    terms = OfficeTerm.objects.on(on).values("membership")
    chaired: QuerySet[Membership] = Membership.objects.filter(HAS_ADDRESS, pk__in=terms)
    speaking = Group.objects.on(on).filter(area__in=areas, type__speaks_for_area=True).values("pk")
    wanted = Q(group__in=groups) | Q(group__in=speaking)
    found = [
        row
        for rows in (run, chaired)
        for row in rows.filter(wanted).values_list("group", "group__area", "group__type__speaks_for_area")
    ]
    return {group for group, _, _ in found} & groups, {area for _, area, speaks in found if speaks} & areas
