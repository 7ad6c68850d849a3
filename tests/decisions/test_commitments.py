"""What somebody takes upon themselves in the minutes becomes a commitment, and is reported in one step."""

import pytest

from decisions import rules, workflow
from decisions.models import Commitment
from groups.models import Organisation
from meetings import workflow as meetings
from meetings.models import Meeting, Outcome, OutcomeTask
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_held

pytestmark = pytest.mark.django_db


def adjusted(cast: Cast, meeting: Meeting) -> list[Commitment]:
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    return list(Commitment.objects.order_by("decision__number", "position"))


@pytest.fixture
def taken_home(cast: Cast, parties: dict[str, Organisation]) -> Commitment:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="taken_home", organisation=parties["Sahlgrenska"], text="SU tar med sig frågan.")
    return adjusted(cast, meeting)[0]


def test_what_an_organisation_takes_home_is_its_commitment(
    taken_home: Commitment, parties: dict[str, Organisation]
) -> None:
    assert (taken_home.owner, taken_home.organisation) == ("SU", parties["Sahlgrenska"])
    assert (taken_home.text, taken_home.state) == ("SU tar med sig frågan.", "open")


def test_a_task_is_a_commitment_of_whoever_the_minutes_name(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text="Skriv brevet", due="2026-06-01")
    (row,) = adjusted(cast, meeting)
    assert (row.owner, row.organisation, row.text, f"{row.due}") == ("Kontoret", None, "Skriv brevet", "2026-06-01")


def test_an_assignment_with_tasks_says_itself_in_them(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="assigned", text="Kontoret arbetar vidare.")
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text="Skriv brevet")
    assert [row.text for row in adjusted(cast, meeting)] == ["Skriv brevet"]


def test_an_assignment_without_tasks_is_a_commitment_in_its_own_words(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="assigned", text="Kontoret arbetar vidare.")
    assert [row.text for row in adjusted(cast, meeting)] == ["Kontoret arbetar vidare."]


def test_a_noted_item_commits_nobody(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    Outcome.objects.update(kind="noted")
    assert adjusted(cast, meeting) == []


def test_a_report_says_what_has_happened_and_closes(cast: Cast, taken_home: Commitment) -> None:
    row = workflow.report_commitment(taken_home, "open", report="Möte bokat", by=cast.sara, at=AFTER)
    assert (row.state, row.report, row.changed_by) == ("open", "Möte bokat", cast.sara)
    row = workflow.report_commitment(taken_home, "done", by=cast.sara, at=AFTER)
    assert (row.state, list(Commitment.objects.open())) == ("done", [])


def test_a_report_that_says_nothing_or_no_reason_is_refused(cast: Cast, taken_home: Commitment) -> None:
    with pytest.raises(StepRefused, match="vad som har hänt"):
        workflow.report_commitment(taken_home, "open", report=" ", by=cast.sara)
    with pytest.raises(StepRefused, match="varför"):
        workflow.report_commitment(taken_home, "cannot", by=cast.sara)


def test_those_who_sit_for_the_organisation_report_and_the_secretariat(cast: Cast, taken_home: Commitment) -> None:
    able = [rules.may_report_commitment(user, taken_home) for user in (cast.sara, cast.eva, cast.olle, cast.maja, None)]
    assert able == [True, True, False, False, False]


def test_a_report_stays_with_its_words_when_a_correction_strikes_what_stood_before(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    for text in ("Skriv brevet", "Ring alla", "Boka lokal"):
        OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text=text)
    rows = adjusted(cast, meeting)
    workflow.report_commitment(rows[1], "done", report="Alla är ringda", by=cast.eva, at=AFTER)
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel uppgift", by=cast.eva, at=AFTER)
    OutcomeTask.objects.filter(text="Skriv brevet").delete()
    adjusted(cast, meeting)
    stored = Commitment.objects.order_by("position").values_list("text", "state", "report")
    assert list(stored) == [
        ("Ring alla", "done", "Alla är ringda"), ("Boka lokal", "open", ""), ("Skriv brevet", "dropped", ""),
    ]  # fmt: skip


def test_words_that_a_correction_changes_where_they_stand_keep_their_report(cast: Cast) -> None:
    meeting = make_held(cast, items=1)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text="Skriv brvet")
    (row,) = adjusted(cast, meeting)
    workflow.report_commitment(row, "done", by=cast.eva, at=AFTER)
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Skrivfel", by=cast.eva, at=AFTER)
    OutcomeTask.objects.update(text="Skriv brevet")
    assert [(row.text, row.state) for row in adjusted(cast, meeting)] == [("Skriv brevet", "done")]


def corrected(cast: Cast, meeting: Meeting, *texts: str) -> list[tuple[str, str]]:
    """The note says these tasks from now on, through a correction; what every commitment says then, and its state."""
    meeting = meetings.open_correction(meeting, kind="outcome", reason="Fel uppgift", by=cast.eva, at=AFTER)
    outcome = Outcome.objects.get()
    outcome.tasks.all().delete()
    for text in texts:
        OutcomeTask.objects.create(outcome=outcome, owner="Kontoret", text=text)
    adjusted(cast, meeting)
    return list(Commitment.objects.order_by("position").values_list("text", "state"))


@pytest.fixture
def two(cast: Cast) -> Meeting:
    meeting = make_held(cast, items=1)
    for text in ("Skriv brevet", "Ring alla"):
        OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text=text)
    adjusted(cast, meeting)
    return meeting


def test_what_one_correction_strikes_and_a_later_one_says_again_is_open_again(cast: Cast, two: Meeting) -> None:
    assert corrected(cast, two, "Skriv brevet") == [("Skriv brevet", "open"), ("Ring alla", "dropped")]
    assert corrected(cast, two, "Skriv brevet", "Ring alla") == [("Skriv brevet", "open"), ("Ring alla", "open")]
    assert Commitment.objects.count() == 2


def test_it_is_open_again_however_many_corrections_came_between(cast: Cast, two: Meeting) -> None:
    corrected(cast, two, "Skriv brevet")
    corrected(cast, two, "Skriv mejlet", "Boka lokal", "Boka kaffe")
    assert ("Ring alla", "open") in corrected(cast, two, "Ring alla", "Boka lokal")


def test_what_is_new_is_not_written_in_what_was_struck(cast: Cast, two: Meeting) -> None:
    corrected(cast, two, "Skriv brevet")
    assert corrected(cast, two, "Skriv brevet", "Boka lokal") == [
        ("Skriv brevet", "open"), ("Boka lokal", "open"), ("Ring alla", "dropped"),
    ]  # fmt: skip


def test_what_was_done_when_it_was_struck_is_done_when_it_is_said_again(cast: Cast, two: Meeting) -> None:
    workflow.report_commitment(Commitment.objects.get(text="Ring alla"), "done", by=cast.eva, at=AFTER)
    assert corrected(cast, two, "Skriv brevet", "Boka lokal") == [
        ("Skriv brevet", "open"), ("Boka lokal", "done"),
    ]  # fmt: skip


def test_what_somebody_reported_as_dropped_stays_so(cast: Cast, two: Meeting) -> None:
    workflow.report_commitment(Commitment.objects.get(text="Ring alla"), "dropped", by=cast.eva, at=AFTER)
    corrected(cast, two, "Skriv brevet")
    assert ("Ring alla", "dropped") in corrected(cast, two, "Skriv brevet", "Ring alla")
