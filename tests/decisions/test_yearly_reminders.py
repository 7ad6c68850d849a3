"""Plans and reports that are due: reminded of 30 days before, on the day and 30 days after; what is left hinders an
end of the group.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from decisions.models import Activity, AnnualReport
from decisions.plans.reminders import remind_of_plans_and_reports
from decisions.workflow.plans import begin_plan, discard_plan, establish, report_activity
from decisions.workflow.reports import begin_report, save_report, send_report
from decisions.workflow.revising import begin_version
from groups.models import Group, YearRule
from groups.workflow.groups import Hindered, end, hindrances_of
from samverkan.common.models import OutboxMessage
from tests.admin.browsing import browser
from tests.factories import MEETING_DAY, Cast
from tests.meetings.answers import delivered
from tests.plans import LATER, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DUE = date(2026, 3, 31)
GONE = date(2026, 12, 1)


@pytest.fixture
def local(cast: Cast) -> Group:
    """A group that establishes its own plan by the end of March, and has its report approved by then."""
    cast.group.type.has_plan = cast.group.type.has_report = True
    cast.group.type.save()
    YearRule.objects.create(group=cast.group, plan_due="03-31", since=2026)
    cast.group.refresh_from_db()
    return cast.group


def promised(template: str = "plan_due") -> list[tuple[int, int]]:
    rows = OutboxMessage.objects.filter(payload__template=template)
    found = [(int((row.key or "").split(":")[4]), row.payload["person"]) for row in rows]
    return sorted(found, key=lambda row: (-row[0], row[1]))


def establish_it(cast: Cast, group: Group) -> None:
    establish(make_plan(group, by=cast.eva), on=date(2026, 2, 1), by=cast.eva, at=LATER)


def test_who_runs_the_group_is_reminded_and_the_chair_when_it_is_late(cast: Cast, local: Group) -> None:
    for days in range(-60, 120):
        remind_of_plans_and_reports(DUE + timedelta(days=days))
    eva, olle = cast.eva.person_id, cast.olle.person_id
    assert promised() == [(30, eva), (0, eva), (0, olle), (-30, eva), (-30, olle)]
    told = OutboxMessage.objects.filter(payload__person=olle)
    assert [row.payload["context"]["is_late"] for row in told] == ["ja", "ja"]


def test_nobody_is_reminded_of_what_is_established_or_not_demanded(cast: Cast, local: Group) -> None:
    establish_it(cast, local)
    remind_of_plans_and_reports(DUE)
    assert promised() == []
    begin_version(local.action_plans.get(), reason="Nya mål.", by=cast.eva)
    remind_of_plans_and_reports(DUE)
    assert promised() == []
    YearRule.objects.update(since=2027)
    remind_of_plans_and_reports(DUE)
    assert promised() == []


def test_a_draft_is_not_enough_and_the_mail_leads_to_it(cast: Cast, local: Group) -> None:
    plan = begin_plan(local, 2026, by=cast.eva)
    remind_of_plans_and_reports(DUE)
    (mail,) = OutboxMessage.objects.filter(payload__template="plan_due")
    assert mail.payload["path"] == f"/admin/planer/{plan.pk}/"


def test_the_mail_says_the_day_and_what_to_do(cast: Cast, local: Group, mailoutbox: list[Any]) -> None:
    remind_of_plans_and_reports(DUE - timedelta(days=20))
    mail = delivered(mailoutbox, cast.eva.email)
    assert mail.subject == "Dags för handlingsplanen: Gruppen LGS 2026"
    assert "ska vara fastställd senast 31 mars 2026." in mail.body
    assert "/admin/planer/ny/?grupp=lgs" in mail.body


def test_a_late_report_is_said_to_be_late(cast: Cast, local: Group, mailoutbox: list[Any]) -> None:
    YearRule.objects.update(plan_due="", report_due="02-28")
    begin_report(local, 2026, by=cast.eva)
    remind_of_plans_and_reports(date(2027, 3, 30))
    mail = delivered(mailoutbox, cast.olle.email)
    assert mail.subject == "Årsrapporten är försenad: Gruppen LGS 2026"
    assert "skulle ha varit godkänd senast 28 februari 2027" in mail.body


def test_a_report_that_lies_with_the_chair_is_asked_for_there_and_not_of_who_sent_it(
    cast: Cast, local: Group, mailoutbox: list[Any]
) -> None:
    YearRule.objects.update(plan_due="", report_due="02-28")
    report = save_report(begin_report(local, 2026, by=cast.eva), {"summary": "<p>Text</p>"}, seen=None, by=cast.eva)
    send_report(report, by=cast.eva, at=LATER)
    for day in (date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 30)):
        remind_of_plans_and_reports(day)
    olle = cast.olle.person_id
    assert promised("report_due") == [(30, olle), (0, olle), (-30, olle)]
    OutboxMessage.objects.exclude(key__contains=":30:").delete()
    mail = delivered(mailoutbox, cast.olle.email)
    assert mail.subject == "Årsrapporten väntar på ditt godkännande: Gruppen LGS 2026"
    assert "Den ligger hos dig för godkännande." in mail.body
    assert ("När den är klar skickas den" in mail.body, f"/admin/rapporter/{report.pk}/" in mail.body) == (False, True)


def test_the_chair_is_told_when_nobody_runs_the_group(cast: Cast, local: Group) -> None:
    local.memberships.filter(role="process_leader").delete()
    remind_of_plans_and_reports(DUE)
    assert promised() == [(0, cast.olle.person_id)]


def test_a_group_does_not_end_with_a_plan_left_open(cast: Cast, local: Group) -> None:
    plan = make_plan(local, by=cast.eva)
    report = begin_report(local, 2026, by=cast.eva)
    assert [(row.path, row.sentence.partition(".")[0]) for row in hindrances_of(local, on=GONE)] == [
        (f"/admin/planer/{plan.pk}/", "Handlingsplan 2026, Gruppen LGS är ett utkast"),
        (f"/admin/rapporter/{report.pk}/", "Årsrapport 2026, Gruppen LGS är inte godkänd"),
    ]
    with pytest.raises(Hindered, match="släng utkastet"):
        end(local, on=GONE, by=cast.eva)
    AnnualReport.objects.all().delete()
    establish(plan, on=MEETING_DAY, by=cast.eva, at=LATER)
    (left,) = hindrances_of(local, on=GONE)
    assert left.sentence.startswith("Handlingsplan 2026, Gruppen LGS har 2 aktiviteter kvar.")
    for row in Activity.objects.all():
        report_activity(row, "dropped", evidence="Gruppen upphör.", by=cast.eva, at=LATER)
    assert hindrances_of(local, on=GONE) == []


def test_only_the_version_that_holds_keeps_a_group(cast: Cast, local: Group) -> None:
    old = establish(make_plan(local, by=cast.eva), on=MEETING_DAY, by=cast.eva, at=LATER)
    new = begin_version(old, reason="Nya mål.", by=cast.eva)
    assert len(hindrances_of(local, on=GONE)) == 2
    discard_plan(new, by=cast.eva)
    (left,) = hindrances_of(local, on=GONE)
    assert left.path == f"/admin/planer/{old.pk}/"


def test_what_is_due_is_something_to_do(cast: Cast, local: Group) -> None:
    """The tests' day is in November 2026, long after the plan was due."""
    page = browser(cast.eva).get("/admin/").content.decode()
    assert "Skriv handlingsplanen" in page
    assert "Skulle ha varit fastställd senast 31 mars 2026." in page
    assert "Handlingsplanen är försenad" in browser(cast.olle).get("/admin/").content.decode()
    assert "andlingsplanen" not in browser(cast.sara).get("/admin/").content.decode()
    begin_plan(local, 2026, by=cast.eva)
    assert "Fastställ handlingsplanen" in browser(cast.eva).get("/admin/").content.decode()
    YearRule.objects.update(plan_due="12-31", since=2028)
    assert "andlingsplanen" not in browser(cast.eva).get("/admin/").content.decode()
