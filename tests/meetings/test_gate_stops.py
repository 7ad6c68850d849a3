"""A personal number stops the note, wherever it stands and by whichever way the note is sent or published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from meetings import gate, workflow
from meetings.documents import render_stored
from meetings.importing.reading import read_note
from meetings.importing.saving import NEW, save_minutes
from meetings.models import Meeting, MinutesVersion, NotPersonalNumber
from meetings.snapshot import minutes_content
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import address, browser, said
from tests.common.crafted import office
from tests.conftest import SEEDS
from tests.factories import AFTER, Cast, make_held, make_paper
from tests.meetings.planting import FIELDS, FILES, PDFS
from tests.numbers import NUMBER, TEN, check_digit, written

STOPS = "Det här ser ut som personnummer"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_held(cast, items=1)


def rolled_back(step: Callable[[], Any]) -> None:
    """Do something of which nothing is left afterwards."""
    with transaction.atomic():
        step()
        transaction.set_rollback(True)


def is_stopped(cast: Cast, meeting: Meeting) -> bool:
    """Whether sending is refused because of a number, and nothing is sent."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(StepRefused, match=STOPS):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    return not MinutesVersion.objects.filter(meeting=meeting).exists()


@pytest.mark.parametrize("field", FIELDS)
@given(text=written())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_number_in_any_field_stops_sending(cast: Cast, meeting: Meeting, field: str, text: str) -> None:
    def step() -> None:
        FIELDS[field](meeting, text)
        assert is_stopped(cast, meeting)

    rolled_back(step)


@pytest.mark.parametrize("kind", FILES)
@given(text=written())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_number_in_any_office_document_stops_sending(cast: Cast, meeting: Meeting, kind: str, text: str) -> None:
    suffix, made = FILES[kind]

    def step() -> None:
        make_paper(meeting, content=made(text.replace("\r", "")), suffix=suffix)
        assert is_stopped(cast, meeting)

    rolled_back(step)


@pytest.mark.parametrize("place", PDFS)
def test_a_number_in_a_pdf_stops_sending(cast: Cast, meeting: Meeting, place: str) -> None:
    make_paper(meeting, content=PDFS[place](f"Patient {NUMBER}."), suffix="pdf")
    assert is_stopped(cast, meeting)


def test_digits_in_a_checksum_are_nobodys_number(cast: Cast, meeting: Meeting) -> None:
    variant = {"items": [], "seal": {"content_sha256": f"ab {TEN} c"}}
    assert gate.unsettled_numbers(meeting, variant) == []
    assert gate.unsettled_numbers(meeting, {"items": [], "seal": {"version": TEN}}) != []


def test_a_file_that_is_lost_stops_sending(cast: Cast, meeting: Meeting, settings: Any, tmp_path: Any) -> None:
    make_paper(meeting, title="Kartläggning", content=office("docx", word__more="bara här"))
    settings.MEDIA_ROOT = tmp_path / "empty"
    with pytest.raises(StepRefused, match="Filen i underlag 1, Kartläggning, går inte att läsa igenom"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_the_process_leader_is_told_where_it_stands_and_whom_to_ask(cast: Cast, meeting: Meeting) -> None:
    FIELDS["AgendaItem.dialog"](meeting, NUMBER)
    FIELDS["name of a file"](meeting, NUMBER)
    with pytest.raises(StepRefused) as refusal:
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    assert str(refusal.value) == (
        "Det här ser ut som personnummer: 850423-•••• (punkt 1 och titeln eller filnamnet på underlag 1). Ta bort det. "
        "Är det något annat kan Olle Exempel avgöra det."
    )
    answer = browser(cast.eva).post(address(meeting, "skicka/"))
    assert said(answer) == [str(refusal.value)]
    page = browser(cast.eva).get(address(meeting, "skicka/")).content.decode()
    assert "850423-••••: punkt 1" in page
    assert "Olle Exempel" in page
    assert TEN[6:] not in page


def test_a_note_that_was_read_in_is_stopped_when_it_is_sent(cast: Cast, lgs_note: str) -> None:
    source = lgs_note.replace("Dialog", f"Patienten {NUMBER}.\n\nDialog", 1).encode()
    proposal = read_note(source, group=cast.group)
    people = {match.name: NEW for match in proposal.people}
    meeting = save_minutes(proposal, choices=people, source=source, file_name="not.txt", by=cast.eva, at=AFTER)
    workflow.mark_held(meeting, by=cast.eva, at=AFTER)
    choices = dict.fromkeys(gate.unsettled_contacts(meeting), "mask")
    with pytest.raises(StepRefused, match=STOPS):
        workflow.send_minutes(meeting, choices=choices, by=cast.eva, at=AFTER)


def test_the_real_notes_are_not_stopped(cast: Cast) -> None:
    for seed in sorted(SEEDS.glob("*.txt")):
        text = seed.read_text(encoding="utf-8")
        content = {"items": [{"number": 1, "information": "", "title": text, "papers": []}], "papers": []}
        meeting = Meeting(pk=1, group=cast.group)
        assert gate.unsettled_numbers(meeting, content) == [], seed.name


@pytest.fixture
def ruled(cast: Cast, meeting: Meeting) -> MinutesVersion:
    """An adjusted note with digits that the chair said were no personal number; the chair's word is gone."""
    FIELDS["AgendaItem.dialog"](meeting, NUMBER)
    number = workflow.numbers_to_judge(meeting)[0]
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Artikelnummer", by=cast.olle, at=AFTER)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    NotPersonalNumber.objects.all().delete()
    return version


def test_a_number_stops_publishing_too(cast: Cast, ruled: MinutesVersion) -> None:
    with pytest.raises(StepRefused, match=STOPS):
        workflow.publish(ruled, by=cast.eva, at=AFTER)
    answer = browser(cast.eva).post(address(ruled.meeting, "publicera/"))
    assert said(answer)[0].startswith(STOPS)
    assert not ruled.meeting.publications.exists()


def test_what_is_withheld_is_not_published_and_stops_nothing_then(cast: Cast, meeting: Meeting) -> None:
    FIELDS["AgendaItem.withheld_reason"](meeting, NUMBER)
    number = workflow.numbers_to_judge(meeting)[0]
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Nummer", by=cast.olle, at=AFTER)
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    NotPersonalNumber.objects.all().delete()
    assert workflow.publish(version, by=cast.eva, at=AFTER).content


def test_the_chair_can_judge_at_publication_too(cast: Cast, ruled: MinutesVersion) -> None:
    meeting = ruled.meeting
    [number] = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Artikelnummer", by=cast.olle, at=AFTER)
    assert workflow.publish(ruled, by=cast.eva, at=AFTER).published_by == cast.eva


def test_no_digits_are_kept_of_a_ruling_and_another_meeting_has_another_fingerprint(
    cast: Cast, meeting: Meeting, settings: Any
) -> None:
    FIELDS["AgendaItem.dialog"](meeting, NUMBER)
    [number] = workflow.numbers_to_judge(meeting)
    row = workflow.rule_not_personal(meeting, number.fingerprint(meeting), reason="Nr", by=cast.olle, at=AFTER)
    assert (row.shown, row.reason, row.ruled_by) == ("850423-••••", "Nr", cast.olle)
    assert not [value for value in vars(row).values() if TEN[6:] in str(value) and value != row.fingerprint]
    other = make_held(cast, items=1, date=AFTER.date())
    assert number.fingerprint(other) != row.fingerprint
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert gate.unsettled_numbers(meeting, minutes_content(meeting)) == []
    settings.SECRET_KEY_FALLBACKS = []
    assert len(gate.unsettled_numbers(meeting, minutes_content(meeting))) == 1


def test_a_ruling_is_about_these_digits_and_no_others(cast: Cast, meeting: Meeting) -> None:
    nine = "910611456"
    FIELDS["AgendaItem.dialog"](meeting, f"{NUMBER} {nine[:6]}-{nine[6:]}{check_digit(nine)}")
    first, second = workflow.numbers_to_judge(meeting)
    workflow.rule_not_personal(meeting, first.fingerprint(meeting), reason="Nr", by=cast.olle, at=AFTER)
    assert [row.digits for row in workflow.numbers_to_judge(meeting)] == [second.digits]
    for fingerprint, reason in (
        (second.fingerprint(meeting), " "),
        (second.fingerprint(meeting), f"Blankett {NUMBER}"),
        ("0" * 64, "Nr"),
        (first.fingerprint(meeting), "Nr"),
    ):
        with pytest.raises(StepRefused):
            workflow.rule_not_personal(meeting, fingerprint, reason=reason, by=cast.olle, at=AFTER)


def test_only_a_chair_judges_and_sees_no_last_four(cast: Cast, meeting: Meeting) -> None:
    FIELDS["AgendaItem.dialog"](meeting, NUMBER)
    path = address(meeting, "personnummer/")
    assert [browser(user).get(path).status_code for user in (cast.eva, cast.sara, cast.maja)] == [200, 403, 404]
    chair = browser(cast.olle)
    page = chair.get(path)
    assert "850423-••••" in page.content.decode()
    assert TEN[6:] not in page.content.decode()
    fingerprint = workflow.numbers_to_judge(meeting)[0].fingerprint(meeting)
    assert chair.post(path, {"fingerprint": fingerprint, "reason": ""}).status_code == 422
    answer = chair.post(path, {"fingerprint": fingerprint, "reason": "Ett artikelnummer"})
    assert said(answer) == ["Du har bedömt att 850423-•••• inte är ett personnummer."]
    assert "Ett artikelnummer" in chair.get(path).content.decode()
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).content
