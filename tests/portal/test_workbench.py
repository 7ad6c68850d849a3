"""*Att göra*: what each role finds there, in words that say why now; and nothing, said kindly."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import AreaRole, Mandate, User
from meetings import workflow
from meetings.models import Matter, Meeting, MinutesVersion
from meetings.workflow.calling import call
from meetings.workflow.chair_decisions import Draft, ask_the_chair, draft_decision
from samverkan.portal.todo import Todo
from tests.factories import (
    LONG_AGO,
    Cast,
    make_adjusted,
    make_group,
    make_held,
    make_meeting,
    make_paper,
    make_published,
    make_sent,
    make_user,
)
from tests.meetings.written import answer, make_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
TODAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def desk(user: User) -> Any:
    client = Client()
    client.force_login(user)
    return client.get("/admin/")


def found(user: User) -> list[tuple[str, str]]:
    todos: list[Todo] = desk(user).context["todos"]
    return [(todo.label, todo.why) for todo in todos]


def in_days(cast: Cast, days: int, **fields: Any) -> Meeting:
    return make_meeting(cast.group, date=TODAY + timedelta(days=days), **fields)


def test_nothing_to_do_is_said_kindly(cast: Cast) -> None:
    assert "Inget väntar på dig just nu." in desk(cast.sara).content.decode()
    assert found(cast.sara) == []


def test_an_account_without_a_person_has_a_desk_too(cast: Cast) -> None:
    assert desk(make_user("ann", is_superuser=True)).status_code == 200


def test_a_meeting_to_prepare_says_its_next_deadline_and_when_it_is_urgent(cast: Cast) -> None:
    in_days(cast, 45)
    assert found(cast.eva) == [("Förbered agendan", "Mötet är om 45 dagar. Sista dag för frågor: 21 maj 2026.")]
    assert [todo.is_urgent for todo in desk(cast.eva).context["todos"]] == [False]
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        assert [todo.is_urgent for todo in desk(cast.eva).context["todos"]] == [True]


def test_a_note_to_write_says_how_old_it_is_and_when_it_is_due(cast: Cast) -> None:
    make_held(cast)
    assert found(cast.eva) == [
        ("Skriv klart anteckningen och skicka den",
         "Mötet hölls för 11 dagar sedan. Ska vara justerad senast 7 maj 2026."),
    ]  # fmt: skip
    assert found(cast.olle) == found(cast.sara) == []


def test_the_chair_finds_the_note_and_the_secretariat_is_told_when_it_is_late(cast: Cast) -> None:
    make_sent(cast)
    assert found(cast.olle) == [("Läs och justera anteckningen", "Skickad av Eva Exempel 4 maj 2026.")]
    assert found(cast.eva) == []
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert found(cast.eva) == [("Följ upp justeringen", "Skulle vara klar 7 maj 2026.")]
        assert desk(cast.eva).context["todos"][0].is_late
        assert found(cast.olle)[0][1] == "Skickad av Eva Exempel 4 maj 2026, för 10 dagar sedan."
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert found(cast.olle)[0][1] == "Skickad av Eva Exempel 4 maj 2026, i går."
    for days, is_late in ((14, False), (15, True)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert desk(cast.olle).context["todos"][0].is_late is is_late


def test_what_is_late_comes_first_and_says_so_and_the_heading_counts(cast: Cast) -> None:
    Matter.objects.create(title="x", group=cast.group, raised_by=cast.sara.person, raised_at=NOW)
    in_days(cast, 45)
    make_held(cast, date=date(2026, 4, 1))
    page = desk(cast.eva)
    assert [(todo.verb, todo.is_late) for todo in page.context["todos"]] == [
        ("Skriv anteckningen", True), ("Läs frågan", False), ("Förbered", False),
    ]  # fmt: skip
    text = page.content.decode()
    assert ('Att göra <span class="count">3</span>' in text, text.count("Försenat"), ">Öppna<" in text) == (
        True, 1, False,
    )  # fmt: skip


def approved(cast: Cast, days: int) -> Meeting:
    meeting = in_days(cast, days)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    return meeting


def test_the_papers_of_a_called_meeting_are_asked_for_until_their_day_has_passed(cast: Cast) -> None:
    meeting = call(approved(cast, 14), by=cast.eva)
    asked = "Se till att underlagen är klara"
    assert found(cast.eva) == [(asked, "Senast 11 maj 2026. Inget är tillagt än.")]
    make_paper(meeting)
    assert found(cast.eva) == [(asked, "Senast 11 maj 2026. Ett underlag är tillagt.")]
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert found(cast.eva) == []
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        assert found(cast.eva) == [], "not before it is near"


def test_an_agenda_that_has_changed_since_it_was_approved_is_sent_anew_before_the_call(cast: Cast) -> None:
    meeting = approved(cast, 20)
    assert found(cast.eva)[0] == ("Kalla till mötet", "Agendan är fastställd. Kallelsen ska ut senast 8 maj 2026.")
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        assert found(cast.eva)[0][1] == "Agendan är fastställd. Kallelsen skulle ha gått ut 8 maj 2026."
    meeting.items.filter(number=1).update(title="Något annat")
    assert found(cast.eva)[0][0] == "Skicka agendan igen"


def test_an_agenda_that_is_with_the_chair_is_followed_up_when_the_call_is_near(cast: Cast) -> None:
    workflow.send_agenda(in_days(cast, 40), by=cast.eva)
    workflow.send_agenda(in_days(cast, 20), by=cast.eva)
    assert [label for label, _ in found(cast.eva)] == ["Följ upp agendan"]


def test_a_note_that_was_taken_back_is_not_said_to_have_come_back(cast: Cast) -> None:
    workflow.take_back(make_sent(cast), by=cast.eva)
    assert found(cast.eva) == [
        ("Ändra anteckningen och skicka den igen", "Den är tillbakatagen. Mötet hölls för 11 dagar sedan.")
    ]


def test_a_chair_finds_the_decision_that_is_drafted_and_no_meeting_is_said_to_have_been_held(cast: Cast) -> None:
    fields = {"slug": "uppdrag", "title": "Uppdrag", "state": "adopted", "chair_decides": "Rutiner."}
    mandate = Mandate.objects.create(decision_date=LONG_AGO, valid_from=LONG_AGO, **fields)
    mandate.groups.add(cast.group)
    meeting = draft_decision(
        cast.group, Draft("Rutinen", "", "approves", "Ordföranden godkänner rutinen."), by=cast.olle
    )
    expected = [("Skriv klart förslaget till ordförandebeslut", "Det är inte lagt fram för ordföranden än.")]
    assert (found(cast.olle), found(cast.eva), found(cast.sara)) == (expected, expected, [])
    ask_the_chair(meeting, by=cast.olle)
    assert [label for label, _ in found(cast.olle)] == ["Läs och fatta ordförandebeslutet"]
    assert found(cast.eva) == []


def test_a_written_question_that_is_closed_has_a_note_to_read_through(cast: Cast) -> None:
    make_meeting(cast.group, kind="written", answers_until=date(2026, 4, 23), state="held")
    assert found(cast.eva) == [
        ("Läs igenom anteckningen och skicka den",
         "Frågan avslutades för 11 dagar sedan. Anteckningen är gjord av svaren."),
    ]  # fmt: skip


def test_a_written_question_that_all_have_answered_can_be_closed_before_its_last_day(cast: Cast) -> None:
    meeting = make_out(cast)
    for user in (cast.sara, cast.olle):
        assert found(cast.eva) == []
        answer(meeting, user, at=NOW)
    assert found(cast.eva) == [("Läs svaren och avsluta frågan", "Alla har svarat. Sista dagen är 18 maj 2026.")]


def test_the_registrar_finds_how_many_notes_wait_for_the_diary(cast: Cast) -> None:
    registrar = make_user("rut")
    AreaRole.objects.create(user=registrar, area=cast.group.area, role="registrar", starts=LONG_AGO)
    assert found(registrar) == []
    make_adjusted(cast)
    workflow.withdraw(make_published(cast, sequence=2), reason="Fel fil", by=cast.eva)
    todo = desk(registrar).context["todos"][0]
    assert (todo.about, todo.why, todo.url) == (
        "2 anteckningar väntar", "Den äldsta justerades 4 maj 2026. Bland dem 1 avpublicerad.", "/admin/diarium/",
    )  # fmt: skip
    for version in MinutesVersion.objects.filter(state="adjusted"):
        workflow.register_number(version, number="RS 2026-1", archive_id="", by=registrar)
    assert found(registrar) == []


def test_only_who_may_raise_a_question_is_offered_to(cast: Cast) -> None:
    registrar = make_user("rut")
    AreaRole.objects.create(user=registrar, area=cast.group.area, role="registrar", starts=LONG_AGO)
    raising = "/admin/fragor/ny/"
    assert raising in desk(cast.sara).content.decode()
    assert raising not in desk(registrar).content.decode()


def test_the_administrator_looks_at_mandates_offices_and_meetings_in_every_group_of_the_area(cast: Cast) -> None:
    ann = make_user("ann")
    AreaRole.objects.create(user=ann, area=cast.group.area, role="administrator", starts=LONG_AGO)
    make_group("utan-ordforande")
    watched = dict(desk(ann).context["watched"])
    assert {point.kind for points in watched.values() for point in points} <= {"Uppdrag", "Ordförande", "Möten"}
    assert "utan-ordforande" in {group.slug for group in watched}
    assert desk(cast.sara).context["watched"] == []


def test_several_agendas_are_answered_on_one_page(cast: Cast) -> None:
    for days in (20, 40):
        workflow.send_agenda(in_days(cast, days), by=cast.eva)
    todos = desk(cast.olle).context["todos"]
    assert [todo.label for todo in todos] == ["Läs och fastställ agendan"] * 2
    assert all(todo.url.startswith("/admin/beredning/#agenda-") for todo in todos)


def test_a_matter_received_waits_for_the_secretariat_and_one_sent_back_for_whoever_raised_it(cast: Cast) -> None:
    fields = {"group": cast.group, "raised_by": cast.sara.person, "raised_at": NOW}
    Matter.objects.create(title="Läkemedelslistan", **fields)
    Matter.objects.create(title="Skjutsar", state="sent_back", reason="Hör till färdtjänsten.", **fields)
    assert found(cast.eva) == [("Ta ställning till en ny fråga", "Väckt av Sara Exempel 4 maj 2026.")]
    assert found(cast.sara) == [
        ("Din fråga kom tillbaka", "”Hör till färdtjänsten.”"),
        ("Följ din fråga", "Väntar på besked. Väckt 4 maj 2026."),
    ]
    assert found(cast.maja) == []


def test_the_list_shows_the_next_thirty_days_and_else_the_next_meeting(cast: Cast) -> None:
    near, far = in_days(cast, 29, place="Nära"), in_days(cast, 80, place="Långt bort")
    assert [meeting for meeting, _ in desk(cast.sara).context["coming"]] == [near]
    assert "De närmaste 30 dagarna" in desk(cast.sara).content.decode()
    near.delete()
    assert [meeting for meeting, _ in desk(cast.sara).context["coming"]] == [far]
    assert "De närmaste 30 dagarna" not in desk(cast.sara).content.decode()


@pytest.mark.parametrize("who", ["eva", "olle", "sara"])
def test_queries_do_not_grow(cast: Cast, who: str, django_assert_max_num_queries: Any) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            in_days(cast, 20, sequence=Meeting.objects.count() + 1, starts_at=time(9))
            sent = in_days(cast, 21, sequence=Meeting.objects.count() + 1)
            workflow.send_agenda(sent, by=cast.eva)
            ready = in_days(cast, 22, sequence=Meeting.objects.count() + 1)
            workflow.approve_agenda(workflow.send_agenda(ready, by=cast.eva), by=cast.olle)
            Matter.objects.create(title="x", group=cast.group, raised_by=cast.sara.person, raised_at=NOW)

    fill(1)
    client = Client()
    client.force_login(getattr(cast, who))
    client.get("/admin/")
    with django_assert_max_num_queries(32) as few:
        client.get("/admin/")
    fill(8)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/admin/")
