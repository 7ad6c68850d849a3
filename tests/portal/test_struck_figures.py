"""What a correction has struck was never decided: it is counted nowhere, and can still be read as struck."""

from datetime import date

import pytest
from django.test import Client

from decisions.figures import figures_of
from decisions.models import Decision
from meetings import workflow as meetings
from meetings.documents import render_stored
from meetings.models import Outcome
from samverkan.portal.views.start import figures_of as start_figures
from tests.factories import AFTER, Cast, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def struck(cast: Cast) -> Decision:
    """The second of two published decisions, which a correction has struck."""
    meeting = make_published(cast, items=2).meeting
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel uppgift", by=cast.eva, at=AFTER)
    Outcome.objects.get(item__number=2).delete()
    version = meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    meetings.publish(version, by=cast.eva, at=AFTER)
    return Decision.objects.get(number=2)


@pytest.mark.parametrize("published", [True, False])
def test_a_struck_decision_is_not_among_those_of_the_year(cast: Cast, struck: Decision, published: bool) -> None:
    assert struck.state == "ended"
    found = figures_of([cast.group], year=2026, on=date(2026, 12, 1), published=published)[cast.group.pk]
    assert (found.decisions, sum(found.kinds.values())) == (1, 1)


def test_the_start_page_counts_it_no_more(client: Client, struck: Decision) -> None:
    assert start_figures(2026).decisions == 1
    assert client.get("/beslut/lgs/2026-2/").status_code == 200
