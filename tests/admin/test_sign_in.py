"""Signing in: each field says what is missing, and who is locked out is told for how long and what to do."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import make_user
from tests.meetings.answers import text

pytestmark = pytest.mark.django_db
RESET = '<a href="/konto/password/reset/">Glömt lösenordet?</a>'


def sign_in(login: str = "", password: str = "") -> str:
    return text(Client().post("/konto/login/", {"login": login, "password": password}))


def test_an_empty_form_says_what_is_missing_once_for_each_field() -> None:
    page = sign_in()
    for sentence in ("Skriv din e-postadress.", "Skriv ditt lösenord."):
        assert page.count(sentence) == 2  # in the summary, and beside the field
    assert (page.count(RESET), "<title>Fel: Logga in" in page) == (1, True)


def test_the_address_has_one_name() -> None:
    for path in ("/konto/login/", "/konto/password/reset/"):
        assert ">E-postadress</label>" in text(Client().get(path))


def test_who_is_locked_out_is_told_for_how_long_and_what_to_do() -> None:
    cache.clear()
    make_user("olle")
    pages: list[Any] = [sign_in("olle@example.se", "fel") for _ in range(6)]
    assert "E-postadressen och lösenordet hör inte ihop." in pages[0]
    assert "Vänta 15 minuter och försök igen." in pages[-1]
    assert RESET in pages[-1]
    cache.clear()


def test_the_mail_with_a_new_password_says_what_it_is_about_and_no_address_in_brackets(mailoutbox: list[Any]) -> None:
    make_user("olle")
    Client().post("/konto/password/reset/", {"email": "olle@example.se"})
    assert [mail.subject for mail in mailoutbox] == ["Nytt lösenord till Samverkan"]
