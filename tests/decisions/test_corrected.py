"""A correction reaches the register when everybody can read it, and not while it waits to be published."""

import json
from typing import Any

import pytest
from django.test import Client

from decisions.models import Anchoring, Decision
from groups.models import Organisation
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import MinutesVersion, Outcome
from samverkan.portal import kept_files
from tests.factories import AFTER, MEETING_DAY, Cast, make_adjusted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf", "parties")]


def correct(cast: Cast, version: MinutesVersion) -> MinutesVersion:
    """The first decision becomes a note of it and one more is made; adjusted, and not published."""
    meeting = workflow.open_correction(version.meeting, kind="outcome", reason="Fel beslut", by=cast.eva, at=AFTER)
    first = Outcome.objects.get()
    Outcome.objects.filter(pk=first.pk).update(kind="noted")
    Outcome.objects.create(item=first.item, position=2, kind="agreed", text="LGS enas om en rutin.")
    return workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)


def publish(cast: Cast, version: MinutesVersion) -> None:
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)


def in_the_open(client: Client) -> list[tuple[str, str, str, bool]]:
    kept_files.clear()
    answer: Any = client.get("/beslut/beslut.json")
    rows = json.loads(b"".join(answer))
    return sorted((row["reference"], row["kind"], row["text"], "anchoring" in row) for row in rows)


def test_a_correction_waits_for_its_publication(client: Client, cast: Cast, parties: dict[str, Organisation]) -> None:
    version = make_adjusted(cast, items=1, date=MEETING_DAY)
    publish(cast, version)
    before = in_the_open(client)
    assert [row[1] for row in before] == ["agreed"]
    corrected = correct(cast, version)
    assert in_the_open(client) == before
    assert Decision.objects.get().version == version
    publish(cast, corrected)
    assert [(row[1], row[2]) for row in in_the_open(client)] == [
        ("noted", "Beslut 1.1."),
        ("agreed", "LGS enas om en rutin."),
    ]
    assert set(Decision.objects.values_list("version", "number")) == {(corrected.pk, 1), (corrected.pk, 2)}
    assert Anchoring.objects.followed().filter(decision__number=2).count() == len(parties) - 1
    assert not Anchoring.objects.followed().filter(decision__number=1).exists()


def test_a_correction_of_what_nobody_else_reads_holds_at_once(cast: Cast) -> None:
    version = make_adjusted(cast, items=1, date=MEETING_DAY)
    corrected = correct(cast, version)
    assert list(Decision.objects.order_by("number").values_list("kind", "version")) == [
        ("noted", corrected.pk),
        ("agreed", corrected.pk),
    ]
