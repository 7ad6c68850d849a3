"""A report by a link in a mail: for one person, one thing, one report; asking for the page changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from decisions import links, workflow
from decisions.models import Anchoring, Commitment, Decision, ReportLink
from groups.models import Organisation, Person
from meetings import workflow as meetings
from meetings.models import Outcome
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser, history_reasons
from tests.factories import AFTER, Cast, make_held
from tests.meetings.answers import delivered, link_in, text

pytestmark = pytest.mark.django_db
SARA = "sara@example.se"


@pytest.fixture
def row(decision: Decision) -> Anchoring:
    found: Anchoring = decision.anchorings.get(organisation__name="Sahlgrenska")
    return found


@pytest.fixture
def path(cast: Cast, row: Anchoring) -> str:
    return links.make(cast.sara.person, anchoring=row).removeprefix(settings.SITE_URL)  # type: ignore[arg-type]


def send(path: str, **said: str) -> Any:
    """Report in a browser that has never signed in."""
    return Client().post(path, said)


def state_of(row: Anchoring) -> str:
    row.refresh_from_db()
    return row.state


def test_r6_a_member_reports_with_one_press_on_the_page_of_the_link(path: str, row: Anchoring, cast: Cast) -> None:
    shown = text(Client().get(path))
    assert "Hur långt har Sahlgrenska kommit?" in shown
    assert row.decision.reference in shown
    assert 'value="anchored">Förankrat<' in shown
    response = send(path, state="anchored")
    assert "Sahlgrenska: förankrat." in text(response)
    assert (state_of(row), row.changed_by) == ("anchored", cast.sara)
    assert history_reasons(Anchoring, row.pk)[-1] == "Rapporterat genom länk i mejl"


def test_asking_for_the_page_changes_nothing(path: str, row: Anchoring) -> None:
    before = Anchoring.history.count()
    for _ in range(3):
        response = Client().get(f"{path}?state=anchored")
    assert Client().head(path).status_code == 200
    assert (state_of(row), Anchoring.history.count(), ReportLink.objects.get().used_at) == ("not_started", before, None)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_token_is_kept_nowhere(path: str) -> None:
    token = path.split("/")[2]
    assert token not in str(ReportLink.objects.values())


def test_a_link_reports_once(path: str, row: Anchoring) -> None:
    send(path, state="anchored")
    again = send(path, state="implemented")
    assert (again.status_code, state_of(row)) == (410, "anchored")
    assert "Länken är använd" in text(again)


def test_who_pressed_the_wrong_button_reads_what_was_reported_and_changes_it_behind_sign_in(
    path: str, row: Anchoring, cast: Cast
) -> None:
    """The link is used; the change is a report of its own, and the first one stays in the history."""
    Person.objects.filter(pk=cast.eva.person_id).update(is_role_contact=True)
    change = f"/admin/beslut/{row.decision_id}/#forankring-{row.pk}"
    thanks = text(send(path, state="implemented"))
    assert "Sahlgrenska: genomfört." in thanks
    assert f'<a href="{change}">Logga in och ändra rapporten</a>' in thanks
    assert 'Gruppen LGS: Eva Exempel, <a href="mailto:eva@example.se">eva@example.se</a>' in thanks
    used = text(Client().get(path))
    assert ("Nu står det: genomfört." in used, f'href="{change}">Logga in och ändra rapporten<' in used) == (True, True)
    page = text(browser(cast.sara).get(change))
    assert f'id="forankring-{row.pk}"' in page
    browser(cast.sara).post(f"/admin/beslut/{row.decision_id}/forankring/{row.pk}/", {"state": "anchored"})
    reported = [reason for reason in history_reasons(Anchoring, row.pk) if reason and reason.startswith("Rapporterat")]
    assert (state_of(row), len(reported)) == ("anchored", 2)


def test_what_is_refused_can_be_sent_again(path: str, row: Anchoring) -> None:
    refused = send(path, state="cannot", reason=" ", note="Bo vet mer")
    assert refused.status_code == 422
    assert ("Skriv varför" in text(refused), "Bo vet mer" in text(refused)) == (True, True)
    send(path, state="cannot", reason="Pengar saknas")
    assert (state_of(row), row.reason) == ("cannot", "Pengar saknas")


def test_who_no_longer_sits_for_the_organisation_reports_nothing(path: str, row: Anchoring, cast: Cast) -> None:
    cast.sara.person.memberships.update(ends=AFTER.date())  # type: ignore[union-attr]
    assert Client().get(path).status_code == 403
    assert send(path, state="anchored").status_code == 403
    assert state_of(row) == "not_started"
    ReportLink.objects.update(used_at=AFTER)
    assert (Client().get(path).status_code, "Nu står det" in text(Client().get(path))) == (403, False)


def test_nobody_without_an_open_account_gets_a_link(cast: Cast, row: Anchoring, path: str) -> None:
    cast.sara.is_active = False
    cast.sara.save()
    assert links.make(cast.sara.person, anchoring=row) == ""  # type: ignore[arg-type]
    assert send(path, state="anchored").status_code == 403


def test_a_decision_that_is_replaced_is_reported_no_more(path: str, row: Anchoring) -> None:
    Decision.objects.update(state="ended")
    assert "Beslutet följs inte upp längre" in text(Client().get(path))


def test_an_expired_link_is_renewed_by_a_press_once_a_quarter(path: str, mailoutbox: list[Any]) -> None:
    with time_machine.travel(ReportLink.objects.get().made_at + links.LIFETIME + timedelta(hours=1)):
        assert "Skicka en ny länk till min e-post" in text(Client().get(path))
        assert "En ny länk är på väg" in text(send(path, answer="again"))
        assert "En ny länk är redan skickad" in text(send(path, answer="again"))
        assert OutboxMessage.objects.filter(payload__template="report_link_again").count() == 1
        new = link_in(delivered(mailoutbox, SARA, "Ny länk att rapportera med"))
        assert (new != path, send(new, state="anchored").status_code) == (True, 200)


def test_what_was_written_on_an_expired_link_stands_on_the_page(path: str) -> None:
    with time_machine.travel(ReportLink.objects.get().made_at + links.LIFETIME + timedelta(hours=1)):
        assert "Pengar saknas" in text(send(path, state="cannot", reason="Pengar saknas"))


def test_a_commitment_is_reported_by_its_link(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="taken_home", organisation=parties["Sahlgrenska"], text="SU tar med sig frågan.")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    row = Commitment.objects.get()
    path = links.make(cast.sara.person, commitment=row).removeprefix(settings.SITE_URL)  # type: ignore[arg-type]
    assert "SU tar med sig frågan." in text(Client().get(path))
    thanks = text(send(path, state="done", report="Svarat 2 maj"))
    change = f"/admin/beslut/{row.decision_id}/#atagande-{row.pk}"
    assert ("Åtagandet: klart." in thanks, f'href="{change}"' in thanks) == (True, True)
    assert f'id="atagande-{row.pk}"' in text(browser(cast.sara).get(change))
    row.refresh_from_db()
    assert (row.state, row.report, row.changed_by) == ("done", "Svarat 2 maj", cast.sara)


def test_who_has_not_signed_in_reads_nothing_that_is_withheld(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="taken_home", organisation=parties["Sahlgrenska"], text="SU tar med sig HEMLIGT.")
    meeting.items.update(is_withheld=True, withheld_reason="Sekretess")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    row = Commitment.objects.get()
    path = links.make(cast.sara.person, commitment=row).removeprefix(settings.SITE_URL)  # type: ignore[arg-type]
    shown = text(Client().get(path))
    assert ("HEMLIGT" in shown, "Åtagandet publiceras inte." in shown) == (False, True)


def test_a_report_by_somebody_else_closes_no_link(path: str, row: Anchoring, cast: Cast) -> None:
    workflow.report_anchoring(row, "anchored", by=cast.sara)
    send(path, state="implemented")
    assert state_of(row) == "implemented"


@pytest.mark.parametrize("state", ["implemented", "not_concerned", "cannot"])
def test_no_new_link_is_promised_for_what_is_reported_already(path: str, row: Anchoring, state: str) -> None:
    """The mail would not be sent: so the page says what stands, and offers none."""
    Anchoring.objects.filter(pk=row.pk).update(state=state, reason="Skäl")
    with time_machine.travel(ReportLink.objects.get().made_at + links.LIFETIME + timedelta(hours=1)):
        shown = text(Client().get(path))
        assert "Det är redan rapporterat: " in shown
        assert "Skicka en ny länk" not in shown
        assert "En ny länk är på väg" not in text(send(path, answer="again"))
    assert not OutboxMessage.objects.filter(payload__template="report_link_again").exists()
