"""A save whose answer is lost is done once, whatever the page goes on to do: save again, or keep a draft."""

import json
from typing import Any

import pytest
from django.test import Client

from meetings import drafts
from meetings.models import AgendaItem, Attachment, Draft, Meeting, Outcome
from tests.admin.browsing import address, browser, fields_of, history_reasons
from tests.factories import Cast

pytestmark = pytest.mark.django_db
NEW = {
    "item-new12-base": "x:4", "item-new12-number": "4", "item-new12-title": "Ny punkt", "item-new12-purpose": "dialog",
    "outcome-new12-new7-base": "x", "outcome-new12-new7-kind": "noted", "outcome-new12-new7-text": "Noterat.",
    "task-new12-new7-new8-base": "x", "task-new12-new7-new8-owner": "SU", "task-new12-new7-new8-text": "Se över",
    "person-new5-base": "x", "person-new5-name": "Gun Gäst", "person-new5-state": "present",
    "person-new5-capacity": "guest", "paper-new-base": "x", "paper-new-title": "Bilder",
}  # fmt: skip


@pytest.fixture
def lost(eva: Client, meeting: Meeting) -> dict[str, str]:
    """What was posted in a save that was done, though its page does not know."""
    first = meeting.items.get(number=1)
    fields = {**fields_of(eva.get(address(meeting))), f"item-{first.pk}-dialog": "<p>Sparat</p>", **NEW}
    assert eva.post(address(meeting), fields).status_code == 302
    return fields


def counts(meeting: Meeting) -> tuple[int, ...]:
    items = meeting.items.all()
    outcomes = Outcome.objects.filter(item__in=items)
    return (
        items.count(), outcomes.count(), outcomes.filter(tasks__isnull=False).count(), meeting.attendance.count(),
        meeting.attachments.count(),
    )  # fmt: skip


def keep(client: Client, meeting: Meeting, fields: dict[str, str]) -> Any:
    """Keep what the script sends: the rows that were touched."""
    touched = (f"item-{meeting.items.get(number=1).pk}-", *{f"{name.rpartition('-')[0]}-" for name in NEW})
    rows = {name: value for name, value in fields.items() if name.startswith(touched)}
    body = json.dumps({"fields": rows, "revision": 1, "page": fields["page"]})
    return client.post(address(meeting, "utkast/"), body, content_type="application/json")


def test_sent_again_it_changes_nothing(eva: Client, meeting: Meeting, lost: dict[str, str]) -> None:
    for _ in range(2):
        assert eva.post(address(meeting), lost).status_code == 302
    meeting.refresh_from_db()
    assert (counts(meeting), meeting.revision) == ((4, 4, 1, 2, 1), 2)
    assert history_reasons(AgendaItem, meeting.items.get(number=1).pk) == [None, "Ändrad"]


def test_what_was_written_in_between_is_saved_over_it(eva: Client, meeting: Meeting, lost: dict[str, str]) -> None:
    first = meeting.items.get(number=1)
    more = {
        f"item-{first.pk}-dialog": "<p>Sparat och mer</p>",
        "item-new12-title": "Ny punkt igen",
        "person-new5-remark": "via länk",
        "outcome-new12-new9-base": "x",
        "outcome-new12-new9-kind": "agreed",
        "outcome-new12-new9-text": "Ett till.",
    }
    for _ in range(2):
        assert eva.post(address(meeting), {**lost, **more}).status_code == 302
    assert counts(meeting) == (4, 5, 1, 2, 1)
    item = meeting.items.get(number=4)
    assert (item.title, [outcome.text for outcome in item.outcomes.all()]) == (
        "Ny punkt igen",
        ["Noterat.", "Ett till."],
    )
    assert meeting.attendance.get(capacity="guest").remark == "via länk"
    assert meeting.items.get(number=1).dialog == "<p>Sparat och mer</p>"


def test_a_draft_of_what_was_saved_is_none(eva: Client, meeting: Meeting, lost: dict[str, str]) -> None:
    assert keep(eva, meeting, lost).status_code == 200
    assert drafts.fields_of(Draft.objects.get()) == {}


def test_a_draft_of_what_was_written_after_it_stands_on_what_was_saved(
    eva: Client, meeting: Meeting, lost: dict[str, str]
) -> None:
    keep(eva, meeting, {**lost, "item-new12-title": "Ny punkt igen"})
    response = eva.get(address(meeting))
    assert "Någon annan har sparat" not in response.content.decode()
    assert eva.post(address(meeting), fields_of(response)).status_code == 302
    assert [item.title for item in meeting.items.all()][3:] == ["Ny punkt igen"]
    assert drafts.fields_of(Draft.objects.get()) == {}


def test_a_removal_is_done_once(eva: Client, meeting: Meeting) -> None:
    gone = meeting.items.get(number=2)
    fields = {**fields_of(eva.get(address(meeting))), f"item-{gone.pk}-remove": "on", "head-place": "Gårda"}
    for _ in range(2):
        assert eva.post(address(meeting), fields).status_code == 302
    assert [item.title for item in meeting.items.all()] == ["Fråga 1", "Fråga 3"]


def test_what_somebody_else_has_saved_in_between_is_not_written_over(
    eva: Client, iris: Client, meeting: Meeting, lost: dict[str, str]
) -> None:
    first = meeting.items.get(number=1)
    theirs = {f"item-{first.pk}-dialog": "<p>Iris text</p>"}
    assert iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), **theirs}).status_code == 302
    assert eva.post(address(meeting), lost).status_code == 302
    assert meeting.items.get(number=1).dialog == "<p>Iris text</p>"
    answer = eva.post(address(meeting), {**lost, f"item-{first.pk}-dialog": "<p>Sparat och mer</p>"})
    assert (answer.status_code, "Sparat av Iris Exempel" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("page", ["", "another"])
def test_it_holds_for_the_page_that_was_sent_and_no_other(
    eva: Client, meeting: Meeting, lost: dict[str, str], page: str
) -> None:
    assert eva.post(address(meeting), {**lost, "page": page, "person-new5-remove": "on"}).status_code == 302
    assert (meeting.items.count(), Attachment.objects.filter(meeting=meeting).count()) == (5, 2)


def test_somebody_else_who_knows_the_mark_gets_nothing_of_it(
    iris: Client, meeting: Meeting, lost: dict[str, str], cast: Cast
) -> None:
    own = fields_of(iris.get(address(meeting)))
    assert iris.post(address(meeting), {**own, "page": lost["page"], "head-place": "Gårda"}).status_code == 302
    assert browser(cast.sara).post(address(meeting), lost).status_code == 403
    meeting.refresh_from_db()
    assert meeting.place == "Gårda"
