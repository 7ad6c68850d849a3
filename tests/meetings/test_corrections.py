"""An adjusted note is corrected by a new version; what was decided keeps its number."""

import json
from typing import Any

import pytest

from decisions.models import Decision
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import AgendaItem, Meeting, MinutesVersion, Outcome, Publication
from meetings.sealing import verify
from meetings.workflow.corrections import adjusted_version
from samverkan.common.refusals import StepRefused
from tests.factories import AFTER, Cast, make_adjusted, make_published, make_sent
from tests.meetings.modes import person_of, set_mode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
REASON = "Fel årtal i punkt 1."


def opened(cast: Cast, meeting: Meeting, kind: str = "outcome") -> Meeting:
    return workflow.open_correction(meeting, kind=kind, reason=REASON, by=cast.eva, at=AFTER)


def corrected(cast: Cast, meeting: Meeting, kind: str = "outcome") -> MinutesVersion:
    """The open correction sent and adjusted by the chair, its PDFs stored."""
    version = workflow.adjust(workflow.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    render_stored(version)
    return version


def numbers(version: MinutesVersion) -> list[int]:
    found: list[int] = json.loads(version.seal)["numbers"]
    return found


def test_a_correction_is_a_new_version_that_says_what_it_corrects_and_why(cast: Cast) -> None:
    first = make_adjusted(cast)
    before = (first.content, first.seal, first.sha256)
    opened(cast, first.meeting, "spelling")
    first.meeting.items.filter(number=1).update(information="<p>Informattion 1.</p>")
    second = corrected(cast, first.meeting)
    first.refresh_from_db()
    assert (first.content, first.seal, first.sha256) == before
    assert (second.number, second.corrects, second.correction, second.correction_reason) == (
        2,
        first,
        "spelling",
        REASON,
    )
    assert numbers(second) == numbers(first) == [1, 2]
    assert all(verify(version) for version in (first, second))
    assert Meeting.objects.get().correction_open == ""
    assert json.loads(second.seal)["correction"] == {
        "version": 1, "sha256": first.sha256, "kind": "spelling", "reason": REASON, "struck": [],
    }  # fmt: skip


def test_the_text_is_closed_before_and_after_a_correction(cast: Cast) -> None:
    meeting = make_adjusted(cast).meeting
    with pytest.raises(StepRefused, match="justerad och ändras inte mer"):
        workflow.check_out(meeting, revision=meeting.revision)
    meeting = opened(cast, meeting)
    workflow.check_out(meeting, revision=meeting.revision)
    meeting.items.filter(number=1).update(title="Ny rubrik")
    version = workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match="skickad för justering"):
        workflow.check_out(meeting, revision=meeting.revision)
    workflow.adjust(version, by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="justerad och ändras inte mer"):
        workflow.check_out(meeting, revision=meeting.revision)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "Skriv varför"),
        ({"kind": "annat"}, "Välj om rättelsen"),
        ({"reason": "Skriv till bo@example.se"}, "utan kontaktuppgifter"),
        ({"reason": "Gäller 19811218-9876"}, "skriv skälet utan de siffrorna"),
        ({"reason": "Gäller 19811218-98\u200b76"}, "skriv skälet utan de siffrorna"),
        ({"reason": "x" * 301}, "högst 300 tecken"),
    ],
)
def test_a_correction_needs_a_kind_and_a_reason_that_everyone_can_read(
    cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    meeting = make_adjusted(cast).meeting
    with pytest.raises(StepRefused, match=sentence):
        workflow.open_correction(meeting, **{"kind": "outcome", "reason": REASON, **fields}, by=cast.eva, at=AFTER)
    assert Meeting.objects.get().correction_open == ""


def test_only_what_is_adjusted_is_corrected_and_once_at_a_time(cast: Cast) -> None:
    version = make_sent(cast)
    with pytest.raises(StepRefused, match="inte justerad än"):
        opened(cast, version.meeting)
    meeting = workflow.adjust(version, by=cast.olle, at=AFTER).meeting
    opened(cast, meeting)
    with pytest.raises(StepRefused, match="redan öppen"):
        opened(cast, meeting)


def test_a_correction_that_changes_nothing_is_refused(cast: Cast) -> None:
    meeting = opened(cast, make_adjusted(cast).meeting)
    with pytest.raises(StepRefused, match="Inget är ändrat"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_a_changed_decision_is_no_spelling(cast: Cast) -> None:
    meeting = opened(cast, make_adjusted(cast).meeting, "spelling")
    Outcome.objects.filter(item__number=1).update(text="Ett annat beslut.")
    with pytest.raises(StepRefused, match="Mer än skrivfel har ändrats: beslutet i punkt 1"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    workflow.change_correction(meeting, kind="outcome", reason=REASON, by=cast.eva, at=AFTER)
    assert workflow.send_minutes(meeting, by=cast.eva, at=AFTER).correction == "outcome"


def test_spelling_is_adjusted_by_the_chair_alone_whatever_the_mode(cast: Cast) -> None:
    first = make_adjusted(cast)
    set_mode(cast, "named")
    meeting = opened(cast, Meeting.objects.get(pk=first.meeting_id), "spelling")
    meeting.items.filter(number=1).update(information="<p>Infromation 1.</p>")
    version = workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    assert version.adjustment_mode == "chair"
    assert workflow.adjust(version, by=cast.olle, at=AFTER).state == "adjusted"


def test_a_change_of_outcome_is_adjusted_as_the_first_time(cast: Cast) -> None:
    set_mode(cast, "named")
    people = [person_of(user) for user in (cast.sara, cast.olle)]
    from tests.factories import make_held  # noqa: PLC0415 -- used here alone

    version = workflow.send_minutes(make_held(cast), adjusters=people, by=cast.eva, at=AFTER)
    for user in (cast.sara, cast.olle):
        version = workflow.adjust(version, by=user, at=AFTER)
    meeting = opened(cast, version.meeting)
    Outcome.objects.filter(item__number=1).update(text="Ett annat beslut.")
    second = workflow.send_minutes(meeting, adjusters=people, by=cast.eva, at=AFTER)
    assert workflow.adjust(second, by=cast.olle, at=AFTER).state == "out"
    assert workflow.adjust(second, by=cast.sara, at=AFTER).state == "adjusted"


def test_what_was_decided_keeps_its_number_what_is_new_gets_the_next_and_a_struck_one_is_not_used_again(
    cast: Cast,
) -> None:
    first = make_adjusted(cast, items=3)
    meeting = opened(cast, first.meeting)
    Outcome.objects.filter(item__number=1).update(text="Beslut 1.1, rättat.")
    Outcome.objects.filter(item__number=2).delete()
    last = meeting.items.get(number=3)
    Outcome.objects.create(item=last, position=2, kind="agreed", text="Något som hade glömts bort.")
    second = corrected(cast, meeting)
    assert numbers(second) == [1, 3, 4]
    assert json.loads(second.seal)["correction"]["struck"] == [2]
    rows = Decision.objects.order_by("number").values_list("number", "text", "version__number", "state")
    assert list(rows) == [
        (1, "Beslut 1.1, rättat.", 2, "in_force"),
        (2, "Beslut 2.1.", 1, "ended"),
        (3, "Beslut 3.1.", 2, "in_force"),
        (4, "Något som hade glömts bort.", 2, "in_force"),
    ]


def test_abandoned_the_text_is_what_it_was(cast: Cast) -> None:
    meeting = opened(cast, make_adjusted(cast, items=3).meeting)
    before = content(meeting)
    Outcome.objects.filter(item__number=1).delete()
    meeting.items.get(number=3).delete()
    meeting.items.filter(number=2).update(number=1_000)
    meeting.items.filter(number=1).update(number=2, title="Annan")
    meeting.items.filter(number=1_000).update(number=1)
    AgendaItem.objects.create(meeting=meeting, number=3, title="Till")
    meeting.attendance.update(title="Annan titel")
    Meeting.objects.update(place="En annan plats", revision=9)
    meeting = workflow.abandon_correction(meeting, by=cast.eva, at=AFTER)
    assert content(meeting) == before
    assert (meeting.correction_open, meeting.correction_reason, meeting.revision) == ("", "", 10)
    with pytest.raises(StepRefused, match="Ingen rättelse"):
        workflow.abandon_correction(meeting, by=cast.eva, at=AFTER)


def content(meeting: Meeting) -> Any:
    from meetings.snapshot import minutes_content  # noqa: PLC0415 -- used here alone

    return minutes_content(Meeting.objects.get(pk=meeting.pk))


def test_a_correction_that_is_out_is_taken_back_before_it_is_abandoned(cast: Cast) -> None:
    meeting = opened(cast, make_adjusted(cast).meeting)
    meeting.items.filter(number=1).update(title="Ny")
    version = workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match="Ta tillbaka den först"):
        workflow.abandon_correction(meeting, by=cast.eva, at=AFTER)
    workflow.take_back(version, by=cast.eva, at=AFTER)
    workflow.abandon_correction(meeting, by=cast.eva, at=AFTER)
    assert adjusted_version(meeting).number == 1  # type: ignore[union-attr]


def test_the_day_of_the_meeting_is_not_corrected(cast: Cast) -> None:
    meeting = opened(cast, make_adjusted(cast).meeting)
    meeting.date = meeting.date.replace(day=24)
    with pytest.raises(StepRefused, match="Mötets dag ändras inte"):
        workflow.check_in(meeting, by=cast.eva, at=AFTER)


# Published


def republished(cast: Cast, first: Publication) -> Publication:
    """The note corrected: the first decision reworded, the second struck; and published again."""
    meeting = opened(cast, first.meeting)
    Outcome.objects.filter(item__number=1).update(text="Beslut 1.1, rättat.")
    Outcome.objects.filter(item__number=2).delete()
    return workflow.publish(corrected(cast, meeting), by=cast.eva, at=AFTER)


def test_published_it_takes_the_place_of_the_version_before(cast: Cast) -> None:
    first = make_published(cast)
    second = republished(cast, first)
    first.refresh_from_db()
    assert (first.superseded_at, first.closed_at) == (AFTER, None)
    assert list(Publication.objects.published()) == [second]
    assert list(Publication.objects.earlier()) == [first]
    assert set(Publication.objects.readable()) == {first, second}
    assert json.loads(second.content)["seal"]["correction"] == {"version": 1, "kind": "outcome", "reason": REASON}


def test_the_register_says_what_is_published_until_the_correction_is(cast: Cast) -> None:
    first = make_published(cast)
    meeting = opened(cast, first.meeting)
    Outcome.objects.filter(item__number=1).update(text="Beslut 1.1, rättat.")
    Outcome.objects.filter(item__number=2).delete()
    version = corrected(cast, meeting)
    assert shown() == [(1, "Beslut 1.1.", "in_force"), (2, "Beslut 2.1.", "in_force")]
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert shown() == [(1, "Beslut 1.1, rättat.", "in_force"), (2, "Beslut 2.1.", "ended")]
    assert Decision.objects.count() == 2


def shown() -> list[tuple[int, str, str]]:
    rows = Decision.objects.published().order_by("number")
    return list(rows.values_list("number", "public_text", "state"))


def test_the_old_version_is_not_published_in_place_of_the_new(cast: Cast) -> None:
    first = make_published(cast)
    republished(cast, first)
    with pytest.raises(StepRefused, match="Anteckningen är rättad"):
        workflow.publish(first.version, by=cast.eva, at=AFTER)


def test_withdrawn_the_versions_before_are_closed_too(cast: Cast) -> None:
    first = make_published(cast)
    second = republished(cast, first)
    workflow.withdraw(second, reason="Fel", by=cast.eva, at=AFTER)
    assert not Publication.objects.readable().exists()
