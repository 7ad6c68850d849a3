"""What a link in a mail says when it has been used or has expired, and how one goes on from there."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from meetings import links, workflow
from meetings.models import AgendaVersion, MailLink
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.conftest import MORNING
from tests.factories import PASSWORD, Cast, make_held, make_meeting, make_paper
from tests.meetings.answers import delivered, link_in, press, text
from tests.meetings.modes import make_named, set_mode

pytestmark = pytest.mark.django_db
OLLE = "olle@example.se"


@pytest.fixture
def agenda(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group, date=MORNING.date() + timedelta(days=20)), by=cast.eva)


@pytest.fixture
def path(agenda: AgendaVersion, mailoutbox: list[Any]) -> str:
    return link_in(delivered(mailoutbox, OLLE, "Agenda att fastställa"))


def test_no_mail_asks_for_an_answer_that_was_given_before_it_went_out(
    agenda: AgendaVersion, cast: Cast, mailoutbox: list[Any]
) -> None:
    workflow.approve_agenda(agenda, by=cast.olle)
    set_mode(cast, "named")
    workflow.adjust(make_named(cast), by=cast.sara)
    while outbox.run_due():
        pass
    asked = [(mail.to, mail.subject.split(":")[0]) for mail in mailoutbox if " att " in mail.subject]
    assert asked == [([OLLE], "Anteckning att justera")]


def test_an_expired_link_is_renewed_by_a_press_once_a_quarter(
    path: str, agenda: AgendaVersion, mailoutbox: list[Any]
) -> None:
    made = MailLink.objects.get().made_at
    with time_machine.travel(made + links.LIFETIME):
        assert "Skicka en ny länk till min e-post" in text(Client().get(path))
        assert "En ny länk är på väg" in text(press(path, "again"))
        assert "En ny länk är redan skickad" in text(press(path, "again"))
        assert OutboxMessage.objects.filter(payload__template="agenda_link_again").count() == 1
        new = link_in(delivered(mailoutbox, OLLE, "Ny länk till agendan"))
        assert (new != path, press(new, "yes").status_code) == (True, 200)
        assert "Agendan är redan fastställd" in text(press(path, "again"))
    assert OutboxMessage.objects.filter(payload__template="agenda_link_again").count() == 1


def test_what_was_typed_on_an_expired_link_stands_in_the_form_after_sign_in(
    path: str, agenda: AgendaVersion, cast: Cast
) -> None:
    client = Client()
    with time_machine.travel(MailLink.objects.get().made_at + links.LIFETIME):
        page = text(press(path, "no", "Stryk <punkt> 2.", client=client))
        assert ("<p>Stryk &lt;punkt&gt; 2.</p>" in page, "Det är inte skickat." in page) == (True, True)
        where = f"/admin/moten/{agenda.meeting_id}/agenda/"
        assert f'href="{where}">Logga in och svara' in page
        client.post("/konto/login/", {"login": OLLE, "password": PASSWORD, "next": where})
        assert "Stryk &lt;punkt&gt; 2." in text(client.get(where))


def test_a_used_link_says_what_was_answered_and_where_to_read(
    path: str, agenda: AgendaVersion, mailoutbox: list[Any]
) -> None:
    thanks = text(press(path, "no", "Stryk punkt 2."))
    assert "<h1>Tack! Agendan är skickad tillbaka</h1>" in thanks
    assert ("<p>Stryk punkt 2.</p>" in thanks, "kvitto är på väg" in thanks) == (True, True)
    page = text(Client().get(path))
    assert re.search(r"Du svarade den 22 november 2026 kl\. 08\.0\d: du skickade tillbaka agendan\.", page)
    assert f'href="/admin/moten/{agenda.meeting_id}/agenda/"' in page
    receipt = delivered(mailoutbox, OLLE, "Kvitto på ditt svar").body
    assert ("Du skickade tillbaka agendan (Gruppen LGS" in receipt, "Stryk punkt 2." in receipt) == (True, True)


def test_an_open_link_is_not_renewed(path: str) -> None:
    press(path, "again")
    assert not OutboxMessage.objects.filter(payload__template="agenda_link_again").exists()


def test_the_link_of_a_note_opens_its_papers_without_signing_in_until_it_is_used(
    cast: Cast, mailoutbox: list[Any]
) -> None:
    meeting = make_held(cast)
    paper = make_paper(meeting, number=1, title="Budget", item=meeting.items.get(number=1))
    make_paper(meeting, number=2, title="Intern promemoria", is_public=False)
    workflow.send_minutes(meeting, by=cast.eva)
    path, anyone = link_in(delivered(mailoutbox, OLLE, "Anteckning att justera")), Client()
    page = text(anyone.get(path))
    assert [f'href="{path}underlag/{number}/"' in page for number in (1, 2)] == [True, True]
    assert "/underlag/1/fil/" not in page
    answer = anyone.get(f"{path}underlag/1/")
    assert paper.document is not None
    assert (answer.status_code, answer.content) == (200, paper.document.read())
    assert anyone.get(f"{path}underlag/9/").status_code == 404
    press(path, "yes")
    assert anyone.get(f"{path}underlag/1/").status_code == 410
