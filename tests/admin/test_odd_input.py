"""What nobody types and a program sends: too long, in halves, too deep. It gets a sentence, never an error of ours."""

import json
from typing import Any

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import Draft
from tests.admin.browsing import address, browser
from tests.factories import AFTER, Cast, make_meeting, make_sent

pytestmark = pytest.mark.django_db
HUGE = "1" * 5000


def kept(client: Client, meeting: Any, fields: dict[str, str]) -> int:
    body = json.dumps({"fields": fields, "revision": meeting.revision})
    answer = client.post(address(meeting, "utkast/"), body, content_type="application/json")
    return int(answer.status_code)


@pytest.mark.parametrize("verb", ["justera/", "tillbaka/"])
def test_a_version_of_any_length_is_one_that_is_not_there(cast: Cast, verb: str) -> None:
    meeting = make_sent(cast).meeting
    answer = browser(cast.olle).post(address(meeting, verb), {"version": HUGE, "comment": "x"}, follow=True)
    assert answer.status_code == {"justera/": 200, "tillbaka/": 422}[verb]  # what was written stays on the page
    assert "som du läste finns inte här" in answer.content.decode()


def test_nul_is_refused_with_a_page_of_its_own(cast: Cast) -> None:
    meeting = make_sent(cast).meeting
    answer = browser(cast.olle).post(address(meeting, "tillbaka/"), {"version": "1", "comment": "a\x00b"})
    assert answer.status_code == 400
    assert "Det innehåller tecken som inte går att spara." in answer.content.decode()
    assert browser(cast.olle).get("/admin/moten/", {"grupp": "\x00"}).status_code == 400


def test_a_comment_has_a_longest_length(cast: Cast) -> None:
    version = make_sent(cast)
    answer = browser(cast.olle).post(
        address(version.meeting, "tillbaka/"), {"version": version.pk, "comment": "x" * 4001}, follow=True
    )
    assert "En kommentar kan vara högst 4000 tecken." in answer.content.decode()
    version.refresh_from_db()
    assert version.state == "out"


def test_half_a_sign_is_never_kept_as_a_draft(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    item = meeting.items.first()
    assert kept(browser(cast.eva), meeting, {f"item-{item.pk}-dialog": "x\ud83d"}) == 400
    assert not Draft.objects.exclude(saved_at=None).exists()


def test_a_draft_that_comes_as_a_form_is_refused(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    answer = browser(cast.eva).post(address(meeting, "utkast/"), {"fields": "{}", "revision": "1"})
    assert (answer.status_code, answer.json()["refusal"][:24]) == (400, "Utkastet gick inte att l")


def test_minutes_of_any_length_leave_the_editor_usable(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    item = meeting.items.first()
    page = browser(cast.eva).get(address(meeting))
    block = page.context["editor"].items[0]
    fields = {field.html_name: str(field.value() or "") for field in block.row}
    assert kept(browser(cast.eva), meeting, fields | {f"item-{item.pk}-minutes": HUGE}) == 200
    assert browser(cast.eva).get(address(meeting)).status_code == 200


def test_json_of_any_depth_is_unreadable(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    answer = browser(cast.eva).post(address(meeting, "utkast/"), "[" * 200_000, content_type="application/json")
    assert answer.status_code == 400


def test_a_meeting_of_one_kind_does_not_become_another_in_the_editor(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    head = browser(cast.eva).get(address(meeting)).context["editor"].head
    assert [value for value, _ in head.fields["kind"].choices] == ["ordinary", "extra"]
    written = make_meeting(cast.group, kind="written", sequence=2)
    assert "kind" not in browser(cast.eva).get(address(written)).context["editor"].head.fields


def test_an_agenda_waits_for_nobody_once_the_meeting_is_held(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    workflow.send_agenda(meeting, by=cast.eva, at=AFTER)
    workflow.mark_held(meeting, by=cast.eva, at=AFTER)
    labels = [todo.label for todo in browser(cast.olle).get("/admin/").context["todos"]]
    assert labels == []
