"""The registers: that nobody deletes, that every change has a history, and accounts. Who may: test_register_rights."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django.test import Client

from groups.admin.people import GETS_MAIL, TELL_THEM
from groups.models import Organisation, Person, User
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, said
from tests.factories import (
    Cast,
    make_administrator,
    make_area,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_administrator("adam", make_area())


def test_nothing_is_written_back_from_the_history(cast: Cast) -> None:
    person = make_person("Gun Gammal")
    path = f"/admin/groups/person/{person.pk}/history/{person.history.first().pk}/"
    client = browser(cast.eva)
    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "Gun Ny", "slug": person.slug}).status_code == 403
    person.refresh_from_db()
    assert person.name == "Gun Gammal"


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "0", "x"])
def test_no_row_has_a_key_that_is_no_key(cast: Cast, admin: User, key: str) -> None:
    client = browser(admin)
    for path in ("person", "group", "grouptype", "organisation", "mandate", "membership"):
        for tail in ("change", "history"):
            assert client.get(f"/admin/groups/{path}/{key}/{tail}/").status_code == 404
        assert client.post(f"/admin/groups/{path}/{key}/change/", {}).status_code == 404


def test_nobody_deletes(cast: Cast, admin: User) -> None:
    person = make_person()
    for user in (cast.eva, admin, make_user("root", is_superuser=True)):
        client = browser(user)
        assert client.post(f"/admin/groups/person/{person.pk}/delete/", {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": person.pk, "post": "yes"}
        client.post("/admin/groups/person/", data)
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_change_is_in_the_history_and_shown(cast: Cast) -> None:
    person = make_person("Gun Gammal")
    client = browser(cast.eva)
    data = {"name": "Gun Ny", "slug": person.slug, "title": "Chef", "organisation": "", "email": "", "merged_into": ""}
    assert client.post(f"/admin/groups/person/{person.pk}/change/", data).status_code == 302
    assert person.history.first().history_user == cast.eva
    page = client.get(f"/admin/groups/person/{person.pk}/history/").content.decode()
    assert "Gun Gammal → Gun Ny" in page
    assert "style=" not in page


def test_an_organisation_is_found_by_its_other_names(cast: Cast) -> None:
    organisation = make_organisation("Närhälsan")
    organisation.other_names.create(name="Primärvården")
    assert "Närhälsan" in browser(cast.eva).get("/admin/groups/organisation/?q=primärvården").content.decode()
    assert Organisation.objects.count() == 1


def test_a_new_account_has_no_password_until_its_owner_sets_one(admin: User) -> None:
    person = make_person()
    response = browser(admin).post(
        "/admin/groups/user/add/", {"email": "Ny@Example.se", "person": person.pk, "is_active": "on"}
    )
    account = User.objects.get(person=person)
    assert response.status_code == 302
    assert (account.email, account.has_usable_password(), account.is_superuser) == ("ny@example.se", False, False)


def test_a_new_account_is_told_by_mail_how_to_sign_in(admin: User, mailoutbox: list[Any]) -> None:
    person, client = make_person("Ny Person"), browser(admin)
    assert "Glömt lösenordet?" in client.get("/admin/groups/user/add/").content.decode()
    values = {"email": "ny@example.se", "person": person.pk, "is_active": "on"}
    assert GETS_MAIL in said(client.post("/admin/groups/user/add/", values, follow=True))
    outbox.run_due()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["ny@example.se"], "Du har fått ett konto i Samverkan")
    assert "/konto/password/reset/" in mail.body
    browser(admin).post("/konto/logout/")
    Client().post("/konto/password/reset/", {"email": "ny@example.se"})
    link = next(line for line in mailoutbox[1].body.splitlines() if "/konto/password/reset/key/" in line)
    visitor = Client()
    page = visitor.get("/konto/" + link.partition("/konto/")[2], follow=True)
    word = "ett-langt-losenord-7"
    visitor.post(page.request["PATH_INFO"], {"password1": word, "password2": word})
    assert User.objects.get(email="ny@example.se").check_password(word)


@pytest.mark.parametrize("values", [{"person": ""}, {"is_active": ""}])
def test_an_account_that_nobody_can_use_yet_gets_no_mail(admin: User, values: dict[str, str]) -> None:
    given = {"email": "ny@example.se", "person": str(make_person().pk), "is_active": "on", **values}
    given = {name: value for name, value in given.items() if value}
    assert TELL_THEM in said(browser(admin).post("/admin/groups/user/add/", given, follow=True))
    assert not OutboxMessage.objects.exists()


def test_a_change_of_an_account_sends_no_mail_and_says_nothing_of_one(cast: Cast, admin: User) -> None:
    page = browser(admin).get(f"/admin/groups/user/{cast.sara.pk}/change/").content.decode()
    assert "När du sparar går ett mejl" not in page
    change_email(admin, cast.sara, "sara.ny@example.se")
    assert not OutboxMessage.objects.exists()


def change_email(by: User, account: User, email: str) -> Any:
    values = {"email": email, "person": account.person_id, "is_active": "on"}
    return browser(by).post(f"/admin/groups/user/{account.pk}/change/", values)


def test_a_new_address_shuts_out_the_old_mailbox_and_ends_sessions(cast: Cast, admin: User) -> None:
    EmailAddress.objects.create(user=cast.sara, email=cast.sara.email, verified=True, primary=True)
    theirs, bystander = browser(cast.sara), browser(cast.olle)
    old = cast.sara.email
    assert change_email(admin, cast.sara, "Ny@Example.se").status_code == 302
    assert [row.email for row in EmailAddress.objects.filter(user=cast.sara)] == ["ny@example.se"]
    assert filter_users_by_email(old) == []
    assert "/login/?next=" in theirs.get("/admin/")["Location"]
    assert bystander.get("/admin/").status_code == 200


def test_the_same_address_signs_nobody_out(cast: Cast, admin: User) -> None:
    theirs = browser(cast.sara)
    assert change_email(admin, cast.sara, cast.sara.email).status_code == 302
    assert theirs.get("/admin/").status_code == 200


def test_who_changes_the_own_address_stays_signed_in_here(admin: User) -> None:
    here, elsewhere = browser(admin), browser(admin)
    values = {"email": "ny@example.se", "person": admin.person_id, "is_active": "on"}
    assert here.post(f"/admin/groups/user/{admin.pk}/change/", values).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert "/login/?next=" in elsewhere.get("/admin/")["Location"]


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/admin/login/?next=/admin/moten/", "/konto/login/?next=%2Fadmin%2Fmoten%2F"),
        ("/admin/logout/", "/konto/logout/"),
        ("/admin/password_change/", "/konto/password/change/"),
    ],
)
def test_signing_in_and_out_happens_in_one_place(cast: Cast, path: str, to: str) -> None:
    assert browser(cast.eva).get(path)["Location"] == to


def test_the_menu_leads_to_the_registers_for_those_who_keep_them(cast: Cast) -> None:
    assert "/admin/groups/" in browser(cast.eva).get("/admin/").content.decode()
    assert "/admin/groups/" not in browser(cast.sara).get("/admin/").content.decode()
