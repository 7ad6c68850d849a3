"""Who sits for an organisation: by the own organisation, by that of the seat, and by those that the seat answers for
(R3). The secretariat and guests sit for nobody.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from groups.models import Membership, Organisation
from groups.roles import SITTING


def sittings(*, on: date) -> QuerySet[Membership]:
    """The memberships on the day by which somebody sits for an organisation."""
    rows: QuerySet[Membership] = Membership.objects.on(on).filter(role__in=SITTING)
    return rows


def sitting_for(organisation: Any) -> Q:
    """Condition on memberships: somebody sits for the organisation, a key or an outer reference."""
    return Q(organisation=organisation) | Q(seat__organisation=organisation) | Q(seat__answers_for=organisation)


#: Condition on memberships: the person has an address (``groups.mail.address_of``).
HAS_ADDRESS = Q(person__user__is_active=True) | ~Q(person__email="")


def reached_for(organisations: Collection[int], *, near: Collection[int], on: date) -> set[int]:
    """Those of the organisations for which a mail reaches somebody on the day. One query.

    As who is asked: those who sit for it in the groups ``near``; only when nobody does, those who sit elsewhere.
    """
    part = Q(organisation__in=organisations) | Q(seat__organisation__in=organisations)
    rows = sittings(on=on).filter(part | Q(seat__answers_for__in=organisations))
    keys = ("organisation", "seat__organisation", "seat__answers_for")
    here, elsewhere = dict[int, bool](), dict[int, bool]()
    for group, reached, *parties in rows.annotate(reached=Q(HAS_ADDRESS)).values_list("group", "reached", *keys):
        found = here if group in near else elsewhere
        for key in parties:
            found[key] = found.get(key, False) or reached
    return {key for key in organisations if here.get(key, elsewhere.get(key, False))}


def sat_for(rows: QuerySet[Membership]) -> QuerySet[Organisation]:
    """The organisations that somebody sits for by the memberships, once each."""
    seats = rows.exclude(seat=None).values("seat")
    part = Q(memberships__in=rows) | Q(seats__in=seats) | Q(answered_for_by__in=seats)
    found: QuerySet[Organisation] = Organisation.objects.filter(part).distinct()
    return found
