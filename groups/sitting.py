"""Who sits for an organisation: by the own organisation, by that of the seat, and by those that the seat answers for
(R3). The secretariat and guests sit for nobody.
"""

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


def sat_for(rows: QuerySet[Membership]) -> QuerySet[Organisation]:
    """The organisations that somebody sits for by the memberships, once each."""
    seats = rows.exclude(seat=None).values("seat")
    part = Q(memberships__in=rows) | Q(seats__in=seats) | Q(answered_for_by__in=seats)
    found: QuerySet[Organisation] = Organisation.objects.filter(part).distinct()
    return found
