"""Where a group may stand: under types that its own allows, in the same area, for no longer, never under itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from groups.fixtures import STRUCTURE
from groups.models import Group, placement
from tests.factories import Cast, make_area, make_group, make_group_type

pytestmark = pytest.mark.django_db
GONE = date(2027, 1, 1)


def clean(group: Group, **fields: Any) -> dict[str, list[str]]:
    for name, value in fields.items():
        setattr(group, name, value)
    try:
        group.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_only_the_types_that_are_allowed_stand_above(cast: Cast) -> None:
    above, below = make_group_type("over"), make_group_type("under")
    chief, group = make_group("chef", type=above), make_group("ny", type=below)
    said = clean(group, parent=chief)["parent"]
    assert said == ["En grupp av typen Under ligger inte under någon annan grupp. Lämna fältet tomt."]
    below.allowed_parents.add(cast.group.type)
    said = clean(group, parent=chief)["parent"]
    assert said == ["En grupp av typen Under får inte ligga under en av typen Over. Välj en av typen Ledningsgrupp."]
    below.allowed_parents.add(above)
    assert clean(group, parent=chief) == {}


def free_type() -> Any:
    """A type that may stand under itself."""
    found = make_group_type("fri")
    found.allowed_parents.add(found)
    return found


@pytest.mark.parametrize("tie", ["parent", "works_for", "prepared_by"])
def test_no_tie_leads_back(tie: str) -> None:
    kind = free_type()
    first = make_group("a", type=kind)
    second = make_group("b", type=kind, **{tie: first})
    third = make_group("c", type=kind, **{tie: second})
    assert list(clean(first, **{tie: third})) == [tie]
    assert list(clean(second, **{tie: second})) == [tie]
    assert clean(third, **{tie: first}) == {}


def test_a_group_stands_in_the_area_of_the_one_above_unless_that_is_common_to_the_county() -> None:
    kind = free_type()
    far = make_group("fjarran", type=kind, area=make_area("fjarran", "Fjärran"))
    county = make_group("vvg", type=kind, area=make_area("lan", "Länet", kind="county"))
    group = make_group("ny", type=kind)
    assert "hör till Fjärran" in clean(group, parent=far)["parent"][0]
    assert clean(group, parent=county) == {}


def test_a_group_lasts_no_longer_than_the_one_above() -> None:
    kind = free_type()
    above, group = make_group("over", type=kind, ends=GONE), make_group("ny", type=kind)
    assert "vars sista dag är 31 december 2026" in clean(group, parent=above)["parent"][0]
    assert clean(group, ends=GONE) == {}
    assert "upphörde före" in clean(group, starts=GONE, ends=GONE + timedelta(days=9))["parent"][0]


def test_a_group_with_others_below_does_not_become_a_type_that_they_may_not_stand_under() -> None:
    kind = free_type()
    group = make_group("over", type=kind)
    make_group("under", type=kind, parent=group)
    assert "Gruppen UNDER (Fri), som inte får ligga under typen Annan" in clean(
        group, type=make_group_type("annan")
    )["type"][0]  # fmt: skip


def test_a_rule_that_came_later_stops_nothing_else(cast: Cast) -> None:
    group = make_group("ny", parent=cast.group)
    assert placement.problems_of(group) != {}
    assert clean(group, name="Nytt namn") == {}


def test_the_groups_of_the_fixtures_stand_where_they_may() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    assert {group.slug: found for group in Group.objects.all() if (found := placement.problems_of(group))} == {}
