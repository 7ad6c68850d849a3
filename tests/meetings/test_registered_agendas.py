"""An agenda that was approved elsewhere is registered by the secretariat, and every page says so as it is."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.kinds import Channel
from meetings.models import AgendaVersion, Meeting, StoredDocument, Verdict
from meetings.workflow.agenda import agenda_to_register
from samverkan.common import pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import address, browser, said
from tests.conftest import MORNING
from tests.factories import Cast, make_chair, make_group, make_meeting, make_sent
from tests.meetings.answers import delivered, link_in, text
from tests.meetings.modes import person_of

pytestmark = pytest.mark.django_db
TODAY, DAY = MORNING.date(), date(2026, 11, 10)
SOURCE = "fastställd på beredningsmöte 10 november"
GIVEN = {"source": SOURCE, "day": "2026-11-10", "sure": "on"}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, date=TODAY + timedelta(days=20))


def register(meeting: Meeting, cast: Cast, **changes: Any) -> AgendaVersion:
    seen = agenda_to_register(meeting)[1]
    given = {"seen_sha256": seen, "source": SOURCE, "day": DAY, "by": cast.eva}
    return workflow.register_agenda(meeting, **{**given, **changes})


def post(meeting: Meeting, cast: Cast, **changes: Any) -> Any:
    seen = agenda_to_register(meeting)[1]
    return browser(cast.eva).post(address(meeting, "agenda/registrera/"), {**GIVEN, "seen": seen, **changes})


def a_mail(name: str = "mejlet.pdf") -> SimpleUploadedFile:
    html = "<html lang='sv'><head><title>Mejl</title></head><body><p>Agendan är fastställd.</p></body></html>"
    return SimpleUploadedFile(name, pdf.render(html, title="Mejl", created=MORNING).content)


def test_an_agenda_that_was_never_sent_is_frozen_and_approved_in_one_step(cast: Cast, meeting: Meeting) -> None:
    version = register(meeting, cast)
    assert (version.state, version.channel, version.source) == ("approved", Channel.REGISTERED, SOURCE)
    assert (version.decided_by, timezone.localdate(version.decided_at)) == (cast.eva, DAY)
    reasons = list(version.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert reasons == ["Skickad", "Fastställd. Registrerad av sekretariatet"]
    workflow.call(meeting, by=cast.eva)


def test_an_agenda_that_waits_at_the_chair_is_registered_as_it_was_sent(cast: Cast, meeting: Meeting) -> None:
    sent = workflow.send_agenda(meeting, by=cast.eva)
    meeting.items.filter(number=1).update(title="Ändrad efteråt")
    version = register(meeting, cast, day=TODAY)
    assert (version.pk, version.content, version.state) == (sent.pk, sent.content, "approved")
    assert AgendaVersion.objects.count() == 1


def test_the_chairs_are_told_and_the_sender_is_not(cast: Cast, meeting: Meeting, mailoutbox: list[Any]) -> None:
    register(meeting, cast)
    mail = delivered(mailoutbox, "olle@example.se", "Agendan är registrerad")
    assert ("Eva Exempel har registrerat" in mail.body, SOURCE in mail.body) == (True, True)
    assert not OutboxMessage.objects.filter(payload__template="agenda_approved").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": " "}, "Skriv var beskedet lämnades"),
        ({"source": "x" * 201}, "högst 200 tecken"),
        ({"source": "mejl från olle@example.se"}, "utan e-postadress"),
        ({"source": "ring 031-12 34 56"}, "utan e-postadress och telefonnummer"),
        ({"day": TODAY + timedelta(days=1)}, "kan inte ligga i framtiden"),
        ({"seen_sha256": "0" * 64}, "Agendan har ändrats sedan du öppnade sidan"),
    ],
)
def test_what_is_registered_has_to_be_whole_and_true(
    cast: Cast, meeting: Meeting, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(StepRefused, match=sentence):
        register(meeting, cast, **changes)
    assert not AgendaVersion.objects.exists()


def test_nobody_registers_where_they_approve_themselves(cast: Cast, meeting: Meeting) -> None:
    make_chair(person_of(cast.eva), cast.group)
    with pytest.raises(NotAllowed, match="Du fastställer själv"):
        register(meeting, cast)
    page = text(browser(cast.eva).get(address(meeting, "agenda/registrera/")))
    assert ("Du fastställer själv" in page, 'name="source"' in page) == (True, False)


def preparatory(cast: Cast, **fields: Any) -> Meeting:
    preparing = make_group("bg")
    cast.group.prepared_by = preparing
    cast.group.save()
    return make_meeting(preparing, **{"date": DAY, "state": "held", **fields})


def test_it_can_point_out_the_meeting_of_the_preparatory_group(cast: Cast, meeting: Meeting) -> None:
    held = preparatory(cast)
    meeting.refresh_from_db()
    assert "10 november 2026" in text(browser(cast.eva).get(address(meeting, "agenda/registrera/")))
    response = post(meeting, cast, at_meeting=held.pk, day="")
    assert said(response) == ["Agendan är registrerad som fastställd. Nu kan mötet kallas."]
    version = AgendaVersion.objects.get()
    assert (version.at_meeting, timezone.localdate(version.decided_at)) == (held, DAY)


@pytest.mark.parametrize("fields", [{"state": "planned"}, {"date": DAY - timedelta(days=1)}])
def test_a_meeting_that_was_not_held_or_on_another_day_is_refused(
    cast: Cast, meeting: Meeting, fields: dict[str, Any]
) -> None:
    other = preparatory(cast, **fields)
    meeting.refresh_from_db()
    with pytest.raises(StepRefused):
        register(meeting, cast, at_meeting=other)
    with pytest.raises(StepRefused):
        register(meeting, cast, at_meeting=make_meeting(cast.group, date=DAY, state="held"))


def test_the_pages_say_what_it_is(cast: Cast, meeting: Meeting) -> None:
    register(meeting, cast)
    said_as = f"den 10 november 2026. Källa: {SOURCE}. Registrerad av Eva Exempel"
    assert said_as in text(browser(cast.eva).get(address(meeting)))
    assert said_as in text(browser(cast.olle).get(address(meeting, "agenda/")))


def test_the_link_of_the_mail_says_how_it_was_approved_and_not_that_who_registered_it_did(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:
    workflow.send_agenda(meeting, by=cast.eva, at=MORNING)
    path = link_in(delivered(mailoutbox, "olle@example.se", "Agenda att fastställa"))
    register(meeting, cast)
    page = text(Client().get(path))
    assert f"Fastställd den 10 november 2026. Källa: {SOURCE}. Registrerad av Eva Exempel." in page
    assert "Det gjorde Eva Exempel" not in page


def test_the_mail_is_kept_and_read_by_those_who_run_and_chair_the_group(cast: Cast, meeting: Meeting) -> None:
    post(meeting, cast, upload=a_mail())
    document = StoredDocument.objects.get()
    assert (document.kind, document.name) == ("evidence", "mejlet.pdf")
    assert AgendaVersion.objects.get().evidence == document
    path = address(meeting, f"besked/{document.pk}/")
    assert path in text(browser(cast.eva).get(address(meeting)))
    assert browser(cast.olle).get(path).content == document.read()
    statuses = [browser(user).get(path).status_code for user in (cast.eva, cast.sara, cast.maja)]
    assert statuses == [200, 403, 404]


def test_a_file_that_is_refused_is_said_beside_it_and_nothing_written_is_lost(cast: Cast, meeting: Meeting) -> None:
    response = post(meeting, cast, upload=SimpleUploadedFile("mejl.exe", b"MZ"))
    page = text(response)
    assert (response.status_code, SOURCE in page, "kan inte tas emot" in page) == (422, True, True)
    again = text(post(meeting, cast, sure="", upload=a_mail("brev.pdf")))
    assert "Du hade valt filen brev.pdf. Den är inte sparad: välj den igen." in again
    assert not AgendaVersion.objects.exists()


@pytest.mark.parametrize("day", ["", "2099-01-01", "igår"])
def test_a_day_that_can_not_be_is_said(cast: Cast, meeting: Meeting, day: str) -> None:
    response = post(meeting, cast, day=day)
    assert (response.status_code, AgendaVersion.objects.count()) == (422, 0)


def test_a_verdict_on_minutes_is_registered_with_its_mail(cast: Cast) -> None:
    version = make_sent(cast)
    given = {
        "version": version.pk, "person": person_of(cast.olle).pk, "kind": "adjusted", "source": "via e-post",
        "sure": "on", "upload": a_mail(),
    }  # fmt: skip
    response = browser(cast.eva).post(address(version.meeting, "registrera/"), given)
    assert said(response) == ["Beskedet är registrerat, och anteckningen är justerad."]
    evidence = Verdict.objects.get().evidence
    assert evidence is not None
    assert evidence.kind == "evidence"
