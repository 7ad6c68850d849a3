"""Signed out while writing: what was written comes along through sign-in, and is sent by a new click only."""

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meetings import workflow
from meetings.models import AgendaVersion, Matter
from samverkan.common.page_of import is_page, page_above
from tests.access_addresses import address as address_of
from tests.admin.browsing import address, browser, said
from tests.conftest import MORNING
from tests.factories import PASSWORD, Cast, make_meeting
from tests.test_access import ROUTES, row_of, sent_agenda

pytestmark = pytest.mark.django_db
COMMENT = "Stryk punkt 2.\nDen <b>hör</b> inte hit."


@pytest.fixture
def version(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva)


def field(page: Any, name: str) -> str:
    (found,) = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
    return html.unescape(found)


def send_back(client: Client, version: AgendaVersion, **more: str) -> Any:
    data = {"version": version.pk, "answer": "no", "comment": COMMENT, **more}
    page = address(version.meeting, "agenda/")
    return client.post(f"{page}tillbaka/", data, headers={"Referer": f"http://testserver{page}"})


def sign_in(client: Client, page: Any, who: str = "olle", password: str = PASSWORD) -> Any:
    data = {"login": f"{who}@example.se", "password": password, "kept": field(page, "kept")}
    return client.post("/konto/login/", {**data, "next": field(page, "next")})


def test_a_comment_comes_along_through_sign_in_and_is_sent_by_a_new_click(cast: Cast, version: AgendaVersion) -> None:
    client = browser()
    asked = send_back(client, version)
    shown = asked.content.decode()
    assert (asked.status_code, "Du hade blivit utloggad." in shown) == (403, True)
    assert ("&lt;b&gt;hör&lt;/b&gt;" in shown, "<b>hör" in shown) == (True, False)
    entered = sign_in(client, asked)
    assert entered["Location"] == address(version.meeting, "agenda/")
    page = client.get(entered["Location"]).content.decode()
    version.refresh_from_db()
    assert ("Det du skrev finns kvar" in page, version.state) == (True, "sent")
    sent = client.post(address(version.meeting, "agenda/tillbaka/"), {"version": version.pk, "comment": COMMENT})
    version.refresh_from_db()
    assert (sent.status_code, version.state, version.comment) == (302, "returned", COMMENT)
    assert "Det du skrev finns kvar" not in client.get(entered["Location"]).content.decode()


def test_a_wrong_password_loses_nothing(cast: Cast, version: AgendaVersion) -> None:
    client = browser()
    again = sign_in(client, send_back(client, version), password="fel")
    assert "Det du skrev finns kvar" in again.content.decode()
    assert sign_in(client, again)["Location"] == address(version.meeting, "agenda/")
    assert "Stryk punkt 2." in client.get(address(version.meeting, "agenda/")).content.decode()


def test_without_words_sign_in_leads_to_the_page_and_not_to_the_verb(cast: Cast, version: AgendaVersion) -> None:
    response = browser().post(address(version.meeting, "agenda/godkann/"), {"version": version.pk, "answer": "yes"})
    page = urlencode({"next": address(version.meeting, "agenda/")})
    assert (response.status_code, response["Location"]) == (302, f"/konto/login/?{page}")


def test_a_whole_matter_comes_back_and_the_file_is_named(cast: Cast) -> None:
    client = browser()
    data = {"group": cast.group.pk, "purpose": "dialog", "title": "Vem kör hem?", "description": "Sedan i maj."}
    paper = SimpleUploadedFile("underlag.pdf", b"%PDF-1.7")
    asked = client.post("/admin/fragor/ny/?grupp=lgs", {**data, "papers": paper})
    assert "<strong>underlag.pdf</strong> kan inte följa med" in asked.content.decode()
    entered = sign_in(client, asked, "sara")
    assert entered["Location"] == "/admin/fragor/ny/?grupp=lgs"
    page = client.get(entered["Location"])
    assert {name: field(page, name) for name in data} == {name: str(value) for name, value in data.items()}
    assert ("underlag.pdf" in page.content.decode(), Matter.objects.count()) == (True, 0)
    client.post("/admin/fragor/ny/?grupp=lgs", {name: field(page, name) for name in data})
    assert Matter.objects.get().title == "Vem kör hem?"


@pytest.mark.parametrize("name", ["password", "old_password1", "losenord-lösen", "csrfmiddlewaretoken", "secret"])
def test_secrets_are_never_kept(cast: Cast, version: AgendaVersion, name: str) -> None:
    client = browser()
    asked = send_back(client, version, **{name: "Hemligt här 1"})
    sign_in(client, asked)
    page = client.get(address(version.meeting, "agenda/")).content.decode()
    assert ("Hemligt här 1" in asked.content.decode(), "Hemligt här 1" in page) == (False, False)


def test_it_is_kept_for_an_hour(cast: Cast, version: AgendaVersion) -> None:
    client = browser()
    sign_in(client, send_back(client, version))
    with time_machine.travel(MORNING + timedelta(minutes=61)):
        assert "Det du skrev" not in client.get(address(version.meeting, "agenda/")).content.decode()


def test_a_script_is_answered_with_data_as_before(cast: Cast, version: AgendaVersion) -> None:
    to = address(version.meeting, "agenda/tillbaka/")
    assert browser().post(to, {"comment": COMMENT}, headers={"Accept": "application/json"}).status_code == 401


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_with_every_cookie_gone_the_text_is_on_the_page_that_asks_for_sign_in(version: AgendaVersion) -> None:
    client = strict()
    asked = send_back(client, version)
    token = field(asked, "csrfmiddlewaretoken")
    assert (asked.status_code, "Formuläret var för gammalt." in asked.content.decode()) == (403, True)
    data = {"login": "olle@example.se", "password": PASSWORD, "kept": field(asked, "kept")}
    entered = client.post("/konto/login/", {**data, "next": field(asked, "next"), "csrfmiddlewaretoken": token})
    assert "Stryk punkt 2." in client.get(entered["Location"]).content.decode()


def test_a_form_that_is_too_old_leads_back_to_its_page_with_the_text(cast: Cast, version: AgendaVersion) -> None:
    client = strict()
    client.force_login(cast.olle, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = send_back(client, version)
    assert (response.status_code, response["Location"]) == (302, address(version.meeting, "agenda/"))
    page = client.get(response["Location"])
    assert field(page, "comment") == COMMENT
    version.refresh_from_db()
    assert version.state == "sent"


def test_what_another_site_sends_is_not_kept(cast: Cast, version: AgendaVersion) -> None:
    to = address(version.meeting, "agenda/tillbaka/")
    for headers in ({"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        response = strict().post(to, {"comment": COMMENT}, headers=headers)
        assert (response.status_code, "Stryk punkt 2." in response.content.decode()) == (403, False)


def test_the_link_in_a_mail_keeps_the_comment_too(cast: Cast, version: AgendaVersion, mailoutbox: list[Any]) -> None:
    client = strict()
    path = reverse("mail-link", args=["x" * 43])
    page = client.post(path, {"answer": "no", "comment": COMMENT})
    assert (page.status_code, field(page, "comment")) == (403, COMMENT)
    assert f'action="{path}"' in page.content.decode()


def test_an_address_for_forms_only_says_so_in_swedish_and_where_to_go(cast: Cast, version: AgendaVersion) -> None:
    response = browser(cast.olle).get(address(version.meeting, "agenda/tillbaka/"))
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f'href="{address(version.meeting, "agenda/")}"' in response.content.decode()
    assert "Hit går det inte att gå" in response.content.decode()


def test_every_verb_belongs_to_a_page(cast: Cast) -> None:
    meeting = sent_agenda(cast)
    verbs = [address_of(name, meeting) for name in ROUTES if (row := row_of(name)) and row.verb]
    assert [path for path in verbs if is_page(path) or not is_page(page_above(path))] == []
    assert len(verbs) > 20


def test_what_is_kept_is_not_said_elsewhere(cast: Cast, version: AgendaVersion) -> None:
    client = browser()
    sign_in(client, send_back(client, version))
    response = client.get("/admin/fragor/")
    assert ("Det du skrev" in response.content.decode(), said(response)) == (False, [])
