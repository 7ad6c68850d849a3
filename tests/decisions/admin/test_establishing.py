"""The page where a plan is registered as established: which decisions it offers (R5)."""

import re
from datetime import date
from typing import Any

import pytest

from decisions.models import Decision
from decisions.plans import rules
from decisions.workflow.plans import establish
from tests.admin.browsing import browser
from tests.factories import Cast, make_member
from tests.plans import LATER, make_decision, make_plan, make_plan_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def test_r5_the_list_offers_what_can_establish_the_plan_newest_first_and_all_of_it_when_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One decision can establish several plans: so what is not offered can still be chosen."""
    monkeypatch.setattr(rules, "MOST_OFFERED", 2)
    tied, *free = (make_decision(cast, date=day) for day in (date(2026, month, 1) for month in range(1, 5)))
    noted = make_decision(cast, date=date(2026, 5, 1))
    Decision.objects.filter(pk=noted.pk).update(kind="noted")
    establish(make_plan(make_plan_group(cast.group, "tema-2"), by=cast.eva), decision=tied, by=cast.eva, at=LATER)
    theme = make_plan_group(cast.group)
    make_member(cast.eva.person, theme, "process_leader")  # type: ignore[arg-type]
    plan = make_plan(theme, by=cast.eva)
    eva, path = browser(cast.eva), f"/admin/planer/{plan.pk}/faststall/"
    page = eva.get(path)
    assert offered(page) == [free[2].pk, free[1].pk]
    assert 'Finns beslutet inte där? <a href="?alla=1">' in page.content.decode()
    every = eva.get(f"{path}?alla=1")
    assert offered(every) == [free[2].pk, free[1].pk, free[0].pk, tied.pk]
    assert 'href="?alla=1"' not in every.content.decode()
    seen = every.context["form"]["seen"].value()
    refused = eva.post(f"{path}?alla=1", {"decision": tied.pk, "seen": seen})
    assert (refused.status_code, f'<option value="{tied.pk}" selected>' in refused.content.decode()) == (422, True)
    assert eva.post(path, {"decision": noted.pk, "seen": seen, "sure": "on"}).status_code == 422
    assert eva.post(f"{path}?alla=1", {"decision": tied.pk, "seen": seen, "sure": "on"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.decision) == ("established", tied)


def offered(page: Any) -> list[int]:
    """The keys of the decisions that the page lets one choose among, in their order."""
    return [int(key) for key in re.findall(r'<option value="(\d+)"', page.content.decode())]
