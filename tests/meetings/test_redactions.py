"""What is taken out after publication is then nowhere public: not in any version, file, register or list."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from decisions.models import Decision
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion, Outcome, Publication, Redaction, ShortNote
from meetings.redacting import occurs, redacted
from meetings.redaction import public_variant
from meetings.sealing import verify
from meetings.workflow.redactions import Wish, wish
from samverkan.common import outbox
from samverkan.common.refusals import StepRefused
from samverkan.portal import pages
from tests.factories import AFTER, Cast, make_adjusted, make_held
from tests.meetings.test_redaction import SEAL, a_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
CANARY = "kanariefågel"
NOTE = "/moten/lgs/2026-04-23/"
PAGES = [
    "/", "/moten/", "/moten/?grupp=lgs", "/beslut/", "/grupper/", "/grupper/lgs/", "/kalender.ics", NOTE,
    f"{NOTE}anteckning.pdf", f"{NOTE}versioner/1/", f"{NOTE}versioner/1/anteckning.pdf", f"{NOTE}versioner/2/",
    f"{NOTE}versioner/2/anteckning.pdf", f"{NOTE}versioner/2/skillnad/", "/beslut/lgs/2026-1/", "/beslut/lgs/2026-2/",
]  # fmt: skip


def corrected(cast: Cast, first: Publication) -> Publication:
    """The note with the word in both versions: in a text, a decision and an item of its own."""
    meeting = first.meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel", by=cast.eva, at=AFTER)
    meeting.items.filter(number=1).update(dialog=f"<p>Också {CANARY}.</p>")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def published_with_word(cast: Cast) -> Publication:
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(title=f"Om {CANARY}", information=f"<p>En <em>{CANARY}</em> till.</p>")
    Outcome.objects.filter(item__number=1).update(text=f"Gruppen enas om {CANARY}.")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=AFTER)


def redact(cast: Cast, meeting: Meeting, *, at: datetime = AFTER, **wanted: Any) -> Redaction:
    asked = Wish(
        frozenset(wanted.get("items", ())), tuple(wanted.get("masks", ())), frozenset(wanted.get("papers", ()))
    )
    return workflow.redact(meeting, asked, reason="Namngiven person", by=cast.eva, at=at)


def says(client: Client) -> list[str]:
    """The addresses whose answer says the word."""
    pages.store.clear()
    return [path for path in PAGES if CANARY in client.get(path).content.decode()]


def answers(client: Client, *paths: str) -> list[int]:
    pages.store.clear()
    return [client.get(path).status_code for path in paths]


MASK: dict[str, Any] = {"masks": [CANARY]}
ITEMS: dict[str, Any] = {"items": [(1, 1), (2, 1)]}


@pytest.mark.parametrize("wanted", [MASK, ITEMS, {**MASK, **ITEMS}])
def test_the_word_is_nowhere_from_the_moment_it_is_taken_out(
    client: Client, cast: Cast, wanted: dict[str, Any]
) -> None:
    corrected(cast, published_with_word(cast))
    assert len(says(client)) >= 10
    redact(cast, Meeting.objects.get(), **wanted)
    assert says(client) == []
    assert answers(client, *PAGES[7:12]) == [410] * 5
    assert outbox.run_due(limit=50) >= 1
    assert says(client) == []
    assert answers(client, *PAGES[7:14]) == [200] * 7


def test_no_stored_file_that_is_served_has_the_word(cast: Cast, settings: Any) -> None:
    corrected(cast, published_with_word(cast))
    redact(cast, Meeting.objects.get(), **MASK)
    outbox.run_due(limit=50)
    served = {row.sha256 for row in Publication.objects.readable()}
    from meetings.models import StoredDocument  # noqa: PLC0415 -- used here alone

    files = StoredDocument.objects.filter(kind="public", source_sha256__in=served)
    assert files.count() == 2
    assert [row.name for row in files if CANARY.encode() in Path(settings.MEDIA_ROOT, row.path).read_bytes()] == []


def test_the_record_still_says_it_and_no_seal_is_changed(cast: Cast) -> None:
    corrected(cast, published_with_word(cast))
    before = list(MinutesVersion.objects.order_by("pk").values_list("content", "seal", "sha256"))
    redact(cast, Meeting.objects.get(), **MASK)
    outbox.run_due(limit=50)
    assert list(MinutesVersion.objects.order_by("pk").values_list("content", "seal", "sha256")) == before
    assert all(CANARY in row[0] for row in before)
    assert all(verify(version) for version in MinutesVersion.objects.all())


def test_the_new_variants_stand_where_the_old_ones_stood(cast: Cast) -> None:
    corrected(cast, published_with_word(cast))
    redaction = redact(cast, Meeting.objects.get(), **MASK)
    outbox.run_due(limit=50)
    assert [row.version.number for row in Publication.objects.published()] == [2]
    assert [row.version.number for row in Publication.objects.earlier()] == [1]
    assert {row.redaction for row in Publication.objects.readable()} == {redaction}
    assert Publication.objects.filter(closed_reason="Maskning: Namngiven person").count() == 2


def test_the_register_shows_the_masked_words_and_nothing_of_a_withheld_item(cast: Cast) -> None:
    meeting = published_with_word(cast).meeting
    redact(cast, meeting, **MASK)
    outbox.run_due(limit=50)
    assert Decision.objects.get(number=1).public_text == "Gruppen enas om [uppgift borttagen]."
    redact(cast, meeting, at=AFTER.replace(hour=13), items=[(1, 1)])
    outbox.run_due(limit=50)
    assert [row.number for row in Decision.objects.published()] == [2]
    assert Decision.objects.get(number=1).public_text == ""


def test_while_it_waits_the_page_says_that_the_note_is_looked_over(client: Client, cast: Cast) -> None:
    redact(cast, published_with_word(cast).meeting, **MASK)
    html = client.get(NOTE).content.decode()
    assert "Anteckningen ses över och publiceras igen inom kort" in html
    assert "Namngiven person" not in html


def test_afterwards_the_page_says_that_something_was_taken_out_and_not_why(client: Client, cast: Cast) -> None:
    redact(cast, published_with_word(cast).meeting, **MASK)
    outbox.run_due(limit=50)
    pages.store.clear()
    html = client.get(NOTE).content.decode()
    assert "Uppgifter togs bort ur den publicerade anteckningen 4 maj 2026" in html
    assert "Namngiven person" not in html


def test_a_correction_after_a_redaction_is_without_it_too(client: Client, cast: Cast) -> None:
    first = published_with_word(cast)
    redact(cast, first.meeting, items=[(1, 1)])
    outbox.run_due(limit=50)
    later = AFTER.replace(hour=15)
    meeting = workflow.open_correction(first.meeting, kind="outcome", reason="Fel", by=cast.eva, at=later)
    meeting.items.filter(number=1).update(number=9)
    meeting.items.filter(number=2).update(title="Annan rubrik", number=1)
    meeting.items.filter(number=9).update(number=2)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=later), by=cast.olle, at=later)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=later)
    assert says(client) == []
    titles = [item.get("title") for item in json.loads(Publication.objects.published().get().content)["items"]]
    assert titles == ["Annan rubrik", None]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({}, "Välj minst en punkt"),
        ({"masks": ["står inte här"]}, "finns inte i anteckningen"),
        ({"masks": ["x"]}, "mellan 2 och 500 tecken"),
        ({"items": [(1, 7)]}, "En av punkterna finns inte"),
        ({"items": [(3, 1)]}, "En av punkterna finns inte"),
    ],
)
def test_what_can_not_be_taken_out_is_refused_and_nothing_is_closed(
    cast: Cast, wanted: dict[str, Any], sentence: str
) -> None:
    meeting = published_with_word(cast).meeting
    with pytest.raises(StepRefused, match=sentence):
        redact(cast, meeting, **wanted)
    assert Publication.objects.published().count() == 1
    assert Redaction.objects.count() == 0


def test_only_what_is_published_is_redacted_and_one_at_a_time(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    with pytest.raises(StepRefused, match="inte publicerad"):
        redact(cast, meeting, items=[(1, 1)])
    render_stored(meeting.minutes_versions.get())
    published = workflow.publish(meeting.minutes_versions.get(), by=cast.eva, at=AFTER)
    redact(cast, meeting, items=[(1, 1)])
    for step in (
        lambda: redact(cast, meeting, items=[(1, 1)]),
        lambda: workflow.publish(published.version, by=cast.eva, at=AFTER),
        lambda: workflow.withdraw(published, reason="Fel", by=cast.eva, at=AFTER),
    ):
        with pytest.raises(StepRefused, match="maskeras just nu"):
            step()


def test_a_worker_that_is_run_twice_publishes_once(cast: Cast) -> None:
    redaction = redact(cast, published_with_word(cast).meeting, **MASK)
    outbox.run_due(limit=50)
    assert workflow.republish(redaction) == []
    assert Publication.objects.published().count() == 1


def test_a_short_note_is_closed_for_good(cast: Cast) -> None:
    meeting = published_with_word(cast).meeting
    ShortNote.objects.create(meeting=meeting, text=CANARY, published_at=AFTER, published_by=cast.eva)
    redact(cast, meeting, **MASK)
    assert ShortNote.objects.get().closed_at == AFTER


def test_a_reason_is_needed(cast: Cast) -> None:
    meeting = published_with_word(cast).meeting
    with pytest.raises(StepRefused, match="Skriv varför"):
        workflow.redact(meeting, wish([(1, 1)], []), reason=" ", by=cast.eva, at=AFTER)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=2, max_size=20))
def test_whatever_is_masked_can_not_be_read_in_the_variant(text: str) -> None:
    said = " ".join(text.split())
    content = a_record(f"Om {said}.", information=f"<p>Läs <em>{escape(said)}</em>.</p>", masks=())
    version = MinutesVersion(content=json.dumps(content), number=1, adjusted_at=AFTER)
    redaction = Redaction(items=[], masks=[said], reason="x", made_at=AFTER)
    assume(said and occurs(said, [public_variant(content, SEAL)]))
    try:
        left = public_variant(redacted(version, [redaction]), SEAL)
    except StepRefused:
        return
    assert not occurs(said, [left])


def test_a_correction_that_was_adjusted_before_the_redaction_can_be_published_after_it(
    client: Client, cast: Cast
) -> None:
    first = published_with_word(cast)
    meeting = workflow.open_correction(first.meeting, kind="outcome", reason="Fel", by=cast.eva, at=AFTER)
    meeting.items.filter(number=1).update(dialog=f"<p>Också {CANARY}.</p>")
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    outbox.run_due(limit=50)
    redact(cast, first.meeting, **MASK)
    outbox.run_due(limit=50)
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert [row.version.number for row in Publication.objects.published()] == [2]
    assert says(client) == []
