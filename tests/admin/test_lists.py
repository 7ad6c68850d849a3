"""The lists of the registers: filters in a form, only what the visitor may see, and as many queries for many rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.admin import site
from groups.admin.base import Register
from groups.admin.filters import SOON, running_out
from groups.admin.tasks import OTHER, TASKS, tasks_of
from groups.models import AreaRole, GoverningDocument, Group, Membership, User
from tests.admin.browsing import browser
from tests.factories import (
    Cast,
    make_administrator,
    make_area,
    make_document,
    make_group,
    make_group_type,
    make_member,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
GROUPS, MEMBERSHIPS = "/admin/groups/group/", "/admin/groups/membership/"


@pytest.fixture
def root(cast: Cast) -> User:
    return make_user("root", is_superuser=True)


def listed(user: User, path: str) -> list[str]:
    return sorted(str(row) for row in browser(user).get(path).context["cl"].queryset)


def choices(page: Any) -> dict[str, list[str]]:
    return {select.label: [option.label for option in select.options] for select in page.context["cl"].selects}


def test_groups_are_found_by_area_by_type_and_by_time(cast: Cast, root: User) -> None:
    today = timezone.localdate()
    far, kind = make_area("fjarran", "Fjärran"), make_group_type("nytt")
    make_group("fjarran", area=far)
    make_group("nytt", type=kind, ends=today + timedelta(days=30))
    make_group("slut", ends=today)
    assert listed(root, f"{GROUPS}?area__id__exact={far.pk}") == ["Gruppen FJARRAN"]
    assert listed(root, f"{GROUPS}?type__id__exact={kind.pk}") == ["Gruppen NYTT"]
    assert listed(root, f"{GROUPS}?tid=snart") == ["Gruppen NYTT"]
    assert listed(root, f"{GROUPS}?tid=slut") == ["Gruppen SLUT"]
    assert "Gruppen SLUT" not in listed(root, f"{GROUPS}?tid=galler")
    assert len(listed(root, f"{GROUPS}?tid=galler")) == Group.objects.count() - 1


@pytest.mark.parametrize(("days", "found"), [(-1, "slut"), (0, "slut"), (1, "snart"), (90, "snart"), (91, "")])
def test_running_out_counts_from_today(cast: Cast, root: User, days: int, found: str) -> None:
    """``ends`` is the first day gone: what ends today has run out."""
    Membership.objects.filter(person=cast.sara.person).update(ends=timezone.localdate() + timedelta(days=days))
    sara = [row for row in ("snart", "slut") if len(listed(root, f"{MEMBERSHIPS}?tid={row}")) == 1]
    assert sara == ([found] if found else [])


@pytest.mark.parametrize(("days", "found"), [(-1, "slut"), (0, "snart"), (89, "snart"), (90, "")])
def test_running_out_counts_a_last_day_as_a_day(cast: Cast, days: int, found: str) -> None:
    document = make_document(cast.group, valid_until=timezone.localdate() + timedelta(days=days))
    kind: Any = running_out("valid_until", starts="valid_from")
    for value in ("snart", "slut"):
        chosen = kind(None, {"tid": [value]}, GoverningDocument, None)
        assert list(chosen.queryset(None, GoverningDocument.objects.all())) == ([document] if value == found else [])
    assert timedelta(days=90) == SOON


def test_the_choices_are_what_the_visitors_own_rows_belong_to(cast: Cast) -> None:
    make_member(cast.eva.person, make_group("egen"), "coordinator")  # type: ignore[arg-type]
    make_member(make_person(), make_group("intern", shows_group=False))
    page = browser(cast.eva).get(MEMBERSHIPS)
    assert choices(page)["grupp"] == ["Alla", "Gruppen EGEN", "Gruppen LGS"]


def test_a_form_that_sends_empty_choices_shows_everything(cast: Cast, root: User) -> None:
    everything = listed(root, MEMBERSHIPS)
    assert listed(root, f"{MEMBERSHIPS}?q=&group__id__exact=&role__exact=&tid=") == everything


def test_what_is_chosen_stays_chosen(cast: Cast, root: User) -> None:
    page = browser(root).get(f"{MEMBERSHIPS}?q=sara&role__exact=member&tid=galler&o=-1")
    text = page.content.decode()
    selected = {select.label: [o.label for o in select.options if o.selected] for select in page.context["cl"].selects}
    assert {"roll": ["Ledamot"], "tid": ["Gäller i dag"]}.items() <= selected.items()
    assert 'name="o" value="-1"' in text
    assert 'value="sara"' in text
    assert f'<a href="{MEMBERSHIPS}">Rensa</a>' in text
    assert f"{MEMBERSHIPS}hamta.xlsx?o=-1&amp;q=sara&amp;role__exact=member&amp;tid=galler" in text


def test_an_empty_list_says_why(cast: Cast, root: User) -> None:
    assert "Inget i registret stämmer med det du har valt" in browser(root).get(f"{GROUPS}?q=xyz").content.decode()
    AreaRole.objects.all().delete()
    page = browser(root).get("/admin/groups/arearole/").content.decode()
    assert "Det finns inget i registret än. Börja med att lägga till." in page


def test_the_page_is_in_swedish_and_has_nothing_inline(cast: Cast, root: User) -> None:
    for path in (GROUPS, f"{GROUPS}add/", f"{GROUPS}{cast.group.pk}/change/", "/admin/groups/grouptype/add/"):
        text = browser(root).get(path).content.decode()
        assert [word for word in ("Select", "Search", "style=", "onclick") if word in text] == [], path


REGISTERS = sorted(  # of groups; the register of cooperation plans is walked with the plans
    model._meta.model_name or ""
    for model, kept in site._registry.items()
    if isinstance(kept, Register) and model._meta.app_label == "groups"
)


@pytest.mark.parametrize("name", REGISTERS)
def test_a_list_costs_few_queries(root: User, name: str, django_assert_max_num_queries: Any) -> None:
    client = browser(root)
    client.get("/admin/")
    with django_assert_max_num_queries(14):
        assert client.get(reverse(f"admin:groups_{name}_changelist")).status_code == 200


def count_of(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", [GROUPS, MEMBERSHIPS, "/admin/groups/grouptype/"])
def test_a_list_costs_the_same_for_one_row_and_for_many(cast: Cast, path: str) -> None:
    ann = make_administrator("ann", cast.group.area)
    client = browser(ann)
    few = count_of(client, path)
    for number in range(20):
        kind = make_group_type(f"typ-{number}")
        make_member(make_person(), make_group(f"grupp-{number}", type=kind, parent=cast.group))
    assert count_of(client, path) == few


def test_the_start_page_has_a_line_for_every_register(root: User) -> None:
    named = {name for lines in TASKS.values() for name in lines}
    assert {model._meta.model_name for model in site._registry} - named == set()
    tasks = _tasks(root)
    assert OTHER not in tasks
    assert all(line.about for lines in tasks.values() for line in lines)


def _tasks(user: User) -> dict[str, Any]:
    apps = browser(user).get("/admin/groups/").context["app_list"]
    return tasks_of(entry for app in apps for entry in app["models"])


def test_the_start_page_shows_nobody_what_they_may_not_open(cast: Cast) -> None:
    text = browser(cast.eva).get("/admin/groups/").content.decode()
    assert "Vem som är med i vilken grupp" in text
    assert "Behörighet" not in text


def test_the_page_of_registers_leads_to_those_of_every_app(cast: Cast) -> None:
    ann = make_administrator("ann", cast.group.area)
    assert 'href="/admin/decisions/cooperationplan/"' in browser(ann).get("/admin/groups/").content.decode()
    assert "cooperationplan" not in browser(cast.eva).get("/admin/groups/").content.decode()
