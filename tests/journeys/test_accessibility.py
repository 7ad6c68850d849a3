"""Every page of the main job, read by axe: on a phone and on a wide screen, light and dark, never sideways."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from groups.workflow import mandates
from meetings import workflow
from tests.factories import PASSWORD, Cast, make_cast, make_document, make_meeting, make_published, make_sent
from tests.mandates import give_file, make_versions

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PUBLIC = [
    "/", "/grupper/", "/grupper/lgs/", "/moten/", "/moten/lgs/2026-04-23/", "/beslut/", "/beslut/lgs/2026-1/",
    "/beslut/?q=finns+inte", "/om/", "/finns-inte/", "/konto/login/",
]  # fmt: skip


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def goes_sideways(page: Any) -> bool:
    page.set_viewport_size({"width": 320, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def faults(visitor: Any, paths: list[str]) -> list[str]:
    """What is wrong with the pages: what axe finds, and that they go sideways on a narrow screen."""
    found = []
    for path in paths:
        page = visitor.goto(path)
        found += [f"{path} {fault}" for fault in violations(page)]
        size = page.viewport_size
        if goes_sideways(page):
            found.append(f"{path} scrolls sideways at 320 px")
        page.set_viewport_size(size)
    visitor.complaints = [text for text in visitor.complaints if "404" not in text]
    return found


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_the_open_site_has_no_faults(visit: Any, cast: Cast, width: int, scheme: str) -> None:
    make_published(cast)
    make_document(cast.group, slug="rutin", content=b"%PDF-")
    assert faults(visit(width=width, color_scheme=scheme), PUBLIC) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), pytest.param(1440, "dark", marks=pytest.mark.full)])
def test_the_pages_of_mandates_have_no_faults(visit: Any, cast: Cast, width: int, scheme: str) -> None:
    former = make_versions(cast.group, 2, by=cast.eva)[-1]
    give_file(former)
    draft = mandates.start_revision(former, by=cast.eva)
    leader = visit(width=width, color_scheme=scheme)
    leader.sign_in(cast.eva.email, PASSWORD)
    tails = ["", "uppgifter/", "avsnitt/nytt/", f"avsnitt/{draft.sections.get().pk}/", "anta/", "skillnad/", "slang/"]
    own = [f"/admin/uppdrag/{former.pk}/", f"/admin/uppdrag/{former.pk}/ny-version/", "/admin/groups/mandate/"]
    shared = [f"/grupper/lgs/uppdrag/{tail}" for tail in ("", "1/", "2/", "2/skillnad/")]
    assert faults(leader, [*shared, *own, *(f"/admin/uppdrag/{draft.pk}/{tail}" for tail in tails)]) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), pytest.param(1440, "light", marks=pytest.mark.full)])
def test_the_pages_behind_sign_in_have_no_faults(visit: Any, cast: Cast, width: int, scheme: str) -> None:
    meeting = make_meeting(cast.group)
    leader = visit(width=width, color_scheme=scheme)
    leader.sign_in(cast.eva.email, PASSWORD)
    one = f"/admin/moten/{meeting.pk}/"
    pages = ["/admin/", "/admin/moten/", "/admin/moten/ny/", "/admin/moten/las-in/", one, one + "forhandsgranska/",
             one + "skicka/", "/admin/groups/", "/admin/groups/membership/"]  # fmt: skip
    assert faults(leader, pages) == []


def test_the_chairs_pages_have_no_faults_on_a_phone(visit: Any, cast: Cast) -> None:
    workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    sent = make_sent(cast, sequence=2)
    chair = visit(width=360)
    chair.sign_in(cast.olle.email, PASSWORD)
    agenda = cast.group.meetings.get(sequence=1)
    pages = ["/admin/", f"/admin/moten/{agenda.pk}/agenda/", f"/admin/moten/{sent.meeting_id}/justera/"]
    assert faults(chair, pages) == []


def test_a_chair_adjusts_with_the_keyboard_alone(visit: Any, cast: Cast) -> None:
    sent = make_sent(cast)
    chair = visit(width=360)
    chair.sign_in(cast.olle.email, PASSWORD)
    page = chair.goto(f"/admin/moten/{sent.meeting_id}/justera/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == "Justera":
            break
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ja, justera").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Ja, justera"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Justera"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.textContent.trim() === 'Ja, justera'")
    page.keyboard.press("Enter")
    page.get_by_text("Anteckningen är justerad. Tack!").wait_for()
    sent.refresh_from_db()
    assert sent.state == "adjusted"
