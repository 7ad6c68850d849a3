"""The demonstration: what it holds."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from decisions.models import Decision
from decisions.parties import asked
from groups.models import User
from meetings.models import (
    AgendaVersion,
    Attendance,
    Consultation,
    Handover,
    Matter,
    Meeting,
    MinutesVersion,
    Publication,
    ShortNote,
    StoredDocument,
    Verdict,
)
from meetings.reading import document_of_variant
from samverkan.portal import demo
from tests.conftest import MORNING

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def documents_of_the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any, documents_of_the_demo: Path) -> Iterator[demo.Cast]:
    """The demonstration, built once for the module; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=documents_of_the_demo), time_machine.travel(MORNING, tick=True):
            cast = demo.build(today=TODAY)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def built(built_once: demo.Cast, db: None, settings: Any, documents_of_the_demo: Path) -> demo.Cast:
    settings.IS_DEMO, settings.MEDIA_ROOT = True, documents_of_the_demo
    return built_once


def test_the_real_note_is_published_with_its_six_decisions_numbered_from_one(built: demo.Cast) -> None:
    assert Publication.objects.published().get().meeting.date == date(2026, 4, 23)
    found = Decision.objects.published().order_by("number").values_list("number", "kind")
    assert list(found) == [
        (1, "prepared_further"), (2, "noted"), (3, "taken_home"), (4, "decided_not_to"), (5, "agreed"), (6, "noted"),
    ]  # fmt: skip


def test_a_decision_is_under_way_and_the_member_has_something_to_report(built: demo.Cast) -> None:
    decision = Decision.objects.followed().get()
    assert sorted(decision.anchorings.exclude(state="not_started").values_list("state", flat=True)) == [
        "anchored", "implemented", "not_concerned",
    ]  # fmt: skip
    (row,) = decision.anchorings.filter(asked(built.member.person_id or 0, on=TODAY))
    assert row.state == "not_started"


def test_one_agenda_waits_to_be_approved_and_one_note_to_be_adjusted(built: demo.Cast) -> None:
    assert AgendaVersion.objects.get(state="sent").meeting.date == date(2026, 12, 17)
    assert MinutesVersion.objects.get(state="out").meeting.date == date(2026, 6, 4)


def test_the_agenda_that_waits_has_a_clock_that_runs(built: demo.Cast, client: Any) -> None:
    meeting = AgendaVersion.objects.get(state="sent").meeting
    client.force_login(built.chair)
    with time_machine.travel(TODAY, tick=False):
        html = client.get(f"/admin/moten/{meeting.pk}/agenda/").content.decode()
    assert re.findall(r"Kl\. (\d\d\.\d\d)", html) == ["13.30", "13.40", "14.25", "14.55"]


def test_what_is_not_published_says_who_to_ask(built: demo.Cast) -> None:
    document = document_of_variant(json.loads(Publication.objects.published().get().content), sha256="")
    assert "registrator@example.se" in document["keeper"]


def test_nobody_reads_tags_in_a_question(built: demo.Cast) -> None:
    assert not Matter.objects.filter(description__contains="<").exists()


def test_everything_is_signed_by_invented_people_and_nothing_lies_ahead(built: demo.Cast) -> None:
    by = {built.chair, built.process_leader}
    assert {
        person for verdict in Verdict.objects.all() for person in (verdict.given_by, verdict.adjuster.person.user)
    } <= by
    assert set(User.objects.values_list("email", flat=True)) == {
        "processledare@example.se", "ordforande@example.se", "ledamot@example.se",
    }  # fmt: skip
    assert all(version.sent_at.date() < TODAY for version in AgendaVersion.objects.all())


def test_the_real_note_says_that_its_adjustment_is_made_up(built: demo.Cast) -> None:
    verdict = Verdict.objects.get(adjuster__version__meeting__date=date(2026, 4, 23))
    assert (verdict.channel, verdict.adjuster.person) == ("registered", built.chair.person)
    assert verdict.source in Publication.objects.published().get().content
    assert "påhittat besked i en demonstration" in verdict.source


def test_no_real_person_is_said_to_have_been_at_a_made_up_meeting(built: demo.Cast) -> None:
    made_up = Meeting.objects.exclude(date=date(2026, 4, 23))
    present = Attendance.objects.filter(meeting__in=made_up).values_list("person__user__email", flat=True)
    assert set(present) <= set(User.objects.values_list("email", flat=True))


def test_every_kind_of_work_is_there_to_be_seen(built: demo.Cast) -> None:
    states = Matter.objects.order_by("raised_at").values_list("state", flat=True)
    assert list(states) == ["handed", "preparing", "preparing", "handed", "asked", "received"]
    lifted, prepared = Handover.objects.get(kind="lift"), Handover.objects.get(kind="pass_on")
    assert (lifted.from_group.slug, lifted.to_group.slug) == ("nosam-partille", "lgs")
    assert (prepared.to_group.slug, prepared.comes_back) == ("temagrupp-psykiatri", True)
    assert [row.who for row in Consultation.objects.get().consulted.all()][1:] == ["Göteborgsområdet", "VästKom"]
    written = Meeting.objects.get(kind="written")
    assert (written.state, written.answers_until) == ("called", date(2026, 12, 1))
    assert [group.slug for group in Meeting.objects.get(joint_groups__isnull=False).joint_groups.all()] == ["lgs"]
    assert Meeting.objects.get(state="cancelled").cancelled_reason.startswith("För få kan komma.")
    assert ShortNote.objects.get(closed_at=None).meeting.date == date(2026, 6, 4)
    assert StoredDocument.objects.get(kind="note").meeting.group.slug == "nosam-partille"


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (
            "process_leader",
            {
                "Fastställ handlingsplanen",
                "Följ upp justeringen",
                "Ta ställning till en ny fråga",
                "Förbered agendan",
                "Följ din fråga",
                "Ta ställning till en överlämnad fråga",
                "Svara på remissen",
            },
        ),
        (
            "chair",
            {
                "Handlingsplanen är försenad",
                "Skriv handlingsplanen",
                "Läs och justera anteckningen",
                "Läs och fastställ agendan",
                "Svara per capsulam",
                "Granska och publicera den uppladdade anteckningen",
                "Följ din fråga",
                "Svara på remissen",
            },
        ),
        ("member", {"Svara per capsulam", "Följ din fråga", "Rapportera hur långt ni har kommit"}),
    ],
)
def test_each_of_the_three_finds_something_to_do(built: demo.Cast, client: Any, who: str, labels: set[str]) -> None:
    client.force_login(getattr(built, who))
    with time_machine.travel(TODAY, tick=False):
        assert {todo.label for todo in client.get("/admin/").context["todos"]} == labels
