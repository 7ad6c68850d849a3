"""How far a published decision has come, in public: states and days, never notes, names or what is not published."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from decisions import workflow
from decisions.models import Anchoring, Decision
from groups.models import Organisation, Seat
from meetings import workflow as meetings
from meetings.documents import render_stored
from meetings.models import ContactChoice, Outcome, OutcomeTask
from meetings.redaction import MASK
from samverkan.portal import pages
from tests.factories import (
    AFTER,
    LONG_AGO,
    Cast,
    make_adjusted,
    make_group,
    make_held,
    make_organisation,
    make_published,
    make_sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
PAGE, MATRIX = "/beslut/lgs/2026-1/", "/beslut/forankring/"


@pytest.fixture
def parties(cast: Cast) -> list[Organisation]:
    rows = [make_organisation(name, kind="municipality") for name in ("Partille kommun", "Öckerö kommun")]
    for position, row in enumerate(rows, start=1):
        Seat.objects.create(group=cast.group, position=position, label=row.name, organisation=row, starts=LONG_AGO)
    cast.group.memberships.filter(person=cast.sara.person).update(organisation=rows[0])
    return rows


@pytest.fixture
def decision(cast: Cast, parties: list[Organisation]) -> Decision:
    make_published(cast, items=1)
    return Decision.objects.get()


def text(client: Client, path: str) -> str:
    pages.store.clear()
    return " ".join(client.get(path).content.decode().split())


def report(cast: Cast, decision: Decision, state: str, **said: str) -> Anchoring:
    row = decision.anchorings.get(organisation__name="Partille kommun")
    return workflow.report_anchoring(row, state, by=cast.sara, at=AFTER, **said)


def test_r6_everyone_reads_how_far_each_has_come_and_no_notes(client: Client, cast: Cast, decision: Decision) -> None:
    report(cast, decision, "implemented", note="Hemligt")
    formal = decision.formal_decisions.get(principal__name="Partille kommun")
    workflow.report_formal_decision(
        formal, "taken", decided_on=date(2026, 5, 2), own_number="KS 7", note="Hemligt", by=cast.sara, at=AFTER
    )
    workflow.set_due(decision, date(2026, 10, 1), by=cast.eva)
    html = text(client, PAGE)
    assert "1 av 2 har genomfört beslutet." in html
    assert "Partille kommun, 2 maj 2026, KS 7" in html
    assert "1 oktober 2026" in html
    assert "<strong>4 maj 2026</strong>: Partille kommun" in html
    for hidden in ("Hemligt", "Sara", "sara@"):
        assert hidden not in html
    assert "Formella beslut fattas av varje huvudman." in html


def test_the_note_says_how_many_have_carried_it_out(client: Client, cast: Cast, decision: Decision) -> None:
    report(cast, decision, "implemented")
    html = text(client, "/moten/lgs/2026-04-23/")
    assert f'<a href="{PAGE}#forankring">1 av 2 har genomfört</a>' in html


def test_who_is_not_concerned_is_not_counted(client: Client, cast: Cast, decision: Decision) -> None:
    report(cast, decision, "not_concerned")
    assert "0 av 1 har genomfört" in text(client, PAGE)


def test_the_reason_that_something_cannot_be_done_is_for_everyone(
    client: Client, cast: Cast, decision: Decision
) -> None:
    report(cast, decision, "cannot", reason="Journalen saknar fältet")
    assert "Journalen saknar fältet" in text(client, PAGE)
    report(cast, decision, "anchored")
    assert "Journalen saknar fältet" not in text(client, PAGE)


def test_what_replaces_a_decision_is_told_once_everybody_can_read_it(
    client: Client, cast: Cast, decision: Decision
) -> None:
    version = make_adjusted(cast, items=1, date=date(2026, 4, 30))
    later = Decision.objects.get(decided_on=date(2026, 4, 30))
    workflow.replace(decision, later, by=cast.eva)
    assert later.reference not in text(client, PAGE)

    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    assert f'href="/beslut/lgs/{later.key}/"' in text(client, PAGE)
    assert f'href="{PAGE}"' in text(client, f"/beslut/lgs/{later.key}/")


def test_commitments_are_told_in_the_words_of_the_published_note_and_without_names(
    client: Client, cast: Cast, parties: list[Organisation]
) -> None:
    held = make_held(cast, items=1)
    outcome = Outcome.objects.get()
    for owner, what in (
        ("Partille kommun", "Skriver till alla."),
        ("Sara Exempel", "Bokar lokal."),
        ("Kontoret", "Ring sara@example.se."),
    ):
        OutcomeTask.objects.create(outcome=outcome, owner=owner, text=what)

    ContactChoice.objects.create(meeting=held, value="sara@example.se", choice="mask")
    version = meetings.send_minutes(held, by=cast.eva, at=AFTER)
    version = meetings.adjust(version, by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    html = text(client, PAGE)
    assert "<strong>Partille kommun:</strong> Skriver till alla." in html
    assert "<strong>Den som anteckningen nämner:</strong> Bokar lokal." in html
    assert "<strong>Kontoret:</strong> Ring" in html
    assert ("sara@example.se" in html, "Sara Exempel" in html) == (False, False)


def published_task(cast: Cast, owner: str, *, masked: str = "") -> None:
    """A published note whose one task is the owner's, with ``masked`` masked."""
    held = make_held(cast, items=1)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=owner, text="Skriver till alla.")
    if masked:
        ContactChoice.objects.create(meeting=held, value=masked, choice="mask")
    version = meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)


def test_an_owner_that_the_note_masks_stays_masked(client: Client, cast: Cast, parties: list[Organisation]) -> None:
    name = "KANARIEBOLAGET"
    Organisation.objects.filter(pk=parties[0].pk).update(name=name, short_name="kanarie@example.se")
    published_task(cast, "kanarie@example.se", masked="kanarie@example.se")
    assert Decision.objects.get().commitments.get().organisation == parties[0]
    html = text(client, PAGE)
    assert f"<strong>{MASK}:</strong> Skriver till alla." in html
    assert "kanarie@" not in html
    assert f"<strong>{name}" not in html


@pytest.mark.parametrize(("is_shown", "told"), [(True, "Kanariegruppen (KAN)"), (False, "kan")])
def test_an_internal_group_is_told_as_the_note_writes_it(
    client: Client, cast: Cast, parties: list[Organisation], is_shown: bool, told: str
) -> None:
    group = make_group("kan", name="Kanariegruppen", shows_group=is_shown)
    published_task(cast, "kan")
    assert Decision.objects.get().commitments.get().group == group
    html = text(client, PAGE)
    assert f"<strong>{told}:</strong> Skriver till alla." in html
    assert ("Kanariegruppen" in html) is is_shown


def test_the_matrix_has_published_decisions_only(client: Client, cast: Cast, decision: Decision) -> None:
    make_adjusted(cast, items=1, date=date(2026, 4, 30))
    hidden = Decision.objects.get(decided_on=date(2026, 4, 30))
    report(cast, decision, "anchored", note="Hemligt")
    html = text(client, MATRIX)
    assert decision.reference in html
    assert hidden.reference not in html
    assert "Hemligt" not in html
    assert decision.reference not in text(client, f"{MATRIX}?grupp=annan")
    assert client.get(f"{MATRIX}?sida=9").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_matrix_asks_as_much_for_one_as_for_many(
    client: Client, cast: Cast, parties: list[Organisation], count: int, django_assert_num_queries: Any
) -> None:
    for day in range(count):
        make_published(cast, items=1, date=date(2026, 4, 10 + day))
    pages.store.clear()
    with django_assert_num_queries(6):
        client.get(MATRIX)


def test_a_draft_says_nothing(client: Client, cast: Cast, parties: list[Organisation]) -> None:
    make_sent(cast, items=1)
    assert "LGS 2026" not in text(client, MATRIX)
