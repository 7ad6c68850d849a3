"""What every answer carries, and that the open site knows neither cookie nor session."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_cast, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
POLICY = (
    "base-uri 'none'", "connect-src 'self'", "default-src 'none'", "font-src 'self'", "form-action 'self'",
    "frame-ancestors 'none'", "img-src 'self'", "object-src 'none'", "script-src 'self'", "style-src 'self'",
)  # fmt: skip
PUBLIC = ["/", "/grupper/", "/grupper/lgs/", "/moten/", "/beslut/", "/om/", "/livez", "/readyz",
          "/moten/lgs/2026-04-23/", "/moten/lgs/2026-04-23/anteckning.pdf", "/beslut/lgs/2026-1/",
          "/finns-inte/", "/grupper/finns-inte/", "/admin", "/moten/lgs/2026-02-31/"]  # fmt: skip


@pytest.mark.parametrize("path", [*PUBLIC, "/admin/", "/konto/login/", "/admin/finns-inte/"])
def test_every_answer_has_a_strict_policy_and_may_not_be_sniffed_or_framed(path: str, client: Client) -> None:
    make_published(make_cast())
    answer = client.get(path)
    assert sorted(part.strip() for part in answer["Content-Security-Policy"].split(";")) == sorted(POLICY)
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_answer_is_the_same_with_and_without_a_session_and_sets_no_cookie(path: str) -> None:
    cast = make_cast()
    make_published(cast)
    visitor, worker = Client(), Client()
    assert worker.post("/konto/login/", {"login": cast.eva.email, "password": PASSWORD}).status_code == 302
    assert "sessionid" in worker.cookies
    open_answer, signed_in = visitor.get(path), worker.get(path)
    body = b"".join(open_answer) if open_answer.streaming else open_answer.content
    assert (b"".join(signed_in) if signed_in.streaming else signed_in.content) == body
    assert "Set-Cookie" not in open_answer.headers
    assert (open_answer.cookies, signed_in.cookies) == ({}, {})
    assert "Cookie" not in open_answer.get("Vary", "")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_address_takes_no_post(path: str, client: Client) -> None:
    make_published(make_cast())
    assert client.post(path).status_code in {404, 405, 301}


@pytest.mark.parametrize("path", ["/admin/", "/konto/login/", "/admin/moten/"])
def test_a_private_answer_is_never_stored(path: str, client: Client) -> None:
    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_the_sixth_wrong_password_is_refused_and_another_account_can_still_sign_in(client: Client) -> None:
    cast = make_cast()
    for _ in range(5):
        assert client.post("/konto/login/", {"login": cast.eva.email, "password": "fel"}).status_code == 200
    refused = client.post("/konto/login/", {"login": cast.eva.email, "password": PASSWORD})
    assert refused.status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    assert client.post("/konto/login/", {"login": cast.olle.email, "password": PASSWORD}).status_code == 302


def test_nobody_can_sign_up(client: Client) -> None:
    answer = client.post("/konto/signup/", {"email": "ny@example.se", "password1": PASSWORD})
    assert answer.status_code == 200
    assert not client.session.get("_auth_user_id")
