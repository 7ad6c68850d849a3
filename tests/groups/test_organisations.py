"""Organisations get new names and go up in each other, and every day gone by keeps what was true."""

from datetime import date
from typing import Any

import pytest
import time_machine

from groups.models import Organisation, OrganisationName, User
from groups.workflow.organisations import correct_name, merge, rename, take_merger_back
from samverkan.common.refusals import StepRefused
from tests.factories import make_cast, make_organisation, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
BEFORE, DAY = date(2025, 12, 31), date(2026, 1, 1)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def ann() -> User:
    return make_user("ann")


@pytest.fixture
def region() -> Organisation:
    return make_organisation("Regionen", kind="region")


def unit(name: str, principal: Organisation | None, **fields: Any) -> Organisation:
    return make_organisation(name, principal=principal, parent=principal, **fields)


def test_a_new_name_holds_from_its_day_and_the_old_one_before(ann: User, region: Organisation) -> None:
    hospital = unit("Östra sjukhuset", region, short_name="ÖS")
    slug = hospital.slug
    renamed = rename(hospital, "  Sjukhuset i  öster ", on=DAY, short_name="SIÖ", by=ann)
    assert (renamed.name, renamed.short_name, renamed.slug) == ("Sjukhuset i öster", "SIÖ", slug)
    assert [renamed.named_on(day) for day in (BEFORE, DAY, TODAY)] == [
        "Östra sjukhuset", "Sjukhuset i öster", "Sjukhuset i öster",
    ]  # fmt: skip
    latest = renamed.history.first()
    assert (latest.history_user, latest.history_change_reason) == (ann, "Nytt namn från 1 januari 2026")


def test_several_names_each_hold_for_their_time(ann: User) -> None:
    found = make_organisation("Första")
    rename(found, "Andra", on=date(2022, 1, 1), by=ann)
    found = rename(found, "Tredje", on=date(2024, 1, 1), by=ann)
    days = (date(2021, 12, 31), date(2022, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    assert [found.named_on(day) for day in days] == ["Första", "Andra", "Andra", "Tredje"]


def test_an_organisation_is_found_by_its_former_name(ann: User) -> None:
    found = make_organisation("Östra sjukhuset")
    rename(found, "Sjukhuset i öster", on=DAY, by=ann)
    for name in ("östra SJUKHUSET", "sjukhuset  i ÖSTER"):
        assert list(Organisation.objects.named(name)) == [found]
    assert not Organisation.objects.named("").exists()


@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        ("östra SJUKHUSET", DAY, "Namnet används redan av Östra sjukhuset."),
        ("Gamla Östra", DAY, "Namnet används redan av Östra sjukhuset."),
        ("Sjukan", DAY, "Organisationen heter redan Sjukan."),
        (" ", DAY, "Skriv organisationens namn."),
        ("Nya", date(2026, 5, 5), "Dagen har inte kommit än."),
    ],
)
def test_a_name_that_can_not_be_is_refused(ann: User, name: str, on: date, sentence: str) -> None:
    other, found = make_organisation("Östra sjukhuset"), make_organisation("Sjukan")
    other.other_names.create(name="Gamla Östra")
    with pytest.raises(StepRefused, match=sentence):
        rename(found, name, on=on, by=ann)
    found.refresh_from_db()
    assert (found.name, found.other_names.count()) == ("Sjukan", 0)


def test_names_change_in_the_order_of_their_days(ann: User) -> None:
    found = rename(make_organisation("Första"), "Andra", on=DAY, by=ann)
    with pytest.raises(StepRefused, match="Namnet byttes senast den 1 januari 2026"):
        rename(found, "Tredje", on=BEFORE, by=ann)


def test_an_old_name_may_come_back_once(ann: User) -> None:
    found = rename(make_organisation("Första"), "Andra", on=date(2022, 1, 1), by=ann)
    found = rename(found, "Första", on=date(2024, 1, 1), by=ann)
    assert [found.named_on(date(year, 6, 1)) for year in (2021, 2023, 2025)] == ["Första", "Andra", "Första"]
    with pytest.raises(StepRefused, match="Första står redan bland organisationens tidigare namn"):
        rename(found, "Tredje", on=DAY, by=ann)


def test_a_spelling_that_becomes_the_former_name_is_kept_as_such(ann: User) -> None:
    found = make_organisation("Andra")
    found.other_names.create(name="Första")
    Organisation.objects.filter(pk=found.pk).update(name="Första")
    found = rename(found, "Tredje", on=DAY, by=ann)
    row = found.other_names.get()
    assert (row.name, row.kind, row.ends) == ("Första", OrganisationName.Kind.FORMER, DAY)


def test_a_misspelt_name_is_mended_for_every_day(ann: User) -> None:
    found = correct_name(make_organisation("Sjukuset"), "Sjukhuset", by=ann)
    assert (found.named_on(BEFORE), found.other_names.count()) == ("Sjukhuset", 0)
    make_organisation("Annat")
    with pytest.raises(StepRefused, match="Namnet används redan av Annat"):
        correct_name(found, "annat", by=ann)


def test_what_went_up_in_another_has_its_name_from_the_day(ann: User, region: Organisation) -> None:
    small, large = unit("Lilla", region), unit("Stora", region)
    merged = merge(small, large, on=DAY, by=ann)
    rename(large, "Största", on=date(2026, 3, 1), by=ann)
    merged = Organisation.objects.with_names().get(pk=merged.pk)
    days = (BEFORE, DAY, date(2026, 2, 28), date(2026, 3, 1))
    assert [merged.named_on(day) for day in days] == ["Lilla", "Stora", "Stora", "Största"]
    assert (merged.current(BEFORE), merged.current(DAY), merged.standing()) == (merged, large, large)
    assert list(Organisation.objects.named("LILLA")) == [large]
    assert list(Organisation.objects.standing().filter(kind="region_unit")) == [large]
    assert merged.history.first().history_change_reason == "Har gått upp i Stora från 1 januari 2026"


def test_names_of_merged_organisations_cost_no_query_each(
    ann: User, region: Organisation, django_assert_num_queries: Any
) -> None:
    first, second, third = (unit(name, region) for name in ("Ett", "Två", "Tre"))
    merge(first, second, on=date(2022, 1, 1), by=ann)
    merge(second, third, on=date(2024, 1, 1), by=ann)
    rows = list(Organisation.objects.with_names().order_by("pk"))
    with django_assert_num_queries(0):
        assert [row.named_on(date(2023, 1, 1)) for row in rows] == ["Regionen", "Två", "Två", "Tre"]
        assert [row.named_on(TODAY) for row in rows] == ["Regionen", "Tre", "Tre", "Tre"]


def test_private_ones_go_up_in_each_other_whoever_they_are(ann: User) -> None:
    small, large = make_organisation("Centralen", kind="private"), make_organisation("Kedjan", kind="private")
    assert merge(small, large, on=DAY, by=ann).merged_into == large


def test_what_can_not_go_up_in_another_is_refused(ann: User, region: Organisation) -> None:
    town = make_organisation("Staden", kind="municipality")
    small, large, city = unit("Lilla", region), unit("Stora", region), unit("Skolan", town, kind="municipal_unit")
    for one, other, on, sentence in (
        (small, small, DAY, "kan inte gå upp i sig själv"),
        (small, city, DAY, "Lilla och Skolan har olika huvudmän"),
        (town, region, DAY, "Staden är huvudman"),
        (small, large, date(2026, 5, 5), "Dagen har inte kommit än"),
    ):
        with pytest.raises(StepRefused, match=sentence):
            merge(one, other, on=on, by=ann)
    merge(small, large, on=DAY, by=ann)
    for one, other, sentence in (
        (small, large, "Lilla har gått upp i Stora"),
        (large, small, "Lilla har själv gått upp i Stora"),
    ):
        with pytest.raises(StepRefused, match=sentence):
            merge(one, other, on=DAY, by=ann)
    with pytest.raises(StepRefused, match="Lilla har gått upp i Stora"):
        rename(small, "Ny", on=DAY, by=ann)


def test_a_merger_by_mistake_is_taken_back(ann: User, region: Organisation) -> None:
    small = merge(unit("Lilla", region), unit("Stora", region), on=DAY, by=ann)
    back = take_merger_back(small, by=ann)
    assert (back.named_on(TODAY), back.merged_into, back.merged_on) == ("Lilla", None, None)
    with pytest.raises(StepRefused, match="har inte gått upp"):
        take_merger_back(back, by=ann)


def test_seats_and_memberships_stay_where_they_are(ann: User, region: Organisation) -> None:
    group = make_cast().group
    small, large = unit("Lilla", region), unit("Stora", region)
    seat = group.seats.create(position=9, label="Lilla", organisation=small, starts=BEFORE)
    merge(small, large, on=DAY, by=ann)
    seat.refresh_from_db()
    assert seat.organisation == small
    assert [seat.organisation.named_on(day) for day in (BEFORE, DAY)] == ["Lilla", "Stora"]
