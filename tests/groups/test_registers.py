"""The registers: those who run a group keep its rows and no other group's, and appoint nobody but others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from groups.admin.mandates import MandateAdmin
from groups.models import AreaRole, Group, Mandate, Membership, OfficeTerm, User
from meetings.models import NumberSeries
from tests.factories import (
    LONG_AGO,
    Cast,
    make_area,
    make_cast,
    make_group,
    make_group_type,
    make_member,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ann(cast: Cast) -> User:
    """The administrator of the area of the cast."""
    user = make_user("ann")
    AreaRole.objects.create(user=user, area=cast.group.area, role="administrator", starts=LONG_AGO)
    return user


@pytest.fixture
def far(cast: Cast) -> Group:
    """A group of another area."""
    return make_group("fjarran", area=make_area("fjarran", "Fjärran"))


def save(user: Any, name: str, values: dict[str, Any], row: Any = None) -> Any:
    path = reverse(f"admin:groups_{name}_change", args=[row.pk]) if row else reverse(f"admin:groups_{name}_add")
    return browser(user).post(path, values)


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


def test_an_area_administrator_keeps_the_groups_of_the_area(cast: Cast, ann: User, far: Group) -> None:
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


def test_an_area_administrator_does_not_make_themselves_chair(cast: Cast, ann: User) -> None:
    own = make_member(ann.person, cast.group)  # type: ignore[arg-type]
    assert "Du kan inte ändra dina egna uppdrag" in appoint(ann, own).content.decode()
    User.objects.filter(pk=ann.pk).update(is_superuser=True)
    assert appoint(User.objects.get(pk=ann.pk), own).status_code == 302


def role_of(user: User, area: Any, role: str = "registrar") -> dict[str, Any]:
    return {"user": user.pk, "area": area.pk, "role": role, "starts": "2026-01-01", "ends": ""}


def test_roles_are_given_in_the_administered_areas_only(cast: Cast, ann: User, far: Group) -> None:
    foreign = AreaRole.objects.create(user=cast.sara, area=far.area, role="registrar", starts=LONG_AGO)
    assert "area" in save(ann, "arearole", role_of(cast.olle, far.area)).context["adminform"].form.errors
    assert save(ann, "arearole", role_of(cast.olle, cast.group.area), foreign).status_code == 404
    assert save(ann, "arearole", role_of(cast.olle, cast.group.area)).status_code == 302
    root = make_user("root", is_superuser=True)
    assert save(root, "arearole", role_of(cast.olle, far.area), foreign).status_code == 302


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_gives_or_changes_a_role_of_their_own(cast: Cast, ann: User, is_superuser: bool) -> None:
    User.objects.filter(pk=ann.pk).update(is_superuser=is_superuser)
    answer = save(ann, "arearole", role_of(ann, cast.group.area))
    assert "user" in answer.context["adminform"].form.errors
    own = AreaRole.objects.get(user=ann)
    assert browser(ann).get(reverse("admin:groups_arearole_change", args=[own.pk])).status_code == 200
    assert save(ann, "arearole", role_of(cast.sara, cast.group.area), own).status_code == 403


def test_an_area_administrator_has_the_accounts_of_the_area_only(cast: Cast, ann: User, far: Group) -> None:
    make_member(cast.maja.person, far, ends="2021-01-01")  # type: ignore[arg-type]
    AreaRole.objects.create(user=cast.olle, area=far.area, role="registrar", starts=LONG_AGO)
    root, nobody = make_user("root", is_superuser=True), User.objects.create_user("ingen@example.se")
    found = set(browser(ann).get(reverse("admin:groups_user_changelist")).context["cl"].queryset)
    assert found == {ann, cast.eva, cast.sara, nobody}
    values = {"email": "min@example.se", "person": "", "is_active": "on"}
    assert [save(ann, "user", values, row).status_code for row in (root, cast.maja, cast.olle)] == [404] * 3
    assert cast.maja in browser(root).get(reverse("admin:groups_user_changelist")).context["cl"].queryset


def test_no_account_is_made_for_a_person_of_another_area(ann: User, far: Group) -> None:
    person = make_member(make_person(), far).person
    answer = save(ann, "user", {"email": "ny@example.se", "person": person.pk, "is_active": "on"})
    assert "person" in answer.context["adminform"].form.errors


def test_an_area_administrator_does_not_become_somebody_else(ann: User) -> None:
    values = {"email": ann.email, "person": make_person().pk, "is_active": "on"}
    assert save(ann, "user", values, ann).status_code == 302
    assert User.objects.get(pk=ann.pk).person == ann.person


def make_mandate(*groups: Group, **fields: Any) -> Mandate:
    mandate: Mandate = Mandate.objects.create(slug="uppdrag", title="Uppdrag", **fields)
    mandate.groups.set(groups)
    return mandate


def mandate_values(group: Group, **fields: Any) -> dict[str, Any]:
    forms = {"sections-TOTAL_FORMS": "0", "sections-INITIAL_FORMS": "0", "valid_until_precision": "day"}
    values = {"title": "Nytt", "slug": "uppdrag", "version": "1", "state": "draft", "groups": group.pk}
    return {**values, **forms, **fields}


def test_a_mandate_is_changed_by_those_who_keep_all_its_groups(cast: Cast, ann: User) -> None:
    other = Group.objects.get(slug="annan")
    mandate = make_mandate(cast.group, other)
    assert browser(cast.eva).get(reverse("admin:groups_mandate_change", args=[mandate.pk])).status_code == 200
    assert save(cast.eva, "mandate", mandate_values(cast.group), mandate).status_code == 403
    assert set(mandate.groups.all()) == {cast.group, other}
    assert save(ann, "mandate", mandate_values(cast.group), mandate).status_code == 302
    assert set(mandate.groups.all()) == {cast.group}


def test_groups_that_are_not_offered_stay(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MandateAdmin, "has_change_permission", lambda *arguments: True)
    other = Group.objects.get(slug="annan")
    mandate = make_mandate(cast.group, other)
    assert save(cast.eva, "mandate", mandate_values(cast.group), mandate).status_code == 302
    assert set(mandate.groups.all()) == {cast.group, other}


def test_an_adopted_mandate_is_the_administrators(cast: Cast, ann: User) -> None:
    days = {"decision_date": LONG_AGO, "valid_from": LONG_AGO}
    mandate = make_mandate(cast.group, state="adopted", **days)
    values = mandate_values(cast.group, state="adopted", **days)
    assert save(cast.eva, "mandate", values, mandate).status_code == 403
    assert save(ann, "mandate", values, mandate).status_code == 302
    far_too = make_area("fjarran", "Fjärran")
    mandate.groups.add(make_group("fjarran", area=far_too))
    assert save(ann, "mandate", values, mandate).status_code == 403


def group_values(group: Group, **fields: Any) -> dict[str, Any]:
    kept = {"name": group.name, "code": group.code, "slug": group.slug, "area": group.area_id, "type": group.type_id}
    return {**kept, "starts": "2020-01-01", "shows_group": "on", **fields}


def changed(user: User, group: Group, **fields: Any) -> list[Any]:
    assert save(user, "group", group_values(group, **fields), group).status_code == 302
    after = Group.objects.get(pk=group.pk)
    return [after.code, after.slug, after.area_id, after.name]


def test_a_process_leader_changes_neither_code_address_nor_area(cast: Cast, far: Group) -> None:
    fields = {"code": "NY", "slug": "ny", "area": far.area_id, "name": "Ny"}
    assert changed(cast.eva, cast.group, **fields) == ["LGS", "lgs", cast.group.area_id, "Ny"]


def test_code_and_address_stay_once_decisions_are_numbered(cast: Cast, ann: User) -> None:
    area = cast.group.area_id
    assert changed(ann, cast.group, code="NY", slug="ny") == ["NY", "ny", area, cast.group.name]
    NumberSeries.objects.create(group=cast.group, year=2026, next_number=2)
    root = make_user("root", is_superuser=True)
    for user in (ann, root):
        assert changed(user, cast.group, code="NYARE", slug="nyare")[:2] == ["NY", "ny"]
    page = browser(root).get(reverse("admin:groups_group_change", args=[cast.group.pk]))
    assert page.status_code == 200


def test_a_group_is_added_in_an_administered_area_and_shows_what_its_type_shows(
    cast: Cast, ann: User, far: Group
) -> None:
    closed = make_group_type("sluten", shows_mandate=False, shows_minutes=False)
    values = {"name": "Ny", "code": "NY", "slug": "ny", "type": closed.pk, "starts": "2026-01-01"}
    refused = save(ann, "group", {**values, "area": far.area_id})
    assert "area" in refused.context["adminform"].form.errors
    assert save(ann, "group", {**values, "area": cast.group.area_id, "shows_minutes": "on"}).status_code == 302
    group = Group.objects.get(slug="ny")
    shown = (group.shows_group, group.shows_mandate, group.shows_minutes, group.shows_decisions)
    assert shown == (True, False, False, True)
    assert save(ann, "group", group_values(group, shows_minutes="on"), group).status_code == 302
    group.refresh_from_db()
    assert group.shows_minutes
