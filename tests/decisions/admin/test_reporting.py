"""Reporting behind sign-in: one press for the own organisation, with a note on who told for somebody else's (R6)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from decisions import workflow
from decisions.models import Anchoring, Commitment, Decision
from decisions.parties import unreached
from groups.models import Group, Membership, Organisation, Person, Seat
from meetings import workflow as meetings
from meetings.models import Outcome
from tests.admin.browsing import browser, history_reasons, said
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_held,
    make_member,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
MINE = "/admin/forankring/"


def page(decision: Decision, tail: str = "") -> str:
    return f"/admin/beslut/{decision.pk}/{tail}"


def row_of(decision: Decision, name: str) -> Anchoring:
    row: Anchoring = decision.anchorings.get(organisation__name=name)
    return row


def press(user: Any, decision: Decision, name: str, state: str, **more: str) -> Any:
    row = row_of(decision, name)
    return browser(user).post(page(decision, f"forankring/{row.pk}/"), {"state": state, **more})


def test_r6_a_member_reports_with_one_press_on_the_page_of_the_organisation(cast: Cast, decision: Decision) -> None:
    shown = browser(cast.sara).get(MINE).content.decode()
    assert "Sahlgrenska" in shown
    assert "Mölndals stad" not in shown
    response = press(cast.sara, decision, "Sahlgrenska", "anchored", fran="mina")
    assert (response.status_code, response["Location"]) == (302, MINE)
    assert said(response) == ["Rapporterat. Sahlgrenska: förankrat."]
    row = row_of(decision, "Sahlgrenska")
    assert (row.state, row.changed_by) == ("anchored", cast.sara)
    assert history_reasons(Anchoring, row.pk) == ["Beslutet är justerat", "Rapporterat"]


def test_no_button_looks_chosen_and_the_state_is_said_beside_them(cast: Cast, decision: Decision) -> None:
    for state, word in (("", "Inte påbörjat"), ("anchored", "Förankrat")):
        if state:
            press(cast.sara, decision, "Sahlgrenska", state, fran="mina")
        shown = browser(cast.sara).get(MINE).content.decode()
        assert re.search(rf'Läget nu:</span>\s*<span class="chip"[^>]*><svg.*?</svg>\s*{word}</span>', shown, re.DOTALL)
        buttons = re.findall(r'<button class="([^"]*)" name="state"', shown)
        assert buttons
        assert set(buttons) == {"button small quiet"}


def test_what_is_carried_out_waits_no_more(cast: Cast, decision: Decision) -> None:
    press(cast.sara, decision, "Sahlgrenska", "implemented")
    assert "Rapportera formellt beslut" in browser(cast.sara).get(MINE).content.decode()
    assert "Förankrat<" not in browser(cast.sara).get(MINE).content.decode()


def test_a_member_has_buttons_for_the_own_organisation_only(cast: Cast, decision: Decision) -> None:
    shown = browser(cast.sara).get(page(decision)).content.decode()
    assert shown.count('class="report"') == 2  # Sahlgrenska, and the formal decision of the region
    assert "Härryda kommun" in shown
    assert press(cast.sara, decision, "Mölndals stad", "anchored").status_code == 403
    assert row_of(decision, "Mölndals stad").state == "not_started"


def test_a_process_leader_reports_for_any_and_says_who_told(cast: Cast, decision: Decision) -> None:
    refused = press(cast.eva, decision, "Mölndals stad", "anchored")
    assert refused.status_code == 422
    assert "Skriv vem som berättade." in refused.content.decode()
    assert row_of(decision, "Mölndals stad").state == "not_started"
    press(cast.eva, decision, "Mölndals stad", "anchored", note="Kim, i telefon 2 maj")
    row = row_of(decision, "Mölndals stad")
    assert (row.state, row.note, row.changed_by) == ("anchored", "Kim, i telefon 2 maj", cast.eva)
    assert "Kim, i telefon 2 maj" in browser(cast.sara).get(page(decision)).content.decode()


def test_what_was_written_is_kept_when_the_report_is_refused(cast: Cast, decision: Decision) -> None:
    response = press(cast.sara, decision, "Sahlgrenska", "cannot", reason=" ", note="Bo vet", fran="mina")
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Skriv varför beslutet inte kan genomföras." in shown
    assert "Bo vet" in shown
    assert "<title>Fel: Min organisation" in shown


@pytest.mark.parametrize("field", ["reason", "note"])
def test_a_personal_number_is_stopped(cast: Cast, decision: Decision, field: str) -> None:
    texts = {"reason": "Skäl", field: "Se 850423-1237"}
    response = press(cast.sara, decision, "Sahlgrenska", "cannot", **texts)
    assert "ser ut som ett personnummer" in response.content.decode()
    assert row_of(decision, "Sahlgrenska").state == "not_started"


def test_a_reason_that_everyone_reads_has_no_contact_details(cast: Cast, decision: Decision) -> None:
    response = press(cast.sara, decision, "Sahlgrenska", "cannot", reason="Fråga sara@example.se")
    assert "Skriv det utan kontaktuppgifter" in response.content.decode()


def test_a_formal_decision_is_reported_with_its_day_and_number(cast: Cast, decision: Decision) -> None:
    row = decision.formal_decisions.get(principal__name="Västra Götalandsregionen")
    url, client = page(decision, f"formellt/{row.pk}/"), browser(cast.sara)
    assert "vilken dag" in client.post(url, {"state": "taken"}).content.decode()
    client.post(url, {"state": "taken", "decided_on": "2026-05-02", "own_number": "RS 2026-00012"})
    row.refresh_from_db()
    assert (row.state, row.decided_on, row.own_number) == ("taken", date(2026, 5, 2), "RS 2026-00012")
    other = decision.formal_decisions.get(principal__name="Mölndals stad")
    assert client.post(page(decision, f"formellt/{other.pk}/"), {"state": "declined"}).status_code == 403


def test_a_get_changes_nothing(cast: Cast, decision: Decision) -> None:
    row = row_of(decision, "Sahlgrenska")
    assert browser(cast.sara).get(page(decision, f"forankring/{row.pk}/?state=anchored")).status_code == 405
    assert row_of(decision, "Sahlgrenska").state == "not_started"


def test_who_sits_for_the_organisation_elsewhere_reads_the_decision_but_not_the_notes(
    cast: Cast, decision: Decision, parties: dict[str, Organisation]
) -> None:
    lisa = make_user("lisa")
    make_member(lisa.person, cast.maja.person.memberships.get().group, organisation=parties["Sahlgrenska"])  # type: ignore[arg-type, union-attr]
    workflow.report_anchoring(row_of(decision, "Mölndals stad"), "anchored", note="Hemligt", by=cast.eva, at=AFTER)
    shown = browser(lisa).get(page(decision))
    assert shown.status_code == 200
    assert "Hemligt" not in shown.content.decode()
    assert browser(cast.maja).get(page(decision)).status_code == 404
    press(lisa, decision, "Sahlgrenska", "anchored")
    assert row_of(decision, "Sahlgrenska").state == "anchored"


def test_the_secretariat_sets_the_day_and_what_replaces_it(cast: Cast, decision: Decision) -> None:
    make_adjusted(cast, items=1, date=date(2026, 4, 30))
    later = Decision.objects.get(decided_on=date(2026, 4, 30))
    client = browser(cast.eva)
    assert "Välj en senare dag" in client.post(page(decision, "dag/"), {"due": "2020-01-01"}).content.decode()
    client.post(page(decision, "dag/"), {"due": "2026-10-01"})
    decision.refresh_from_db()
    assert decision.due == date(2026, 10, 1)
    assert browser(cast.sara).post(page(decision, "dag/"), {"due": ""}).status_code == 403
    assert client.post(page(decision, "ersatt/"), {"later": ""}).status_code == 422
    client.post(page(decision, "ersatt/"), {"later": later.pk})
    decision.refresh_from_db()
    assert decision.replaced_by == later
    assert "Beslutet gäller inte längre" in client.get(page(decision)).content.decode()


def test_a_commitment_is_reported_in_two_presses(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="taken_home", organisation=parties["Sahlgrenska"], text="SU tar med sig frågan.")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    row = Commitment.objects.get()
    client = browser(cast.sara)
    for where, back in (("ataganden/", "ataganden"), ("", "mina")):
        shown = client.get(MINE + where).content.decode()
        assert "SU tar med sig frågan." in shown
        assert f'name="fran" value="{back}"' in shown
    url = page(row.decision, f"atagande/{row.pk}/")
    refused = client.post(url, {"state": "open", "fran": "ataganden", "grupp": "lgs"})
    assert (refused.status_code, 'name="grupp" value="lgs"' in refused.content.decode()) == (422, True)
    assert 'name="grupp" value="lgs"' in client.get(f"{MINE}ataganden/?grupp=lgs").content.decode()
    stays = client.post(url, {"state": "open", "report": "Pågår", "fran": "ataganden", "grupp": "lgs"})
    assert stays["Location"] == f"{MINE}ataganden/?grupp=lgs"
    assert client.post(url, {"state": "done", "fran": "ataganden"})["Location"] == f"{MINE}ataganden/"
    row.refresh_from_db()
    assert row.state == "done"
    assert browser(cast.olle).post(url, {"state": "open"}).status_code == 403


def test_who_leads_is_told_for_whom_no_reminder_can_be_sent(
    cast: Cast, decision: Decision, django_assert_num_queries: Any
) -> None:
    """Kim, who has no address, sits for two municipalities; sara, who has one, for the hospital."""
    client = browser(cast.eva)
    assert unreached_on(client, decision) == ["Härryda kommun", "Mölndals stad"]
    assert unreached_on(browser(cast.sara), decision) == []
    elsewhere = make_member(make_person("Ann Exempel"), Group.objects.get(slug="annan")).person
    elsewhere.memberships.update(organisation=row_of(decision, "Mölndals stad").organisation)
    Person.objects.filter(pk=elsewhere.pk).update(email="ann@example.se")
    assert unreached_on(client, decision) == ["Härryda kommun", "Mölndals stad"]  # those in the group are asked first
    workflow.report_anchoring(row_of(decision, "Härryda kommun"), "implemented", by=cast.eva)
    assert unreached_on(client, decision) == ["Mölndals stad"]
    Membership.objects.filter(person__name="Kim Exempel").update(ends=date(2026, 5, 1))
    assert unreached_on(client, decision) == []
    every = {row.organisation_id for row in decision.anchorings.all()}
    meeting = decision.version.meeting
    with django_assert_num_queries(2):
        unreached(every, meeting, on=date(2026, 5, 2))


def unreached_on(client: Client, decision: Decision) -> list[str]:
    shown = client.get(page(decision)).content.decode()
    return re.findall(r"Ingen nås av mejl:</strong> [^<]* sitter för ([^<]*)\.</p>", shown)


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_ask_as_much_for_one_as_for_many(
    cast: Cast, parties: dict[str, Organisation], count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        make_adjusted(cast, items=2, date=date(2026, 4, 20) + timedelta(days=number))
    decision, client = Decision.objects.order_by("pk")[0], browser(cast.sara)
    for address, most in ((MINE, 14), (f"{MINE}matris/", 14), (page(decision), 28), (f"{MINE}ataganden/", 14)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(("count", "is_few"), [(3, True), (4, False)])
def test_a_few_decisions_are_shown_in_whole_and_a_wide_table_says_that_it_scrolls(
    cast: Cast, parties: dict[str, Organisation], count: int, is_few: bool
) -> None:
    for number in range(5):
        make_member(make_person(), cast.group, seat=make_seat(cast, number))
    for number in range(count):
        make_adjusted(cast, items=1, date=date(2026, 4, 20) + timedelta(days=number))
    shown = browser(cast.eva).get(f"{MINE}matris/").content.decode()
    assert (f'class="matrix {"few" if is_few else "wide"}"' in shown) is True
    assert ("8 organisationer; tabellen går att rulla i sidled." in shown) is not is_few


def make_seat(cast: Cast, number: int) -> Seat:
    organisation = make_organisation(f"Vårdgivare {number}")
    return Seat.objects.create(
        group=cast.group, position=10 + number, label="P", organisation=organisation, starts=LONG_AGO
    )


def test_the_matrix_says_in_words_how_far_each_has_come(cast: Cast, decision: Decision) -> None:
    workflow.report_anchoring(row_of(decision, "Sahlgrenska"), "implemented", note="Hemligt", by=cast.sara)
    shown = browser(cast.eva).get(f"{MINE}matris/?grupp=lgs").content.decode()
    assert "1 av 3 har genomfört" in " ".join(shown.split())
    assert "Genomfört" in shown
    assert "Hemligt" not in shown
    assert decision.reference in shown
    workflow.set_due(decision, timezone.localdate() + timedelta(days=900), by=cast.eva)
    assert decision.reference in browser(cast.eva).get(f"{MINE}matris/?omrade=goteborg&kvar=1").content.decode()
    assert decision.reference not in browser(cast.maja).get(f"{MINE}matris/").content.decode()
