"""A link to report by that is pressed sixteen times at once reports once; so does *Jag har informerat*."""

from typing import Any

import pytest

from decisions import links, workflow
from decisions.models import Anchoring, Decision, Informed, ReportLink
from groups.models import Organisation
from tests.factories import AFTER, Cast
from tests.meetings.test_link_races import refusing
from tests.meetings.test_races import THREADS, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def found(address: str) -> ReportLink:
    link = links.find(address.rstrip("/").rsplit("/", 1)[-1])
    assert link is not None
    return link


def test_a_link_pressed_sixteen_times_at_once_reports_once(cast: Cast, decision: Decision) -> None:
    row = decision.anchorings.get(organisation__name="Sahlgrenska")
    address = links.make(cast.sara.person, anchoring=row, at=AFTER)  # type: ignore[arg-type]
    results = at_once(refusing(lambda _: links.use(found(address), "anchored", at=AFTER)))
    assert (results["done"], results.total()) == (1, THREADS), results
    reported = Anchoring.history.filter(id=row.pk, history_change_reason__startswith="Rapporterat")
    assert reported.count() == 1


def test_who_presses_sixteen_times_has_informed_once(
    cast: Cast, decision: Decision, parties: dict[str, Organisation]
) -> None:
    meeting: Any = decision.version.meeting
    results = at_once(lambda _: workflow.inform(meeting, parties["Sahlgrenska"], by=cast.sara, at=AFTER))
    assert (results["done"], Informed.objects.count()) == (THREADS, 1), results
