"""A register as a file: the rows that are listed, all of them, the visitor's own, with the columns of the list."""

import csv
import io
from typing import Any

import pytest
from django.contrib.admin.utils import label_for_field
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from groups.admin import site
from groups.admin.base import Register
from groups.models import Area, Membership, Organisation, Person, User
from samverkan.common import tables
from tests.admin.browsing import browser
from tests.common.test_tables import cells_of
from tests.factories import (
    Cast,
    make_administrator,
    make_group,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
site.get_urls()  # the registers of every app, whichever other tests are run
REGISTERS = sorted(
    model._meta.label_lower.replace(".", "_") for model, kept in site._registry.items() if isinstance(kept, Register)
)
PERSONS, MEMBERSHIPS = "/admin/groups/person/", "/admin/groups/membership/"


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser(make_user("root", is_superuser=True))


@pytest.fixture
def ann(cast: Cast) -> Client:
    user = make_administrator("ann", cast.group.area)
    return browser(user)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def rows(client: Client, path: str, query: str = "") -> list[list[str]]:
    """The rows of the CSV, its headings first."""
    response = client.get(f"{path}hamta.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("name", REGISTERS)
def test_every_register_can_be_taken_as_csv_and_as_excel_from_its_list(root: Client, name: str) -> None:
    Organisation.objects.create(name="Kommunen", slug="kommunen", kind="municipality")
    here = reverse(f"admin:{name}_changelist")
    page = root.get(here)
    headings = [" ".join(column.split()) for column in _headings(page)]
    for kind, content_type in (("csv", tables.CSV_TYPE), ("xlsx", tables.XLSX_TYPE)):
        response = root.get(f"{here}hamta.{kind}")
        assert (response.status_code, response["Content-Type"]) == (200, content_type)
        assert f'.{kind}"' in response["Content-Disposition"]
        found = body(response)
        first = rows(root, here)[0] if kind == "csv" else [text for _, text in cells_of(found)[0]]
        assert first == headings
    if page.context["cl"].result_count:
        assert f"{here}hamta.csv?" in page.content.decode()


def _headings(page: Any) -> list[str]:
    kept = page.context["cl"].model_admin
    labels = [str(label_for_field(name, kept.model, model_admin=kept)) for name in page.context["cl"].list_display]
    return [label[:1].upper() + label[1:] for label in labels]


def test_all_pages_are_in_the_file(root: Client) -> None:
    for number in range(60):
        make_person(f"Person Nummer {number:02}")
    page = root.get(PERSONS)
    assert len(page.context["cl"].result_list) == 50
    names = [row[0] for row in rows(root, PERSONS)[1:]]
    assert names == list(Person.objects.values_list("name", flat=True))


def test_the_file_holds_what_the_list_shows_in_its_order(root: Client, cast: Cast) -> None:
    query = f"?role__exact=member&group__id__exact={cast.group.pk}&o=-0"
    listed = [str(row.person) for row in root.get(f"{MEMBERSHIPS}{query}").context["cl"].result_list]
    assert listed == ["Sara Exempel", "Olle Exempel"]
    found = rows(root, MEMBERSHIPS, query)
    at = found[0].index("Person")
    assert [row[at] for row in found[1:]] == listed
    assert [row[0] for row in rows(root, PERSONS, "?q=sara")[1:]] == ["Sara Exempel"]


def test_days_are_days_and_choices_are_words(root: Client, cast: Cast) -> None:
    found = rows(root, MEMBERSHIPS, "?q=Eva")
    assert {"Processledare", "2020-01-01"} <= set(found[1])
    content = body(root.get(f"{MEMBERSHIPS}hamta.xlsx?q=Eva"))
    assert ("n", "43831") in cells_of(content)[1]


def test_rows_of_other_groups_are_in_nobody_elses_file(cast: Cast, ann: Client) -> None:
    far = make_group("fjarran", area=Area.objects.create(slug="fjarran", name="Fjärran", kind="delregional"))
    make_member(make_person("Hemlig Person"), far)
    for client in (browser(cast.eva), ann):
        text = [cell for row in rows(client, MEMBERSHIPS) for cell in row]
        assert "Eva Exempel" in text
        assert "Hemlig Person" not in text
        asked = rows(client, MEMBERSHIPS, f"?group__id__exact={far.pk}")
        assert "Hemlig Person" not in [cell for row in asked for cell in row]


def test_nobody_takes_what_they_may_not_see(cast: Cast) -> None:
    path = f"{MEMBERSHIPS}hamta.csv"
    assert browser().get(path)["Location"].startswith("/admin/login/")
    assert browser(cast.sara).get(path).status_code == 403
    assert browser(cast.eva).get("/admin/groups/user/hamta.csv").status_code == 403


def test_addresses_are_for_administrators(cast: Cast, ann: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(site._registry[Person]), "list_display", ["name", "email"])
    make_person("Bo Ek", email="bo@example.se")
    assert "bo@example.se" in [cell for row in rows(ann, PERSONS) for cell in row]
    assert rows(browser(cast.eva), PERSONS, "?q=Bo") == [["Namn"], ["Bo Ek"]]
    assert "bo@example.se" not in browser(cast.eva).get(PERSONS).content.decode()


def test_what_somebody_typed_is_no_formula(root: Client) -> None:
    make_person('=HYPERLINK("http://x.example";"Klicka")')
    assert rows(root, PERSONS, "?q=HYPERLINK")[1][0] == '\'=HYPERLINK("http://x.example";"Klicka")'
    content = body(root.get(f"{PERSONS}hamta.xlsx?q=HYPERLINK"))
    assert cells_of(content)[1][0] == ("inlineStr", '=HYPERLINK("http://x.example";"Klicka")')


def test_another_kind_of_file_is_not_there(root: Client) -> None:
    assert root.get(f"{PERSONS}hamta.pdf").status_code == 404


def test_a_file_is_asked_for_and_never_sent(root: Client) -> None:
    assert root.post(f"{PERSONS}hamta.csv").status_code == 405


def test_a_filter_that_does_not_exist_leads_back_to_the_list(root: Client) -> None:
    answer = root.get(f"{MEMBERSHIPS}hamta.csv?group__id__exact=x")
    assert (answer.status_code, answer["Location"]) == (302, MEMBERSHIPS)
    assert root.get(f"{PERSONS}hamta.csv?user__password__startswith=a").status_code == 400


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("count", [1, 30])
def test_a_file_costs_the_same_however_many_rows(
    root: Client, cast: Cast, kind: str, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        make_member(make_person(), cast.group, organisation=make_organisation(f"Organisation {_}"))
    with django_assert_max_num_queries(9):
        response = root.get(f"{MEMBERSHIPS}hamta.{kind}")
        assert len(body(response)) > 0


def test_the_file_is_not_made_in_memory(root: Client) -> None:
    answer = root.get(f"{PERSONS}hamta.xlsx")
    assert isinstance(answer, FileResponse)
    assert body(answer).startswith(b"PK")
    assert root.get(f"{PERSONS}hamta.csv").streaming


def test_the_own_account_is_in_the_log(root: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="groups.admin.exports"):
        rows(root, PERSONS)
    account = User.objects.get(email="root@example.se").pk
    assert caplog.messages == [f"Register person taken as csv by account {account}."]


def test_a_role_of_long_ago_is_in_the_file(root: Client, cast: Cast) -> None:
    Membership.objects.filter(person=cast.sara.person).update(ends="2021-01-01")
    assert len(rows(root, MEMBERSHIPS, "?tid=slut")) == 2
