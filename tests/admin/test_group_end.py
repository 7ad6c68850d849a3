"""Letting a group end, in the admin: the day, what hinders, what happens, and going on after all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.models import AreaRole, FormerAddress, Group, Membership, Seat, User
from tests.admin.browsing import browser, said
from tests.factories import (
    LONG_AGO,
    Cast,
    make_administrator,
    make_area,
    make_group,
    make_meeting,
    make_user,
)
from tests.groups.test_registers import group_values

pytestmark = pytest.mark.django_db
PATH = "/admin/grupper/lgs/avsluta/"


def ahead(days: int = 30) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def ends(cast: Cast) -> str | None:
    day = Group.objects.get(pk=cast.group.pk).last_day
    return day.isoformat() if day else None


def test_the_administrator_sees_what_will_happen_before_it_does(cast: Cast, ann: User) -> None:
    Seat.objects.create(group=cast.group, position=1, label="SU", starts=LONG_AGO)
    first = browser(ann).get(PATH).content.decode()
    assert "Se vad som händer" in first
    page = browser(ann).get(f"{PATH}?last_day={ahead()}").content.decode()
    assert "Olle Exempel slutar som ordförande." in page
    assert "3 uppdrag i gruppen slutar samma dag" in page
    assert "1 plats upphör." in page
    assert ends(cast) is None


def test_the_group_ends_on_the_day(cast: Cast, ann: User) -> None:
    answer = browser(ann).post(PATH, {"last_day": ahead()})
    assert answer["Location"] == f"/admin/groups/group/{cast.group.pk}/change/"
    assert ends(cast) == ahead()
    assert Group.objects.get(pk=cast.group.pk).history.latest("history_id").history_user == ann
    assert Membership.objects.get(person=cast.sara.person).ends == timezone.localdate() + timedelta(days=31)
    assert said(answer)[0].startswith("Gruppen LGS har nu en sista dag: ")


def test_what_hinders_is_a_list_with_links_and_nothing_is_changed(cast: Cast, ann: User) -> None:
    below = make_group("under", parent=cast.group)
    meeting = make_meeting(cast.group, date=timezone.localdate() + timedelta(days=60))
    for answer in (browser(ann).get(f"{PATH}?last_day={ahead()}"), browser(ann).post(PATH, {"last_day": ahead()})):
        page = answer.content.decode()
        assert "<li>Gruppen UNDER ligger under gruppen." in page
        assert f'href="/admin/groups/group/{below.pk}/change/"' in page
        assert f'href="/admin/moten/{meeting.pk}/"' in page
        assert "danger" not in page
    assert answer.status_code == 422
    assert ends(cast) is None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Skriv gruppens sista dag."),
        ("2026-02-30", "Datumet finns inte."),
        ("2019-01-01", "Välj en sista dag efter"),
    ],
)
def test_a_day_that_is_no_good_is_said_so(cast: Cast, ann: User, day: str, sentence: str) -> None:
    answer = browser(ann).post(PATH, {"last_day": day})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ends(cast) is None


def test_an_end_to_come_is_moved_or_taken_away(cast: Cast, ann: User) -> None:
    client = browser(ann)
    client.post(PATH, {"last_day": ahead()})
    assert "Låt gruppen fortsätta" in client.get(PATH).content.decode()
    client.post(PATH, {"last_day": ahead(60)})
    assert ends(cast) == ahead(60)
    assert client.get(f"{PATH}angra/").status_code == 405
    assert said(client.post(f"{PATH}angra/"))[-1] == "Gruppen LGS fortsätter tills vidare."
    assert ends(cast) is None
    assert said(client.post(f"{PATH}angra/"))[-1] == "Gruppen har ingen sista dag att ta bort."


def test_a_group_that_has_ended_can_only_be_read(cast: Cast, ann: User) -> None:
    client = browser(ann)
    assert client.post(PATH, {"last_day": ahead(-1)}).status_code == 302
    assert "<form" not in client.get(PATH).content.decode().partition("<main")[2]
    assert "redan upphört" in client.post(PATH, {"last_day": ahead()}).content.decode()


def test_only_the_administrator_of_the_area_lets_a_group_end(cast: Cast) -> None:
    far = make_administrator("far", make_area("fjarran", "F"))
    registrar = make_user("rut")
    AreaRole.objects.create(user=registrar, area=cast.group.area, role="registrar", starts=LONG_AGO)
    for user, status in ((cast.eva, 403), (cast.olle, 403), (cast.sara, 403), (registrar, 403), (far, 404)):
        assert browser(user).get(PATH).status_code == status
        assert browser(user).post(PATH, {"last_day": ahead()}).status_code == status
        assert browser(user).post(f"{PATH}angra/").status_code == status
    assert browser().get(PATH)["Location"].startswith("/konto/login/")
    assert ends(cast) is None


def test_the_register_leads_to_the_page_for_administrators_alone(cast: Cast, ann: User) -> None:
    path = f"/admin/groups/group/{cast.group.pk}/change/"
    assert PATH in browser(ann).get(path).content.decode()
    assert PATH not in browser(cast.eva).get(path).content.decode()


def test_the_register_sets_no_end_on_a_group_that_is_there(cast: Cast, ann: User) -> None:
    path = f"/admin/groups/group/{cast.group.pk}/change/"
    assert browser(ann).post(path, group_values(cast.group, ends=ahead())).status_code == 302
    assert ends(cast) is None


def test_a_new_group_may_be_time_limited_from_the_start(cast: Cast, ann: User) -> None:
    new = group_values(Group(name="Ny", code="NY", slug="ny", area=cast.group.area, type=cast.group.type))
    assert browser(ann).post("/admin/groups/group/add/", {**new, "ends": ahead()}).status_code == 302
    assert Group.objects.get(slug="ny").ends is not None


def test_an_address_changed_in_the_register_leads_on(cast: Cast, ann: User) -> None:
    path = f"/admin/groups/group/{cast.group.pk}/change/"
    assert browser(ann).post(path, group_values(cast.group, slug="ledning")).status_code == 302
    assert (Group.objects.get(pk=cast.group.pk).slug, FormerAddress.objects.get().slug) == ("ledning", "lgs")
    new = group_values(Group(name="Ny", code="NY", slug="lgs", area=cast.group.area, type=cast.group.type))
    answer = browser(ann).post("/admin/groups/group/add/", new)
    assert "Adressen har varit en annan grupps" in answer.content.decode()
    assert browser(ann).get("/admin/grupper/ledning/avsluta/").status_code == 200


def test_the_groups_to_choose_among_are_known_to_the_visitor(cast: Cast) -> None:
    make_group("hemlig", shows_group=False)
    page = browser(cast.eva).get(f"/admin/groups/group/{cast.group.pk}/change/").content.decode()
    assert "Gruppen ANNAN" in page
    assert "Gruppen HEMLIG" not in page
