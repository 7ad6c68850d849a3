"""What is typed and not saved: kept for its account alone, offered again, gone after a save."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from meetings import drafts, workflow
from meetings.models import AgendaItem, Draft, Meeting
from samverkan.common import freshness
from tests.admin.browsing import address, browser, fields_of, history_reasons
from tests.factories import Cast, make_meeting

pytestmark = pytest.mark.django_db
TEXT = "<p>Halvfärdig mening</p>"


def row(client: Client, meeting: Meeting, number: int = 1, **changes: str) -> dict[str, str]:
    """The fields of an item as the script sends them, some of them changed."""
    prefix = f"item-{meeting.items.get(number=number).pk}-"
    fields = fields_of(client.get(address(meeting)))
    own = {name: value for name, value in fields.items() if name.startswith(prefix)}
    return {**own, **{prefix + name: value for name, value in changes.items()}}


def keep(client: Client, meeting: Meeting, fields: Any, revision: Any = 1) -> Any:
    body = json.dumps({"fields": fields, "revision": revision})
    return client.post(
        address(meeting, "utkast/"), body, content_type="application/json", headers={"Accept": "application/json"}
    )


def test_a_draft_changes_nothing_but_itself(eva: Client, meeting: Meeting, cast: Cast) -> None:
    item, stamp = meeting.items.get(number=1), freshness.current()
    answer = keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    item.refresh_from_db()
    meeting.refresh_from_db()
    assert (answer.status_code, answer.json()["saved"]) == (200, "08.00")
    assert (item.dialog, meeting.revision, freshness.current()) == ("", 1, stamp)
    assert history_reasons(AgendaItem, item.pk) == [None]
    assert Draft.objects.get().user == cast.eva


def test_opened_again_the_text_stands_in_its_field(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    response = eva.get(address(meeting))
    assert "Du har text som inte är sparad, från 08.00." in response.content.decode()
    assert fields_of(response)[f"item-{item.pk}-dialog"] == TEXT
    assert f'data-touched="item-{item.pk}"' in response.content.decode()


def test_nobody_else_sees_it(eva: Client, iris: Client, meeting: Meeting) -> None:
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    for tail in ("", "utkast/", "utkast/lasning/", "forhandsgranska/"):
        assert "Halvfärdig" not in iris.get(address(meeting, tail)).content.decode()


def test_after_a_save_it_is_gone(eva: Client, meeting: Meeting) -> None:
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    eva.post(address(meeting), fields_of(eva.get(address(meeting))))
    assert meeting.items.get(number=1).dialog == TEXT
    assert "Du har text som inte är sparad" not in eva.get(address(meeting)).content.decode()
    assert drafts.fields_of(Draft.objects.get()) == {}


def test_a_save_leaves_what_another_tab_has_drafted(eva: Client, meeting: Meeting) -> None:
    first = fields_of(eva.get(address(meeting)))
    mine, other = row(eva, meeting, dialog=TEXT), row(eva, meeting, 2, dialog="<p>Andra fliken</p>")
    keep(eva, meeting, mine)
    keep(eva, meeting, other)
    assert eva.post(address(meeting), {**first, **mine}).status_code == 302
    assert drafts.fields_of(Draft.objects.get()) == other
    response = eva.get(address(meeting))
    assert "Du har text som inte är sparad" in response.content.decode()
    eva.post(address(meeting), fields_of(response))
    assert [item.dialog for item in meeting.items.order_by("number")[:2]] == [TEXT, "<p>Andra fliken</p>"]
    assert Draft.objects.get().saved_at is None


def test_what_was_drafted_and_put_back_before_the_save_is_gone(eva: Client, meeting: Meeting) -> None:
    first, item = fields_of(eva.get(address(meeting))), meeting.items.get(number=1)
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    keep(eva, meeting, {"item-new12-base": "x:3", "item-new12-title": "Ny punkt"})
    removed = {"item-new12-base": "x:3", "item-new12-title": "Ny punkt", "item-new12-remove": "on"}
    eva.post(address(meeting), {**first, **removed, "touched": f"item-{item.pk} item-new12"})
    assert (meeting.items.get(number=1).dialog, meeting.items.filter(title="Ny punkt").exists()) == ("", False)
    assert drafts.fields_of(Draft.objects.get()) == {}


def test_thrown_away_it_is_gone_and_what_is_saved_stands(eva: Client, meeting: Meeting) -> None:
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    assert eva.post(address(meeting, "utkast/slang/"))["Location"] == address(meeting)
    response = eva.get(address(meeting))
    assert "Halvfärdig" not in response.content.decode()


def test_a_draft_that_says_what_is_saved_is_not_offered(eva: Client, meeting: Meeting) -> None:
    fields = row(eva, meeting, dialog=TEXT)
    eva.post(address(meeting), {**fields_of(eva.get(address(meeting))), **fields})
    keep(eva, meeting, fields)
    assert "Du har text som inte är sparad" not in eva.get(address(meeting)).content.decode()


def test_two_tabs_of_one_account_lose_nothing_of_each_other(eva: Client, meeting: Meeting) -> None:
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    keep(eva, meeting, row(eva, meeting, 2, dialog="<p>Andra fliken</p>"))
    page = eva.get(address(meeting)).content.decode()
    assert "Halvfärdig mening" in page
    assert "Andra fliken" in page


def test_what_somebody_else_has_saved_since_meets_the_draft_side_by_side(
    eva: Client, iris: Client, meeting: Meeting
) -> None:
    keep(eva, meeting, row(eva, meeting, dialog=TEXT))
    changed = {f"item-{meeting.items.get(number=1).pk}-dialog": "<p>Iris mening</p>"}
    iris.post(address(meeting), {**fields_of(iris.get(address(meeting))), **changed})
    response = eva.get(address(meeting))
    page = response.content.decode()
    assert "Någon annan har sparat sedan du skrev ditt utkast." in page
    assert "Sparat av Iris Exempel" in page
    assert eva.post(address(meeting), fields_of(response)).status_code == 409
    assert meeting.items.get(number=1).dialog == "<p>Iris mening</p>"


def test_a_new_item_with_its_outcome_survives_in_the_draft(eva: Client, meeting: Meeting) -> None:
    new = {
        "item-new12-base": "x:3", "item-new12-number": "3",
        "item-new12-title": "Ny punkt", "item-new12-purpose": "dialog",
        "outcome-new12-new7-base": "x", "outcome-new12-new7-kind": "noted", "outcome-new12-new7-text": "Vi noterar.",
    }  # fmt: skip
    assert keep(eva, meeting, new).status_code == 200
    eva.post(address(meeting), fields_of(eva.get(address(meeting))))
    item = meeting.items.get(title="Ny punkt")
    assert (item.number, [outcome.text for outcome in item.outcomes.all()]) == (3, ["Vi noterar."])


def test_the_pane_reads_as_the_draft_would_if_it_were_saved(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    person = meeting.attendance.get()
    fields = row(eva, meeting, dialog=TEXT, title="Ny rubrik")
    own = {name: value for name, value in fields_of(eva.get(address(meeting))).items() if name.startswith("person-")}
    own |= {f"person-{person.pk}-from_item": "2", f"person-{person.pk}-is_remote": "on"}
    keep(eva, meeting, {**fields, **own})
    page = eva.get(address(meeting, "utkast/lasning/")).content.decode()
    assert "Halvfärdig mening" in page
    assert "Ny rubrik" in page
    assert "(på distans, från punkt 2)" in page
    item.refresh_from_db()
    assert item.dialog == ""


def test_a_closed_text_takes_no_draft(eva: Client, cast: Cast) -> None:
    meeting = workflow.mark_held(make_meeting(cast.group), by=cast.eva)
    fields = row(eva, meeting, dialog=TEXT)
    workflow.send_minutes(meeting, by=cast.eva)
    for sent in (fields, {}):
        answer = keep(eva, meeting, sent)
        assert answer.status_code == 409
        assert answer.json()["refusal"].startswith("Anteckningen är skickad för justering.")
    assert not Draft.objects.exists()


def test_a_draft_of_more_than_two_megabytes_is_refused_with_a_sentence(eva: Client, meeting: Meeting) -> None:
    answer = keep(eva, meeting, row(eva, meeting, dialog="x" * 2_000_001))
    assert answer.status_code == 413
    assert "2 MB" in answer.json()["refusal"]
    for number in (1, 2):
        answer = keep(eva, meeting, row(eva, meeting, number, dialog="x" * 1_100_000))
    assert (answer.status_code, "för stor" in answer.json()["refusal"]) == (409, True)
    assert Draft.objects.filter(saved_at=None).count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"revision": "1"},
        {"head-date": 5},
        {"item-1-title": "a\x00b"},
        {"item-x-title": "a"},
        ["a"],
        {"since": "x-y"},
        None,
    ],
)
def test_what_the_editor_does_not_send_is_not_kept(eva: Client, meeting: Meeting, fields: Any) -> None:
    assert keep(eva, meeting, fields).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("revision", ["1", -1, True, None, 10**9])
def test_a_revision_is_a_number(eva: Client, meeting: Meeting, revision: Any) -> None:
    assert keep(eva, meeting, {}, revision).status_code == 400


def test_a_draft_that_is_no_data_is_refused(eva: Client, meeting: Meeting) -> None:
    assert eva.post(address(meeting, "utkast/"), b"\xff{", content_type="application/json").status_code == 400


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_those_who_write_keep_drafts(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    client = browser(getattr(cast, who))
    assert keep(client, meeting, {"head-base": "x"}).status_code == status
    assert not Draft.objects.exists()


def test_one_who_has_been_signed_out_is_told_with_401(meeting: Meeting) -> None:
    assert keep(browser(), meeting, {}).status_code == 401
    saved = browser().post(address(meeting), {"head-base": "x"}, headers={"Accept": "application/json"})
    assert (saved.status_code, saved.json()["refusal"]) == (401, "Du har blivit utloggad. Logga in igen.")


def test_who_else_is_writing_is_shown_by_name_for_half_a_minute(
    eva: Client, iris: Client, meeting: Meeting, cast: Cast
) -> None:
    assert keep(eva, meeting, {}).json()["writers"] == []
    assert keep(iris, meeting, {}).json()["writers"] == [{"name": "Eva Exempel", "since": "08.00"}]
    later = timezone.now() + timedelta(minutes=5)
    assert drafts.writers(meeting, but=cast.olle, at=later) == []
    with time_machine.travel(later, tick=True):
        keep(eva, meeting, {})
        assert keep(iris, meeting, {}).json()["writers"] == [{"name": "Eva Exempel", "since": "08.05"}]


def test_a_script_that_saves_gets_the_address_to_go_on_to(eva: Client, meeting: Meeting) -> None:
    fields = {**fields_of(eva.get(address(meeting))), "head-place": "Gårda", "add": "item"}
    answer = eva.post(address(meeting), fields, headers={"Accept": "application/json"})
    assert answer.json() == {"to": address(meeting, "?ny=item#ny")}
    wrong = {**fields, f"item-{meeting.items.get(number=1).pk}-title": ""}
    assert eva.post(address(meeting), wrong, headers={"Accept": "application/json"}).status_code == 422


def test_a_form_without_its_token_is_refused_as_data_too(cast: Cast, meeting: Meeting) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.eva, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert keep(strict, meeting, {}).json()["refusal"].startswith("Formuläret var för gammalt")
    token = strict.get(address(meeting, "utkast/"), headers={"Accept": "application/json"}).json()["token"]
    body = json.dumps({"fields": {}, "revision": 1})
    answer = strict.post(
        address(meeting, "utkast/"), body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def moved(client: Client, meeting: Meeting, number: int, to: int, **changes: str) -> dict[str, str]:
    """The fields of an item that has been moved, as the script sends them."""
    fields = row(client, meeting, number, **changes)
    return {**fields, f"item-{meeting.items.get(number=number).pk}-number": str(to)}


def shown(page: str, pattern: str) -> list[tuple[str, str, str]]:
    """Key, number and title of the items, in the order in which a part of the page shows them."""
    return re.findall(pattern + r'="(\d+)".*?data-number>(\d+)</span>\.? <span data-title>(.*?)</span>', page, re.S)


def test_the_order_panel_and_the_items_stand_as_the_draft_says(eva: Client, meeting: Meeting) -> None:
    first, second, third = (item.pk for item in meeting.items.order_by("number"))
    draft = {**moved(eva, meeting, 3, 1, title="Först nu"), **moved(eva, meeting, 1, 2), **moved(eva, meeting, 2, 3)}
    keep(eva, meeting, draft)
    page = eva.get(address(meeting)).content.decode()
    now = [(str(third), "1", "Först nu"), (str(first), "2", "Fråga 1"), (str(second), "3", "Fråga 2")]
    assert shown(page, "<li data-for") == shown(page, "data-item") == now
    eva.post(address(meeting), fields_of(eva.get(address(meeting))))
    assert [item.pk for item in meeting.items.order_by("number")] == [third, first, second]


def test_one_item_that_is_moved_in_the_draft_moves_the_others_on_the_page(eva: Client, meeting: Meeting) -> None:
    first, second, third = (item.pk for item in meeting.items.order_by("number"))
    keep(eva, meeting, moved(eva, meeting, 3, 1))
    found = shown(eva.get(address(meeting)).content.decode(), "<li data-for")
    assert [(key, number) for key, number, _ in found] == [(str(third), "1"), (str(first), "2"), (str(second), "3")]


@pytest.mark.parametrize("from_page", [True, False])
def test_a_draft_that_says_what_is_saved_holds_up_nothing(eva: Client, meeting: Meeting, from_page: bool) -> None:
    """Pressing the state that somebody has already leaves a row in the draft that no save takes out."""
    person = f"person-{meeting.attendance.get().pk}-"
    fields = fields_of(eva.get(address(meeting)))
    keep(eva, meeting, {name: value for name, value in fields.items() if name.startswith(person)})
    assert drafts.fields_of(Draft.objects.get()) != {}
    if from_page:
        assert "Du har text som inte är sparad" not in eva.get(address(meeting)).content.decode()
        assert Draft.objects.get().saved_at is None
    eva.post(address(meeting, "agenda/skicka/"))
    assert meeting.agenda_versions.get().state == "sent"


def test_a_draft_that_the_editor_can_not_read_whole_is_not_thrown_away(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    keep(eva, meeting, {f"item-{item.pk}-title": "Utan sin rad"})
    assert "Släng den" in eva.get(address(meeting)).content.decode()
    eva.post(address(meeting, "agenda/skicka/"))
    assert not meeting.agenda_versions.exists()
    assert list(drafts.fields_of(Draft.objects.get()).values()) == ["Utan sin rad"]
