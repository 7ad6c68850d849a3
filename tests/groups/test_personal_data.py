"""Everything that is held about one person is found, in every app, and comes out as page, JSON and PDF."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from groups.models import MandateSection, Person, User
from groups.personal_data import FORMAT, as_json, as_pdf, held_about, in_words, shown
from groups.workflow.people import merge_people
from meetings.models import Attendance, Outcome
from samverkan.common import history, mailing, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import (
    Cast,
    make_adjusted,
    make_chair,
    make_group,
    make_meeting,
    make_organisation,
    make_person,
    make_register_rows,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def sara(cast: Cast) -> Person:
    """A member with an account, a new name, attendance, a chair elsewhere and a mail on its way."""
    person = cast.sara.person
    assert person
    person.email, person.organisation = "sara.privat@example.se", make_organisation("Närhälsan")
    history.save(person, by=cast.eva, at=AT, reason="Gift")
    meeting = make_meeting(cast.group, note_taker=person)
    Attendance.objects.create(meeting=meeting, person=person, title="Chef", remark="från punkt 2", position=2)
    make_chair(person, make_group("tema"))
    with transaction.atomic():
        outbox.add("groups.mail", template="seat_vacant", person=person.pk, path="/", context={})
    return person


def test_every_kind_of_thing_that_is_held_is_told(cast: Cast, sara: Person) -> None:
    found = held_about(sara)
    assert found["Registret över personer"] == [
        {
            "namn": "Sara Exempel",
            "organisation": "Närhälsan",
            "e-post (visas aldrig öppet)": "sara.privat@example.se",
            "rollens kontaktuppgift får visas": False,
        }
    ]
    assert [row.get("skäl") for row in found["Vad registret har sagt"]].count("Gift") == 1
    assert {row["grupp"] for row in found["Medlemskap"]} == {"Gruppen LGS", "Gruppen TEMA"}
    assert [row["uppdrag"] for row in found["Ordförandeskap"]] == ["Ordförande"]
    assert [(row["möte"], row["titel"], row["anmärkning"]) for row in found["Närvaro"]] == [
        ("LGS 23 april 2026", "Chef", "från punkt 2")
    ]
    assert [row["som"] for row in found["Möten"]] == ["vid anteckningarna"]
    assert [row["e-post"] for row in found["Konton"]] == ["sara@example.se"]
    assert [row["slag"] for row in found["Mejl till personen"]] == ["seat_vacant"]


def test_a_mail_that_was_not_sent_is_not_told_as_sent(sara: Person) -> None:
    for key, said in (("gone", {mailing.SENT: "Vakant"}), ("left", {mailing.UNSENT: mailing.NO_ADDRESS})):
        outbox.add_once(key, "groups.mail", template=key, person=sara.pk, **said)
        OutboxMessage.objects.filter(payload__template=key).update(done_at=timezone.now())
    told = {row["slag"]: row for row in held_about(sara)["Mejl till personen"]}
    assert ("skickat" in told["gone"], "inte skickat" in told["gone"]) == (True, False)
    assert ("skickat" in told["left"], told["left"]["inte skickat"]) == (False, "Personen saknade e-postadress.")


def test_what_the_account_has_done_is_counted(cast: Cast) -> None:
    version = make_adjusted(cast)
    assert cast.eva.person
    assert cast.olle.person
    found = held_about(cast.eva.person)
    assert {row["som"] for row in found["Anteckningsversioner"]} == {"skickad av"}
    acts = {row["I registret"]: row["ändringar"] for row in found["Ändringar som kontot har gjort"]}
    assert acts["Möten"] >= 1
    assert [row["som"] for row in held_about(cast.olle.person)["Besked"]] == ["lämnat av"]
    assert version.sha256 not in as_json(cast.eva.person, at=AT)


def test_texts_in_which_the_name_stands_are_named(cast: Cast, sara: Person) -> None:
    meeting = make_meeting(cast.group, sequence=2)
    Outcome.objects.filter(item__meeting=meeting).first().delete()  # type: ignore[union-attr]
    Outcome.objects.create(item=meeting.items.last(), position=9, kind="assigned", text="Sara Exempel tar frågan.")
    make_register_rows(cast)
    MandateSection.objects.create(
        mandate=cast.group.mandates.get(), position=1, heading="Kontakt", body="<p>Sara Exempel</p>"
    )
    told = [tuple(row.values()) for row in held_about(sara)["Texter där namnet står"]]
    assert ("Beslut i mötet", "Sara Exempel tar frågan.") in told
    assert len(told) == 2


def test_no_password_comes_out(cast: Cast, sara: Person) -> None:
    text = as_json(sara, at=AT)
    assert cast.sara.password not in text
    assert "lösenord" not in text.casefold()


def test_the_json_is_what_its_format_says(sara: Person) -> None:
    record = json.loads(as_json(sara, at=AT))
    assert list(record) == ["format", "created", "name", "sections"]
    assert (record["format"], record["created"], record["name"]) == (FORMAT, "2026-05-04T14:00:00+02:00", sara.name)
    sections = {section["heading"]: section["rows"] for section in record["sections"]}
    assert sections["Medlemskap"][0]["från och med"] == "2020-01-01"
    assert datetime.fromisoformat(sections["Konton"][0]["skapat"]).tzinfo is not None
    assert all(
        isinstance(value, str | int | bool) for rows in sections.values() for row in rows for value in row.values()
    )


def test_the_pdf_says_what_the_page_says(sara: Person, monkeypatch: Any) -> None:
    drawn = {}
    monkeypatch.setattr("samverkan.common.pdf.render", lambda html, **meta: drawn.update(meta, html=html))
    as_pdf(sara, at=AT)
    assert (drawn["title"], drawn["created"]) == ("Uppgifter om Sara Exempel", AT)
    for heading, rows in shown(held_about(sara)):
        assert f"{heading} ({len(rows)})" in drawn["html"]


def test_the_pdf_can_be_drawn(sara: Person) -> None:
    assert as_pdf(sara, at=AT).content.startswith(b"%PDF")


def test_what_was_held_by_a_row_that_was_merged_is_told_too(cast: Cast, sara: Person) -> None:
    twin = make_person("Sara Exempl", email="gammal@example.se")
    merge_people(twin, sara, by=cast.eva)
    names = [row["namn"] for row in held_about(sara)["Registret över personer"]]
    assert names == ["Sara Exempel", "Sara Exempl"]


def test_values_in_words() -> None:
    values: list[Any] = [True, False, 3, "text", AT.date(), AT, AT.time()]
    words = ["ja", "nej", "3", "text", "4 maj 2026", "4 maj 2026 kl. 14.00", "12.00"]
    assert [in_words(value) for value in values] == words


def test_every_table_that_points_at_a_person_is_in_an_app_that_tells() -> None:
    """A table elsewhere would be forgotten: then its app has to answer ``personal_data_asked``."""
    pointing = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in {Person, User}
    }
    others = {"account", "admin", "prose_editor"}
    assert pointing - others <= {"groups", "meetings", "decisions"}
