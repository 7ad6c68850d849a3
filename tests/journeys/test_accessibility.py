"""Every page of the main job, read by axe: on a phone in light, on a wide screen in dark, and never sideways."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from groups.workflow import mandates
from meetings import workflow
from tests.factories import Cast, make_document, make_meeting, make_published, make_sent
from tests.mandates import give_file, make_versions

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
#: Colours that are on their way from one scheme to the other arrive first. Only what is wrong comes back, not the
#: whole page as axe saw it.
RUN = """async options => {
    document.getAnimations().forEach(animation => animation.finish());
    const {violations} = await axe.run(options);
    return violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target}`));
}"""
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1440, "height": 900}
PUBLIC = [
    "/", "/grupper/", "/grupper/lgs/", "/moten/", "/moten/lgs/2026-04-23/", "/beslut/", "/beslut/lgs/2026-1/",
    "/beslut/?q=finns+inte", "/om/", "/finns-inte/", "/konto/login/",
]  # fmt: skip


def violations(page: Any) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, OPTIONS)
    return found


def goes_sideways(page: Any) -> bool:
    page.set_viewport_size({"width": 320, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def faults(visitor: Any, paths: list[str]) -> list[str]:
    """What is wrong with the pages: what axe finds, on a phone in light and on a wide screen in dark, and that they
    go sideways on a narrow screen.
    """
    found = []
    page = visitor.page
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        visitor.goto(path)
        found += [f"{path} on a phone: {fault}" for fault in violations(page)]
        if goes_sideways(page):
            found.append(f"{path} scrolls sideways at 320 px")
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(DESK)
        found += [f"{path} on a wide screen: {fault}" for fault in violations(page)]
    visitor.complaints = [text for text in visitor.complaints if "404" not in text]
    return found


def test_the_open_site_has_no_faults(visit: Any, cast: Cast) -> None:
    make_published(cast)
    make_document(cast.group, slug="rutin", content=b"%PDF-")
    assert faults(visit(), PUBLIC) == []


def test_the_pages_of_mandates_have_no_faults(visit: Any, cast: Cast) -> None:
    former = make_versions(cast.group, 2, by=cast.eva)[-1]
    give_file(former)
    draft = mandates.start_revision(former, by=cast.eva)
    leader = visit()
    leader.enter_as(cast.eva)
    tails = ["", "uppgifter/", "avsnitt/nytt/", f"avsnitt/{draft.sections.get().pk}/", "anta/", "skillnad/", "slang/"]
    own = [f"/admin/uppdrag/{former.pk}/", f"/admin/uppdrag/{former.pk}/ny-version/", "/admin/groups/mandate/"]
    shared = [f"/grupper/lgs/uppdrag/{tail}" for tail in ("", "1/", "2/", "2/skillnad/")]
    assert faults(leader, [*shared, *own, *(f"/admin/uppdrag/{draft.pk}/{tail}" for tail in tails)]) == []


def test_the_pages_behind_sign_in_have_no_faults(visit: Any, cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    leader = visit()
    leader.enter_as(cast.eva)
    one = f"/admin/moten/{meeting.pk}/"
    pages = ["/admin/", "/admin/moten/", "/admin/moten/ny/", "/admin/moten/las-in/", one, one + "forhandsgranska/",
             one + "skicka/", "/admin/groups/", "/admin/groups/membership/", "/admin/groups/organisation/add/",
             "/admin/hjalp/"]  # fmt: skip
    assert faults(leader, pages) == []


def test_the_chairs_pages_have_no_faults(visit: Any, cast: Cast) -> None:
    workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    sent = make_sent(cast, sequence=2)
    chair = visit()
    chair.enter_as(cast.olle)
    agenda = cast.group.meetings.get(sequence=1)
    pages = ["/admin/", f"/admin/moten/{agenda.pk}/agenda/", f"/admin/moten/{sent.meeting_id}/justera/"]
    assert faults(chair, pages) == []
