"""Group types are data: added without a release, changed by those whose areas use them, and never asked by name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.urls import reverse

from groups.models import FrequencyRule, Group, GroupType, TermRule, User
from groups.rules import administers_group, may_change_type
from tests.admin.browsing import browser
from tests.factories import (
    Cast,
    make_area,
    make_group,
    make_group_type,
    make_user,
)
from tests.groups.test_registers import NO_RULES

ROOT = Path(__file__).parents[2]
SOURCES = [path for app in ("samverkan", "groups", "meetings", "decisions") for path in ROOT.glob(f"{app}/**/*.py")]
TEMPLATES = sorted(ROOT.glob("templates/**/*.*"))
TYPES = [row["fields"] for row in yaml.safe_load((ROOT / "fixtures/group_types.yaml").read_text())]
#: Words that a note may use of any group; the reading of notes knows them, and asks no type.
IMPORTING = "meetings/importing"


def values(**fields: Any) -> dict[str, Any]:
    wanted = {"name": "Nytt slag", "slug": "nytt-slag", "position": "3", "minutes_word": "mötesanteckning"}
    return {
        **wanted,
        "agenda_approver": "chair",
        "adjustment_mode": "chair",
        "plan_established_by": "itself",
        "publication_moment": "adjusted",
        "has_mandate": "on",
        "shows_group": "on",
        **NO_RULES,
        **fields,
    }


def rule(name: str, **fields: str) -> dict[str, str]:
    return {f"{name}-TOTAL_FORMS": "1", **{f"{name}-0-{key}": value for key, value in fields.items()}}


ADD = "/admin/groups/grouptype/add/"


def test_an_administrator_adds_a_type_with_its_rules_and_a_group_of_it(cast: Cast, ann: User) -> None:
    frequency = rule("frequencyrule", per="term", minimum="2", source="Uppdraget")
    term = rule("termrule", months="18", rotation="parties", is_extendable="on")
    answer = browser(ann).post(ADD, values(allowed_parents=[cast.group.type_id], **frequency, **term))
    assert answer.status_code == 302, answer.context["errors"]
    added = GroupType.objects.get(slug="nytt-slag")
    assert (added.has_plan, added.shows_group, added.shows_minutes) == (False, True, False)
    assert added.history.get().history_user == ann
    assert (FrequencyRule.objects.get(type=added).minimum, TermRule.objects.get(type=added).months) == (2, 18)
    group = {"name": "Ny", "code": "NY", "slug": "ny", "area": cast.group.area_id, "type": added.pk, **NO_RULES}
    answer = browser(ann).post("/admin/groups/group/add/", {**group, "starts": "2026-01-01", "parent": cast.group.pk})
    assert answer.status_code == 302, answer.context["errors"]
    assert [(row.parent, row.shows_minutes) for row in Group.objects.filter(type=added)] == [(cast.group, False)]


def test_who_may_change_a_type(cast: Cast, ann: User) -> None:
    root, kind, unused = make_user("root", is_superuser=True), cast.group.type, make_group_type("oanvand")
    assert [may_change_type(user, kind) for user in (root, ann, cast.eva, None)] == [True, True, False, False]
    assert [may_change_type(user, unused) for user in (root, ann, cast.eva)] == [True, True, False]
    make_group("fjarran", area=make_area("fjarran", "Fjärran"), type=kind)
    assert [may_change_type(user, kind) for user in (root, ann)] == [True, False]
    root.is_active = False
    assert not may_change_type(root, kind)


def test_who_administers_a_group(cast: Cast, ann: User) -> None:
    far = make_group("fjarran", area=make_area("fjarran", "Fjärran"))
    root = make_user("root", is_superuser=True)
    assert [administers_group(ann, group) for group in (cast.group, far)] == [True, False]
    assert [administers_group(user, cast.group) for user in (root, cast.eva, cast.olle, None)] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_type_that_another_area_uses_is_read_only(cast: Cast, ann: User) -> None:
    path = reverse("admin:groups_grouptype_change", args=[cast.group.type_id])
    assert browser(ann).post(path, values(name="Ändrat", slug="ledningsgrupp")).status_code == 302
    make_group("fjarran", area=make_area("fjarran", "Fjärran"))
    assert browser(ann).get(path).status_code == 200
    assert browser(ann).post(path, values(name="Igen", slug="ledningsgrupp")).status_code == 403
    assert GroupType.objects.get(pk=cast.group.type_id).name == "Ändrat"


def test_groups_do_not_end_up_where_their_type_may_not_stand(cast: Cast, ann: User) -> None:
    kind = cast.group.type
    kind.allowed_parents.add(kind)
    make_group("under", parent=cast.group)
    path = reverse("admin:groups_grouptype_change", args=[kind.pk])
    answer = browser(ann).post(path, values(slug="ledningsgrupp"))
    assert "Gruppen UNDER under Gruppen LGS" in answer.content.decode()
    assert browser(ann).post(path, values(slug="ledningsgrupp", allowed_parents=[kind.pk])).status_code == 302


def test_a_rule_of_a_group_is_the_administrators_and_can_be_taken_away(cast: Cast, ann: User) -> None:
    group = cast.group
    wanted = {
        "name": group.name, "code": group.code, "slug": group.slug, "area": group.area_id, "type": group.type_id,
        "starts": "2020-01-01", "shows_group": "on", **NO_RULES,
    }  # fmt: skip
    path = reverse("admin:groups_group_change", args=[group.pk])
    new = rule("frequencyrule", per="year", minimum="4", source="LGS 2023")
    browser(cast.eva).post(path, {**wanted, **new})
    assert not FrequencyRule.objects.exists()
    assert browser(ann).post(path, {**wanted, **new}).status_code == 302
    set_rule = FrequencyRule.objects.get(group=group)
    assert (set_rule.type, set_rule.minimum, set_rule.history.get().history_user) == (None, 4, ann)
    gone = rule("frequencyrule", id=str(set_rule.pk), group=str(group.pk), per="year", minimum="4", DELETE="on")
    assert browser(ann).post(path, {**wanted, **gone, "frequencyrule-INITIAL_FORMS": "1"}).status_code == 302
    assert not FrequencyRule.objects.exists()
    assert FrequencyRule.history.latest("history_id").history_type == "-"


def strings(path: Path) -> Iterator[str]:
    """The strings of a module that are not docstrings."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_code_knows_the_name_of_a_type() -> None:
    names = {str(kind[key]).casefold() for kind in TYPES for key in ("slug", "name")}
    assert len(names) > len(TYPES)
    known = [
        (path.relative_to(ROOT).as_posix(), text)
        for path in SOURCES
        if IMPORTING not in path.as_posix() and not {"migrations", "demo.py"} & set(path.parts)
        for text in strings(path)
        if text.casefold() in names
    ]
    assert known == []


def test_no_code_or_template_compares_the_name_of_a_type() -> None:
    asked = re.compile(r"\btype(?:__|\.)(?:slug|name)(?:__in)?\b[\"']?\s*(?:==?|!=|\bin\b)\s*[\"'\[({]")
    found = [
        path.name for path in (*SOURCES, *TEMPLATES) if "migrations" not in path.parts and asked.search(text(path))
    ]
    assert found == []
    assert asked.search('{% if group.type.slug == "nosam" %}')


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
