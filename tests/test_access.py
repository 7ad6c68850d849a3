"""The access matrix, walked: every route has a row, and every cell answers as the row says."""

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from groups.models import GoverningDocument, Mandate, MandateSection, Membership, OfficeTerm, Seat
from meetings import workflow
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from tests.access_matrix import MATRIX, ROLES, STATES, Role, Row, State
from tests.factories import (
    AFTER,
    Cast,
    make_adjusted,
    make_cast,
    make_meeting,
    make_published,
    make_register_rows,
    make_sent,
    make_user,
)
from tests.mandates import make_versions_beside_a_draft

MIN_CELLS = 1700
COMPOSITION = ("groups_admin:appoint", "groups_admin:membership-", "groups_admin:office-", "groups_admin:seat-")


def routes(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)


def row_of(route: str) -> Row | None:
    """The row with the route's own name, else the last one whose pattern fits it."""
    fitting = [row for name, row in MATRIX.items() if fnmatch(route, name)]
    return MATRIX.get(route) or (fitting[-1] if fitting else None)


ROUTES = sorted(set(routes()))


def test_every_route_has_a_row() -> None:
    missing = [route for route in ROUTES if row_of(route) is None]
    assert missing == [], "Write the row in tests/access_matrix.py."


def test_every_row_has_a_route() -> None:
    assert [name for name in MATRIX if not any(fnmatch(route, name) for route in ROUTES)] == []


def test_the_matrix_does_not_shrink() -> None:
    assert len(ROUTES) * len(STATES) * len(ROLES) >= MIN_CELLS


def sent_agenda(cast: Cast) -> Meeting:
    meeting = make_meeting(cast.group)
    workflow.send_agenda(meeting, by=cast.eva, at=AFTER)
    return meeting


def withdrawn(cast: Cast) -> Meeting:
    publication = make_published(cast)
    workflow.withdraw(publication, reason="Fel", by=cast.eva, at=AFTER)
    return publication.meeting


MAKE: dict[State, Callable[[Cast], Meeting]] = {
    "planned": lambda cast: make_meeting(cast.group),
    "sent": sent_agenda,
    "out": lambda cast: make_sent(cast).meeting,
    "adjusted": lambda cast: make_adjusted(cast).meeting,
    "published": lambda cast: make_published(cast).meeting,
    "withdrawn": withdrawn,
}


def address(route: str, meeting: Meeting) -> str:
    """The address of a route for the meeting."""
    key = f"{meeting.date.year}-1"
    arguments: dict[str, list[Any]] = {
        "group": ["lgs"], "meeting": ["lgs", meeting.day_key], "minutes-pdf": ["lgs", meeting.day_key],
        "decision": ["lgs", key], "admin:app_list": ["groups"], "account_confirm_email": ["x"],
        "account_reset_password_from_key": ["x", "y"], "admin:view_on_site": [1, 1],
        "help-task": ["justera"], "groups_admin:group-end": ["lgs"], "groups_admin:group-reopen": ["lgs"],
    }  # fmt: skip
    if route.startswith("admin:groups_"):
        return register_address(route)
    if route in {"document", "document-file"}:
        return reverse(route, args=["rutin"])
    if route.startswith("groups_admin:document") and not route.endswith("-new"):
        return reverse(route, args=[GoverningDocument.objects.get(slug="rutin").pk])
    if route == "organisation" or route.startswith(("groups_admin:person-", "groups_admin:organisation-")):
        return row_address(route)
    if route == "group-desk" or route.startswith(COMPOSITION):
        return composition_address(route)
    if "mandate" in route:
        return mandate_address(route)
    if route in arguments:
        return reverse(route, args=arguments[route])
    if route.startswith("meetings_admin:"):
        needs_meeting = route.split(":")[1] not in {"list", "new", "import-minutes", "import-save"}
        return reverse(route, args=[meeting.pk] if needs_meeting else [])
    return reverse(route)


def composition_address(route: str) -> str:
    """The address of the group's page, or of what is done with one of its seats, memberships or offices."""
    rows = {"membership": Membership, "office": OfficeTerm, "seat": Seat}
    name, _, action = route.removeprefix("groups_admin:").partition("-")
    new = name not in rows or action in {"add", "appoint"}
    path = "membership__group" if name == "office" else "group"
    return reverse(route, args=["lgs", *([] if new else [rows[name].objects.filter(**{f"{path}__slug": "lgs"})[0].pk])])


def row_address(route: str) -> str:
    """The address of what is done with the first person or organisation that there is."""
    name = route.removeprefix("groups_admin:").split("-")[0]
    row = apps.get_model("groups", name).objects.order_by("pk").first()
    return reverse(route, args=[row.slug if route == "organisation" else row.pk if row else 1])


def mandate_address(route: str) -> str:
    """Of the open site the newest adopted version; behind sign-in the draft, or an adopted one where it is read."""
    if not route.startswith("groups_admin:"):
        return reverse(route, args=["lgs", *([] if route == "mandates" else [3])])
    if route == "groups_admin:mandate-new":
        return reverse(route)
    reads = route.endswith(("-file", "-difference"))
    row = Mandate.objects.filter(state="adopted" if reads else "draft").order_by("-version").first()
    section = MandateSection.objects.filter(mandate=row).first()
    needs = "-section" in route and not route.endswith("-new")
    return reverse(route, args=[row.pk if row else 1, *([section.pk if section else 1] if needs else [])])


def register_address(route: str) -> str:
    """The address in a register, for a row of eva's group where it needs one."""
    name, action = route.removeprefix("admin:groups_").split("_", 1)
    if action in {"changelist", "add", "export"}:
        return reverse(route, args=["csv"] if action == "export" else [])
    rows: Any = apps.get_model("groups", name).objects
    if name in {"membership", "seat"}:
        rows = rows.filter(group__slug="lgs")
    row = rows.filter(membership__group__slug="lgs").first() if name == "officeterm" else rows.order_by("pk").first()
    old = [row.history.first().pk] if action == "simple_history" else []
    return reverse(route, args=[row.pk, *old])


def knows_meetings(route: str) -> bool:
    """Whether what the route answers may differ with the state of a meeting; for the others one state is enough."""
    open_site = {"start", "group", "meetings", "meeting", "minutes-pdf", "decisions", "decision", "workbench"}
    return route in open_site or route.startswith("meetings_admin:")


def outcome(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith(("/konto/login/", "/admin/login/")):
        return "sign in"
    return "ok" if response.status_code in {200, 302, 304, 422} else str(response.status_code)


def expected(row: Row, state: State, role: Role) -> set[str]:
    return set(row.expected(state, role).split(" or "))


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_answers_as_its_row_says(role: Role, state: State) -> None:
    cast = make_cast()
    users = {"sara": cast.sara, "eva": cast.eva, "olle": cast.olle, "maja": cast.maja, "dag": make_user("dag")}
    users["dag"].is_active = False
    users["dag"].save()
    make_register_rows(cast)
    make_versions_beside_a_draft(Mandate.objects.get(slug="uppdrag"), cast.group)
    meeting = MAKE[state](cast)
    client = Client(raise_request_exception=False)
    if role in users:
        client.force_login(users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    wrong = []
    for route in ROUTES:
        row = row_of(route)
        if row is None or (state != "planned" and not knows_meetings(route)):
            continue
        path = address(route, meeting)
        before = transaction.savepoint_create()
        answer = outcome(client.post(path) if row.verb else client.get(path))
        transaction.savepoint_rollback(before)  # no cell changes what the next one meets
        if answer not in expected(row, state, role):
            wrong.append(f"{route}: {answer}, not {row.expected(state, role)}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.django_db
def test_a_verb_refuses_get_and_changes_nothing() -> None:
    cast = make_cast()
    meeting = sent_agenda(cast)
    for route in (name for name in ROUTES if (row := row_of(name)) and row.verb):
        for user in (cast.eva, cast.olle):
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            assert client.get(address(route, meeting)).status_code == 405, route
    assert Meeting.objects.get().state == "planned"
    assert AgendaVersion.objects.get().state == "sent"
    assert MinutesVersion.objects.count() == 0


@pytest.mark.django_db
def test_every_post_behind_sign_in_wants_a_token() -> None:
    cast = make_cast()
    meeting = sent_agenda(cast)
    for user in (cast.eva, cast.olle):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for route in (name for name in ROUTES if name.startswith(("meetings_admin:", "account_log"))):
            answer = client.post(address(route, meeting))
            refused = answer.status_code == 403 and "Formuläret var för gammalt" in answer.content.decode()
            assert refused or answer.status_code == 405, route
