"""Action plans: written with rows, established by whom the type says (R5), frozen, published (R8), followed up."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from decisions import verifying
from decisions.models import ActionPlan, Activity, SealedDocument
from decisions.plans.documents import render_stored
from decisions.plans.rules import may_report_activity, may_write
from decisions.workflow.plans import (
    ActivityDraft,
    GoalDraft,
    PlanConflict,
    PlanDraft,
    begin_plan,
    discard_plan,
    establish,
    report_activity,
    save_plan,
)
from decisions.workflow.publishing import publish, withdraw
from groups.models import Group, Organisation
from samverkan.common.frozen import FrozenError
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.factories import MEETING_DAY, Cast, make_group, make_group_type, make_member
from tests.plans import (
    DRAFT,
    LATER,
    make_decision,
    make_established,
    make_plan,
    make_plan_group,
    publish_note_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def theme(cast: Cast) -> Group:
    return make_plan_group(cast.group)


def test_a_plan_is_written_with_goals_and_activities(
    cast: Cast, theme: Group, parties: dict[str, Organisation]
) -> None:
    plan = make_plan(theme, by=cast.eva)
    rows = list(Activity.objects.filter(goal__plan=plan).values_list("goal__text", "text", "due"))
    assert rows == [
        ("Färre återinskrivningar", "Gemensam checklista vid hemgång", date(2026, 6, 30)),
        ("Färre återinskrivningar", "Utbildningsdag", None),
    ]
    named = Activity.objects.get(text="Gemensam checklista vid hemgång").organisations.order_by("name")
    assert [row.name for row in named] == ["Härryda kommun", "Sahlgrenska"]


def test_a_save_keeps_the_rows_that_it_names_and_takes_the_others_away(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    goal = plan.goals.first()
    kept = goal.activities.last()
    draft = PlanDraft("", [GoalDraft("Nytt mål", key=goal.pk, activities=[ActivityDraft("Ändrad", key=kept.pk)])])
    save_plan(plan, draft, seen=None, by=cast.eva)
    assert [(row.pk, row.text) for row in Activity.objects.all()] == [(kept.pk, "Ändrad")]
    assert [(row.pk, row.text) for row in plan.goals.all()] == [(goal.pk, "Nytt mål")]


def test_a_save_over_a_newer_plan_is_refused(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    with pytest.raises(PlanConflict):
        save_plan(plan, DRAFT, seen="old", by=cast.eva)


def test_a_personal_number_stops_the_save(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    with pytest.raises(StepRefused, match="personnummer"):
        save_plan(plan, PlanDraft("", [GoalDraft("Gäller 19121212-1212")]), seen=None, by=cast.eva)


def test_a_group_has_one_plan_a_year_and_only_where_its_type_has_plans(cast: Cast, theme: Group) -> None:
    begin_plan(theme, 2026, by=cast.eva)
    with pytest.raises(StepRefused, match="redan en handlingsplan"):
        begin_plan(theme, 2026, by=cast.eva)
    with pytest.raises(StepRefused, match="ingen handlingsplan"):
        begin_plan(cast.group, 2026, by=cast.eva)


def test_r5_a_thematic_groups_plan_needs_a_decision_of_the_group_above(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    with pytest.raises(StepRefused, match="fastställs av Gruppen LGS"):
        establish(plan, on=MEETING_DAY, by=cast.eva, at=LATER)
    decision = make_decision(cast)
    plan = establish(plan, decision=decision, by=cast.eva, at=LATER)
    assert (plan.state, plan.established_on, plan.decision) == ("established", MEETING_DAY, decision)


@pytest.mark.parametrize(("is_published", "reference"), [(False, ""), (True, "LGS 2026:1")])
def test_the_frozen_plan_names_a_decision_only_when_it_is_published(
    cast: Cast, theme: Group, is_published: bool, reference: str
) -> None:
    decision = make_decision(cast)
    if is_published:
        publish_note_of(decision, cast)
    plan = establish(make_plan(theme, by=cast.eva), decision=decision, by=cast.eva, at=LATER)
    said = json.loads(plan.record.content)
    assert (said["established_by"], said["decision"]) == ("Gruppen LGS", reference)
    assert plan.decision == decision


def test_r5_a_decision_of_another_group_or_kind_establishes_nothing(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    decision = make_decision(cast)
    decision.kind = "noted"
    decision.save()
    with pytest.raises(StepRefused, match="kan inte ha fastställt planen"):
        establish(plan, decision=decision, by=cast.eva, at=LATER)
    theme.parent = make_group("annan-ledning")
    theme.save()
    decision.kind = "establishes"
    decision.save()
    with pytest.raises(StepRefused, match="kan inte ha fastställt planen"):
        establish(plan, decision=decision, by=cast.eva, at=LATER)


def test_r5_a_nosam_establishes_its_own_plan(cast: Cast) -> None:
    local = make_plan_group(cast.group, "nosam", by="itself")
    plan = make_plan(local, by=cast.eva)
    with pytest.raises(StepRefused, match="skriv vilken dag"):
        establish(plan, by=cast.eva, at=LATER)
    with pytest.raises(StepRefused, match="har inte varit än"):
        establish(plan, on=date(2027, 1, 1), by=cast.eva, at=LATER)
    plan = establish(plan, on=MEETING_DAY, by=cast.eva, at=LATER)
    assert json.loads(plan.record.content)["established_by"] == "Gruppen NOSAM"


def test_what_is_established_is_frozen(cast: Cast, theme: Group) -> None:
    plan = make_established(cast, theme)
    record = plan.record
    assert json.loads(record.content)["goals"][0]["text"] == "Färre återinskrivningar"
    for step in (
        lambda: save_plan(plan, DRAFT, seen=None, by=cast.eva),
        lambda: discard_plan(plan, by=cast.eva),
        lambda: establish(plan, on=MEETING_DAY, by=cast.eva, at=LATER),
    ):
        with pytest.raises(StepRefused):
            step()
    record.content = "{}"
    with pytest.raises(FrozenError):
        record.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedDocument._base_manager.filter(pk=record.pk)._raw_delete("default")


def test_a_text_that_was_changed_since_it_was_read_is_not_established(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    with pytest.raises(PlanConflict):
        establish(plan, decision=make_decision(cast), seen="old", by=cast.eva, at=LATER)


def test_a_plan_without_goals_and_one_with_an_address_are_not_established(cast: Cast, theme: Group) -> None:
    decision = make_decision(cast)
    plan = begin_plan(theme, 2026, by=cast.eva)
    with pytest.raises(StepRefused, match="minst ett mål"):
        establish(plan, decision=decision, by=cast.eva, at=LATER)
    save_plan(plan, PlanDraft("", [GoalDraft("Skriv till eva@example.se")]), seen=None, by=cast.eva)
    with pytest.raises(StepRefused, match=r"eva@example\.se"):
        establish(plan, decision=decision, by=cast.eva, at=LATER)
    assert ActionPlan.objects.get().state == "draft"


def test_r8_a_plan_is_published_when_its_file_is_there_and_its_group_is_shown(cast: Cast, theme: Group) -> None:
    plan = make_established(cast, theme)
    assert list(OutboxMessage.objects.filter(kind="decisions.render_sealed").values_list("payload", flat=True)) == [
        {"record": plan.record.pk}
    ]
    with pytest.raises(StepRefused, match="PDF:en är inte klar"):
        publish(plan, by=cast.eva, at=LATER)
    render_stored(plan.record)
    assert not ActionPlan.objects.published().exists()
    publish(plan, by=cast.eva, at=LATER)
    assert ActionPlan.objects.published().get() == plan
    Group.objects.filter(pk=theme.pk).update(shows_group=False)
    assert not ActionPlan.objects.published().exists()


def test_a_plan_is_taken_off_with_a_reason_and_put_back(cast: Cast, theme: Group) -> None:
    plan = make_established(cast, theme)
    render_stored(plan.record)
    publish(plan, by=cast.eva, at=LATER)
    with pytest.raises(StepRefused, match="Skriv varför"):
        withdraw(plan, reason=" ", by=cast.eva, at=LATER)
    plan = withdraw(plan, reason="Fel fil.", by=cast.eva, at=LATER)
    assert (plan.state, plan.withdrawal_reason) == ("withdrawn", "Fel fil.")
    assert publish(plan, by=cast.eva, at=LATER).withdrawal_reason == ""


def test_an_activity_is_followed_beside_the_frozen_text(cast: Cast, theme: Group) -> None:
    plan = make_established(cast, theme)
    row = Activity.objects.filter(goal__plan=plan).first()
    with pytest.raises(StepRefused, match="vad som har hänt"):
        report_activity(row, "done", by=cast.eva, at=LATER)
    row = report_activity(row, "done", evidence="Provad i tre kommuner.", by=cast.eva, at=LATER)
    assert (row.state, row.evidence, row.changed_by) == ("done", "Provad i tre kommuner.", cast.eva)
    assert "Provad" not in SealedDocument.objects.get().content


def test_an_activity_of_a_draft_is_not_followed(cast: Cast, theme: Group) -> None:
    plan = make_plan(theme, by=cast.eva)
    with pytest.raises(StepRefused, match="inte fastställd än"):
        report_activity(Activity.objects.filter(goal__plan=plan).first(), "ongoing", by=cast.eva, at=LATER)


def test_who_may_write_and_who_may_follow(cast: Cast, theme: Group, parties: dict[str, Organisation]) -> None:
    plan = make_established(cast, theme)
    make_member(cast.eva.person, theme, "process_leader")  # type: ignore[arg-type]
    row, other = Activity.objects.filter(goal__plan=plan)
    assert [may_write(user, plan) for user in (cast.eva, cast.sara, cast.olle)] == [True, False, False]
    assert [may_report_activity(cast.sara, activity) for activity in (row, other)] == [True, False]
    assert not may_report_activity(cast.maja, row)


def test_a_changed_record_and_a_lost_file_are_found(cast: Cast, theme: Group, settings: Any) -> None:
    plan = make_established(cast, theme)
    render_stored(plan.record)
    assert [*verifying.records(), *verifying.files()] == []
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "elsewhere"
    assert len(list(verifying.files())) == 1


def test_the_establisher_is_the_types_to_say_never_its_name() -> None:
    kind = make_group_type("temagrupp", has_plan=True)
    assert kind.plan_established_by == "itself"
