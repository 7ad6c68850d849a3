"""Who may, with a group's composition: role × object × verb, asked of the rules and tried over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from groups import rules
from groups.models import AreaRole, Group, Membership, OfficeTerm, Seat, User
from tests.admin.browsing import SIGNED_OUT, browser
from tests.factories import LONG_AGO, make_area, make_chair, make_group, make_member, make_person, make_user

pytestmark = pytest.mark.django_db

#: The objects: a group that the role is of, another group of its area, and one of another area.
OBJECTS = ("own", "near", "far")
#: "see": reads the page. "keep": appoints, ends, changes, and handles offices and seats. "404": may not know of it.
TABLE: dict[str, tuple[str, str, str]] = {
    #                own     near    far
    "outsider":      ("404",  "404",  "404"),
    "former member": ("404",  "404",  "404"),
    "coming member": ("404",  "404",  "404"),
    "member":        ("see",  "404",  "404"),
    "chair":         ("see",  "404",  "404"),
    "contact":       ("see",  "404",  "404"),
    "process leader": ("keep", "404",  "404"),
    "coordinator":   ("keep", "404",  "404"),
    "registrar":     ("see",  "see",  "404"),
    "administrator": ("keep", "keep", "404"),
    "superuser":     ("keep", "keep", "keep"),
    "inactive":      ("sign in", "sign in", "sign in"),
}  # fmt: skip
CELLS = [(role, name, answer) for role, row in TABLE.items() for name, answer in zip(OBJECTS, row, strict=True)]
#: The group's page, and every verb that is a step.
VERBS = (
    "", "utse/", "medlemskap/{membership}/avsluta/", "medlemskap/{membership}/andra/",
    "medlemskap/{membership}/ratta/", "medlemskap/{membership}/ta-tillbaka/", "ordforande/utse/",
    "ordforande/{term}/avsluta/", "ordforande/{term}/forlang/", "ordforande/{term}/ratta/",
    "ordforande/{term}/ta-tillbaka/", "platser/ny/", "platser/{seat}/avsluta/", "platser/{seat}/ratta/",
)  # fmt: skip


@pytest.fixture
def groups() -> dict[str, Group]:
    far = make_area("skaraborg", "Skaraborg")
    return {"own": make_group("lgs"), "near": make_group("nara"), "far": make_group("fjarran", area=far)}


def member(role: str, **dates: Any) -> Callable[[User, Group], object]:
    return lambda user, group: make_member(user.person, group, role, **dates)  # type: ignore[arg-type]


def area_role(role: str) -> Callable[[User, Group], object]:
    return lambda user, group: AreaRole.objects.create(user=user, area=group.area, role=role, starts=LONG_AGO)


GIVE: dict[str, Callable[[User, Group], object]] = {
    "outsider": lambda user, group: None,
    "former member": member("process_leader", ends="2021-01-01"),
    "coming member": member("process_leader", starts="2999-01-01"),
    "member": member("member"),
    "chair": lambda user, group: make_chair(user.person, group),  # type: ignore[arg-type]
    "contact": member("contact"),
    "process leader": member("process_leader"),
    "coordinator": member("coordinator"),
    "registrar": area_role("registrar"),
    "administrator": area_role("administrator"),
    "superuser": lambda user, group: User.objects.filter(pk=user.pk).update(is_superuser=True),
    "inactive": member("process_leader"),
}


def somebody(role: str, groups: dict[str, Group]) -> User:
    user = make_user("nagon")
    GIVE[role](user, groups["own"])
    if role == "inactive":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("role", "name", "answer"), CELLS)
def test_the_rules_answer_as_the_table_says(role: str, name: str, answer: str, groups: dict[str, Group]) -> None:
    user, other = somebody(role, groups), make_person()
    sees = Group.objects.visible_to(user, on=timezone.localdate()).filter(pk=groups[name].pk).exists()
    assert (user.is_active and sees) is (answer in {"see", "keep"})
    assert rules.composes_group(user, groups[name]) is (answer == "keep")
    assert rules.appoints(user, groups[name], other) is (answer == "keep")
    assert rules.appoints(user, groups[name], user.person) is (role == "superuser")  # type: ignore[arg-type]


def test_a_stranger_without_an_account_may_nothing(groups: dict[str, Group]) -> None:
    assert browser().get("/admin/grupper/lgs/")["Location"].startswith(SIGNED_OUT)
    assert not rules.composes_group(AnonymousUser(), groups["own"])


@pytest.mark.parametrize(("role", "name", "answer"), CELLS)
def test_every_verb_answers_as_the_table_says(role: str, name: str, answer: str, groups: dict[str, Group]) -> None:
    user, group = somebody(role, groups), groups[name]
    membership = make_member(make_person(), group)
    term = OfficeTerm.objects.create(membership=membership, office="vice_chair", starts=LONG_AGO)
    seat = Seat.objects.create(group=group, position=1, label="SU", starts=LONG_AGO)
    keys = {"membership": membership.pk, "term": term.pk, "seat": seat.pk}
    before = [model.history.count() for model in (Membership, OfficeTerm, Seat)]
    client = browser(user)
    for verb in VERBS:
        path = f"/admin/grupper/{group.slug}/{verb.format(**keys)}"
        found = {spoken(client.get(path)), spoken(client.post(path)) if verb else spoken(client.get(path))}
        assert found == {expected(answer, verb)}, path
    assert [model.history.count() for model in (Membership, OfficeTerm, Seat)] == before


def expected(answer: str, verb: str) -> str:
    """A page for who keeps the group; who only sees it is refused the verbs."""
    if answer == "keep":
        return "page"
    return answer if answer != "see" else "403" if verb else "page"


def spoken(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith("/konto/login/"):
        return "sign in"
    return "page" if response.status_code in {200, 422} else str(response.status_code)


def test_a_row_of_a_permission_gives_nothing(django_assert_num_queries: Any) -> None:
    """What an account may do is for the rules alone to say; the tables that Django has for it are not read."""
    user, boss = make_user("maja"), make_user("boss", is_superuser=True)
    user.user_permissions.set(Permission.objects.all())
    with django_assert_num_queries(0):
        assert (user.has_perm("auth.change_permission"), boss.has_perm("auth.change_permission")) == (False, True)
    assert (user.has_module_perms("groups"), boss.has_module_perms("groups")) == (False, True)
