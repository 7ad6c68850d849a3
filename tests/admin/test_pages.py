"""The pages that are read: lists, the note, its preview and draft, what waits for whom, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meetings import workflow
from tests.admin.browsing import address, browser, fields_of, said
from tests.factories import Cast, make_adjusted, make_held, make_meeting, make_sent, make_user

pytestmark = pytest.mark.django_db
type Counted = Callable[[int], Any]


def test_the_list_shows_ones_own_groups_only(cast: Cast) -> None:
    make_meeting(cast.group, place="Synlig")
    assert "Synlig" in browser(cast.sara).get("/admin/moten/").content.decode()
    page = browser(cast.maja).get("/admin/moten/").content.decode()
    assert "Synlig" not in page
    assert "Inga möten har hållits än." in page


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_as_much_for_two_as_for_twenty(
    cast: Cast, count: int, django_assert_max_num_queries: Counted
) -> None:
    for number in range(count):
        make_meeting(cast.group, sequence=number + 1)
    client = browser(cast.eva)
    client.get("/admin/moten/")
    with django_assert_max_num_queries(18):
        client.get("/admin/moten/")


@pytest.mark.parametrize("count", [2, 20])
def test_the_workbench_asks_as_much_for_two_as_for_twenty(
    cast: Cast, count: int, django_assert_max_num_queries: Counted
) -> None:
    for number in range(count):
        make_meeting(cast.group, sequence=number + 1, date=timezone.localdate() + timedelta(days=3))
    client = browser(cast.eva)
    client.get("/admin/")
    with django_assert_max_num_queries(27):
        client.get("/admin/")


@pytest.mark.parametrize("count", [2, 20])
def test_the_editor_asks_as_much_for_two_items_as_for_twenty(
    cast: Cast, count: int, django_assert_max_num_queries: Counted
) -> None:
    meeting = make_meeting(cast.group, items=count, outcomes=2)
    client = browser(cast.eva)
    client.get(address(meeting))
    with django_assert_max_num_queries(45):
        page = client.get(address(meeting))
    fields = {**fields_of(page), "head-place": "Gårda"}
    with django_assert_max_num_queries(45):
        assert client.post(address(meeting), fields).status_code == 302


def test_a_new_meeting_is_planned_with_the_roster_of_its_day(cast: Cast) -> None:
    client = browser(cast.eva)
    data = {"group": cast.group.pk, "date": "2026-09-10", "kind": "ordinary", "starts_at": "13.30", "ends_at": "16.30"}
    response = client.post("/admin/moten/ny/", data)
    meeting = cast.group.meetings.get()
    assert (response["Location"], said(response)[0][:20]) == (address(meeting), "Mötet är planerat. L")
    assert {row.person for row in meeting.attendance.all()} == {cast.eva.person, cast.olle.person, cast.sara.person}
    assert meeting.history.get().history_user == cast.eva


@pytest.mark.parametrize("data", [{}, {"date": "x"}, {"group": "999"}])
def test_a_new_meeting_with_wrong_input_says_what(cast: Cast, data: dict[str, str]) -> None:
    response = browser(cast.eva).post("/admin/moten/ny/", data)
    assert response.status_code == 422
    assert "Välj vilken grupp mötet gäller." in response.content.decode()


def test_nobody_plans_for_another_group(cast: Cast) -> None:
    data = {"group": cast.group.pk, "date": "2026-09-10", "kind": "ordinary"}
    assert browser(cast.maja).post("/admin/moten/ny/", data).status_code == 422
    assert browser(cast.sara).get("/admin/moten/ny/").status_code == 403
    assert not cast.group.meetings.exists()


@pytest.mark.parametrize("tail", ["", "forhandsgranska/"])
def test_a_member_reads_the_draft_and_others_do_not_know_of_it(cast: Cast, tail: str) -> None:
    meeting = make_held(cast)
    page = browser(cast.sara).get(address(meeting, tail)).content.decode()
    assert "Beslut 1.1." in page
    assert 'id="editor"' not in page
    assert browser(cast.maja).get(address(meeting, tail)).status_code == 404


def test_the_draft_as_pdf(cast: Cast) -> None:
    meeting = make_meeting(cast.group, items=1)
    response = browser(cast.sara).get(address(meeting, "utkast.pdf"))
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert response["Content-Disposition"] == 'inline; filename="lgs-2026-04-23-utkast.pdf"'
    assert browser(cast.maja).get(address(meeting, "utkast.pdf")).status_code == 404


def test_what_waits_for_whom(cast: Cast) -> None:
    soon = timezone.localdate() + timedelta(days=7)
    workflow.send_agenda(make_meeting(cast.group, date=soon), by=cast.eva)
    make_sent(cast)
    make_held(cast, sequence=2)
    chair = browser(cast.olle).get("/admin/").content.decode()
    leader = browser(cast.eva).get("/admin/").content.decode()
    assert "Läs och fastställ agendan" in chair
    assert "Läs och justera anteckningen" in chair
    assert "Skriv klart anteckningen och skicka den" in leader
    assert "Läs och justera" not in leader
    for user in (cast.sara, cast.maja):
        assert "Inget väntar på dig just nu." in browser(user).get("/admin/").content.decode()


def test_an_adjusted_note_waits_to_be_published(cast: Cast) -> None:
    make_adjusted(cast)
    page = browser(cast.eva).get("/admin/").content.decode()
    assert "Publicera anteckningen" in page
    assert "Justerad 4 maj 2026, för 202 dagar sedan." in page


def test_an_account_without_a_person_is_met_kindly() -> None:
    user = make_user("nils")
    user.person = None
    user.save()
    assert "Du är inte med i någon grupp i dag." in browser(user).get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/moten/", "/admin/moten/ny/", "/admin/moten/1/", "/admin/groups/"])
def test_the_signed_out_are_asked_to_sign_in(path: str) -> None:
    response = browser().get(path, follow=True)
    assert response.redirect_chain[-1][0].startswith("/konto/login/?next=")
    assert "<h1>Logga in</h1>" in response.content.decode()


def test_nothing_behind_sign_in_is_stored_by_anybody(cast: Cast) -> None:
    response = browser(cast.eva).get(address(make_meeting(cast.group)))
    assert response["Cache-Control"] == "private, no-store"
    assert "unsafe" not in response["Content-Security-Policy"]
