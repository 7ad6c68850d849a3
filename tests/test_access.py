"""The access matrix, walked: every route has a row, and every cell answers as the row says."""

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from groups.models import AreaRole, Mandate
from groups.workflow.groups import end
from meetings import workflow
from meetings.models import AgendaVersion, Meeting, MinutesVersion
from tests.access_addresses import address
from tests.access_between import BETWEEN
from tests.access_matrix import ENDED
from tests.access_matrix import MATRIX as MEETINGS
from tests.access_plans import PLANS
from tests.access_rows import ROLES, STATES, Role, Row, State
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_administrator,
    make_cast,
    make_meeting,
    make_published,
    make_register_rows,
    make_sent,
    make_user,
)
from tests.handovers import make_between
from tests.mandates import make_versions_beside_a_draft
from tests.matters import make_matter, make_standing
from tests.plans import make_yearly

MATRIX = {**MEETINGS, **BETWEEN, **PLANS}
MIN_CELLS = 1700


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
    meeting = make_meeting(cast.group, papers=1)
    workflow.send_agenda(meeting, by=cast.eva, at=AFTER)
    return meeting


def withdrawn(cast: Cast) -> Meeting:
    publication = make_published(cast, papers=1)
    workflow.withdraw(publication, reason="Fel", by=cast.eva, at=AFTER)
    return publication.meeting


MAKE: dict[State, Callable[[Cast], Meeting]] = {
    "planned": lambda cast: make_meeting(cast.group, papers=1),
    "sent": sent_agenda,
    "out": lambda cast: make_sent(cast, papers=1).meeting,
    "adjusted": lambda cast: make_adjusted(cast, papers=1).meeting,
    "published": lambda cast: make_published(cast, papers=1).meeting,
    "withdrawn": withdrawn,
}


def knows_meetings(route: str) -> bool:
    """Whether what the route answers may differ with the state of a meeting; for the others one state is enough."""
    open_site = {
        "start", "group", "meetings", "meeting", "minutes-pdf", "minutes-version", "minutes-version-pdf",
        "minutes-version-diff", "minutes-original",
        "agenda-pdf", "mail-link-paper", "meeting-paper", "decisions", "decision", "workbench", "mail-link",
    }  # fmt: skip
    return route in open_site or route.startswith(("meetings_admin:", "decisions_admin:"))


def outcome(response: Any) -> str:
    if response.streaming:
        list(response)  # read to its end, as a browser does, so that its file is closed
    if response.status_code == 302 and response["Location"].startswith(("/konto/login/", "/admin/login/")):
        return "sign in"
    return "ok" if response.status_code in {200, 302, 304, 422} else str(response.status_code)


def expected(row: Row, state: State, role: Role) -> set[str]:
    return set(row.expected(state, role).split(" or "))


def answer_without_words(template: Template, *args: Any, **kwargs: Any) -> str:
    return ""


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_answers_as_its_row_says(role: Role, state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets what is settled before a page is put into words: in one state they are written out, elsewhere not."""
    if state != "published":
        monkeypatch.setattr(Template, "render", answer_without_words)
    cast = make_cast(has_history=True)
    users = {"sara": cast.sara, "eva": cast.eva, "olle": cast.olle, "maja": cast.maja, "dag": make_user("dag")}
    users["dag"].is_active = False
    users["dag"].save()
    make_register_rows(cast)
    make_versions_beside_a_draft(Mandate.objects.get(slug="uppdrag"), cast.group)
    make_matter(cast.sara, cast.group, papers=1)
    make_between(cast)
    make_standing(cast.group)
    make_yearly(cast)
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
    make_between(cast)
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
    make_between(cast)
    meeting = sent_agenda(cast)
    for user in (cast.eva, cast.olle):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        verbs = ("meetings_admin:", "decisions_admin:", "account_log")
        for route in (name for name in ROUTES if name.startswith(verbs)):
            answer = client.post(address(route, meeting))
            refused = answer.status_code == 403 and "Formuläret var för gammalt" in answer.content.decode()
            assert refused or answer.status_code == 405, route


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("role", ["ann", "rut", "eva", "olle"])
def test_the_notes_of_a_group_that_has_ended_answer_as_their_rows_say(role: str) -> None:
    cast = make_cast()
    users = {"eva": cast.eva, "olle": cast.olle, "ann": make_administrator("ann", cast.group.area)}
    users["rut"] = make_user("rut")
    AreaRole.objects.create(user=users["rut"], area=cast.group.area, role="registrar", starts=LONG_AGO)
    meeting = make_published(cast).meeting
    end(cast.group, on=timezone.localdate(), by=cast.eva)
    client = Client(raise_request_exception=False)
    client.force_login(users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    wrong = []
    for name, allowed in ENDED.items():
        route = f"meetings_admin:{name}"
        row, path = MATRIX[route], address(route, meeting)
        before = transaction.savepoint_create()
        answer = outcome(client.post(path) if row.verb else client.get(path))
        transaction.savepoint_rollback(before)
        if (answer == "ok") != (role in allowed) or answer not in {"ok", "403", "404"}:
            wrong.append(f"{name}: {answer}")
    assert wrong == []
