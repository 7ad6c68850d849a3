"""The annual wheel of groups that begin, end and get new mandates: what nobody owes is not late (R9, R10)."""

from datetime import date

import pytest

from groups.models import Group, Mandate
from samverkan.portal.wheel.entry import DEADLINE, ENDING
from tests.factories import Cast, make_group
from tests.plans import make_plan_group
from tests.portal.test_wheel import make_rule, told

pytestmark = pytest.mark.django_db


def make_ending_mandate(*groups: Group, version: int = 1, until: date | None = date(2026, 5, 31)) -> Mandate:
    began = date(2023 + version, 1, 1)
    mandate = Mandate.objects.create(
        slug=f"uppdrag-{version}", title="Uppdraget", state="adopted", decision_date=began, valid_from=began,
        valid_until=until, version=version,
    )  # fmt: skip
    mandate.groups.set(groups)
    return mandate


@pytest.mark.parametrize(("ends", "late"), [(date(2026, 6, 1), [""]), (date(2026, 5, 1), [])])
def test_r10_a_mandate_that_runs_out_with_its_group_is_not_late(cast: Cast, ends: date, late: list[str]) -> None:
    make_ending_mandate(cast.group)
    cast.group.ends = ends
    cast.group.save()
    assert [entry.late for entry in told(cast.group, ring=ENDING)] == late


def test_r10_a_mandate_of_several_groups_is_late_for_those_without_a_later_version(cast: Cast) -> None:
    other = make_group("vid-sidan", area=cast.group.area)
    make_ending_mandate(cast.group, other)
    make_ending_mandate(other, version=2, until=None)
    assert [bool(entry.late) for entry in told(cast.group, ring=ENDING)] == [True]
    assert [bool(entry.late) for entry in told(other, ring=ENDING)] == [False]


def test_a_group_reports_of_no_year_before_it_began(cast: Cast) -> None:
    theme = make_plan_group(cast.group)
    make_rule(theme, since=2020)
    theme.starts = date(2026, 1, 10)
    theme.save()
    assert [entry.subject for entry in told(theme, ring=DEADLINE)] == ["Handlingsplan 2026"]
    found = [entry.subject for entry in told(theme, year=2027, ring=DEADLINE)]
    assert found == ["Handlingsplan 2027", "Årsrapport 2026"]
