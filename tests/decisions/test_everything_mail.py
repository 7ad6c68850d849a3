"""*Ta fram allt* says which mail has gone out about a meeting, its matters and decisions, and which has not and why."""

import json
from typing import Any

import pytest
from django.conf import settings

from groups.models import Organisation, Person
from meetings import workflow
from meetings.archiving.everything import everything_of
from meetings.archiving.readable import MAILS, as_text
from meetings.mail import PAGES
from meetings.models import Consulted, Meeting
from meetings.workflow import scheduling
from samverkan.common import mailing, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import AFTER, MEETING_DAY, Cast, make_chair, make_held, make_meeting, make_person, make_published
from tests.handovers import make_asked, make_ladder
from tests.matters import LATER, make_coming, make_matter
from tests.meetings.archives import opened
from tests.meetings.calendars import presented

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
TEMPLATES = settings.BASE_DIR / "templates" / "mail"
#: Mail with no template of the meeting's apps in its promise is named beside them.
BESIDE = {"call_anew", "minutes_to_register", "report_link_again", "take_home"}


def rows(meeting: Meeting) -> list[Any]:
    return list(json.loads(opened(everything_of(meeting, at=AFTER))["mejl.json"])["rows"])


def subjects(found: list[Any]) -> list[str]:
    return sorted(row["subject"] for row in found if row["state"] == "Skickat")


def test_nobody_without_an_address_is_said_to_have_got_mail(cast: Cast, mailoutbox: list[Any]) -> None:
    kim = make_person("Kim Utan Adress", email="")
    make_chair(kim, cast.group, is_shared=True)
    meeting = make_held(cast)
    workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    outbox.run_due()
    found = rows(meeting)
    assert {row["state"] for row in found if row["to"] == kim.name} == {f"Skickades inte. {mailing.NO_ADDRESS}"}
    assert subjects(found) == sorted(mail.subject for mail in mailoutbox) != []


def test_mail_that_was_not_needed_any_more_is_said_not_to_have_gone(cast: Cast) -> None:
    meeting = make_held(cast)
    workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    outbox.run_due()
    [row] = [row for row in rows(meeting) if row["mail"] == "minutes_to_adjust"]
    assert (row["subject"], row["state"]) == ("", "Skickades inte. Det fanns inget att svara på längre.")


def test_mail_that_was_given_up_or_is_from_before_is_told_apart_and_what_waits_is_left_out(cast: Cast) -> None:
    meeting = make_held(cast)
    about = {"template": "minutes_to_read", "meeting": meeting.pk, "person": cast.sara.person_id, "context": {}}
    for fields in ({"done_at": AFTER}, {"dead_at": AFTER}, {}):
        OutboxMessage.objects.create(kind="meetings.mail", payload=about, due_at=AFTER, **fields)
    assert sorted(row["state"] for row in rows(meeting)) == [
        "Det finns ingen uppgift om ifall det skickades", "Gick inte att skicka",
    ]  # fmt: skip


def test_what_was_taken_home_is_there(cast: Cast, parties: dict[str, Organisation], mailoutbox: list[Any]) -> None:
    meeting = make_published(cast, items=1, date=MEETING_DAY).meeting
    outbox.run_due()
    home = [row for row in rows(meeting) if row["mail"] == "take_home" and row["state"] == "Skickat"]
    assert {row["subject"] for row in home} == {mail.subject for mail in mailoutbox if "Att ta hem" in mail.subject}
    assert "Sara Exempel" in {row["to"] for row in home}
    assert "Mejl: Att ta hem\r\n" in as_text("Mejl", home)
    assert subjects(rows(meeting)) == sorted(mail.subject for mail in mailoutbox)
    other = make_meeting(cast.group, date=MEETING_DAY.replace(year=2027))
    assert "mejl.txt" not in opened(everything_of(other, at=AFTER))


def test_mail_about_a_matter_on_the_agenda_is_there(cast: Cast, mailoutbox: list[Any]) -> None:
    meeting, matter = make_coming(cast), make_matter(cast.sara, cast.group, state="preparing")
    scheduling.schedule(matter, meeting, by=cast.eva, at=AFTER)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    outbox.run_due()
    assert [(row["mail"], row["to"]) for row in rows(meeting) if row["mail"].startswith("matter")] == [
        ("matter_scheduled", "Sara Exempel")
    ]
    assert subjects(rows(meeting)) == sorted(mail.subject for mail in mailoutbox)
    assert "mejl.txt" not in opened(everything_of(make_coming(cast, LATER), at=AFTER))


def test_a_question_outside_is_there_with_whom_it_went_to(cast: Cast) -> None:
    ladder = make_ladder(cast)
    asked = make_asked(ladder, Consulted(group=ladder.nosam), Consulted(name="VästKom", email="vastkom@example.se"))
    meeting = make_meeting(cast.group)
    meeting.items.filter(number=1).update(matter=asked.matter)
    outbox.run_due()
    to = {row["to"] for row in rows(meeting) if row["mail"] == "consultation_asked" and row["state"] == "Skickat"}
    assert {"VästKom", str(ladder.nora.person)} <= to


def test_a_presenters_own_time_is_not_called_an_invitation_to_the_meeting(cast: Cast) -> None:
    meeting = make_coming(cast)
    guest: Person = make_person("Gäst Exempel", email="gast@example.se")
    presented(meeting, (guest, 20))
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    workflow.call(meeting, by=cast.eva, at=AFTER)
    outbox.run_due()
    [row] = [row for row in rows(meeting) if row["to"] == guest.name]
    assert row["mail"] == "slot_invited"
    assert row["subject"].startswith("Din punkt: ")
    assert "Mejl: Din punkt\r\n" in as_text("Mejl", [row])


def test_every_mail_about_a_meeting_has_a_name_to_read() -> None:
    entries = {path.stem.removeprefix("meeting_") for path in TEMPLATES.glob("meeting_*.txt")}
    ways = ("matter_", "consultation_", "handover_", "anchoring_", "commitment_")
    about = {path.stem for path in TEMPLATES.glob("*.txt") if path.stem.startswith(ways)}
    assert set(MAILS) == {*PAGES, *entries, *(f"slot_{name}" for name in entries), *about, *BESIDE}
    said = as_text("Mejl", [{"mail": name} for name in sorted(MAILS)])
    assert [line for line in said.splitlines() if any(name in line for name in MAILS if "_" in name)] == []
