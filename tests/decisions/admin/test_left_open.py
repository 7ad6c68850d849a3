"""Before a group ends, what it leaves to others is told; it hinders nothing."""

import pytest
from django.utils import timezone

from decisions.models import Decision
from groups.models import Organisation
from groups.workflow.groups import hindrances_of
from meetings import workflow as meetings
from meetings.models import Outcome, OutcomeTask
from tests.admin.browsing import browser
from tests.factories import AFTER, Cast, make_administrator, make_held

pytestmark = pytest.mark.django_db


def page_of(cast: Cast) -> str:
    ann = browser(make_administrator("ann", cast.group.area))
    return ann.get(f"/admin/grupper/lgs/avsluta/?last_day={timezone.localdate().isoformat()}").content.decode()


def test_open_anchorings_and_commitments_are_listed(cast: Cast, parties: dict[str, Organisation]) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="agreed", text="LGS enas om att gå vidare.")
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text="Skriv brevet")
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    decision, page = Decision.objects.get(), page_of(cast)
    assert f"{decision.reference} är genomfört av 0 av {decision.anchorings.count()} organisationer." in page
    assert f"Åtagande från {decision.reference}, Kontoret: Skriv brevet" in page
    assert page.count(f'href="/admin/beslut/{decision.pk}/"') == 2
    hindering = [hindrance.path for hindrance in hindrances_of(cast.group, on=timezone.localdate())]
    assert f"/admin/beslut/{decision.pk}/" not in hindering


def test_what_is_carried_out_is_not_told(cast: Cast, decision: Decision) -> None:
    decision.anchorings.update(state="implemented")
    assert "Det här är inte klart." not in page_of(cast)
