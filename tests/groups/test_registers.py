"""The registers: those who run a group keep its rows and no other group's."""

from typing import Any

import pytest
from django.urls import reverse

from groups.models import AreaRole, Group, Membership, OfficeTerm, Seat, User
from meetings.models import NumberSeries
from tests.admin.browsing import browser
from tests.factories import (
    LONG_AGO,
    Cast,
    make_area,
    make_group,
    make_group_type,
    make_member,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(cast: Cast) -> Group:
    """A group of another area."""
    return make_group("fjarran", area=make_area("fjarran", "Fjärran"))


def save(user: Any, name: str, values: dict[str, Any], row: Any = None) -> Any:
    path = reverse(f"admin:groups_{name}_change", args=[row.pk]) if row else reverse(f"admin:groups_{name}_add")
    return browser(user).post(path, values)


def test_a_process_leader_sees_the_members_of_the_own_group_only(cast: Cast) -> None:
    answer = browser(cast.eva).get(reverse("admin:groups_membership_changelist"))
    assert {row.group for row in answer.context["cl"].queryset} == {cast.group}


def test_rows_of_another_group_can_not_be_opened(cast: Cast) -> None:
    foreign = Membership.objects.get(person=cast.maja.person)
    assert browser(cast.eva).get(reverse("admin:groups_membership_change", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize("name", ["membership", "officeterm", "seat"])
@pytest.mark.parametrize("is_superuser", [False, True])
def test_a_composition_is_read_in_the_registers_and_changed_on_the_groups_page(
    cast: Cast, name: str, is_superuser: bool
) -> None:
    Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)
    User.objects.filter(pk=cast.eva.pk).update(is_superuser=is_superuser)
    model: Any = {"membership": Membership, "officeterm": OfficeTerm, "seat": Seat}[name]
    row = model.objects.filter(**{"membership__group" if name == "officeterm" else "group": cast.group}).first()
    client, path = browser(cast.eva), reverse(f"admin:groups_{name}_change", args=[row.pk])
    page = client.get(path).content.decode()
    assert 'href="/admin/grupper/lgs/"' in page
    assert 'name="starts"' not in page
    assert client.post(path, {"starts": "2026-01-01"}).status_code == 403
    assert client.post(reverse(f"admin:groups_{name}_add"), {}).status_code == 403
    assert client.get(reverse(f"admin:groups_{name}_history", args=[row.pk])).status_code == 200


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


#: No rule beside a group or a type, as the form sends it.
RULES = ("frequencyrule", "deadlinerule", "termrule", "yearrule", "yearly_meetings")
NO_RULES = {f"{name}-{part}_FORMS": "0" for name in RULES for part in ("TOTAL", "INITIAL")}


def group_values(group: Group, **fields: Any) -> dict[str, Any]:
    kept = {"name": group.name, "code": group.code, "slug": group.slug, "area": group.area_id, "type": group.type_id}
    return {**kept, **NO_RULES, "starts": "2020-01-01", "shows_group": "on", **fields}


def changed(user: User, group: Group, **fields: Any) -> list[Any]:
    assert save(user, "group", group_values(group, **fields), group).status_code == 302
    after = Group.objects.get(pk=group.pk)
    return [after.code, after.slug, after.area_id, after.name]


def test_a_process_leader_changes_neither_code_address_nor_area(cast: Cast, far: Group) -> None:
    fields = {"code": "NY", "slug": "ny", "area": far.area_id, "name": "Ny"}
    assert changed(cast.eva, cast.group, **fields) == ["LGS", "lgs", cast.group.area_id, "Ny"]


def test_the_code_stays_once_decisions_are_numbered(cast: Cast, ann: User) -> None:
    area = cast.group.area_id
    assert changed(ann, cast.group, code="NY", slug="ny") == ["NY", "ny", area, cast.group.name]
    NumberSeries.objects.create(group=cast.group, year=2026, next_number=2)
    root = make_user("root", is_superuser=True)
    for user in (ann, root):
        assert changed(user, cast.group, code="NYARE", slug="ny")[:2] == ["NY", "ny"]
    assert changed(ann, cast.group, code="NYARE", slug="nyare")[:2] == ["NY", "nyare"]
    page = browser(root).get(reverse("admin:groups_group_change", args=[cast.group.pk]))
    assert page.status_code == 200


def test_a_group_is_added_in_an_administered_area_and_shows_what_its_type_shows(
    cast: Cast, ann: User, far: Group
) -> None:
    closed = make_group_type("sluten", shows_mandate=False, shows_minutes=False)
    values = {"name": "Ny", "code": "NY", "slug": "ny", "type": closed.pk, "starts": "2026-01-01", **NO_RULES}
    refused = save(ann, "group", {**values, "area": far.area_id})
    assert "area" in refused.context["adminform"].form.errors
    assert save(ann, "group", {**values, "area": cast.group.area_id, "shows_minutes": "on"}).status_code == 302
    group = Group.objects.get(slug="ny")
    shown = (group.shows_group, group.shows_mandate, group.shows_minutes, group.shows_decisions)
    assert shown == (True, False, False, True)
    assert save(ann, "group", group_values(group, shows_minutes="on"), group).status_code == 302
    group.refresh_from_db()
    assert group.shows_minutes
