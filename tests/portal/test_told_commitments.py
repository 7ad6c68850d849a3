"""Commitments beside a published note are those that it tells, also while a correction of it waits to be published."""

from typing import Any

import pytest
from django.test import Client

from decisions import workflow
from decisions.models import Commitment
from decisions.take_home import sheet_of
from groups.models import Organisation
from meetings import workflow as meetings
from meetings.documents import render_stored
from meetings.models import Meeting, Outcome, OutcomeTask
from samverkan.portal import pages
from tests.factories import AFTER, Cast, make_held, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
PAGE = "/beslut/lgs/2026-1/"


@pytest.fixture
def towns(cast: Cast) -> list[Organisation]:
    return [make_organisation(name, kind="municipality") for name in ("Partille kommun", "Öckerö kommun")]


@pytest.fixture
def meeting(cast: Cast, towns: list[Organisation]) -> Meeting:
    """A published note in which each of the towns takes something upon itself; the first has done it."""
    held = make_held(cast, items=1)
    for position, town in enumerate(towns, start=1):
        OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=town.name, text=f"Skriver brev {position}.")
    adjusted = meetings.adjust(meetings.send_minutes(held, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(adjusted)
    meetings.publish(adjusted, by=cast.eva, at=AFTER)
    workflow.report_commitment(Commitment.objects.get(position=1), "done", by=cast.eva, at=AFTER)
    return adjusted.meeting


def strike_first(cast: Cast, meeting: Meeting) -> Any:
    """A correction that no longer has the first, adjusted and not published."""
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel uppgift", by=cast.eva, at=AFTER)
    OutcomeTask.objects.get(text="Skriver brev 1.").delete()
    return meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)


def told(client: Client) -> list[str]:
    pages.store.clear()
    html = " ".join(client.get(PAGE).content.decode().split())
    every = [f"{town} kommun:</strong> Skriver brev {n}." for n in (1, 2) for town in ("Partille", "Öckerö")]
    return [said for said in every if said in html]


def test_the_page_tells_each_with_its_own_owner(client: Client, cast: Cast, meeting: Meeting) -> None:
    both = ["Partille kommun:</strong> Skriver brev 1.", "Öckerö kommun:</strong> Skriver brev 2."]
    assert told(client) == both
    version = strike_first(cast, meeting)
    assert told(client) == both
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    assert told(client) == both[1:]


def test_the_sheet_tells_what_the_organisation_has_taken_on(
    cast: Cast, meeting: Meeting, towns: list[Organisation]
) -> None:
    assert [said["text"] for said in sheet_of(meeting, [towns[1]]).commitments] == ["Skriver brev 2."]
    strike_first(cast, meeting)
    assert [said["text"] for said in sheet_of(meeting, [towns[1]]).commitments] == ["Skriver brev 2."]
