"""A planted personal number, in any writing, stops whatever everyone would read, by every route that leads there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from meetings import workflow
from meetings.importing.reading import read_note
from meetings.importing.saving import NEW, save_minutes
from meetings.models import Attachment, Meeting, ShortNote
from meetings.workflow.agenda import agenda_to_register
from meetings.workflow.light_path import publish_note
from meetings.workflow.short_notes import save_short_note
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_adjusted, make_cast, make_held, make_meeting, make_paper, make_sent
from tests.meetings.modes import person_of
from tests.meetings.planting import APART, FIELDS, RECORD, text_fields, word
from tests.meetings.uploaded import AT, checked, make_received, said
from tests.numbers import written

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    kind = cast.group.type
    kind.light_path = kind.publishes_short_notes = True
    kind.save()
    return cast


def test_every_text_field_is_planted_in_or_said_to_be_apart() -> None:
    models = [model for model in apps.get_app_config("meetings").get_models() if "Historical" not in model.__name__]
    fields = {f"{model.__name__}.{name}" for model in models for name in text_fields(model)}
    planted = {name for name in FIELDS if "." in name}
    assert planted & set(APART) == set()
    assert fields - planted - set(APART) == set()
    assert set(APART) - fields == set()
    assert set(RECORD) <= set(models)


def _agenda(field: str) -> Callable[[Cast, str], Any]:
    def step(cast: Cast, text: str) -> None:
        meeting = make_meeting(cast.group, items=1)
        meeting.items.update(**{field: text})
        workflow.send_agenda(meeting, by=cast.eva, at=AFTER)

    return step


def _agenda_of(place: str) -> Callable[[Cast, str], Any]:
    def step(cast: Cast, text: str) -> None:
        meeting = make_meeting(cast.group, items=1)
        FIELDS[place](meeting, text)
        workflow.send_agenda(Meeting.objects.get(pk=meeting.pk), by=cast.eva, at=AFTER)

    return step


def _registered_agenda(cast: Cast, text: str) -> None:
    meeting = make_meeting(cast.group, items=1)
    seen = agenda_to_register(meeting)[1]
    day = AFTER.date()
    workflow.register_agenda(meeting, seen_sha256=seen, source=f"enligt {text}", day=day, by=cast.eva, at=AFTER)


def _registered_verdict(cast: Cast, text: str) -> None:
    given = {"person": person_of(cast.olle), "kind": "adjusted", "source": f"via {text}"}
    workflow.register_verdict(make_sent(cast), **given, by=cast.eva, at=AFTER)


def _imported(cast: Cast, text: str) -> None:
    """A note that is read in as it stands, and sent."""
    note = f"Mötesanteckning LGS\nDatum: 2026-04-23\n\n1. Inledning\nPatienten {text} kom.\n".encode()
    proposal = read_note(note, group=cast.group)
    people = {match.name: NEW for match in proposal.people}
    meeting = save_minutes(proposal, choices=people, source=note, file_name="not.txt", by=cast.eva, at=AFTER)
    meeting.attendance.create(person=person_of(cast.olle), position=1)
    workflow.mark_held(meeting, by=cast.eva, at=AFTER)
    workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def _uploaded(cast: Cast, text: str) -> None:
    make_received(cast, file=checked(content=word(f"Patienten {text} kom.")))


def _uploaded_summary(cast: Cast, text: str) -> None:
    make_received(cast, summary=f"Patienten {text} kom.")


def _uploaded_with_paper(cast: Cast, text: str) -> None:
    meeting = make_received(cast)
    make_paper(meeting, title=text)
    publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)


def _short_note(cast: Cast, text: str) -> None:
    save_short_note(make_held(cast), text=f"Patienten {text} kom.", by=cast.eva, at=AFTER)


def _correction_reason(cast: Cast, text: str) -> None:
    workflow.open_correction(make_adjusted(cast).meeting, kind="spelling", reason=f"Fel: {text}", by=cast.eva, at=AFTER)


def _correction(cast: Cast, text: str) -> None:
    meeting = make_adjusted(cast, items=1).meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel", by=cast.eva, at=AFTER)
    FIELDS["Outcome.text"](meeting, text)
    workflow.send_minutes(Meeting.objects.get(pk=meeting.pk), by=cast.eva, at=AFTER)


def _registration(cast: Cast, text: str) -> None:
    workflow.register_number(make_adjusted(cast), number=text, archive_id="", by=cast.eva, at=AFTER)


ROUTES: dict[str, Callable[[Cast, str], Any]] = {
    **{f"agenda: {field}": _agenda(field) for field in ("title", "background", "questions", "proposed_decision")},
    **{f"agenda: {place}": _agenda_of(place) for place in ("presenter", "Meeting.place", "Meeting.approves_title")},
    "agenda registered": _registered_agenda,
    "verdict registered": _registered_verdict,
    "import": _imported,
    "light path": _uploaded,
    "light path: summary": _uploaded_summary,
    "light path: paper": _uploaded_with_paper,
    "short note": _short_note,
    "correction: reason": _correction_reason,
    "correction": _correction,
    "registration": _registration,
}


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize("route", ROUTES)
@given(text=written())
@FEW
def test_a_number_stops_by_every_route(cast: Cast, route: str, text: str) -> None:
    with transaction.atomic():
        with pytest.raises(StepRefused, match="personnummer"):
            ROUTES[route](cast, text)
        assert not ShortNote.objects.exists()
        assert not Attachment.objects.filter(meeting__publications__isnull=False).exists()
        transaction.set_rollback(True)
