"""Who sits for an organisation: by the own organisation, by that of the seat, and by those that the seat answers for
(R3). The secretariat and guests sit for nobody.

Seats and memberships stay where they are when an organisation goes up in another. So who sits for either of the two
sits for both: for what was decided before, and for what is decided after.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from groups.models import Membership, Organisation
from groups.roles import SITTING

#: What leads from a membership to the organisations that it is for, and those that one of them has gone up in, or that
#: have gone up in it.
PATHS = tuple(
    f"{part}{merger}"
    for part in ("organisation", "seat__organisation", "seat__answers_for")
    for merger in ("", "__merged_into", "__merged")
)


def sittings(*, on: date) -> QuerySet[Membership]:
    """The memberships on the day by which somebody sits for an organisation."""
    rows: QuerySet[Membership] = Membership.objects.on(on).filter(role__in=SITTING)
    return rows


def sitting_for(organisation: Any) -> Q:
    """Condition on memberships: somebody sits for the organisation, a key or an outer reference."""
    part: Q = _one_of((path, organisation) for path in PATHS)
    return part


def _one_of(conditions: Iterable[tuple[str, Any]]) -> Q:
    return Q(*conditions, _connector=Q.OR)


#: Condition on memberships: the person has an address (``groups.mail.address_of``).
HAS_ADDRESS = Q(person__user__is_active=True) | ~Q(person__email="")


def reached_for(organisations: Collection[int], *, near: Collection[int], on: date) -> set[int]:
    """Those of the organisations for which a mail reaches somebody on the day. One query.

    As who is asked: those who sit for it in the groups ``near``; only when nobody does, those who sit elsewhere.
    """
    rows = sittings(on=on).filter(_one_of((f"{path}__in", organisations) for path in PATHS))
    here, elsewhere = dict[int, bool](), dict[int, bool]()
    for group, reached, *parties in rows.annotate(reached=Q(HAS_ADDRESS)).values_list("group", "reached", *PATHS):
        found = here if group in near else elsewhere
        for key in parties:
            found[key] = found.get(key, False) or reached
    return {key for key in organisations if here.get(key, elsewhere.get(key, False))}


def sat_for(rows: QuerySet[Membership]) -> QuerySet[Organisation]:
    """The organisations that somebody sits for by the memberships, once each."""
    found: QuerySet[Organisation] = Organisation.objects.filter(
        _one_of(("pk__in", rows.values(path)) for path in PATHS)
    )
    return found
