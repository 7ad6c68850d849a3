"""The pages where a plan is written, established and followed. Nothing that was written is lost."""

from typing import Any

import pytest
import time_machine

from decisions.models import ActionPlan, Activity, CooperationPlan, FocusArea
from decisions.plans.documents import render_stored
from decisions.workflow.plans import GoalDraft, PlanDraft
from groups.models import Group, User
from tests.admin.browsing import browser, said
from tests.factories import Cast, make_group, make_member
from tests.plans import make_decision, make_established, make_plan, make_plan_group, make_published_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def theme(cast: Cast) -> Group:
    group = make_plan_group(cast.group)
    make_member(cast.eva.person, group, "process_leader")  # type: ignore[arg-type]
    make_member(cast.sara.person, group)  # type: ignore[arg-type]
    return group


def rows(*goals: tuple[str, list[str]], **more: str) -> dict[str, str]:
    """What the page sends for goals, each with the texts of its activities."""
    data = {"introduction": "", "mal-antal": str(len(goals))}
    for number, (text, activities) in enumerate(goals, start=1):
        data |= {f"mal-{number}-text": text, f"mal-{number}-antal": str(len(activities))}
        for place, activity in enumerate(activities, start=1):
            data[f"mal-{number}-aktivitet-{place}-text"] = activity
    return data | more


def test_the_process_leader_begins_and_writes_a_plan(cast: Cast, theme: Group) -> None:
    eva = browser(cast.eva)
    answer = eva.post("/admin/planer/ny/", {"group": theme.pk, "year": "2026"})
    plan = ActionPlan.objects.get()
    assert answer["Location"] == f"/admin/planer/{plan.pk}/skriv/"
    page = eva.get(answer["Location"])
    assert 'name="mal-1-aktivitet-2-text"' in page.content.decode()
    seen = page.context["form"].head["seen"].value()
    sent = rows(("Ett mål", ["En aktivitet", ""]), ("", []), seen=seen)
    answer = eva.post(f"/admin/planer/{plan.pk}/skriv/", {**sent, "done": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/planer/{plan.pk}/")
    assert [goal.text for goal in plan.goals.all()] == ["Ett mål"]
    assert [row.text for row in Activity.objects.all()] == ["En aktivitet"]


def test_a_second_plan_for_the_year_is_refused_on_the_page(cast: Cast, theme: Group) -> None:
    make_plan(theme, by=cast.eva)
    answer = browser(cast.eva).post("/admin/planer/ny/", {"group": theme.pk, "year": "2026"})
    assert answer.status_code == 422
    assert "redan en handlingsplan" in answer.content.decode()


def test_an_error_in_a_row_loses_nothing(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    sent = rows(("Mitt nya mål", ["Min aktivitet"]), ("", ["Utan mål"]))
    sent["mal-1-aktivitet-1-due"] = "i vår"
    answer = browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("Mitt nya mål", "Min aktivitet", "Utan mål", "i vår", "Datumet finns inte", "Skriv målet."):
        assert text in page
    assert plan.goals.count() == 2


def test_a_save_over_a_newer_plan_shows_both_and_can_be_insisted_on(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    eva = browser(cast.eva)
    sent = rows(("Min text", []), seen="0123456789abcdef")
    answer = eva.post(f"/admin/planer/{plan.pk}/skriv/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Min text" in page
    assert "Färre återinskrivningar" in page
    answer = eva.post(f"/admin/planer/{plan.pk}/skriv/", {**sent, "overwrite": answer.context["overwrite"]})
    assert answer.status_code == 302
    assert [goal.text for goal in plan.goals.all()] == ["Min text"]


def test_a_personal_number_is_told_and_the_text_stays(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    eva = browser(cast.eva)
    seen = eva.get(f"/admin/planer/{plan.pk}/skriv/").context["form"].head["seen"].value()
    answer = eva.post(f"/admin/planer/{plan.pk}/skriv/", rows(("Gäller 19121212-1212", []), seen=seen))
    assert answer.status_code == 422
    assert "ser ut som ett personnummer" in answer.content.decode()
    assert "Gäller 19121212-1212" in answer.content.decode()


def test_a_row_is_taken_away_by_its_box(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    first, second = plan.goals.all()
    sent = rows((first.text, []), (second.text, []))
    sent |= {"mal-1-key": first.pk, "mal-1-remove": "on", "mal-2-key": second.pk}
    sent["seen"] = browser(cast.eva).get(f"/admin/planer/{plan.pk}/skriv/").context["form"].head["seen"].value()
    browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", sent)
    assert list(plan.goals.values_list("pk", "position")) == [(second.pk, 1)]


def test_odd_counts_and_keys_break_nothing(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    other = make_plan(make_plan_group(cast.group, "annat"), by=cast.eva)
    for count in ("-1", "x", "999", "9999999"):
        assert browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", {"mal-antal": count}).status_code < 500
    foreign = other.goals.first()
    sent = rows(("Stulet", []), **{"mal-1-key": str(foreign.pk)})
    sent["seen"] = browser(cast.eva).get(f"/admin/planer/{plan.pk}/skriv/").context["form"].head["seen"].value()
    browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", sent)
    foreign.refresh_from_db()
    assert (foreign.text, foreign.plan) == ("Färre återinskrivningar", other)


def test_the_focus_areas_of_the_areas_plan_can_be_chosen(cast: Cast, theme: Group) -> None:
    wide = CooperationPlan.objects.create(area=theme.area, title="Samverkansplan", first_year=2025, last_year=2027)
    old = CooperationPlan.objects.create(area=theme.area, title="Gammal", first_year=2020, last_year=2024)
    area = FocusArea.objects.create(plan=wide, title="God och nära vård")
    FocusArea.objects.create(plan=old, title="Gammalt fokus")
    plan = make_plan(theme, by=cast.eva)
    page = browser(cast.eva).get(f"/admin/planer/{plan.pk}/skriv/")
    assert "God och nära vård" in page.content.decode()
    assert "Gammalt fokus" not in page.content.decode()
    sent = rows(("Mål", []), seen=page.context["form"].head["seen"].value(), **{"mal-1-focus_area": str(area.pk)})
    browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", sent)
    assert plan.goals.get().focus_area == area


def test_r5_the_page_asks_for_the_decision_of_the_group_above(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    eva = browser(cast.eva)
    page = eva.get(f"/admin/planer/{plan.pk}/faststall/")
    assert "Planen fastställs av Gruppen LGS" in page.content.decode()
    assert 'name="on"' not in page.content.decode()
    seen = page.context["form"]["seen"].value()
    answer = eva.post(f"/admin/planer/{plan.pk}/faststall/", {"sure": "on", "seen": seen})
    assert answer.status_code == 422
    assert "Välj beslutet som fastställde den" in answer.content.decode()
    decision = make_decision(cast)
    seen = eva.get(f"/admin/planer/{plan.pk}/faststall/").context["form"]["seen"].value()
    answer = eva.post(f"/admin/planer/{plan.pk}/faststall/", {"decision": decision.pk, "seen": seen, "sure": "on"})
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.decision) == ("established", decision)


def test_a_plan_is_published_and_taken_off_on_its_page(cast: Cast, theme: Group) -> None:
    plan = make_established(cast, theme)
    eva = browser(cast.eva)
    answer = eva.post(f"/admin/planer/{plan.pk}/publicera/")
    assert said(answer) == ["PDF:en är inte klar än. Det tar någon minut. Försök igen om en stund."]
    render_stored(plan.record)
    assert said(eva.post(f"/admin/planer/{plan.pk}/publicera/"))[-1] == "Planen är publicerad."
    answer = eva.post(f"/admin/planer/{plan.pk}/avpublicera/", {"reason": ""})
    assert (answer.status_code, "Skriv varför." in answer.content.decode()) == (422, True)
    eva.post(f"/admin/planer/{plan.pk}/avpublicera/", {"reason": "Fel."})
    assert ActionPlan.objects.get().state == "withdrawn"


def test_an_activity_is_followed_on_its_page(cast: Cast, theme: Group) -> None:
    plan = make_published_plan(cast, theme)
    row = Activity.objects.filter(goal__plan=plan).first()
    eva, path = browser(cast.eva), f"/admin/planer/{plan.pk}/aktiviteter/{row.pk}/"
    answer = eva.post(path, {"state": "done", "evidence": ""})
    assert (answer.status_code, "Skriv vad som har hänt" in answer.content.decode()) == (422, True)
    assert eva.post(path, {"state": "done", "evidence": "Klart."}).status_code == 302
    assert "Klart." in eva.get(f"/admin/planer/{plan.pk}/").content.decode()


@pytest.mark.parametrize("tail", ["skriv/", "faststall/", "avpublicera/"])
def test_a_member_reads_and_nobody_else_writes(cast: Cast, theme: Group, tail: str) -> None:
    plan = make_plan(theme, by=cast.eva)
    assert browser(cast.sara).get(f"/admin/planer/{plan.pk}/").status_code == 200
    assert browser(cast.sara).get(f"/admin/planer/{plan.pk}/{tail}").status_code == 403
    assert browser(cast.maja).get(f"/admin/planer/{plan.pk}/{tail}").status_code == 404


@pytest.mark.parametrize("verb", ["publicera/", "slang/"])
def test_verbs_refuse_get_and_strangers(cast: Cast, theme: Group, verb: str) -> None:
    plan = make_plan(theme, by=cast.eva)
    path = f"/admin/planer/{plan.pk}/{verb}"
    assert browser(cast.eva).get(path).status_code == 405
    assert [browser(user).post(path).status_code for user in (cast.sara, cast.maja)] == [403, 404]
    assert ActionPlan.objects.get() == plan


def test_a_draft_is_thrown_away_and_its_history_stays(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    browser(cast.eva).post(f"/admin/planer/{plan.pk}/slang/")
    assert not ActionPlan.objects.exists()
    assert ActionPlan.history.filter(id=plan.pk).first().history_type == "-"


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_as_much_for_many_as_for_one(
    cast: Cast, theme: Group, count: int, django_assert_max_num_queries: Any
) -> None:
    for year in range(2026, 2026 + count):
        make_plan(theme, by=cast.eva, year=year)
    eva = browser(cast.eva)
    with django_assert_max_num_queries(9):
        assert eva.get("/admin/planer/").status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_a_plans_page_asks_as_much_for_many_activities_as_for_one(
    cast: Cast, theme: Group, count: int, django_assert_max_num_queries: Any
) -> None:
    plan = make_established(cast, theme)
    goal = plan.goals.last()
    for place in range(1, count + 1):
        Activity.objects.create(goal=goal, position=place, text=f"Nr {place}")
    eva = browser(cast.eva)
    with django_assert_max_num_queries(20):
        assert eva.get(f"/admin/planer/{plan.pk}/").status_code == 200


def test_an_administrator_keeps_the_cooperation_plans_of_the_own_area(cast: Cast, ann: User) -> None:
    own = CooperationPlan.objects.create(area=cast.group.area, title="Vår plan", first_year=2025)
    other = make_group("langt-bort", area=None)
    assert other.area == cast.group.area
    page = browser(ann).get("/admin/decisions/cooperationplan/")
    assert "Vår plan" in page.content.decode()
    assert browser(ann).get(f"/admin/decisions/cooperationplan/{own.pk}/change/").status_code == 200
    assert browser(cast.eva).get("/admin/decisions/cooperationplan/").status_code == 403


@pytest.mark.parametrize("goals", [1, 6])
def test_the_writing_page_asks_for_the_focus_areas_once(
    cast: Cast, theme: Group, goals: int, django_assert_max_num_queries: Any
) -> None:
    wide = CooperationPlan.objects.create(area=theme.area, title="Samverkansplan", first_year=2025)
    FocusArea.objects.create(plan=wide, title="God och nära vård")
    plan = make_plan(theme, by=cast.eva, draft=PlanDraft("", [GoalDraft(f"Mål {number}") for number in range(goals)]))
    eva = browser(cast.eva)
    with django_assert_max_num_queries(16):
        page = eva.get(f"/admin/planer/{plan.pk}/skriv/").content.decode()
    assert page.count("God och nära vård") == goals + 1


def test_a_focus_area_that_is_not_there_is_refused(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    page = browser(cast.eva).get(f"/admin/planer/{plan.pk}/skriv/")
    sent = rows(("Mål", []), seen=page.context["form"].head["seen"].value(), **{"mal-1-focus_area": "999"})
    answer = browser(cast.eva).post(f"/admin/planer/{plan.pk}/skriv/", sent)
    assert (answer.status_code, "Välj ett av fokusområdena" in answer.content.decode()) == (422, True)


def test_a_plan_is_revised_from_its_page(cast: Cast, theme: Group) -> None:
    old = make_published_plan(cast, theme)
    eva, path = browser(cast.eva), f"/admin/planer/{old.pk}/revidera/"
    assert "Revidera planen" in eva.get(f"/admin/planer/{old.pk}/").content.decode()
    assert "av Gruppen LGS" in eva.get(path).content.decode()
    answer = eva.post(path, {"reason": ""})
    assert (answer.status_code, "Skriv varför." in answer.content.decode()) == (422, True)
    answer = eva.post(path, {"reason": "Nya mål."})
    new = ActionPlan.objects.get(version=2)
    assert answer["Location"] == f"/admin/planer/{new.pk}/skriv/"
    page = eva.get(answer["Location"])
    assert 'name="reason"' in page.content.decode()
    sent = rows(("Mål", []), seen=page.context["form"].head["seen"].value(), reason="Bättre ord.", done="1")
    eva.post(answer["Location"], sent)
    new.refresh_from_db()
    assert new.revision_reason == "Bättre ord."
    page = eva.get(f"/admin/planer/{old.pk}/").content.decode()
    assert f'<a href="/admin/planer/{new.pk}/">Version 2, utkast</a>' in page
    assert "Revidera planen" not in page
    assert [browser(user).get(path).status_code for user in (cast.sara, cast.maja)] == [403, 404]


@pytest.mark.parametrize(
    ("today", "has_one", "year"),
    [("2026-09-30", True, 2026), ("2026-10-01", False, 2026), ("2026-10-01", True, 2027), ("2026-11-02", False, 2027)],
)
def test_a_new_plan_is_for_next_year_when_this_years_is_there_or_the_year_is_nearly_over(
    cast: Cast, theme: Group, today: str, has_one: bool, year: int
) -> None:
    if has_one:
        make_plan(theme, by=cast.eva)
    with time_machine.travel(f"{today}T10:00:00+01:00", tick=False):
        page = browser(cast.eva).get(f"/admin/planer/ny/?grupp={theme.slug}").content.decode()
    assert f'name="year" value="{year}"' in page
