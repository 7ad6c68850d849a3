"""What the tests of decisions share: LGS with seats, and a decision that it has agreed on."""

from typing import Any

import pytest

from decisions.models import Decision
from groups.models import Organisation, Seat
from tests.factories import (
    LONG_AGO,
    MEETING_DAY,
    Cast,
    make_adjusted,
    make_cast,
    make_member,
    make_organisation,
    make_person,
)


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def parties(cast: Cast) -> dict[str, Organisation]:
    """The region with its hospital, which sara sits for, and a seat that answers for two municipalities."""
    region = make_organisation("Västra Götalandsregionen", kind="region")
    hospital = make_organisation("Sahlgrenska", kind="region_unit", principal=region, short_name="SU")
    towns = [make_organisation(name, kind="municipality") for name in ("Härryda kommun", "Mölndals stad")]
    own = Seat.objects.create(group=cast.group, position=1, label="SU", organisation=hospital, starts=LONG_AGO)
    both = Seat.objects.create(group=cast.group, position=2, label="Kranskommunerna", starts=LONG_AGO)
    both.answers_for.set(towns)
    cast.group.memberships.filter(person=cast.sara.person).update(seat=own, organisation=hospital)
    make_member(make_person("Kim Exempel"), cast.group, seat=both, organisation=towns[0])
    return {row.name: row for row in (region, hospital, *towns)}


@pytest.fixture
def decision(cast: Cast, parties: dict[str, Organisation]) -> Decision:
    """A decision that needs anchoring, of the meeting on MEETING_DAY."""
    make_adjusted(cast, items=1, date=MEETING_DAY)
    return Decision.objects.get()
