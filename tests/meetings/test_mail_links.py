"""A chair answers by the link in the mail, without signing in: once, in time, and only for what was read."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from groups.models import OfficeTerm
from meetings import links, workflow
from meetings.kinds import Channel
from meetings.models import AgendaVersion, MailLink, MinutesVersion, Verdict
from meetings.reading import document_of_version
from samverkan.common import outbox
from samverkan.common.logs import WithoutSecrets
from samverkan.common.models import OutboxMessage
from tests.conftest import MORNING
from tests.factories import Cast, make_chair, make_held, make_meeting, make_user
from tests.meetings.answers import delivered, link_in, press, text
from tests.meetings.modes import cast_of, make_commented, make_named, person_of

pytestmark = pytest.mark.django_db
OLLE = "olle@example.se"


@pytest.fixture
def agenda(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group, date=MORNING.date() + timedelta(days=20)), by=cast.eva)


@pytest.fixture
def minutes(cast: Cast) -> MinutesVersion:
    return workflow.send_minutes(make_held(cast), by=cast.eva)


@pytest.fixture
def path(agenda: AgendaVersion, mailoutbox: list[Any]) -> str:
    return link_in(delivered(mailoutbox, OLLE, "Agenda att fastställa"))


def minutes_path(mailoutbox: list[Any], to: str = OLLE) -> str:
    return link_in(delivered(mailoutbox, to, "Anteckning"))


def test_the_page_shows_the_frozen_text_and_its_checksum_to_who_has_the_link(path: str, agenda: AgendaVersion) -> None:
    agenda.meeting.items.filter(number=1).update(title="Ändrad efteråt")
    response = Client().get(path)
    page = text(response)
    assert response.status_code == 200
    assert ("Fråga 1" in page, "Ändrad efteråt" in page) == (True, False)
    assert (f"<code>{agenda.content_sha256}</code>" in page, "Du svarar som <strong>Olle Exempel" in page) == (
        True,
        True,
    )
    assert response["Cache-Control"] == "private, no-store"
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")


def test_a_program_that_fetches_the_link_changes_nothing_however_often(path: str, agenda: AgendaVersion) -> None:
    for _ in range(3):
        Client().get(path)
        Client().head(path)
    agenda.refresh_from_db()
    assert (agenda.state, MailLink.objects.get().used_at) == ("sent", None)
    assert Client().put(path).status_code == 405


def test_the_chair_approves_and_the_record_says_how(path: str, agenda: AgendaVersion, cast: Cast) -> None:
    response = press(path, "yes")
    agenda.refresh_from_db()
    assert (response.status_code, "Tack! Agendan är fastställd" in text(response)) == (200, True)
    assert (agenda.state, agenda.decided_by, agenda.channel) == ("approved", cast.olle, Channel.LINK)
    row = agenda.history.first()
    assert (row.history_user, row.history_change_reason) == (cast.olle, "Fastställd. Genom länken i mejlet")


def test_it_is_signed_by_whose_link_it_is_also_in_the_browser_of_somebody_else(
    path: str, agenda: AgendaVersion, cast: Cast
) -> None:
    client = Client()
    client.force_login(cast.maja, backend="allauth.account.auth_backends.AuthenticationBackend")
    press(path, "yes", client=client)
    agenda.refresh_from_db()
    assert (agenda.decided_by, agenda.history.first().history_user) == (cast.olle, cast.olle)


def test_the_chair_sends_back_with_a_comment_that_reaches_the_sender(
    path: str, agenda: AgendaVersion, mailoutbox: list[Any]
) -> None:
    press(path, "no", "Stryk punkt 2.")
    agenda.refresh_from_db()
    assert (agenda.state, agenda.comment) == ("returned", "Stryk punkt 2.")
    mail = delivered(mailoutbox, "eva@example.se", "Agendan kom tillbaka")
    assert ("Olle Exempel har skickat tillbaka" in mail.body, "Stryk punkt 2." in mail.body) == (True, True)


@pytest.mark.parametrize(("answer", "comment"), [("no", "  "), ("", "Hej"), ("maybe", "Hej")])
def test_an_answer_that_can_not_be_taken_is_said_and_the_link_still_works(
    path: str, agenda: AgendaVersion, answer: str, comment: str
) -> None:
    response = press(path, answer, comment)
    agenda.refresh_from_db()
    assert (response.status_code, agenda.state, 'role="alert"' in text(response)) == (409, "sent", True)
    assert comment.strip() in text(response)
    assert press(path, "yes").status_code == 200


def test_the_link_works_once(path: str, agenda: AgendaVersion) -> None:
    press(path, "yes")
    for response in (press(path, "yes"), press(path, "no", "Ångrar mig"), Client().get(path)):
        assert response.status_code == 410
        assert "Länken är använd" in text(response)
        assert "Fråga 1" not in text(response)
    agenda.refresh_from_db()
    assert agenda.history.count() == 2


def test_a_post_from_elsewhere_is_refused(path: str, agenda: AgendaVersion) -> None:
    assert press(path, "yes", client=Client(enforce_csrf_checks=True)).status_code == 403
    agenda.refresh_from_db()
    assert agenda.state == "sent"


def test_after_fourteen_days_it_says_that_it_has_expired(path: str, agenda: AgendaVersion) -> None:
    made = MailLink.objects.get().made_at
    with time_machine.travel(made + links.LIFETIME - timedelta(minutes=1)):
        assert Client().get(path).status_code == 200
    with time_machine.travel(made + links.LIFETIME):
        response = press(path, "yes")
    assert (response.status_code, "Länken har gått ut" in text(response)) == (410, True)
    assert "till och med 6 december 2026" in text(response)


def test_an_unknown_link_is_404_and_says_what_to_do() -> None:
    for token in ("x" * 43, "%00", "å", "x" * 4000):
        response = Client().get(f"/lank/{token}/")
        assert (response.status_code, "Länken finns inte" in text(response)) == (404, True)


def test_a_version_that_was_answered_elsewhere_is_closed(path: str, agenda: AgendaVersion, cast: Cast) -> None:
    workflow.return_agenda(agenda, comment="Nej", by=cast.olle)
    response = press(path, "yes")
    assert (response.status_code, "Agendan är redan tillbaka för ändring" in text(response)) == (410, True)
    later = workflow.send_agenda(agenda.meeting, by=cast.eva)
    assert Client().get(path).status_code == 410
    workflow.approve_agenda(later, by=cast.olle)
    assert AgendaVersion.objects.get(pk=agenda.pk).state == "returned"


def test_who_no_longer_chairs_is_told_so_and_reads_nothing(path: str, agenda: AgendaVersion) -> None:
    OfficeTerm.objects.update(ends=MORNING.date())
    response = press(path, "yes")
    agenda.refresh_from_db()
    assert (response.status_code, agenda.state, "Fråga 1" in text(response)) == (403, "sent", False)
    assert "Du fastställer inte längre gruppens agendor" in text(response)


def test_a_switched_off_account_answers_nothing(path: str, agenda: AgendaVersion, cast: Cast) -> None:
    cast.olle.is_active = False
    cast.olle.save()
    assert (press(path, "yes").status_code, Client().get(path).status_code) == (403, 403)


def test_a_cancelled_meeting_needs_no_answer(path: str, agenda: AgendaVersion) -> None:
    agenda.meeting.state = "cancelled"
    agenda.meeting.save()
    response = press(path, "yes")
    assert (response.status_code, "Mötet är inställt" in text(response)) == (410, True)


def test_minutes_are_adjusted_and_the_seal_says_how(minutes: MinutesVersion, mailoutbox: list[Any], cast: Cast) -> None:
    path = minutes_path(mailoutbox)
    page = text(Client().get(path))
    assert ("Information 1." in page, minutes.content_sha256 in page) == (True, True)
    thanks = text(press(path, "yes"))
    assert "<h1>Tack! Anteckningen är justerad</h1>" in thanks
    assert "Gruppens processledare publicerar den nu." in thanks
    assert f'href="/admin/moten/{minutes.meeting_id}/justera/"' in thanks
    minutes.refresh_from_db()
    verdict = Verdict.objects.get()
    assert (minutes.state, verdict.channel, verdict.given_by) == ("adjusted", Channel.LINK, cast.olle)
    assert json.loads(minutes.seal)["adjusted"][0]["how"] == "genom länken i mejlet"
    assert [row["text"] for row in document_of_version(minutes)["adjusted"]] == [
        "Justerad av Olle Exempel, ordförande, den 22 november 2026 genom länken i mejlet"
    ]
    assert "Länken är använd" in text(Client().get(path))


def test_minutes_are_sent_back(minutes: MinutesVersion, mailoutbox: list[Any]) -> None:
    press(minutes_path(mailoutbox), "no", "Punkt 2.")
    minutes.refresh_from_db()
    assert (minutes.state, Verdict.objects.get().comment) == ("returned", "Punkt 2.")


def test_one_of_several_adjusters_is_told_who_is_left(mailoutbox: list[Any]) -> None:
    cast = cast_of("named")
    version = make_named(cast)
    first = minutes_path(mailoutbox, "sara@example.se")
    assert "Kvar att justera: Olle Exempel." in text(press(first, "yes"))
    workflow.adjust(version, by=cast.olle)
    assert "Länken är använd" in text(Client().get(first))


def test_an_adjuster_who_answered_in_the_portal_is_told_so(mailoutbox: list[Any]) -> None:
    cast = cast_of("named")
    version = make_named(cast)
    path = minutes_path(mailoutbox, "sara@example.se")
    workflow.adjust(version, by=cast.sara)
    response = Client().get(path)
    assert (response.status_code, "Du har redan svarat" in text(response)) == (410, True)


def test_while_members_comment_the_note_is_read_but_not_adjusted(mailoutbox: list[Any]) -> None:
    cast = cast_of("comments")
    until = MORNING.date() + timedelta(days=7)
    workflow.send_minutes(make_held(cast), comments_until=until, by=cast.eva)
    path = minutes_path(mailoutbox)
    page = text(Client().get(path))
    assert ("Information 1." in page, "Därefter kan du justera." in page) == (True, True)
    assert 'name="answer" value="yes"' not in page
    assert press(path, "yes").status_code == 409
    with time_machine.travel(MORNING + timedelta(days=8)):
        assert press(path, "yes").status_code == 200


def test_a_mail_that_is_sent_again_carries_a_link_that_works_and_the_first_does_too(
    agenda: AgendaVersion, mailoutbox: list[Any]
) -> None:
    first = link_in(delivered(mailoutbox, OLLE))
    OutboxMessage.objects.update(done_at=None, leased_until=None)
    second = link_in(delivered(mailoutbox, OLLE))
    assert (first != second, Client().get(first).status_code) == (True, 200)
    assert press(second, "yes").status_code == 200
    assert "Agendan är redan fastställd" in text(Client().get(first))


def test_the_token_stands_in_the_mail_and_nowhere_else(path: str, caplog: pytest.LogCaptureFixture) -> None:
    token = path.split("/")[2]
    kept = [str(row) for model in (MailLink, OutboxMessage) for row in model.objects.values_list()]
    assert len(token) == 43
    assert not any(token in row for row in kept)
    caplog.handler.addFilter(WithoutSecrets())
    press(path, "yes", client=Client(enforce_csrf_checks=True))
    press(path, "no")
    press(path, "yes")
    Client().get(path)
    assert caplog.records
    assert token not in caplog.text
    assert "/lank/…/" in caplog.text


def test_what_is_written_to_the_log_goes_through_the_mask() -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert handler["filters"] == ["without_secrets"]
    record = logging.LogRecord("x", logging.WARNING, "", 1, "%s: /kalender/%s.ics", ("Gone", "y" * 43), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == f"Gone: /kalender/{'y' * 43}.ics"  # the secret stands in an argument of its own here
    record = logging.LogRecord("x", logging.WARNING, "", 1, "%s: %s", ("Gone", f"/kalender/{'y' * 43}.ics"), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Gone: /kalender/….ics"


def test_who_has_no_account_gets_no_link(agenda: AgendaVersion, cast: Cast, mailoutbox: list[Any]) -> None:
    cast.olle.is_active = False
    cast.olle.save()
    person_of(cast.olle).email = "olle.privat@example.se"
    person_of(cast.olle).save()
    mail = delivered(mailoutbox, "olle.privat@example.se")
    assert ("/lank/" in mail.body, MailLink.objects.exists()) == (False, False)


def test_each_who_shares_the_chair_has_a_link_of_their_own(cast: Cast, mailoutbox: list[Any]) -> None:
    other = make_user("nils")
    make_chair(person_of(other), cast.group, is_shared=True)
    workflow.send_agenda(make_meeting(cast.group, date=MORNING.date() + timedelta(days=9)), by=cast.eva)
    outbox.run_due()
    assert set(MailLink.objects.values_list("person", flat=True)) == {cast.olle.person_id, other.person_id}


def test_comments_are_read_on_the_page_of_the_link(mailoutbox: list[Any]) -> None:
    cast = cast_of("comments")
    with time_machine.travel(timezone.now()):
        version = make_commented(cast)
        workflow.save_comments(version, {1: "Stavfel i rubriken."}, by=cast.sara, at=version.sent_at)
    page = text(Client().get(minutes_path(mailoutbox)))
    assert "Stavfel i rubriken." in page
