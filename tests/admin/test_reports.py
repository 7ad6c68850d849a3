"""The pages where a report is written from its figures, approved by the chair and published."""

from datetime import date
from typing import Any

import pytest

from decisions.models import AnnualReport
from decisions.plans.documents import render_waiting
from decisions.workflow.reports import approve_report, begin_report, return_report, send_report
from tests.admin.browsing import browser, said
from tests.factories import Cast, make_adjusted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def report(cast: Cast) -> AnnualReport:
    """A draft of 2026, of a year that is still going on."""
    cast.group.type.has_report = True
    cast.group.type.save()
    make_adjusted(cast)
    return begin_report(cast.group, 2026, by=cast.eva)


def seen_on(client: Any, path: str) -> str:
    return str(client.get(path).context["form"]["seen"].value())


def test_the_process_leader_writes_from_the_figures(cast: Cast, report: AnnualReport) -> None:
    eva, path = browser(cast.eva), f"/admin/rapporter/{report.pk}/skriv/"
    page = eva.get(path).content.decode()
    for text in ("Enas: 2", "Gruppen har haft ett möte under 2026", "Planerade aktiviteter 2027"):
        assert text in page
    answer = eva.post(path, {"seen": seen_on(eva, path), "summary": "<p>Vårt år.</p>", "done": "1"})
    assert answer["Location"] == f"/admin/rapporter/{report.pk}/"
    report.refresh_from_db()
    assert (report.summary, report.successes) == ("<p>Vårt år.</p>", "")


def test_a_report_is_begun_for_the_group_in_the_address(cast: Cast, report: AnnualReport) -> None:
    eva = browser(cast.eva)
    page = eva.get("/admin/rapporter/ny/?grupp=lgs")
    assert page.context["form"].initial["group"] == cast.group.pk
    answer = eva.post("/admin/rapporter/ny/", {"group": cast.group.pk, "year": "2025"})
    assert answer["Location"] == f"/admin/rapporter/{AnnualReport.objects.get(year=2025).pk}/skriv/"
    answer = eva.post("/admin/rapporter/ny/", {"group": cast.group.pk, "year": "x"})
    assert (answer.status_code, "Skriv året med fyra siffror" in answer.content.decode()) == (422, True)


def test_a_save_over_a_newer_report_keeps_what_was_written(cast: Cast, report: AnnualReport) -> None:
    eva, path = browser(cast.eva), f"/admin/rapporter/{report.pk}/skriv/"
    answer = eva.post(path, {"seen": "old", "summary": "<p>Min text</p>"})
    assert answer.status_code == 409
    assert "Min text" in answer.content.decode()
    assert "Gruppen har haft ett möte" in answer.content.decode()
    assert eva.post(path, {"overwrite": answer.context["overwrite"], "summary": "<p>Min</p>"}).status_code == 302


def test_a_personal_number_is_told_and_nothing_is_lost(cast: Cast, report: AnnualReport) -> None:
    eva, path = browser(cast.eva), f"/admin/rapporter/{report.pk}/skriv/"
    answer = eva.post(path, {"seen": seen_on(eva, path), "summary": "<p>19121212-1212 och mer</p>"})
    assert answer.status_code == 422
    assert "ser ut som ett personnummer" in answer.content.decode()
    assert "19121212-1212 och mer" in answer.content.decode()


def test_figures_that_the_text_does_not_follow_are_told_where_it_is_written_sent_and_approved(
    cast: Cast, report: AnnualReport
) -> None:
    eva, path = browser(cast.eva), f"/admin/rapporter/{report.pk}/"
    told = "Siffrorna har ändrats sedan texten skrevs: läs igenom sammanfattningen."
    eva.post(f"{path}skriv/", {"seen": seen_on(eva, f"{path}skriv/"), "summary": "<p>Ett möte.</p>"})
    assert told not in eva.get(path).content.decode()
    make_adjusted(cast, date=date(2026, 4, 16))
    eva.post(f"{path}siffror/")
    assert [told in eva.get(page).content.decode() for page in (path, f"{path}skriv/")] == [True, True]
    assert said(eva.post(f"{path}skicka/"))[-1] == "Rapporten är skickad. Ordföranden får ett mejl."
    assert told in browser(cast.olle).get(path).content.decode()


def test_the_chair_approves_and_the_process_leader_publishes(cast: Cast, report: AnnualReport) -> None:
    eva, olle, path = browser(cast.eva), browser(cast.olle), f"/admin/rapporter/{report.pk}/"
    assert said(eva.post(f"{path}skicka/"))[-1] == "Rapporten är skickad. Ordföranden får ett mejl."
    page = olle.get(path)
    assert "Godkänn årsrapporten" in page.content.decode()
    assert "Godkänn årsrapporten" not in eva.get(path).content.decode()
    answer = olle.post(f"{path}godkann/", {"seen": page.context["seen"]})
    assert said(answer) == ["Årsrapporten är godkänd."]
    render_waiting()
    eva.post(f"{path}publicera/")
    assert AnnualReport.objects.published().get() == report


def test_a_changed_report_is_not_approved_unread(cast: Cast, report: AnnualReport) -> None:
    send_report(report, by=cast.eva)
    answer = browser(cast.olle).post(f"/admin/rapporter/{report.pk}/godkann/", {"seen": "old"})
    assert "Någon annan har sparat" in said(answer)[0]
    assert AnnualReport.objects.get().state == "sent"


def test_the_chair_sends_it_back_with_a_comment(cast: Cast, report: AnnualReport) -> None:
    send_report(report, by=cast.eva)
    path = f"/admin/rapporter/{report.pk}/lamna-tillbaka/"
    assert browser(cast.olle).post(path, {"reason": ""}).status_code == 422
    assert browser(cast.olle).post(path, {"reason": "Skriv mer."}).status_code == 302
    assert "Skriv mer." in browser(cast.eva).get(f"/admin/rapporter/{report.pk}/").content.decode()


def test_the_report_is_among_what_waits_for_the_chair_and_then_for_the_process_leader(
    cast: Cast, report: AnnualReport
) -> None:
    words = ("Godkänn årsrapporten", "Publicera årsrapporten")
    people = (cast.olle, cast.eva, cast.sara)

    def waiting() -> list[list[bool]]:
        pages = [browser(user).get("/admin/").content.decode() for user in people]
        return [[word in page for word in words] for page in pages]

    assert waiting() == [[False, False]] * 3
    report = send_report(report, by=cast.eva)
    assert waiting() == [[True, False], [False, False], [False, False]]
    approve_report(report, by=cast.olle)
    assert waiting() == [[False, False], [False, True], [False, False]]


def test_what_the_chair_sent_back_waits_for_the_process_leader_until_it_is_sent_again(
    cast: Cast, report: AnnualReport
) -> None:
    def waits() -> list[bool]:
        pages = [browser(user).get("/admin/").content.decode() for user in (cast.eva, cast.olle, cast.sara)]
        return ["Ändra årsrapporten som kom tillbaka" in page for page in pages]

    report = return_report(send_report(report, by=cast.eva), comment="Skriv mer.", by=cast.olle)
    assert waits() == [True, False, False]
    assert "”Skriv mer.”" in browser(cast.eva).get("/admin/").content.decode()
    send_report(report, by=cast.eva)
    assert waits() == [False, False, False]


VERBS = ["siffror/", "skicka/", "ta-tillbaka/", "publicera/", "slang/"]


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_refuse_get_members_and_strangers(cast: Cast, report: AnnualReport, verb: str) -> None:
    path = f"/admin/rapporter/{report.pk}/{verb}"
    assert browser(cast.eva).get(path).status_code == 405
    assert [browser(user).post(path).status_code for user in (cast.sara, cast.olle, cast.maja)] == [403, 403, 404]
    assert AnnualReport.objects.get().state == "draft"


def test_only_the_chair_answers(cast: Cast, report: AnnualReport) -> None:
    send_report(report, by=cast.eva)
    for tail in ("godkann/", "lamna-tillbaka/"):
        path = f"/admin/rapporter/{report.pk}/{tail}"
        people = (cast.eva, cast.sara, cast.maja)
        assert [browser(user).post(path, {"reason": "x"}).status_code for user in people] == [403, 403, 404]
    assert AnnualReport.objects.get().state == "sent"


def test_a_draft_can_be_had_as_a_file_that_says_so(cast: Cast, report: AnnualReport) -> None:
    answer = browser(cast.sara).get(f"/admin/rapporter/{report.pk}/rapport.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    send_report(report, by=cast.eva)
    browser(cast.olle).post(
        f"/admin/rapporter/{report.pk}/godkann/",
        {"seen": browser(cast.olle).get(f"/admin/rapporter/{report.pk}/").context["seen"]},
    )
    assert browser(cast.sara).get(f"/admin/rapporter/{report.pk}/rapport.pdf").status_code == 404
    render_waiting()
    assert browser(cast.sara).get(f"/admin/rapporter/{report.pk}/rapport.pdf").status_code == 200


def test_an_approved_report_is_corrected_from_its_page(cast: Cast, report: AnnualReport) -> None:
    old = approve_report(send_report(report, by=cast.eva), by=cast.olle)
    eva, path = browser(cast.eva), f"/admin/rapporter/{old.pk}/ratta/"
    assert "Rätta årsrapporten" in eva.get(f"/admin/rapporter/{old.pk}/").content.decode()
    answer = eva.post(path, {"reason": "Fel siffra."})
    new = AnnualReport.objects.get(version=2)
    assert answer["Location"] == f"/admin/rapporter/{new.pk}/skriv/"
    assert "Fel siffra." in eva.get(answer["Location"]).content.decode()
    sent = {"seen": seen_on(eva, answer["Location"]), "summary": "<p>Rätt.</p>", "revision_reason": "Rätt siffra."}
    assert eva.post(answer["Location"], sent).status_code == 302
    new.refresh_from_db()
    assert (new.summary, new.revision_reason) == ("<p>Rätt.</p>", "Rätt siffra.")
    assert [browser(user).get(path).status_code for user in (cast.sara, cast.maja)] == [403, 404]
