"""What the open site says of personal data: who answers for which group's records, now and before."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import Group, Organisation, RecordKeeping
from groups.workflow.organisations import rename
from tests.factories import LONG_AGO, make_group, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(date(2026, 5, 4), tick=False):
        yield


@pytest.fixture
def hospital() -> Organisation:
    return make_organisation("Östra sjukhuset")


@pytest.fixture
def group() -> Group:
    return make_group("lgs", name="Ledningsgruppen")


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def keep(group: Group, authority: Organisation, **fields: Any) -> RecordKeeping:
    given = {"authority": authority, "controller": authority, "starts": LONG_AGO, **fields}
    return RecordKeeping.objects.create(group=group, **given)


def test_who_answers_for_the_records_stands_group_by_group(
    client: Client, group: Group, hospital: Organisation
) -> None:
    town = make_organisation("Staden", kind="municipality")
    keep(group, town, diary="KS", ends=date(2026, 1, 1))
    keep(group, hospital, diary="RS", contact="registrator@example.se", starts=date(2026, 1, 1))
    make_group("utan")
    keep(make_group("dold", shows_group=False), hospital, diary="KANARIE")
    rename(town, "Nya staden", on=date(2026, 2, 1), by=make_user("ann"))
    answer = client.get("/personuppgifter/")
    current = {group.code: row and (row.authority, row.row.diary) for group, row in answer.context["current"]}
    assert current == {"LGS": ("Östra sjukhuset", "RS"), "UTAN": None}
    assert [(row.authority, row.last_day) for row in answer.context["former"]] == [("Staden", date(2025, 12, 31))]
    html = answer.content.decode()
    assert "KANARIE" not in html
    for words in ("Inte registrerat än", "registrator@example.se", "Tidigare ansvariga"):
        assert words in html


def test_an_ended_group_keeps_who_answered_for_it(client: Client, hospital: Organisation) -> None:
    keep(make_group("slut", ends=date(2026, 1, 1)), hospital, diary="RS")
    context = client.get("/personuppgifter/").context
    assert (context["current"], [row.row.diary for row in context["former"]]) == ([], ["RS"])


def test_personal_data_is_linked_from_every_page(client: Client) -> None:
    assert 'href="/personuppgifter/"' in page(client, "/")
    assert "Inga grupper är publicerade än." in page(client, "/personuppgifter/")


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_personal_data_do_not_grow(client: Client, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        keep(make_group(f"grupp-{number}"), make_organisation(f"Organisation {number}"))
    with django_assert_num_queries(7):
        client.get("/personuppgifter/")
