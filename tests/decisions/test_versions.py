"""Later versions of plans and reports: drafted beside the one that holds, which stays as it was."""

import json
from datetime import UTC, date, datetime

import pytest

from decisions.models import ActionPlan, Activity, AnnualReport
from decisions.plans.documents import render_stored
from decisions.plans.reading import plan_document, report_document
from decisions.plans.rules import activities_reported_by
from decisions.workflow.plans import (
    GoalDraft,
    PlanDraft,
    discard_plan,
    establish,
    report_activity,
    save_plan,
)
from decisions.workflow.publishing import publish, withdraw
from decisions.workflow.reports import approve_report, begin_report, save_report, send_report
from decisions.workflow.revising import begin_version
from groups.models import Group, Organisation
from samverkan.common.refusals import StepRefused
from tests.factories import MEETING_DAY, Cast, make_adjusted
from tests.plans import LATER, make_decision, make_established, make_plan, make_plan_group, make_published_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
AUTUMN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
WHY = "Nya mål efter statsbidraget."


@pytest.fixture
def theme(cast: Cast) -> Group:
    return make_plan_group(cast.group)


@pytest.fixture
def local(cast: Cast) -> Group:
    return make_plan_group(cast.group, "nosam", by="itself")


def make_own(cast: Cast, local: Group) -> ActionPlan:
    return establish(make_plan(local, by=cast.eva), on=MEETING_DAY, by=cast.eva, at=LATER)


def test_a_revision_begins_with_the_text_that_holds(cast: Cast, theme: Group, parties: dict[str, Organisation]) -> None:
    old = make_established(cast, theme)
    new = begin_version(old, reason=f" {WHY} ", by=cast.eva, at=AUTUMN)
    assert (new.version, new.state, new.revision_reason, new.decision) == (2, "draft", WHY, None)
    texts = [
        list(Activity.objects.filter(goal__plan=plan).values_list("goal__text", "text", "due")) for plan in (old, new)
    ]
    assert texts[0] == texts[1]
    row = Activity.objects.get(goal__plan=new, text="Gemensam checklista vid hemgång")
    assert row.continues == Activity.objects.get(goal__plan=old, text=row.text)
    assert {party.name for party in row.organisations.all()} == {"Sahlgrenska", "Härryda kommun"}
    assert ActionPlan.objects.in_force().get() == old


def test_the_old_version_is_frozen_and_says_when_it_was_replaced(cast: Cast, local: Group) -> None:
    old = make_own(cast, local)
    sealed = old.record.content
    new = begin_version(old, reason=WHY, by=cast.eva, at=AUTUMN)
    new = save_plan(new, PlanDraft("", [GoalDraft("Ett nytt mål")], WHY), seen=None, by=cast.eva)
    new = establish(new, on=date(2026, 8, 28), by=cast.eva, at=AUTUMN)
    old.refresh_from_db()
    old.record.refresh_from_db()
    assert (old.record.content, old.superseded_at, old.state) == (sealed, AUTUMN, "established")
    assert ActionPlan.objects.in_force().get() == new
    assert plan_document(new)["revision"] == f"Version 2, reviderad 28 augusti 2026: {WHY}"
    assert plan_document(old)["revision"] == ""
    assert [goal["text"] for goal in json.loads(new.record.content)["goals"]] == ["Ett nytt mål"]
    assert render_stored(new.record).name == "nosam-handlingsplan-2026-version-2.pdf"


def test_r5_a_revision_of_a_thematic_groups_plan_needs_a_decision_of_its_own(cast: Cast, theme: Group) -> None:
    old = make_established(cast, theme)
    new = begin_version(old, reason=WHY, by=cast.eva, at=AUTUMN)
    with pytest.raises(StepRefused, match="fastställs av Gruppen LGS"):
        establish(new, on=date(2026, 8, 28), by=cast.eva, at=AUTUMN)
    with pytest.raises(StepRefused, match="kan inte ha fastställt planen"):
        establish(new, decision=old.decision, by=cast.eva, at=AUTUMN)
    later = make_decision(cast, date=date(2026, 4, 30))
    assert establish(new, decision=later, by=cast.eva, at=AUTUMN).decision == later


def test_a_revision_is_not_older_than_what_it_revises(cast: Cast, local: Group) -> None:
    new = begin_version(make_own(cast, local), reason=WHY, by=cast.eva, at=AUTUMN)
    with pytest.raises(StepRefused, match="Den nya kan inte vara äldre"):
        establish(new, on=date(2026, 3, 1), by=cast.eva, at=AUTUMN)


def test_progress_follows_along_and_goes_on_in_the_new_version_alone(cast: Cast, local: Group) -> None:
    old = make_own(cast, local)
    new = begin_version(old, reason=WHY, by=cast.eva, at=AUTUMN)
    first = Activity.objects.filter(goal__plan=old).first()
    report_activity(first, "done", evidence="Provad.", by=cast.eva, at=AUTUMN)
    establish(new, on=date(2026, 8, 28), by=cast.eva, at=AUTUMN)
    row = Activity.objects.get(goal__plan=new, continues=first)
    assert (row.state, row.evidence, row.changed_by) == ("done", "Provad.", cast.eva)
    with pytest.raises(StepRefused, match="i den version som gäller"):
        report_activity(first, "ongoing", by=cast.eva, at=AUTUMN)
    old.refresh_from_db()
    assert activities_reported_by(cast.eva, old) == set()
    assert set(Activity.objects.of_plans_in_force()) == set(Activity.objects.filter(goal__plan=new))


def test_a_revision_needs_a_reason_that_everyone_may_read_and_something_that_holds(cast: Cast, local: Group) -> None:
    draft = make_plan(local, by=cast.eva)
    with pytest.raises(StepRefused, match="är inte färdig än"):
        begin_version(draft, reason=WHY, by=cast.eva)
    old = establish(draft, on=MEETING_DAY, by=cast.eva, at=LATER)
    for reason, why in (
        (" ", "Skriv varför"),
        ("Fråga eva@example.se", "eva@example"),
        ("Gäller 19121212-1212", "personnummer"),
    ):
        with pytest.raises(StepRefused, match=why):
            begin_version(old, reason=reason, by=cast.eva)
    new = begin_version(old, reason=WHY, by=cast.eva)
    with pytest.raises(StepRefused, match="redan påbörjad"):
        begin_version(old, reason=WHY, by=cast.eva)
    with pytest.raises(StepRefused, match="Skriv varför"):
        save_plan(new, PlanDraft("", [GoalDraft("Mål")], " "), seen=None, by=cast.eva)
    new = establish(new, on=date(2026, 8, 28), by=cast.eva, at=AUTUMN)
    with pytest.raises(StepRefused, match="gäller inte längre"):
        begin_version(old, reason=WHY, by=cast.eva)


def test_a_draft_of_a_revision_is_thrown_away_and_the_old_one_holds(cast: Cast, local: Group) -> None:
    old = make_own(cast, local)
    discard_plan(begin_version(old, reason=WHY, by=cast.eva), by=cast.eva)
    assert ActionPlan.objects.get() == old
    assert begin_version(old, reason=WHY, by=cast.eva).version == 2


def test_a_later_version_takes_the_address_when_it_is_published(cast: Cast, theme: Group) -> None:
    old = make_published_plan(cast, theme)
    new = begin_version(old, reason=WHY, by=cast.eva, at=AUTUMN)
    new = establish(new, decision=make_decision(cast, date=date(2026, 4, 30)), by=cast.eva, at=AUTUMN)
    assert ActionPlan.objects.shown().get() == old
    render_stored(new.record)
    new = publish(new, by=cast.eva, at=AUTUMN)
    assert ActionPlan.objects.shown().get() == new
    assert set(ActionPlan.objects.published()) == {old, new}
    withdraw(new, reason="Fel fil.", by=cast.eva, at=AUTUMN)
    assert not ActionPlan.objects.shown().exists()


def test_a_report_is_corrected_in_the_same_way(cast: Cast) -> None:
    cast.group.type.has_report = True
    cast.group.type.save()
    make_adjusted(cast)
    old = save_report(
        begin_report(cast.group, 2026, by=cast.eva), {"summary": "<p>Fel siffra.</p>"}, seen=None, by=cast.eva
    )
    old = approve_report(send_report(old, by=cast.eva), by=cast.olle, at=LATER)
    new = begin_version(old, reason="Fel siffra.", by=cast.eva, at=AUTUMN)
    assert (new.figures, new.summary) == (old.figures, "<p>Fel siffra.</p>")
    with pytest.raises(StepRefused, match="Skriv varför"):
        save_report(new, {"revision_reason": ""}, seen=None, by=cast.eva)
    new = save_report(new, {"summary": "<p>Rätt.</p>", "revision_reason": "Rätt siffra."}, seen=None, by=cast.eva)
    assert AnnualReport.objects.in_force().get() == old
    new = approve_report(send_report(new, by=cast.eva), by=cast.olle, at=AUTUMN)
    assert AnnualReport.objects.in_force().get() == new
    assert report_document(new)["revision"] == "Version 2, rättad 1 september 2026: Rätt siffra."
    assert "Fel siffra" in AnnualReport.objects.get(version=1).record.content
    assert list(AnnualReport.objects.waiting()) == [new]


def test_what_was_sealed_in_the_first_format_is_read_as_a_first_version(cast: Cast, local: Group) -> None:
    plan = make_own(cast, local)
    content = {
        key: value
        for key, value in json.loads(plan.record.content).items()
        if key not in {"version", "revision_reason"}
    }
    plan.record.content = json.dumps(content)
    assert (plan_document(plan)["version"], plan_document(plan)["revision"]) == (1, "")
