"""The registers: those who run a group keep its rows and no other group's, and appoint nobody but others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import AreaRole, Membership, OfficeTerm
from tests.factories import LONG_AGO, Cast, make_cast, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def appoint(user: Any, membership: Membership) -> Any:
    values = {"membership": membership.pk, "office": "chair", "starts": "2026-01-01", "ends": ""}
    return browser(user).post(reverse("admin:groups_officeterm_add"), values)


def test_a_process_leader_sees_the_members_of_the_own_group_only(cast: Cast) -> None:
    answer = browser(cast.eva).get(reverse("admin:groups_membership_changelist"))
    assert {row.group for row in answer.context["cl"].queryset} == {cast.group}


def test_rows_of_another_group_can_be_neither_opened_nor_made(cast: Cast) -> None:
    foreign = Membership.objects.get(person=cast.maja.person)
    client = browser(cast.eva)
    assert client.get(reverse("admin:groups_membership_change", args=[foreign.pk])).status_code == 404
    values = {"person": make_person().pk, "group": foreign.group_id, "role": "member", "starts": "2026-01-01"}
    answer = client.post(reverse("admin:groups_membership_add"), values)
    assert answer.status_code == 200
    assert "group" in answer.context["adminform"].form.errors
    assert Membership.objects.filter(group=foreign.group_id).count() == 1


def test_a_process_leader_appoints_somebody_else(cast: Cast) -> None:
    sara = Membership.objects.get(person=cast.sara.person)
    assert appoint(cast.eva, sara).status_code == 302
    term = OfficeTerm.objects.get(membership=sara)
    assert term.history.get().history_user == cast.eva


def test_nobody_makes_themselves_chair(cast: Cast) -> None:
    own = Membership.objects.get(person=cast.eva.person)
    answer = appoint(cast.eva, own)
    assert "Du kan inte ändra dina egna uppdrag" in answer.content.decode()
    assert not OfficeTerm.objects.filter(membership=own).exists()


def test_nobody_takes_over_the_membership_of_the_chair(cast: Cast) -> None:
    chair = Membership.objects.get(person=cast.olle.person)
    values = {"person": cast.eva.person_id, "group": cast.group.pk, "role": "member", "starts": "2020-01-01"}
    answer = browser(cast.eva).post(reverse("admin:groups_membership_change", args=[chair.pk]), values)
    assert answer.status_code == 200
    chair.refresh_from_db()
    assert chair.person == cast.olle.person


def test_an_area_administrator_keeps_the_groups_of_the_area(cast: Cast) -> None:
    ann = make_user("ann")
    AreaRole.objects.create(user=ann, area=cast.group.area, role="administrator", starts=LONG_AGO)
    answer = browser(ann).get(reverse("admin:groups_group_changelist"))
    assert {row.slug for row in answer.context["cl"].queryset} == {"lgs", "annan"}
    assert browser(ann).get(reverse("admin:groups_group_add")).status_code == 200


@pytest.mark.parametrize("name", ["user", "area", "arearole", "grouptype"])
def test_accounts_areas_and_types_are_the_administrators(cast: Cast, name: str) -> None:
    assert browser(cast.eva).get(reverse(f"admin:groups_{name}_changelist")).status_code == 403


def test_a_member_has_no_registers(cast: Cast) -> None:
    assert browser(cast.sara).get(reverse("admin:groups_person_changelist")).status_code == 403


def test_nobody_deletes_through_the_registers(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.sara.person)
    answer = browser(cast.eva).post(reverse("admin:groups_membership_delete", args=[membership.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Membership.objects.filter(pk=membership.pk).exists()
