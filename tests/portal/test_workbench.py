"""*Att göra*: what each role finds there, in words that say why now; and nothing, said kindly."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from groups.models import User
from meetings import workflow
from meetings.models import Matter, Meeting
from samverkan.portal.todo import Todo
from tests.factories import Cast, make_held, make_meeting, make_sent, make_user

pytestmark = pytest.mark.django_db
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
        ("Följ din fråga", "Mottagen. Väckt 4 maj 2026."),
    ]
    assert found(cast.maja) == []


def test_the_list_shows_the_next_thirty_days_and_else_the_next_meeting(cast: Cast) -> None:
    near, far = in_days(cast, 29, place="Nära"), in_days(cast, 80, place="Långt bort")
    assert [meeting for meeting, _ in desk(cast.sara).context["coming"]] == [near]
    near.delete()
    assert [meeting for meeting, _ in desk(cast.sara).context["coming"]] == [far]


@pytest.mark.parametrize("who", ["eva", "olle", "sara"])
def test_queries_do_not_grow(cast: Cast, who: str, django_assert_max_num_queries: Any) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            in_days(cast, 20, sequence=Meeting.objects.count() + 1, starts_at=time(9))
            sent = in_days(cast, 21, sequence=Meeting.objects.count() + 1)
            workflow.send_agenda(sent, by=cast.eva)
            Matter.objects.create(title="x", group=cast.group, raised_by=cast.sara.person, raised_at=NOW)

    fill(1)
    client = Client()
    client.force_login(getattr(cast, who))
    client.get("/admin/")
    with django_assert_max_num_queries(40) as few:
        client.get("/admin/")
    fill(8)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/admin/")
