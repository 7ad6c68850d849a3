"""The demonstration shows the mail that it sends; elsewhere there is no such page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client

from meetings import workflow
from samverkan.common import outbox
from samverkan.common.demo_mail import path_of
from samverkan.common.models import KeptMail, OutboxMessage
from tests.admin.browsing import browser
from tests.conftest import MORNING
from tests.factories import Cast, make_cast, make_meeting
from tests.meetings.answers import LINK, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any) -> Cast:
    settings.IS_DEMO = True
    settings.MAILERS = {"default": {"BACKEND": "samverkan.common.demo_mail.Backend"}}
    return make_cast()


def test_a_mail_is_listed_and_read_with_links_that_work(demo: Cast) -> None:
    version = workflow.send_agenda(make_meeting(demo.group, date=MORNING.date() + timedelta(days=9)), by=demo.eva)
    outbox.run_due()
    client = browser(demo.sara)
    assert "Agenda att fastställa: LGS 1 december 2026" in text(client.get("/admin/mejl/"))
    mail = KeptMail.objects.get(to="olle@example.se")
    page = text(client.get(f"/admin/mejl/{mail.pk}/"))
    link = LINK.search(mail.text)
    assert link is not None
    assert f'<a href="{link[0]}"' in page
    assert "till Gruppen LGS" in page
    assert Client().post(link[1], {"answer": "yes"}).status_code == 200
    workflow.call(version.meeting, by=demo.eva)
    outbox.run_due()
    called = KeptMail.objects.filter(subject__startswith="Kallelse", to="sara@example.se").get()
    assert "lgs-2026-12-01-agenda.pdf" in text(client.get(f"/admin/mejl/{called.pk}/"))


def send(*files: tuple[str, str | bytes, str]) -> KeptMail:
    mail = EmailMessage("Ämne", "Text", to=["a@example.se"], headers={"Message-ID": "<1@x>"})
    for file in files:
        mail.attach(*file)
    mail.send()
    return KeptMail.objects.get()


def test_the_files_of_a_mail_are_opened_from_it(demo: Cast) -> None:
    mail = send(("agenda å.pdf", b"%PDF-1.7 x", "application/pdf"), ("moten.ics", "BEGIN:VCALENDAR", "text/calendar"))
    client = browser(demo.sara)
    page = text(client.get(f"/admin/mejl/{mail.pk}/"))
    links = re.findall(r'<a href="(/admin/mejl/\d+/bilagor/\d/)">([^<]+)</a>', page)
    assert links == [
        (f"/admin/mejl/{mail.pk}/bilagor/{n}/", name) for n, name in ((1, "agenda å.pdf"), (2, "moten.ics"))
    ]
    shown, saved = (client.get(link) for link, _ in links)
    assert (shown.content, shown["Content-Type"]) == (b"%PDF-1.7 x", "application/pdf")
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''agenda")
    assert (saved.content, saved["Content-Type"]) == (b"BEGIN:VCALENDAR", "text/calendar")
    assert saved["Content-Disposition"] == 'attachment; filename="moten.ics"'


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", ""])
def test_a_file_that_could_run_is_saved_and_runs_nowhere(demo: Cast, media_type: str) -> None:
    mail = send(("sida.html", b"<script>1</script>", media_type))
    response = browser(demo.eva).get(f"/admin/mejl/{mail.pk}/bilagor/1/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (response["X-Content-Type-Options"], response["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")


def test_a_file_that_is_not_there_is_404(demo: Cast) -> None:
    mail = send(("a.txt", "A", "text/plain"))
    client = browser(demo.eva)
    assert [client.get(f"/admin/mejl/{mail.pk}/bilagor/{n}/").status_code for n in (0, 1, 2)] == [404, 200, 404]
    assert client.get(f"/admin/mejl/{mail.pk + 1}/bilagor/1/").status_code == 404
    default_storage.delete(path_of(mail.files[0]))
    assert client.get(f"/admin/mejl/{mail.pk}/bilagor/1/").status_code == 404


def test_a_mail_from_before_files_were_kept_names_them(demo: Cast) -> None:
    old = {"name": "gammal.pdf", "size": 3, "media_type": "application/pdf"}
    mail = KeptMail.objects.create(message_id="<1@x>", to="a@example.se", subject="X", text="X", files=[old])
    client = browser(demo.eva)
    page = text(client.get(f"/admin/mejl/{mail.pk}/"))
    assert ("gammal.pdf" in page, "/bilagor/" in page) == (True, False)
    assert client.get(f"/admin/mejl/{mail.pk}/bilagor/1/").status_code == 404


def test_the_files_are_for_who_is_signed_in_and_in_the_demonstration_alone(demo: Cast, settings: Any) -> None:
    mail = send(("a.txt", "A", "text/plain"))
    path = f"/admin/mejl/{mail.pk}/bilagor/1/"
    assert (Client().get(path).status_code, browser(demo.maja).get(path).status_code) == (302, 200)
    settings.IS_DEMO = False
    assert [client.get(path).status_code for client in (Client(), browser(demo.eva))] == [404, 404]


def test_a_mail_that_is_sent_again_is_kept_once(demo: Cast) -> None:
    workflow.send_agenda(make_meeting(demo.group), by=demo.eva)
    outbox.run_due()
    OutboxMessage.objects.update(done_at=None, leased_until=None)
    outbox.run_due()
    assert KeptMail.objects.count() == 1


def test_the_banner_leads_there_behind_sign_in_only(demo: Cast) -> None:
    assert 'href="/admin/mejl/"' in text(browser(demo.eva).get("/admin/"))
    assert 'href="/admin/mejl/"' not in text(Client().get("/"))
    assert Client().get("/admin/mejl/").status_code == 302


def test_a_mail_is_text_and_nothing_in_it_is_markup(demo: Cast) -> None:
    mail = KeptMail.objects.create(message_id="<1@x>", to="a@example.se", subject="<b>", text="<script>1</script>")
    page = text(browser(demo.eva).get(f"/admin/mejl/{mail.pk}/"))
    assert ("&lt;script&gt;" in page, "<b>" in page) == (True, False)


def test_elsewhere_there_is_no_such_page() -> None:
    cast = make_cast()
    mail = KeptMail.objects.create(message_id="<1@x>", to="a@example.se", subject="X", text="X")
    for client in (Client(), browser(cast.eva)):
        assert client.get("/admin/mejl/").status_code == 404
        assert client.get(f"/admin/mejl/{mail.pk}/").status_code == 404
