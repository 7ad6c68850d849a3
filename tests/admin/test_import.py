"""Reading a note in through the admin: reviewed first, saved only when everything is settled."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from groups.models import Group, Person, User
from meetings.forms.importing import PASTED
from meetings.models import Meeting, StoredDocument
from tests.admin import browsing
from tests.factories import make_group, make_member, make_user

pytestmark = pytest.mark.django_db
READ, SAVE = "/admin/moten/las-in/", "/admin/moten/las-in/spara/"


@pytest.fixture
def eva(structure: None) -> User:
    user = make_user("eva")
    make_member(user.person, Group.objects.get(slug="lgs"), "process_leader")  # type: ignore[arg-type]
    return user


@pytest.fixture
def browser(eva: User) -> Client:
    return browsing.browser(eva)


def upload(text: str) -> dict[str, Any]:
    return {"group": "lgs", "file": SimpleUploadedFile("lgs.txt", text.encode()), "text": ""}


def carried(text: str, **choices: str) -> dict[str, str]:
    return {"group": "lgs", "source": base64.b64encode(text.encode()).decode(), "file_name": "lgs.txt", **choices}


def test_the_review_says_what_was_read_and_saves_nothing(browser: Client, lgs_note: str) -> None:
    page = browser.post(READ, upload(lgs_note)).content.decode()
    for words in ("23 april 2026", "13.30–16.30", "13 närvarande, 10 förhindrade", "8 punkter, 6 beslut"):
        assert words in page
    assert not Meeting.objects.exists()


def test_a_file_with_a_long_name_can_be_saved(browser: Client, lgs_note: str) -> None:
    file = SimpleUploadedFile(f"{'lång ' * 40}.txt", lgs_note.encode())
    review = browser.post(READ, {"group": "lgs", "file": file, "text": ""})
    fields = {name: review.context["carried"].initial[name] for name in ("group", "source", "file_name")}
    assert browser.post(SAVE, fields)["Location"] == reverse("meetings_admin:meeting", args=[Meeting.objects.get().pk])


def test_a_pasted_note_is_read_as_well(browser: Client, lgs_note: str) -> None:
    page = browser.post(READ, {"group": "lgs", "text": lgs_note}).content.decode()
    assert "13 närvarande, 10 förhindrade" in page


def test_saving_leads_to_the_editor_and_keeps_the_original_and_who_did_it(browser: Client, lgs_note: str) -> None:
    answer = browser.post(SAVE, carried(lgs_note))
    meeting = Meeting.objects.get()
    assert answer["Location"] == reverse("meetings_admin:meeting", args=[meeting.pk])
    assert StoredDocument.objects.get(kind="source").read() == lgs_note.encode()
    assert meeting.history.first().history_user.email == "eva@example.se"


def test_an_unknown_name_has_to_be_settled_and_the_note_is_carried_along(browser: Client, lgs_note: str) -> None:
    changed = lgs_note.replace("Erika Hägg", "Erik Hägg")
    page = browser.post(READ, upload(changed)).content.decode()
    assert "Samma som Erika Hägg" in page
    refused = browser.post(SAVE, carried(changed))
    assert refused.status_code == 422
    assert "Välj om Erik Hägg är en ny person" in refused.content.decode()
    assert base64.b64encode(changed.encode()).decode() in refused.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("choice", "new_people"), [("new", 1), ("erika-hagg", 0)])
def test_the_choice_is_followed(browser: Client, lgs_note: str, choice: str, new_people: int) -> None:
    before = Person.objects.count()
    browser.post(SAVE, carried(lgs_note.replace("Erika Hägg", "Erik Hägg"), **{"person-0": choice}))
    assert Person.objects.count() == before + new_people
    assert Meeting.objects.get().attendance.count() == 23


def test_a_choice_that_was_not_offered_is_refused(browser: Client, lgs_note: str) -> None:
    changed = lgs_note.replace("Erika Hägg", "Erik Hägg")
    assert browser.post(SAVE, carried(changed, **{"person-0": "katarina-mueller"})).status_code == 422
    assert not Meeting.objects.exists()


def test_a_second_reading_says_that_the_note_is_there(browser: Client, lgs_note: str) -> None:
    browser.post(SAVE, carried(lgs_note))
    page = browser.post(READ, upload(lgs_note)).content.decode()
    assert "Det finns redan en anteckning för LGS den 23 april 2026" in page
    browser.post(SAVE, carried(lgs_note))
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"group": "lgs", "text": ""}, "Välj en fil eller klistra in texten."),
        ({"group": "lgs", "text": "Mjölk och bröd"}, "mötesanteckning"),
        ({"group": "", "text": "x"}, "Välj vilken grupp anteckningen gäller."),
    ],
)
def test_what_is_no_note_gets_a_sentence_and_keeps_what_was_typed(
    browser: Client, values: dict[str, str], sentence: str
) -> None:
    answer = browser.post(READ, values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert values["text"] in answer.content.decode()


def test_a_pasted_note_that_cannot_be_saved_is_there_to_be_corrected(browser: Client, lgs_note: str) -> None:
    browser.post(SAVE, carried(lgs_note))
    again = lgs_note + "\nNågot som bara står här."
    refused = browser.post(SAVE, {**carried(again), "file_name": PASTED})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Det finns redan en anteckning" in page
    assert "Något som bara står här." in page
    assert f'action="{READ}"' in page
    assert '<option value="lgs" selected>' in page


def test_a_note_cannot_be_read_into_somebody_elses_group(browser: Client, lgs_note: str) -> None:
    make_group("annan")
    assert browser.post(READ, {"group": "annan", "text": lgs_note}).status_code == 422
    assert browser.post(SAVE, {**carried(lgs_note), "group": "annan"}).status_code == 404


def test_a_source_that_did_not_come_through_whole_is_refused(browser: Client, lgs_note: str) -> None:
    answer = browser.post(SAVE, {**carried(lgs_note), "source": "inte base64!"})
    assert answer["Location"] == READ
    assert not Meeting.objects.exists()
