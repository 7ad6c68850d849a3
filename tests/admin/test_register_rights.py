"""Who may what in the registers: role × register × verb, each cell walked over HTTP.

``own`` is a row of the group that eva runs, in the area that adam administers; ``other`` is one of a group in
another area. A cell says what the answer is: ``ok``, ``read`` (it opens, and can not be changed), a status, or sign in.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse

from groups.admin import site
from groups.admin.base import Register
from groups.models import AreaRole, Group, Mandate, RecordKeeping, Seat, User
from tests.factories import (
    LONG_AGO,
    Cast,
    make_area,
    make_cast,
    make_chair,
    make_document,
    make_group,
    make_group_type,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

VERBS = ("list", "add", "own", "other", "delete", "export")
ROLES = ("visitor", "inactive", "member", "chair", "leader", "coordinator", "registrar", "administrator", "superuser")
REGISTERS = sorted(  # of groups; the register of cooperation plans is walked with the plans
    model._meta.model_name or ""
    for model, kept in site._registry.items()
    if isinstance(kept, Register) and model._meta.app_label == "groups"
)

SHUT = dict.fromkeys(VERBS, "403")
#: Rows of groups: those who run the group or administer its area; a row elsewhere is not known to them.
OF_GROUPS = {"list": "ok", "add": "ok", "own": "ok", "other": "404", "delete": "403", "export": "ok"}
#: As above, but to be read alone: what is changed is changed by steps, on the group's own pages.
READ = {**OF_GROUPS, "add": "403", "own": "read"}
READ_ALL = {**READ, "other": "read"}
#: Rows that everybody shares, or that a superuser keeps all of.
ALL = {**OF_GROUPS, "other": "ok"}
NOTHING = dict.fromkeys(ROLES, SHUT)
KEEPERS = ("leader", "coordinator", "administrator")


def table(keepers: dict[str, str], *, superuser: dict[str, str], **roles: dict[str, str]) -> Any:
    """A register's cells: for those who keep groups, for superusers, who keep them all, and where a role differs."""
    return {**NOTHING, **dict.fromkeys(KEEPERS, keepers), "superuser": superuser, **roles}


def administrators(cells: dict[str, str], *, superuser: dict[str, str]) -> Any:
    return {**NOTHING, "administrator": cells, "superuser": superuser}


TABLE: dict[str, Any] = {
    "area": administrators({**SHUT, "list": "ok", "own": "read", "other": "read", "export": "ok"}, superuser=ALL),
    "arearole": administrators(OF_GROUPS, superuser=ALL),
    "grouptype": administrators({**OF_GROUPS, "other": "read"}, superuser=ALL),
    "user": administrators(OF_GROUPS, superuser=ALL),
    "group": table({**OF_GROUPS, "add": "403"}, administrator=OF_GROUPS, superuser=ALL),
    "mandate": table(OF_GROUPS, superuser=ALL),
    "membership": table(READ, superuser=READ_ALL),
    "officeterm": table(READ, superuser=READ_ALL),
    "organisation": table(ALL, superuser=ALL),
    "person": table(ALL, superuser=ALL),
    "recordkeeping": administrators(OF_GROUPS, superuser=ALL),
    "seat": table(READ, superuser=READ_ALL),
    "governingdocument": table(OF_GROUPS, superuser=ALL),
}


def test_every_register_has_its_table() -> None:
    assert sorted(TABLE) == REGISTERS


@pytest.fixture
def cast(db: Any) -> Cast:
    cast = make_cast()
    make_rows(cast.group, "own")
    far = make_group("fjarran", area=make_area("fjarran", "Fjärran"), type=make_group_type("fjarran"))
    make_rows(far, "other")
    return cast


def make_rows(group: Group, slug: str) -> None:
    """A row of the group in each register; what belongs to no group is named after it."""
    organisation = make_organisation(f"Organisation {slug}", slug=slug)
    person = make_person(f"Person {slug}")
    chair = make_chair(person, group)
    chair.membership.person = person
    Seat.objects.create(group=group, position=9, label=slug, organisation=organisation, starts=LONG_AGO)
    mandate = Mandate.objects.create(slug=slug, title=slug, version=9)
    mandate.groups.add(group)
    RecordKeeping.objects.create(group=group, authority=organisation, controller=organisation, starts=LONG_AGO)
    make_document(group, slug=slug)
    AreaRole.objects.create(user=make_user(slug, person=person), area=group.area, role="registrar", starts=LONG_AGO)


def row_of(name: str, which: str) -> Any:
    rows: Any = apps.get_model("groups", name).objects
    group = Group.objects.get(slug="lgs" if which == "own" else "fjarran")
    found: dict[str, Any] = {
        "area": {"pk": group.area_id}, "grouptype": {"pk": group.type_id}, "group": {"pk": group.pk},
        "arearole": {"area": group.area_id, "user__person__name": f"Person {which}"},
        "user": {"person__name": f"Person {which}"}, "person": {"name": f"Person {which}"},
        "organisation": {"slug": which}, "mandate": {"slug": which},
        "officeterm": {"membership__person__name": f"Person {which}"},
        "membership": {"person__name": f"Person {which}"},
    }  # fmt: skip
    return rows.get(**found.get(name, {"group": group}))


def account(role: str, cast: Cast) -> User | AnonymousUser:
    if role == "visitor":
        return AnonymousUser()
    if role in {"member", "chair", "leader"}:
        return {"member": cast.sara, "chair": cast.olle, "leader": cast.eva}[role]
    user = make_user(role, is_superuser=role == "superuser")
    if role == "coordinator":
        make_member(user.person, cast.group, role)  # type: ignore[arg-type]
    if role in {"inactive", "administrator", "registrar"}:
        given = "registrar" if role == "registrar" else "administrator"
        AreaRole.objects.create(user=user, area=cast.group.area, role=given, starts=LONG_AGO)
    return user


def browser(user: User | AnonymousUser, *, switch_off: bool) -> Client:
    client = Client(raise_request_exception=False)
    if isinstance(user, User):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if switch_off:
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def answer(client: Client, name: str, verb: str) -> str:
    """What the verb is met with. A row that opens and refuses to be changed is only to be read."""
    if verb in {"list", "add", "export"}:
        route = {"list": "changelist", "add": "add", "export": "export"}[verb]
        return outcome(client.get(reverse(f"admin:groups_{name}_{route}", args=["csv"] if verb == "export" else [])))
    if verb == "delete":
        path = reverse(f"admin:groups_{name}_delete", args=[row_of(name, "own").pk])
        return outcome(client.post(path, {"post": "yes"}))
    path = reverse(f"admin:groups_{name}_change", args=[row_of(name, verb).pk])
    opened, changed = outcome(client.get(path)), outcome(client.post(path, {}))
    return opened if opened == changed else "read" if (opened, changed) == ("ok", "403") else f"{opened}, {changed}"


def outcome(response: Any) -> str:
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "sign in"
    if response.streaming:
        b"".join(response.streaming_content)
    return "ok" if response.status_code in {200, 302, 422} else str(response.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_answers_as_the_table_says(cast: Cast, role: str) -> None:
    client = browser(account(role, cast), switch_off=role == "inactive")
    before = {name: apps.get_model("groups", name)._default_manager.count() for name in REGISTERS}
    wrong = []
    for name in REGISTERS:
        for verb in VERBS:
            expected = "sign in" if role in {"visitor", "inactive"} else TABLE[name][role][verb]
            stand = transaction.savepoint_create()
            found = answer(client, name, verb)
            transaction.savepoint_rollback(stand)
            if found != expected:
                wrong.append(f"{role} {name} {verb}: {found}, not {expected}")
    assert wrong == [], "\n".join(wrong)
    assert {name: apps.get_model("groups", name)._default_manager.count() for name in REGISTERS} == before
