"""Annual reports: begun with the register's figures, written, approved by the chair, frozen, published (R8, R9)."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from decisions.fixtures import REPORTS
from decisions.models import AnnualReport, SealedDocument
from decisions.plans.documents import render_stored, render_waiting
from decisions.plans.prefilled import is_behind_figures
from decisions.plans.reading import report_document
from decisions.plans.rules import may_approve_report
from decisions.plans.sealing import token_of
from decisions.workflow.plans import PlanConflict
from decisions.workflow.publishing import publish
from decisions.workflow.reports import (
    approve_report,
    begin_report,
    discard_report,
    due_year,
    fetch_again,
    return_report,
    save_report,
    seal_loaded_reports,
    send_report,
    take_back,
)
from groups.models import FrequencyRule
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from samverkan.common.richtext import plain
from tests.factories import AFTER, Cast, make_adjusted, make_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
SEED = Path(__file__).parents[1] / "seeds" / "arsrapport-vpmb-skaraborg-2020.txt"
#: After the year that the reports here are about.
AT = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def reporting(cast: Cast) -> Cast:
    """The cast's group leaves a report, and has met once of at least four times (R1)."""
    cast.group.type.has_report = True
    cast.group.type.save()
    FrequencyRule.objects.create(type=cast.group.type, minimum=4)
    return cast


def make_report(cast: Cast) -> AnnualReport:
    return begin_report(cast.group, 2026, by=cast.eva, at=AT)


def test_a_report_begins_with_the_figures_of_the_register(reporting: Cast) -> None:
    make_adjusted(reporting, items=2)
    report = make_report(reporting)
    figures = json.loads(report.figures)
    assert (figures["held"], figures["decisions"], figures["kinds"]) == (1, 2, {"Enas": 2})
    assert figures["meetings"] == ["1 av minst 4 år 2026, tre saknades"]  # R1
    assert figures["steps"] == {"Inte påbörjade": 2}
    assert report.summary == "<p>Gruppen har haft ett möte under 2026 och fattat 2 beslut i samverkan.</p>"


def test_changes_of_chair_are_among_the_figures(reporting: Cast) -> None:
    reporting.group.memberships.get(person=reporting.olle.person).offices.update(starts=date(2026, 3, 1))
    assert json.loads(make_report(reporting).figures)["chairs"] == ["Olle Exempel blev ordförande den 1 mars 2026"]


def test_the_figures_stand_still_until_they_are_fetched_again(reporting: Cast) -> None:
    report = make_report(reporting)
    make_adjusted(reporting)
    report.refresh_from_db()
    assert json.loads(report.figures)["decisions"] == 0
    assert json.loads(fetch_again(report, by=reporting.eva, at=AT).figures)["decisions"] == 2


def test_what_the_figures_suggest_follows_them_until_somebody_has_written(reporting: Cast) -> None:
    report = make_report(reporting)
    make_adjusted(reporting)
    report = fetch_again(report, by=reporting.eva, at=AT)
    assert report.summary == "<p>Gruppen har haft ett möte under 2026 och fattat 2 beslut i samverkan.</p>"
    assert not is_behind_figures(report)
    save_report(report, {"successes": "<p>Bra.</p>"}, seen=None, by=reporting.eva, at=AT)
    make_adjusted(reporting, date=date(2026, 4, 16))
    report = fetch_again(report, by=reporting.eva, at=AT)
    assert report.summary == "<p>Gruppen har haft 2 möten under 2026 och fattat 4 beslut i samverkan.</p>"
    assert not is_behind_figures(report)


def test_a_summary_by_hand_is_kept_and_told_to_be_behind_until_it_is_saved_again(reporting: Cast) -> None:
    report = make_report(reporting)
    texts = {"summary": "<p>Inga beslut i år.</p>"}
    report = save_report(report, texts, seen=None, by=reporting.eva, at=AT)
    report = fetch_again(report, by=reporting.eva, at=AT)
    assert not is_behind_figures(report)  # the same figures
    make_adjusted(reporting)
    for _ in range(2):
        report = fetch_again(report, by=reporting.eva, at=AT)
        assert (report.summary, is_behind_figures(report)) == (texts["summary"], True)
    report = send_report(report, by=reporting.eva, at=AT)
    assert is_behind_figures(report)
    report = save_report(take_back(report, by=reporting.eva, at=AT), texts, seen=None, by=reporting.eva, at=AT)
    assert not is_behind_figures(report)


def test_a_report_is_one_a_year_of_a_group_that_leaves_them_about_a_year_that_has_begun(reporting: Cast) -> None:
    make_report(reporting)
    with pytest.raises(StepRefused, match="redan en årsrapport"):
        make_report(reporting)
    with pytest.raises(StepRefused, match="har inte börjat"):
        begin_report(reporting.group, 2028, by=reporting.eva, at=AT)
    reporting.group.type.has_report = False
    reporting.group.type.save()
    with pytest.raises(StepRefused, match="lämnar ingen årsrapport"):
        begin_report(reporting.group, 2025, by=reporting.eva, at=AT)


def test_the_chair_approves_what_was_sent_and_it_is_frozen(reporting: Cast) -> None:
    report = send_report(make_report(reporting), by=reporting.eva, at=AT)
    with pytest.raises(StepRefused, match="Ta tillbaka den först"):
        save_report(report, {"summary": "<p>Nytt</p>"}, seen=None, by=reporting.eva, at=AT)
    report = approve_report(report, seen=token_of(report), by=reporting.olle, at=AT)
    assert (report.state, report.approved_by) == ("approved", reporting.olle)
    content = json.loads(report.record.content)
    assert content["approved_by"] == str(reporting.olle)
    with pytest.raises(StepRefused, match="ändras inte"):
        save_report(report, {"summary": "<p>Nytt</p>"}, seen=None, by=reporting.eva, at=AT)
    with pytest.raises(StepRefused, match="ändras inte"):
        discard_report(report, by=reporting.eva, at=AT)


def test_a_text_that_was_changed_after_it_was_read_is_not_approved(reporting: Cast) -> None:
    report = send_report(make_report(reporting), by=reporting.eva, at=AT)
    read = token_of(report)
    report = take_back(report, by=reporting.eva, at=AT)
    report = save_report(report, {"summary": "<p>Annat</p>"}, seen=None, by=reporting.eva, at=AT)
    report = send_report(report, by=reporting.eva, at=AT)
    with pytest.raises(PlanConflict):
        approve_report(report, seen=read, by=reporting.olle, at=AT)


def test_the_chair_returns_it_with_a_comment(reporting: Cast) -> None:
    report = send_report(make_report(reporting), by=reporting.eva, at=AT)
    with pytest.raises(StepRefused, match="Skriv vad som behöver ändras"):
        return_report(report, comment=" ", by=reporting.olle, at=AT)
    report = return_report(report, comment="Skriv mer om hösten.", by=reporting.olle, at=AT)
    assert (report.state, report.comment) == ("draft", "Skriv mer om hösten.")
    assert send_report(report, by=reporting.eva, at=AT).comment == ""


def test_each_step_tells_those_whose_turn_it_is(reporting: Cast) -> None:
    report = send_report(make_report(reporting), by=reporting.eva, at=AT)
    report = return_report(report, comment="Mer.", by=reporting.olle, at=AT)
    approve_report(send_report(report, by=reporting.eva, at=AFTER), by=reporting.olle, at=AT)
    mails = OutboxMessage.objects.filter(kind="groups.mail").order_by("created_at", "pk")
    told = sorted((mail.payload["template"], mail.payload["person"]) for mail in mails)
    olle, eva = reporting.olle.person_id, reporting.eva.person_id
    assert told == [
        ("report_approved", eva), ("report_returned", eva), ("report_to_approve", olle), ("report_to_approve", olle)
    ]  # fmt: skip


def test_a_report_without_a_chair_is_not_sent(reporting: Cast) -> None:
    report = make_report(reporting)
    reporting.group.memberships.get(person=reporting.olle.person).offices.update(ends=date(2026, 12, 31))
    with pytest.raises(StepRefused, match="Ingen är ordförande"):
        send_report(report, by=reporting.eva, at=AT)
    assert AnnualReport.objects.get().state == "draft"


def test_contacts_and_personal_numbers_stop_the_report(reporting: Cast) -> None:
    report = make_report(reporting)
    with pytest.raises(StepRefused, match="personnummer"):
        save_report(report, {"summary": "<p>19121212-1212</p>"}, seen=None, by=reporting.eva, at=AT)
    with pytest.raises(StepRefused, match="personnummer"):
        save_report(
            report,
            {"summary": "<p><a href='https://example.se/1912%31212-1212'>här</a></p>"},
            seen=None,
            by=reporting.eva,
            at=AT,
        )
    save_report(report, {"summary": "<p>eva@example.se</p>"}, seen=None, by=reporting.eva, at=AT)
    with pytest.raises(StepRefused, match=r"eva@example\.se"):
        send_report(report, by=reporting.eva, at=AT)


def test_only_the_chair_of_the_group_approves(reporting: Cast) -> None:
    report = make_report(reporting)
    people = (reporting.olle, reporting.eva, reporting.sara, reporting.maja)
    assert [may_approve_report(user, report) for user in people] == [True, False, False, False]


def test_r8_an_approved_report_is_published_with_its_file(reporting: Cast) -> None:
    report = approve_report(send_report(make_report(reporting), by=reporting.eva, at=AT), by=reporting.olle, at=AT)
    with pytest.raises(StepRefused, match="PDF:en är inte klar"):
        publish(report, by=reporting.eva, at=AT)
    render_stored(report.record)
    publish(report, by=reporting.eva, at=AT)
    assert AnnualReport.objects.published().get() == report


@pytest.mark.parametrize(("day", "year"), [(date(2026, 5, 1), 2025), (date(2026, 11, 1), 2026)])
def test_a_new_report_is_about_the_last_year_until_the_autumn(day: date, year: int) -> None:
    assert due_year(day) == year


@pytest.fixture
def vpmb(db: Any) -> AnnualReport:
    make_group("vpmb")
    call_command("loaddata", *REPORTS, verbosity=0)
    seal_loaded_reports(at=AFTER)
    report: AnnualReport = AnnualReport.objects.get()
    return report


def words(text: str) -> str:
    return " ".join(text.replace("\uf0b7", " ").split())


def test_the_report_of_vpmb_for_2020_is_the_seed_word_for_word(vpmb: AnnualReport) -> None:
    said = [f"{section['heading']} {plain(section['body'])}" for section in report_document(vpmb)["sections"]]
    assert words(" ".join(said)) == words(SEED.read_text(encoding="utf-8"))


def test_the_lists_of_the_seed_are_lists(vpmb: AnnualReport) -> None:
    assert vpmb.summary.count("<li>") + vpmb.planned.count("<li>") == SEED.read_text(encoding="utf-8").count("\uf0b7")


def test_a_loaded_report_is_frozen_without_figures(vpmb: AnnualReport) -> None:
    content = json.loads(SealedDocument.objects.get().content)
    assert (content["figures"], content["source"]) == (None, "Årsrapport VPMB 2020, Vårdsamverkan Skaraborg")
    assert report_document(vpmb)["figures"] is None
    assert not AnnualReport.objects.published().exists()
    render_waiting()
    assert AnnualReport.objects.published().get() == vpmb
    assert seal_loaded_reports(at=AFTER) == []
