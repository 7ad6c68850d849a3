"""A structure as large as a whole region's: 500 groups and 10,000 memberships cost a list no query more."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.models import Group, Membership, Organisation, Person, Seat
from samverkan.portal import pages
from tests.factories import LONG_AGO, Cast, make_area, make_cast, make_group_type, make_organisation, make_user

GROUPS, MEMBERS = 500, 20

PUBLIC = [
    "/grupper/", "/grupper/lgs/", "/grupper/lgs/?datum=2026-04-23", "/organisation/", "/organisationer/",
    "/organisationer/o-0/", "/dokument/", "/personuppgifter/", "/moten/", "/beslut/",
]  # fmt: skip
BEHIND_SIGN_IN = [
    "/admin/", "/admin/grupper/lgs/", "/admin/groups/group/", "/admin/groups/membership/", "/admin/groups/person/",
    "/admin/groups/organisation/", "/admin/groups/seat/", "/admin/groups/officeterm/",
]  # fmt: skip


def queries(client: Client, path: str) -> int:
    pages.store.clear()
    client.get(path)  # what is looked up once per process is no part of the page
    pages.store.clear()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200, path
    return len(seen)


def small(cast: Cast) -> None:
    organisation = make_organisation("Förvaltning 0", slug="o-0")
    person = Person.objects.create(slug="p-0", name="Person 0", organisation=organisation)
    seat = Seat.objects.create(group=cast.group, position=1, label="Plats", organisation=organisation, starts=LONG_AGO)
    Membership.objects.create(person=person, group=cast.group, seat=seat, organisation=organisation, starts=LONG_AGO)


def large(cast: Cast) -> None:
    """500 groups in ten areas, each with 20 members of 50 organisations; the largest grow beside eva's own."""
    areas = [make_area(f"omrade-{number}", f"Område {number}") for number in range(10)]
    kind = make_group_type("temagrupp")
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"o-{number}", name=f"Förvaltning {number}", kind="region_unit") for number in range(1, 50)
    )
    people = Person.objects.bulk_create(
        Person(slug=f"p-{number}", name=f"Person {number}", organisation=organisations[number % 49])
        for number in range(1, 2001)
    )
    groups = Group.objects.bulk_create(
        Group(
            slug=f"grupp-{number}", code=f"G{number}", name=f"Grupp {number}", area=areas[number % 10], type=kind,
            starts=LONG_AGO, parent=cast.group if number % 7 == 0 else None,
        )
        for number in range(GROUPS)
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(
            person=people[(number * MEMBERS + place) % 2000], group=group, starts=date(2021, 1, 1),
            organisation=organisations[place], role="member",
        )
        for number, group in enumerate(groups)
        for place in range(MEMBERS)
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(person=person, group=cast.group, starts=LONG_AGO, organisation=organisations[0])
        for person in people[:60]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database that has just been filled plans for an empty one


@pytest.mark.django_db
def test_lists_ask_as_much_of_a_small_structure_as_of_a_large_one(client: Client) -> None:
    cast = make_cast()
    ann = make_user("ann", is_superuser=True)
    small(cast)
    signed_in = Client()
    signed_in.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    every: list[tuple[Client, str]] = [(client, path) for path in PUBLIC] + [
        (signed_in, path) for path in BEHIND_SIGN_IN
    ]
    before = {path: queries(browser, path) for browser, path in every}
    large(cast)
    assert Membership.objects.count() > GROUPS * MEMBERS
    after: dict[str, Any] = {path: queries(browser, path) for browser, path in every}
    assert {path: (before[path], after[path]) for _, path in every if after[path] > before[path]} == {}
    lists = ("/grupper/", "/organisation/", "/organisationer/", "/dokument/", "/moten/", "/beslut/")
    assert {path: after[path] for path in lists if after[path] > 8} == {}
