"""People in the registers: added once, read and corrected in full, taken out as files, and made one of two."""

import json
from typing import Any

import pytest

from groups.models import Membership, Person, User
from groups.personal_data import FORMAT
from samverkan.common import pdf, print_html
from tests.admin.browsing import browser, said
from tests.factories import (
    LONG_AGO,
    Cast,
    make_administrator,
    make_area,
    make_group,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def adam(cast: Cast) -> User:
    """The administrator of the area of the cast."""
    return make_administrator("adam", cast.group.area)


@pytest.fixture
def gun(cast: Cast) -> Person:
    person = make_person("Gun Gammal", title="Chef", email="gun@example.se")
    make_member(person, cast.group)
    return person


@pytest.fixture
def far(db: Any) -> Person:
    """Somebody of another area only."""
    person = make_person("Fia Fjärran")
    make_member(person, make_group("fjarran", area=make_area("fjarran", "Fjärran")))
    return person


def data(person: Person, tail: str = "") -> str:
    return f"/admin/personer/{person.pk}/uppgifter/{tail}"


def merge(person: Person) -> str:
    return f"/admin/personer/{person.pk}/sla-ihop/"


# Adding


def add(user: User, **values: str) -> Any:
    given = {"name": "gun  GAMMAL", "title": "", "organisation": "", "email": "", "is_another": "", **values}
    return browser(user).post("/admin/groups/person/add/", given)


def test_a_name_that_somebody_has_is_asked_about_and_nothing_is_lost(cast: Cast, gun: Person) -> None:
    answer = add(cast.eva, title="Enhetschef", email="ny@example.se")
    html = answer.content.decode()
    assert Person.objects.called("Gun Gammal").count() == 1
    assert "Det finns redan en person som heter så: Gun Gammal, Chef." in html
    assert [text for text in ("gun  GAMMAL", "Enhetschef", "ny@example.se") if f'value="{text}"' not in html] == []
    assert 'type="checkbox" name="is_another"' in html
    assert add(cast.eva, is_another="on").status_code == 302
    new = Person.objects.called("Gun Gammal").latest("pk")
    assert (new.name, new.slug) == ("gun GAMMAL", "gun-gammal")


def test_a_new_name_is_not_asked_about(cast: Cast, gun: Person) -> None:
    page = browser(cast.eva).get("/admin/groups/person/add/").content.decode()
    assert 'type="hidden" name="is_another"' in page
    assert add(cast.eva, name="Ny Person").status_code == 302
    values = {"name": gun.name, "title": "Direktör", "organisation": "", "email": ""}
    assert browser(cast.eva).post(f"/admin/groups/person/{gun.pk}/change/", values).status_code == 302


# The list


def names(user: User, query: str) -> list[str]:
    answer = browser(user).get(f"/admin/groups/person/?{query}")
    return [row.name for row in answer.context["cl"].result_list]


def test_people_are_found_in_the_list(cast: Cast, gun: Person, far: Person) -> None:
    gone = make_person("Åke Avgången", organisation=make_organisation("Kedjan", kind="private"))
    make_member(gone, cast.group, ends=LONG_AGO.replace(year=2021))
    Person.objects.filter(pk=make_person("Gun Gamla").pk).update(merged_into=gun)
    assert names(cast.eva, "q=GUN") == ["Gun Gammal"]
    assert names(cast.eva, "q=åKE+kedjan") == ["Åke Avgången"]
    assert names(cast.eva, "uppdrag=nej") == ["Åke Avgången"]
    assert "Gun Gammal" in names(cast.eva, "uppdrag=ja")
    assert names(cast.eva, "omrade=fjarran") == ["Fia Fjärran"]
    assert names(cast.eva, "slag=private") == ["Åke Avgången"]


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_list_do_not_grow(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    for number in range(count):
        make_person(organisation=make_organisation(f"Organisation {number}"))
    client = browser(cast.eva)
    with django_assert_max_num_queries(12):
        client.get("/admin/groups/person/")


def test_a_row_that_was_merged_is_read_and_not_changed(cast: Cast, gun: Person) -> None:
    old = make_person("Gun Gamla")
    Person.objects.filter(pk=old.pk).update(merged_into=gun)
    page = browser(cast.eva).get(f"/admin/groups/person/{old.pk}/change/").content.decode()
    assert "hopslagen med" in page
    assert browser(cast.eva).post(f"/admin/groups/person/{old.pk}/change/", {"name": "X"}).status_code == 403


def test_a_merged_person_can_not_be_chosen(adam: User, gun: Person) -> None:
    old = make_person("Gun Gamla")
    Person.objects.filter(pk=old.pk).update(merged_into=gun)
    account = make_user("gamla", person=old)
    new = browser(adam).get("/admin/groups/user/add/").context["adminform"].form
    opened = browser(adam).get(f"/admin/groups/user/{account.pk}/change/").context["adminform"].form
    assert (old in new.fields["person"].queryset, gun in new.fields["person"].queryset) == (False, True)
    assert old in opened.fields["person"].queryset


# Everything that is held


def test_who_may_see_what_is_held(cast: Cast, adam: User, gun: Person, far: Person) -> None:
    root = make_user("root", is_superuser=True)
    for user, person, status in (
        (adam, gun, 200), (adam, far, 404), (adam, make_person(), 404), (root, far, 200),
        (cast.eva, gun, 403), (cast.sara, gun, 403),
    ):  # fmt: skip
        assert browser(user).get(data(person)).status_code == status
        assert browser(user).post(data(person, "fil/"), {"as": "json"}).status_code == status
    assert "Allt som finns om personen" in browser(adam).get(f"/admin/groups/person/{gun.pk}/change/").content.decode()
    for user, person in ((cast.eva, gun), (adam, far)):
        page = browser(user).get(f"/admin/groups/person/{person.pk}/change/").content.decode()
        assert "Allt som finns om personen" not in page


def test_what_is_held_is_shown_and_taken_out(cast: Cast, adam: User, gun: Person) -> None:
    page = browser(adam).get(data(gun)).content.decode()
    assert [word for word in ("gun@example.se", "Medlemskap", "Gruppen LGS") if word not in page] == []
    file = browser(adam).post(data(gun, "fil/"), {"as": "json"})
    assert json.loads(file.content)["format"] == FORMAT
    assert file["Content-Disposition"] == f'attachment; filename="uppgifter-{gun.slug}.json"'
    assert file["Cache-Control"] == "private, no-store"
    latest = gun.history.latest("history_id")
    assert (latest.history_user, latest.history_change_reason) == (adam, "Uppgifterna lämnades ut som JSON")
    assert browser(adam).get(data(gun, "fil/")).status_code == 405


def test_the_pdf_is_taken_out_or_refused_in_words(
    cast: Cast, adam: User, gun: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pdf.Pdf(b"%PDF-1.7", 1))
    file = browser(adam).post(data(gun, "fil/"), {"as": "pdf"})
    assert (file["Content-Type"], file.content) == ("application/pdf", b"%PDF-1.7")

    def too_much(html: str, **meta: Any) -> None:
        raise print_html.PdfRefused("For stort")

    monkeypatch.setattr(pdf, "render", too_much)
    before = gun.history.count()
    answer = browser(adam).post(data(gun, "fil/"), {"as": "pdf"})
    assert said(answer) == ["Uppgifterna är för många för en PDF. Hämta dem som JSON i stället."]
    assert gun.history.count() == before


def test_a_fault_is_corrected_with_a_reason(adam: User, gun: Person) -> None:
    values = {"name": "Gun Gammel", "title": "Chef", "organisation": "", "email": "gun@example.se", "reason": ""}
    answer = browser(adam).post(data(gun), values)
    assert answer.status_code == 422
    assert "Skriv varför uppgiften ändras." in answer.content.decode()
    assert 'value="Gun Gammel"' in answer.content.decode()
    assert f"<h1>Allt som finns om {gun.name}</h1>" in answer.content.decode()
    done = browser(adam).post(data(gun), {**values, "reason": "Stavfel"})
    assert said(done) == ["Uppgifterna är rättade."]
    gun.refresh_from_db()
    assert (gun.name, gun.history.latest("history_id").history_change_reason) == ("Gun Gammel", "Rättelse: Stavfel")


# Two that are one


def test_the_row_that_stays_is_chosen_among_namesakes_or_searched_for(adam: User, gun: Person, far: Person) -> None:
    twin = make_person("GUN gammal", title="Tvilling")
    make_person("Fia Nära")
    found = browser(adam).get(merge(gun) + "?q=fia")
    assert list(found.context["namesakes"]) == [twin]
    assert [person.name for person in found.context["found"]] == ["Fia Nära"]
    assert "Ingen stämmer med ”zz”." in browser(adam).get(merge(gun) + "?q=zz").content.decode()


def test_a_merger_is_confirmed_with_what_will_happen(cast: Cast, adam: User, gun: Person) -> None:
    twin = make_person("Gun Gammal")
    membership = make_member(twin, make_group("tema"))
    page = browser(adam).get(f"{merge(twin)}?med={gun.pk}").content.decode()
    assert [word for word in ("Medlemskap: 1", "Blir kvar", "Gör tvärtom") if word not in page] == []
    unsure = browser(adam).post(merge(twin), {"med": gun.pk})
    assert (unsure.status_code, "Kryssa i att du är säker." in unsure.content.decode()) == (422, True)
    done = browser(adam).post(merge(twin), {"med": gun.pk, "sure": "on"})
    assert done["Location"] == f"/admin/groups/person/{gun.pk}/change/"
    membership.refresh_from_db()
    assert (membership.person, membership.history.latest("history_id").history_user) == (gun, adam)


def test_a_refused_merger_says_what_to_do(cast: Cast, adam: User, gun: Person) -> None:
    twin = make_person("Gun Gammal")
    make_member(twin, cast.group)
    answer = browser(adam).post(merge(twin), {"med": gun.pk, "sure": "on"})
    assert answer.status_code == 422
    assert "Ändra datumen så att det ena uppdraget tar vid" in answer.content.decode()


@pytest.mark.parametrize("key", ["9" * 5000, "0", "-1", "²", "x"])
def test_what_is_no_key_of_anybody_leads_to_choosing_again(adam: User, gun: Person, key: str) -> None:
    assert "Ingen stämmer med ”zz”." in browser(adam).get(merge(gun), {"q": "zz", "med": key}).content.decode()
    assert browser(adam).post(merge(gun), {"med": key, "sure": "on"}).status_code == 200
    assert not Person.objects.exclude(merged_into=None).exists()


def test_who_may_merge_whom(cast: Cast, adam: User, gun: Person, far: Person) -> None:
    both = make_person("Båda Två")
    make_member(both, cast.group)
    make_member(both, far.memberships.get().group)
    own = adam.person
    assert own
    make_member(own, cast.group)
    for user, one, other, status in (
        (cast.eva, gun, make_person(), 403), (adam, far, gun, 404), (adam, gun, far, 404), (adam, both, gun, 403),
        (adam, gun, both, 403), (adam, own, gun, 403), (adam, gun, own, 403),
    ):  # fmt: skip
        answer = browser(user).post(merge(one), {"med": other.pk, "sure": "on"})
        assert answer.status_code == status
    assert not Person.objects.exclude(merged_into=None).exists()
    root = make_user("root", is_superuser=True)
    assert browser(root).post(merge(both), {"med": far.pk, "sure": "on"}).status_code == 422
    Membership.objects.filter(person=far).update(role="adjunct")
    assert browser(root).post(merge(both), {"med": far.pk, "sure": "on"}).status_code == 302
