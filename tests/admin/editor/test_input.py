"""What the editor does with input that is wrong, hostile or none of its business."""

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import Meeting
from tests.admin.browsing import address, browser, fields_of
from tests.admin.editor.writing import save
from tests.factories import Cast, make_group, make_meeting, make_person, make_sent

pytestmark = pytest.mark.django_db
LONG = "<p>En lång dialog som ingen vill skriva en gång till.</p>"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Skriv en rubrik, eller ta bort punkten."),
        ("number", "två", "Skriv numret med siffror."),
        ("is_withheld", "on", "Skriv varför punkten inte publiceras."),
    ],
)
def test_wrong_input_is_named_at_the_field_and_all_text_stays(
    eva: Client, meeting: Meeting, field: str, value: str, sentence: str
) -> None:
    item = meeting.items.get(number=1)
    changes = {f"item-{item.pk}-{field}": value, f"item-{item.pk}-dialog": LONG}
    response = save(eva, meeting, **changes)
    page = response.content.decode()
    wrong = "withheld_reason" if field == "is_withheld" else field
    item.refresh_from_db()
    assert response.status_code == 422
    assert f'<a href="#id_item-{item.pk}-{wrong}">{sentence}</a>' in page
    assert f'id="id_item-{item.pk}-{wrong}_error"' in page
    assert fields_of(response)[f"item-{item.pk}-dialog"] == LONG
    assert item.dialog == ""


def test_the_meeting_cannot_end_before_it_starts(eva: Client, meeting: Meeting) -> None:
    response = save(eva, meeting, **{"head-starts_at": "14:00", "head-ends_at": "13:00", "head-place": "Gårda"})
    assert "Mötet kan inte sluta innan det har börjat." in response.content.decode()
    assert fields_of(response)["head-place"] == "Gårda"


def test_a_name_that_two_people_share_has_to_be_chosen(eva: Client, meeting: Meeting) -> None:
    make_person("Anna Berg")
    make_person("Anna Berg")
    item = meeting.items.get(number=1)
    response = save(eva, meeting, **{f"item-{item.pk}-presenter": "Anna Berg"})
    assert "Det finns flera som heter Anna Berg. Välj en av dem i listan." in response.content.decode()


def test_an_organisation_that_is_not_registered_is_refused(eva: Client, meeting: Meeting) -> None:
    outcome = meeting.items.get(number=1).outcomes.get()
    response = save(eva, meeting, **{f"outcome-{outcome.item_id}-{outcome.pk}-organisation": "Månen"})
    assert "Månen finns inte i registret över organisationer." in response.content.decode()


def test_somebody_who_is_listed_already_is_not_added_again(eva: Client, meeting: Meeting) -> None:
    name = meeting.attendance.get().person.name
    response = save(eva, meeting, "?ny=person", **{"person-new-name": name})
    assert f"{name} finns redan i närvarolistan." in response.content.decode()


def test_hostile_text_comes_back_escaped(eva: Client, meeting: Meeting) -> None:
    item = meeting.items.get(number=1)
    hostile = {f"item-{item.pk}-title": "", f"item-{item.pk}-dialog": "</textarea><script>alert(1)</script>"}
    assert b"<script>alert(1)" not in save(eva, meeting, **hostile).content


def test_fields_that_are_not_on_the_page_are_ignored(eva: Client, meeting: Meeting, cast: Cast) -> None:
    elsewhere = make_meeting(cast.group, sequence=2).items.get(number=1)
    extra = {
        "state": "held", "head-state": "held", "head-group": "2", "head-revision": "99", "group": "2",
        f"item-{elsewhere.pk}-title": "Kapad", "person-999999-state": "absent",
    }  # fmt: skip
    save(eva, meeting, **{**extra, "head-place": "Gårda"})
    meeting.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (meeting.state, meeting.group, meeting.revision, meeting.place) == ("planned", cast.group, 2, "Gårda")
    assert elsewhere.title == "Fråga 1"


def test_an_item_of_another_meeting_is_never_touched(eva: Client, meeting: Meeting) -> None:
    elsewhere = make_meeting(make_group("tredje")).items.get(number=1)
    prefix = f"item-{elsewhere.pk}"
    forged = {f"{prefix}-base": "x", f"{prefix}-remove": "on", f"{prefix}-title": "Kapad", f"{prefix}-number": "1"}
    save(eva, meeting, **forged)
    elsewhere.refresh_from_db()
    assert (elsewhere.title, elsewhere.meeting.items.count()) == ("Fråga 1", 2)


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_process_leader_writes(cast: Cast, meeting: Meeting, who: str, status: int) -> None:
    data = {"revision": "1", "head-base": "x", "head-date": "2026-05-01", "head-kind": "ordinary"}
    assert browser(getattr(cast, who)).post(address(meeting), data).status_code == status
    meeting.refresh_from_db()
    assert str(meeting.date) == "2026-04-23"


def test_text_typed_while_the_note_was_sent_stays_on_the_page(eva: Client, cast: Cast) -> None:
    meeting = workflow.mark_held(make_meeting(cast.group), by=cast.eva)
    item = meeting.items.get(number=1)
    fields = fields_of(eva.get(address(meeting)))
    workflow.send_minutes(meeting, by=cast.eva)
    response = eva.post(address(meeting), {**fields, f"item-{item.pk}-dialog": LONG})
    assert response.status_code == 409
    assert "Anteckningen är skickad för justering." in response.content.decode()
    assert fields_of(response)[f"item-{item.pk}-dialog"] == LONG


def test_a_closed_note_is_read_not_written(eva: Client, cast: Cast) -> None:
    page = eva.get(address(make_sent(cast).meeting)).content.decode()
    assert 'id="editor"' not in page
    assert "Fråga 1" in page
