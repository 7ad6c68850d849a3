"""Focus areas of decisions: said beside the sealed text, of the cooperation plan of the day, with history."""

import pytest

from decisions.models import CooperationPlan, Decision, DecisionFocus, FocusArea
from decisions.workflow import set_focus_areas
from groups.models import Area
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser, said
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def make_focus(area: Area, title: str, *, first: int = 2025, last: int | None = 2027) -> FocusArea:
    plan, _ = CooperationPlan.objects.get_or_create(
        area=area, first_year=first, defaults={"title": f"Plan {first}", "last_year": last}
    )
    return FocusArea.objects.create(plan=plan, title=title)


def test_a_change_of_focus_is_kept_in_the_history_and_leaves_the_sealed_text(cast: Cast, decision: Decision) -> None:
    first, second = (make_focus(cast.group.area, title) for title in ("Barn och unga", "God och nära vård"))
    seal = decision.version.sha256
    set_focus_areas(decision, [first], by=cast.eva)
    set_focus_areas(decision, [second], by=cast.eva)
    assert [area.title for area in decision.focus_areas.all()] == ["God och nära vård"]
    rows = DecisionFocus.history.order_by("history_id").values_list(
        "history_type", "focus_area__title", "history_user__email"
    )
    eva = cast.eva.email
    assert list(rows) == [("+", "Barn och unga", eva), ("+", "God och nära vård", eva), ("-", "Barn och unga", eva)]
    decision.version.refresh_from_db()
    assert decision.version.sha256 == seal


def test_a_focus_of_another_area_or_time_is_refused(cast: Cast, decision: Decision) -> None:
    elsewhere = Area.objects.create(name="Skaraborg", slug="skaraborg", kind="delregional")
    for area in (make_focus(elsewhere, "Annat"), make_focus(cast.group.area, "Förr", first=2019, last=2024)):
        with pytest.raises(StepRefused, match="fanns inte i områdets samverkansplan"):
            set_focus_areas(decision, [area], by=cast.eva)
    assert not DecisionFocus.objects.exists()


def test_one_that_the_plan_has_lost_since_can_stay(cast: Cast, decision: Decision) -> None:
    kept, new = (make_focus(cast.group.area, title) for title in ("Barn och unga", "God och nära vård"))
    set_focus_areas(decision, [kept], by=cast.eva)
    CooperationPlan.objects.update(first_year=2030, last_year=2031)
    set_focus_areas(decision, [kept], by=cast.eva)
    assert [area.title for area in decision.focus_areas.all()] == ["Barn och unga"]
    with pytest.raises(StepRefused, match="fanns inte"):
        set_focus_areas(decision, [kept, new], by=cast.eva)


def test_the_process_leader_says_it_on_the_decisions_page(cast: Cast, decision: Decision) -> None:
    area, path = make_focus(cast.group.area, "Barn och unga"), f"/admin/beslut/{decision.pk}/"
    eva = browser(cast.eva)
    assert "Spara fokusområdena" in eva.get(path).content.decode()
    answer = eva.post(f"{path}fokusomraden/", {"areas": [area.pk]})
    assert (answer["Location"], said(answer)) == (path, ["Beslutets fokusområden är sparade."])
    assert "<dd>Barn och unga</dd>" in browser(cast.sara).get(path).content.decode()
    Decision.objects.filter(pk=decision.pk).update(state="ended")
    eva.post(f"{path}fokusomraden/", {})
    assert not DecisionFocus.objects.exists()


def test_an_unknown_focus_is_told_on_the_page(cast: Cast, decision: Decision) -> None:
    make_focus(cast.group.area, "Barn och unga")
    answer = browser(cast.eva).post(f"/admin/beslut/{decision.pk}/fokusomraden/", {"areas": ["999"]})
    assert (answer.status_code, "Välj bland fokusområdena" in answer.content.decode()) == (422, True)


def test_others_do_not_say_it(cast: Cast, decision: Decision) -> None:
    path = f"/admin/beslut/{decision.pk}/"
    make_focus(cast.group.area, "Barn och unga")
    assert browser(cast.eva).get(f"{path}fokusomraden/").status_code == 405
    people = (cast.sara, cast.olle, cast.maja)
    assert [browser(user).post(f"{path}fokusomraden/", {}).status_code for user in people] == [403, 403, 404]
    assert "Spara fokusområdena" not in browser(cast.sara).get(path).content.decode()


def test_nothing_is_asked_where_the_area_has_no_plan(cast: Cast, decision: Decision) -> None:
    assert "Fokusområden" not in browser(cast.eva).get(f"/admin/beslut/{decision.pk}/").content.decode()
