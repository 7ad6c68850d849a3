"""R12: deviations are reported in MedControl PRO. The link stands where users look, and nothing is written here."""

import pytest
from django.test import Client

from decisions.workflow.reports import begin_report
from tests.admin.browsing import address, browser
from tests.factories import make_area, make_cast, make_group, make_meeting, make_member
from tests.plans import make_plan, make_plan_group

pytestmark = pytest.mark.django_db
URL = "https://avvikelser.example.se/"
SENTENCE = "Här skriver ingen något om patienter."


def test_r12_the_groups_page_leads_to_the_areas_address(client: Client) -> None:
    make_group("lgs", area=make_area(deviations_url=URL))
    page = client.get("/grupper/lgs/").content.decode()
    assert f'<a href="{URL}" rel="noopener">Rapportera avvikelser i MedControl PRO</a>' in page
    assert SENTENCE in page


def test_r12_without_an_address_the_page_still_says_where(client: Client) -> None:
    make_group("lgs")
    page = client.get("/grupper/lgs/").content.decode()
    assert "Avvikelser rapporteras i MedControl PRO." in page
    assert SENTENCE in page


def test_r12_every_open_page_leads_to_what_is_said_of_deviations(client: Client) -> None:
    make_group("lgs", area=make_area(deviations_url=URL))
    make_group("dold", area=make_area("dolt", "Dolt område", deviations_url=f"{URL}dolt"), shows_group=False)
    assert 'href="/om/#avvikelser"' in client.get("/").content.decode()
    page = client.get("/om/").content.decode()
    assert f'href="{URL}"' in page
    assert 'id="avvikelser"' in page
    assert SENTENCE in page
    assert "Dolt område" not in page


def test_r12_whoever_writes_a_note_is_told(client: Client) -> None:
    cast = make_cast()
    eva = browser(cast.eva)
    assert 'href="/admin/hjalp/avvikelser/"' in eva.get(address(make_meeting(cast.group))).content.decode()
    assert "MedControl PRO" in eva.get("/admin/hjalp/avvikelser/").content.decode()


def test_r12_whoever_writes_a_question_a_plan_or_a_report_is_told_too() -> None:
    cast = make_cast()
    theme = make_plan_group(cast.group)
    make_member(cast.eva.person, theme, "process_leader")
    plan, report = make_plan(theme, by=cast.eva), begin_report(theme, 2026, by=cast.eva)
    eva = browser(cast.eva)
    for path in ("/admin/fragor/ny/", f"/admin/planer/{plan.pk}/skriv/", f"/admin/rapporter/{report.pk}/skriv/"):
        assert 'href="/admin/hjalp/avvikelser/"' in eva.get(path).content.decode()
