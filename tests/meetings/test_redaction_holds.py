"""What a redaction took out stays out: under another title and number, in another paper's row, in the next agenda."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from meetings import workflow
from meetings.agendas.building import tasks_of
from meetings.agendas.follow_up import listed_tasks
from meetings.documents import render_stored
from meetings.forms.papers import PaperForm
from meetings.models import Attachment, Meeting, MinutesVersion, OutcomeTask, Publication, Redaction
from meetings.papers import entries_of
from meetings.reading import variant_of
from meetings.redacting import redacted
from meetings.redaction import MASK
from meetings.workflow.papers import PaperFacts
from meetings.workflow.redactions import Wish, previews, proposed
from samverkan.common import outbox
from samverkan.common.canonical import Json
from samverkan.common.refusals import StepRefused
from samverkan.portal import pages
from tests.admin.browsing import address, browser
from tests.factories import AFTER, Cast, make_held, make_paper, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
LATER = AFTER + timedelta(hours=3)


def redact(cast: Cast, meeting: Meeting, **wanted: Any) -> Redaction:
    asked = Wish(
        frozenset(wanted.get("items", ())), tuple(wanted.get("masks", ())), frozenset(wanted.get("papers", ()))
    )
    redaction = workflow.redact(meeting, asked, reason="Namngiven person", by=cast.eva, at=AFTER)
    outbox.run_due(limit=50)
    return redaction


def opened(cast: Cast, meeting: Meeting) -> Meeting:
    return workflow.open_correction(meeting, kind="outcome", reason="Fel", by=cast.eva, at=LATER)


def corrected(cast: Cast, meeting: Meeting, *, at: datetime = LATER) -> MinutesVersion:
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=at), by=cast.olle, at=at)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=at)
    return version


def shown() -> list[str | None]:
    return [item.get("title") for item in json.loads(Publication.objects.published().get().content)["items"]]


# Items


def test_an_item_that_is_renamed_and_moved_stays_out(cast: Cast) -> None:
    meeting = make_published(cast, items=3).meeting
    redact(cast, meeting, items=[(1, 1)])
    meeting = opened(cast, meeting)
    first, third = meeting.items.get(number=1), meeting.items.get(number=3)
    for item, number in ((first, 9), (third, 1), (first, 3)):
        meeting.items.filter(pk=item.pk).update(number=number)
    meeting.items.filter(pk=first.pk).update(title="Helt annan rubrik")
    corrected(cast, meeting)
    assert shown() == ["Fråga 3", "Fråga 2", None]


def test_the_key_of_an_item_is_in_the_record_and_not_public(cast: Cast) -> None:
    publication = make_published(cast)
    keys = [item["item"] for item in json.loads(publication.version.content)["items"]]
    assert keys == list(publication.meeting.items.order_by("number").values_list("pk", flat=True))
    assert [item for item in json.loads(publication.content)["items"] if "item" in item] == []


def version_of(*items: tuple[int, str, int | None]) -> MinutesVersion:
    rows = [
        {"number": number, "title": title, "withheld": False, "withheld_reason": ""} | ({"item": key} if key else {})
        for number, title, key in items
    ]
    return MinutesVersion(content=json.dumps({"items": rows, "masks": []}), number=2, adjusted_at=LATER)


def taken(version: MinutesVersion, **entry: Any) -> list[int]:
    entries: Json = [{"version": 1, "number": 2, "title": "Namnet", **entry}]
    content = redacted(version, [Redaction(items=entries, masks=[], made_at=AFTER)])
    return [item["number"] for item in content["items"] if item["withheld"]]


@pytest.mark.parametrize(
    ("entry", "items", "out"),
    [
        ({"item": 7}, [(1, "Ny", 7), (2, "Namnet", 8)], [1]),
        ({"item": 7}, [(1, "Ny", 9), (2, "Annat", 8)], []),
        ({"item": 7}, [(1, "namnet", 9), (2, "Annat", 8)], [1]),
        ({"item": None}, [(1, "Namnet", 7), (2, "Annat", 8), (3, "Mer", 9)], [1, 2]),
        ({}, [(1, "Namnet", None), (2, "Annat", None), (3, "Mer", None)], [1, 2]),
        ({"item": 7}, [(1, "Namnet", None), (2, "Annat", None), (3, "Mer", None)], [1, 2]),
        ({}, [(1, "Ett", None), (3, "Tre", None)], [1, 3]),
    ],
)
def test_rather_one_item_too_many_than_one_too_few(
    entry: Json, items: list[tuple[int, str, int | None]], out: list[int]
) -> None:
    assert taken(version_of(*items), **entry) == out


def test_a_note_from_before_the_keys_is_not_corrected_without_a_change(cast: Cast) -> None:
    meeting = make_published(cast).meeting
    version = meeting.minutes_versions.get()
    content = json.loads(version.content)
    for item in content["items"]:
        del item["item"]
    meeting = opened(cast, meeting)
    with pytest.raises(StepRefused, match="Inget är ändrat"):
        workflow.corrections.version_fields(meeting, content)


# Papers


@pytest.fixture
def paper(cast: Cast) -> Attachment:
    """A paper that a redaction has closed, in a note that is being corrected."""
    meeting = make_published(cast, papers=2).meeting
    paper: Attachment = meeting.attachments.get(number=1)
    assert redact(cast, meeting, papers=[paper.pk]).papers == [1]
    opened(cast, meeting)
    return Attachment.objects.get(pk=paper.pk)


def test_a_redacted_paper_is_not_made_public_again(cast: Cast, paper: Attachment) -> None:
    with pytest.raises(StepRefused, match="borttaget ur den publicerade anteckningen med en maskning"):
        workflow.change_paper(paper, PaperFacts(paper.title, is_public=True), by=cast.eva, at=LATER)
    workflow.change_paper(paper, PaperFacts("Ny titel", is_public=False), by=cast.eva, at=LATER)
    form = PaperForm(paper, {"title": "Titel", "is_public": "on"})
    assert "kan inte visas öppet igen" in form.errors["is_public"][0]
    values = {"title": "Titel", "item": "", "is_public": "on", "alternative": "", "reason": ""}
    response = browser(cast.eva).post(address(paper.meeting, "underlag/1/"), values)
    assert (response.status_code, "kan inte visas öppet igen" in response.content.decode()) == (422, True)
    paper.refresh_from_db()
    assert (paper.title, paper.is_public) == ("Ny titel", False)


def test_a_redacted_paper_that_is_removed_comes_back_closed(cast: Cast, paper: Attachment) -> None:
    meeting = workflow.abandon_correction(paper.meeting, by=cast.eva, at=LATER)
    Attachment.objects.filter(pk=paper.pk).update(is_public=True)
    meeting = opened(cast, meeting)
    workflow.remove_paper(Attachment.objects.get(pk=paper.pk), by=cast.eva, at=LATER)
    workflow.abandon_correction(meeting, by=cast.eva, at=LATER)
    assert meeting.attachments.get(number=1).is_public is False


def test_what_is_public_asks_the_redaction_and_not_only_the_row(client: Client, cast: Cast, paper: Attachment) -> None:
    meeting = paper.meeting
    Attachment.objects.update(is_public=True)
    meeting.items.filter(number=1).update(title="Rättad")
    corrected(cast, meeting)
    variants = [variant_of(version) for version in meeting.minutes_versions.all()]
    assert [[said["number"] for said in entries_of(variant)] for variant in variants] == [[2], [2]]
    pages.store.clear()
    at = "/moten/lgs/2026-04-23/bilagor"
    assert [client.get(f"{at}/{number}/").status_code for number in (1, 2)] == [410, 200]


def test_the_preview_is_without_the_paper(cast: Cast) -> None:
    meeting = make_published(cast, papers=1).meeting
    wanted = Wish(frozenset(), (), frozenset([meeting.attachments.get().pk]))
    redaction = proposed(meeting, wanted, reason="x", by=cast.eva, at=AFTER)
    assert [list(entries_of(variant)) for _, variant in previews(meeting, redaction)] == [[]]


def test_a_paper_of_an_item_that_is_not_published_was_never_shown(cast: Cast) -> None:
    """It is not on the page, and refused when it is asked for all the same."""
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(is_withheld=True, withheld_reason="Pågår")
    inside = make_paper(meeting, number=1, title="Inne", item=meeting.items.get(number=1))
    make_paper(meeting, number=2, title="Ute", item=meeting.items.get(number=2))
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    client = browser(cast.eva)
    page = client.get(address(meeting, "maska/")).content.decode()
    assert ("Inne" in page, "Ute" in page) == (False, True)
    asked = client.post(address(meeting, "maska/"), {"papers": [inside.pk], "reason": "x", "sure": "on"})
    assert asked.status_code == 422
    with pytest.raises(StepRefused, match="Underlag 1 hör till en punkt som inte publiceras"):
        redact(cast, meeting, papers=[inside.pk])
    assert Redaction.objects.count() == 0


def test_a_paper_of_another_meeting_is_refused(cast: Cast) -> None:
    meeting = make_published(cast).meeting
    with pytest.raises(StepRefused, match="Ett av underlagen finns inte kvar"):
        redact(cast, meeting, papers=[4711])
    assert Redaction.objects.count() == 0


# Tasks


def test_the_follow_up_is_without_what_was_taken_out(cast: Cast) -> None:
    meeting = make_held(cast, items=3)
    for number, text in ((1, "Ringer Kanariefågel."), (2, "Kanariefågel i dold punkt."), (3, "Läser.")):
        outcome = meeting.items.get(number=number).outcomes.get()
        OutcomeTask.objects.create(outcome=outcome, owner="SU", text=text, due=AFTER.date())
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert "dold punkt" in listed_tasks(tasks_of(meeting))
    redact(cast, meeting, items=[(1, 2)], masks=["Kanariefågel"])
    due = "Klart senast 4 maj 2026."
    assert listed_tasks(tasks_of(meeting)) == (
        f"<ul><li><p>SU: Ringer {MASK}. {due}</p></li><li><p>SU: Läser. {due}</p></li></ul>"
    )
