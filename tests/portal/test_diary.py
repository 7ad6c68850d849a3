"""Decisions and annual reports in the diary: beside the notes, with the same filters, with a number of their own."""

from datetime import date
from typing import Any

import pytest

from decisions.models import AnnualReport, Decision, DiaryEntry
from decisions.workflow import register_number
from decisions.workflow.reports import begin_report
from groups.models import AreaRole, User
from meetings import workflow as meetings
from samverkan.common import freshness
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import browser, history_reasons, said
from tests.factories import LONG_AGO, Cast, make_adjusted, make_area, make_group, make_published, make_user
from tests.numbers import check_digit
from tests.plans import LATER, make_yearly
from tests.portal.make import copy_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def ann(cast: Cast) -> User:
    """The registrar of the group's area."""
    user = make_user("ann")
    AreaRole.objects.create(user=user, area=cast.group.area, role="registrar", starts=LONG_AGO)
    return user


@pytest.fixture
def report(cast: Cast) -> AnnualReport:
    """The published report of 2025, beside the draft of the next year's."""
    make_yearly(cast)
    found: AnnualReport = AnnualReport.objects.get(year=2025)
    return found


def listed(user: User, asked: str) -> list[tuple[str, str, str]]:
    """What the diary lists: what, number, and what else the number is of."""
    return [(row.label, row.number, row.by) for row in browser(user).get(f"/admin/diarium/?{asked}").context["rows"]]


def test_an_approved_report_waits_for_its_number_and_a_draft_does_not(ann: User, report: AnnualReport) -> None:
    assert listed(ann, "slag=rapporter") == [("Årsrapport 2025", "", "")]
    here, client = f"/admin/diarium/rapport/{report.pk}/", browser(ann)
    page = client.get(here).content.decode()
    assert [word in page for word in (report.record.sha256, report.record.pdf.sha256)] == [True, True]
    sentences = said(client.post(here, {"number": " RS  2026-7 ", "archive_id": ""}))
    assert sentences == ["Årsrapport 2025: diarieföringen är sparad."]
    assert listed(ann, "slag=rapporter") == []
    assert listed(ann, "slag=rapporter&lage=diariefort") == [("Årsrapport 2025", "RS 2026-7", "")]
    assert history_reasons(DiaryEntry, DiaryEntry.objects.get().pk) == ["Diarieförd"]
    assert "RS 2026-7" in browser().get("/rapporter/lgs/2025/").content.decode()


def test_the_registrar_finds_that_a_report_waits_on_att_gora(ann: User, report: AnnualReport) -> None:
    def waiting() -> list[tuple[str, str, str]]:
        return [
            (row.about, row.why, row.url)
            for row in browser(ann).get("/admin/").context["todos"]
            if "Diarie" in row.label
        ]

    assert waiting() == [("1 årsrapport väntar", "Den äldsta blev klar 6 maj 2026.", "/admin/diarium/?slag=rapporter")]
    register_number(report, number="RS 2026-7", archive_id="", by=ann)
    assert waiting() == []


def test_a_decision_is_registered_with_its_note_and_may_have_a_number_of_its_own(cast: Cast, ann: User) -> None:
    publication = make_published(cast, items=1)
    decision = Decision.objects.get()
    label = f"Beslut {decision.reference}"
    assert listed(ann, "slag=beslut") == [(label, "", "")]
    assert f"{label}: {decision.text}" in browser(ann).get("/admin/diarium/?slag=beslut").content.decode()
    meetings.register_number(publication.version, number="RS 2026-1", archive_id="", by=ann)
    assert listed(ann, "slag=beslut") == []
    assert listed(ann, "slag=beslut&lage=diariefort") == [(label, "RS 2026-1", "anteckningens")]
    public = f"/beslut/lgs/{decision.key}/"
    assert "RS 2026-1" in browser().get(public).content.decode()
    here, client = f"/admin/diarium/beslut/{decision.pk}/", browser(ann)
    assert "RS 2026-1 (anteckningens)" in client.get(here).content.decode()
    client.post(here, {"number": "RS 2026-2", "archive_id": "ark:1"})
    assert listed(ann, "slag=beslut&lage=alla") == [(label, "RS 2026-2", "")]
    freshness.bump()  # a committed change does it
    assert "RS 2026-2" in browser().get(public).content.decode()


def test_the_diary_says_since_when_a_thing_is_finished(cast: Cast, ann: User, report: AnnualReport) -> None:
    """A decision since its note was adjusted; a report since its approval, or since it was published."""
    make_adjusted(cast, items=1)
    AnnualReport.objects.create(group=cast.group, year=2020, state="published", published_at=LATER.replace(month=7))

    def days(kind: str) -> list[date]:
        return [row.finished for row in browser(ann).get(f"/admin/diarium/?slag={kind}").context["rows"]]

    assert (days("beslut"), days("rapporter")) == ([date(2026, 5, 4)], [date(2026, 5, 6), date(2026, 7, 6)])


def test_the_diary_of_both_says_what_is_not_registered(cast: Cast, ann: User, report: AnnualReport) -> None:
    make_adjusted(cast, items=1)
    for kind in ("anteckningar", "beslut", "rapporter"):
        page = browser(ann).get(f"/admin/diarium/?slag={kind}&lage=alla").content.decode()
        assert page.count(". Inte diariefört</p>") == 1


@pytest.mark.parametrize("asked", ["grupp=annan", "ar=2024"])
@pytest.mark.parametrize("kind", ["beslut", "rapporter"])
def test_the_list_is_narrowed(cast: Cast, ann: User, report: AnnualReport, kind: str, asked: str) -> None:
    make_adjusted(cast, items=1)
    assert listed(ann, f"slag={kind}&{asked}") == []
    year = 2025 if kind == "rapporter" else 2026
    assert len(listed(ann, f"slag={kind}&grupp=lgs&ar={year}")) == 1


def test_the_diary_of_another_area_is_closed(cast: Cast, report: AnnualReport) -> None:
    make_adjusted(cast, items=1)
    stranger, elsewhere = make_user("per"), make_area("skaraborg", "Skaraborg")
    make_group("skas", area=elsewhere)
    AreaRole.objects.create(user=stranger, area=elsewhere, role="registrar", starts=LONG_AGO)
    pages = [f"beslut/{Decision.objects.get().pk}/", f"rapport/{report.pk}/"]
    assert [listed(stranger, f"slag={kind}&lage=alla") for kind in ("beslut", "rapporter")] == [[], []]
    for user, status in ((stranger, 404), (cast.sara, 403)):
        client = browser(user)
        got = [client.post(f"/admin/diarium/{page}", {"number": "X 1"}).status_code for page in pages]
        assert got == [status, status]
    assert DiaryEntry.objects.count() == 0


def test_a_draft_has_no_number_and_no_number_names_anybody(cast: Cast, ann: User, report: AnnualReport) -> None:
    draft = begin_report(cast.group, 2024, by=cast.eva, at=LATER)
    with pytest.raises(StepRefused, match="inte godkänd"):
        register_number(draft, number="RS 1", archive_id="", by=ann)
    assert browser(ann).get(f"/admin/diarium/rapport/{draft.pk}/").status_code == 404
    personal = f"850423-123{check_digit('850423123')}"
    answer = browser(ann).post(f"/admin/diarium/rapport/{report.pk}/", {"number": personal, "archive_id": ""})
    assert (answer.status_code, DiaryEntry.objects.count()) == (422, 0)
    assert "utan personnummer" in answer.content.decode()


@pytest.mark.parametrize("state", ["", "diariefort", "alla"])
@pytest.mark.parametrize("kind", ["beslut", "rapporter"])
@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow(
    cast: Cast, ann: User, report: AnnualReport, kind: str, state: str, count: int, django_assert_max_num_queries: Any
) -> None:
    copy_published(make_published(cast, items=1), count)
    for year in range(2010, 2010 + count):
        AnnualReport.objects.create(group=cast.group, year=year, state="approved", approved_at=LATER)
    if state == "diariefort":
        for thing in [*Decision.objects.all(), *AnnualReport.objects.settled()]:
            register_number(thing, number=f"RS {thing.pk}", archive_id="", by=ann)
    client = browser(ann)
    with django_assert_max_num_queries(16):
        answer = client.get(f"/admin/diarium/?slag={kind}&lage={state}")
    assert len(answer.context["rows"]) == count + 1
