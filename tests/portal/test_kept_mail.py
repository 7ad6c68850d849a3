"""The demonstration shows the mail that it sends; elsewhere there is no such page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from meetings import workflow
from samverkan.common import outbox
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
