"""Extracts: one published decision as a file, drawn by the worker, and nothing of it that is not public."""

from typing import Any

import pytest
from django.test import Client

from decisions.extracts import EXTRACTS, extract_of, store_extract
from decisions.models import Decision, DecisionExtract
from meetings import workflow
from meetings.documents import render_stored
from meetings.kinds import NEEDS_ANCHORING
from meetings.models import Outcome
from meetings.workflow.redactions import wish
from samverkan.common import integrity, outbox, pdf
from samverkan.common.models import OutboxMessage
from tests.factories import AFTER, Cast, make_adjusted, make_held, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn, in the order in which it is."""
    pages: list[str] = []

    def render(html: str, **about: Any) -> pdf.Pdf:
        pages.append(html)
        return pdf.Pdf(b"%PDF-1.7 " + html.encode(), 2)

    monkeypatch.setattr(pdf, "render", render)
    return pages


def run() -> None:
    """Let the worker draw the extracts that are promised."""
    OutboxMessage.objects.exclude(kind=EXTRACTS).delete()
    while outbox.run_due():
        pass
    assert not outbox.troubled()


def test_the_worker_draws_each_decision_of_a_published_note_once(cast: Cast, drawn: list[str]) -> None:
    make_published(cast)
    drawn.clear()
    run()
    first, second = Decision.objects.order_by("number")
    assert ("Fråga 1" in drawn[0], "Fråga 2" in drawn[0], first.reference in drawn[0]) == (True, False, True)
    assert second.reference not in drawn[0]
    assert (len(drawn), DecisionExtract.objects.count()) == (2, 2)
    assert store_extract(first) == extract_of(first)
    assert len(drawn) == 2


def test_the_file_is_linked_and_handed_out_when_it_is_drawn(client: Client, cast: Cast, drawn: list[str]) -> None:
    make_published(cast)
    assert client.get("/beslut/lgs/2026-1.pdf").status_code == 404
    assert ".pdf" not in client.get("/beslut/lgs/2026-1/").content.decode()
    run()
    decision = Decision.objects.get(number=1)
    assert store_extract(decision)
    response: Any = client.get("/beslut/lgs/2026-1.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert b"LGS 2026:1" in response.content


def test_after_a_redaction_the_old_file_is_never_found_again(client: Client, cast: Cast, drawn: list[str]) -> None:
    publication = make_published(cast)
    run()
    words = wish([], ["Fråga 1"])
    workflow.redact(publication.meeting, words, reason="Namngiven person", by=cast.eva, at=AFTER)
    assert client.get("/beslut/lgs/2026-1.pdf").status_code == 410
    while outbox.run_due():
        pass
    response: Any = client.get("/beslut/lgs/2026-1.pdf")
    assert "Fråga 1" not in response.content.decode()


def test_a_withdrawn_note_has_no_extract(client: Client, cast: Cast, drawn: list[str]) -> None:
    publication = make_published(cast)
    run()
    workflow.withdraw(publication, reason="Fel fil.", by=cast.eva, at=AFTER)
    assert client.get("/beslut/lgs/2026-1.pdf").status_code == 410


def test_what_is_not_published_has_no_extract(cast: Cast, drawn: list[str]) -> None:
    make_adjusted(cast)
    assert store_extract(Decision.objects.select_related("publication").get(number=1)) is None


def test_a_file_that_was_changed_is_found(cast: Cast, drawn: list[str]) -> None:
    make_published(cast)
    run()
    assert [line for line in integrity.drift() if "Utdrag" in line] == []
    DecisionExtract.objects.filter(decision__number=1).update(sha256="0" * 64)
    assert [line for line in integrity.drift() if "Utdrag LGS 2026:1" in line]


@pytest.mark.parametrize("kind", ["noted", "agreed", "decided_not_to", "establishes", "appoints", "prepared_further"])
def test_r6_only_what_is_anchored_is_said_to_be_decided_by_each_principal(
    cast: Cast, drawn: list[str], kind: str
) -> None:
    """Where nobody decides at home there is no formal decision to speak of (R11)."""
    binds = kind in NEEDS_ANCHORING
    meeting = make_held(cast, items=1)
    Outcome.objects.filter(item__meeting=meeting).update(kind=kind)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    drawn.clear()
    run()
    assert len(drawn) == 1
    assert ("Formella beslut fattas av varje huvudman." in drawn[0]) is binds
    assert ("Beslutet ska förankras i varje organisation." in drawn[0]) is binds


def test_the_extract_is_a_whole_pdf(cast: Cast) -> None:
    make_published(cast)
    file = store_extract(Decision.objects.select_related("publication", "group").get(number=1))
    assert file is not None
    assert (file.pages, file.size > 1000) == (1, True)
