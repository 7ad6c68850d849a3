"""Organisations in the registers: renamed and merged by area administrators, with every refusal in the form."""

from datetime import date
from typing import Any

import pytest
import time_machine

from groups.models import Organisation, RecordKeeping, User
from tests.admin.browsing import browser, said
from tests.factories import (
    LONG_AGO,
    Cast,
    make_administrator,
    make_area,
    make_group,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(date(2026, 5, 4), tick=False):
        yield


@pytest.fixture
def adam(cast: Cast) -> User:
    return make_administrator("adam", cast.group.area)


@pytest.fixture
def region() -> Organisation:
    return make_organisation("Regionen", kind="region")


@pytest.fixture
def small(region: Organisation) -> Organisation:
    return make_organisation("Lilla", principal=region, parent=region)


def page(organisation: Organisation, tail: str) -> str:
    return f"/admin/organisationer/{organisation.pk}/{tail}/"


@pytest.mark.parametrize("tail", ["byt-namn", "sla-ihop", "sla-ihop/ta-tillbaka"])
def test_area_administrators_only(cast: Cast, small: Organisation, tail: str) -> None:
    for user in (cast.eva, cast.sara):
        assert browser(user).post(page(small, tail), {}).status_code == 403


def test_the_name_is_not_changed_in_the_register(cast: Cast, adam: User, small: Organisation) -> None:
    client, path = browser(cast.eva), f"/admin/groups/organisation/{small.pk}/change/"
    assert "Namnet ändras av områdets administratör." in client.get(path).content.decode()
    values = {"name": "Ny", "slug": "ny", "short_name": "L", "kind": small.kind, "parent": small.parent_id or "",
              "principal": small.principal_id or "", "other_names-TOTAL_FORMS": "0",
              "other_names-INITIAL_FORMS": "0"}  # fmt: skip
    assert client.post(path, values).status_code == 302
    slug = small.slug
    small.refresh_from_db()
    assert (small.name, small.slug, small.short_name) == ("Lilla", slug, "L")
    links = browser(adam).get(path).content.decode()
    assert page(small, "byt-namn") in links
    assert page(small, "sla-ihop") in links


def test_a_new_name_from_a_day(adam: User, small: Organisation) -> None:
    values = {"name": "Nya Lilla", "short_name": "NL", "on": "2026-01-01"}
    answer = browser(adam).post(page(small, "byt-namn"), values)
    assert said(answer) == ["Organisationen har fått sitt nya namn. Det gamla står kvar för dagarna före."]
    small = Organisation.objects.get(pk=small.pk)
    assert (small.named_on(date(2025, 12, 31)), small.name, small.short_name) == ("Lilla", "Nya Lilla", "NL")


def test_a_misspelt_name(adam: User, small: Organisation) -> None:
    values = {"name": "Lila", "short_name": "", "only_spelling": "on", "on": ""}
    assert said(browser(adam).post(page(small, "byt-namn"), values)) == ["Stavningen är rättad."]
    assert (Organisation.objects.get(pk=small.pk).name, small.other_names.count()) == ("Lila", 0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "Ny", "on": ""}, "Välj vilken dag det nya namnet gäller från"),
        ({"name": "Ny", "on": "2026-02-30"}, "Datumet finns inte."),
        ({"name": "", "on": "2026-01-01"}, "Skriv organisationens namn."),
        ({"name": "regionen", "on": "2026-01-01"}, "Namnet används redan av Regionen."),
        ({"name": "Ny", "on": "2026-05-05"}, "Dagen har inte kommit än."),
    ],
)
def test_a_refused_name_stands_in_the_form(
    adam: User, small: Organisation, values: dict[str, str], sentence: str
) -> None:
    answer = browser(adam).post(page(small, "byt-namn"), {"short_name": "Behålls", **values})
    html = answer.content.decode()
    assert (answer.status_code, sentence in html, 'value="Behålls"' in html) == (422, True, True)
    assert Organisation.objects.get(pk=small.pk).name == "Lilla"


def test_a_merger_and_taking_it_back(cast: Cast, adam: User, small: Organisation, region: Organisation) -> None:
    large = make_organisation("Stora", principal=region)
    make_member(make_person(), cast.group, organisation=small)
    client = browser(adam)
    assert "0 platser, 1 uppdrag och 0 enheter" in client.get(page(small, "sla-ihop")).content.decode()
    values = {"into": large.pk, "on": "2026-01-01"}
    unsure = client.post(page(small, "sla-ihop"), values)
    assert (unsure.status_code, "Kryssa i att du är säker." in unsure.content.decode()) == (422, True)
    assert said(client.post(page(small, "sla-ihop"), {**values, "sure": "on"})) == ["Lilla har gått upp i Stora."]
    small.refresh_from_db()
    assert (small.merged_into, small.merged_on) == (large, date(2026, 1, 1))
    assert "Ta tillbaka sammanslagningen" in client.get(page(small, "sla-ihop")).content.decode()
    back = client.post(page(small, "sla-ihop/ta-tillbaka"))
    assert said(back) == ["Lilla står för sig själv igen."]
    again = client.post(page(small, "sla-ihop/ta-tillbaka"))
    assert "har inte gått upp i någon annan" in " ".join(said(again))


def test_a_refused_merger_stands_in_the_form(adam: User, small: Organisation) -> None:
    town = make_organisation("Skolan", principal=make_organisation("Staden", kind="municipality"))
    answer = browser(adam).post(page(small, "sla-ihop"), {"into": town.pk, "on": "2026-01-01", "sure": "on"})
    assert answer.status_code == 422
    assert "Lilla och Skolan har olika huvudmän." in answer.content.decode()
    assert f'value="{town.pk}" selected' in answer.content.decode()


def test_what_has_gone_up_in_another_can_not_be_chosen(cast: Cast, small: Organisation, region: Organisation) -> None:
    Organisation.objects.filter(pk=small.pk).update(merged_into=region, merged_on=LONG_AGO)
    person = make_person(organisation=small)
    client = browser(cast.eva)
    new = client.get("/admin/groups/person/add/").context["adminform"].form
    old = client.get(f"/admin/groups/person/{person.pk}/change/").context["adminform"].form
    assert small not in new.fields["organisation"].queryset
    assert small in old.fields["organisation"].queryset


# Who answers for the records


def test_record_keeping_is_kept_within_the_area(cast: Cast, adam: User, region: Organisation) -> None:
    far = make_group("fjarran", area=make_area("fjarran", "Fjärran"))
    given = {"authority": region.pk, "controller": region.pk, "diary": "RS", "starts": "2026-01-01", "ends": ""}
    path = "/admin/groups/recordkeeping/add/"
    assert browser(cast.eva).get(path).status_code == 403
    refused = browser(adam).post(path, {**given, "group": far.pk})
    assert "group" in refused.context["adminform"].form.errors
    assert browser(adam).post(path, {**given, "group": cast.group.pk}).status_code == 302
    row = RecordKeeping.objects.get()
    assert (row.group, row.history.get().history_user) == (cast.group, adam)
    again = browser(adam).post(path, {**given, "group": cast.group.pk, "starts": "2026-03-01"})
    assert "Gruppen har redan en ansvarig myndighet under samma tid." in again.content.decode()
