"""Which later meeting approves a note, and publication that waits for it."""

from datetime import date

import pytest

from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.reading import document_of_version
from meetings.snapshot import former_notes, minutes_content
from meetings.workflow.approval import later_meetings
from samverkan.common.refusals import StepRefused
from samverkan.portal.afterwards import with_afterwards
from tests.factories import AFTER, Cast, make_adjusted, make_group, make_meeting, make_sent
from tests.meetings.modes import AT_NEXT, NEXT_DAY, cast_of, make_next

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
TITLE = "Mötesanteckning Gruppen LGS, 23 april 2026"


@pytest.fixture
def cast() -> Cast:
    return cast_of("chair", publication_moment="next_meeting")


@pytest.fixture
def version(cast: Cast) -> MinutesVersion:
    adjusted = make_adjusted(cast)
    render_stored(adjusted)
    return adjusted


def test_publication_waits_until_a_held_meeting_has_approved_the_note(cast: Cast, version: MinutesVersion) -> None:
    waits = "Anteckningen publiceras när den har godkänts vid nästa möte"
    with pytest.raises(StepRefused, match=rf"{waits}\. Ange vilket möte"):
        workflow.publish(version, by=cast.eva, at=AT_NEXT)
    later = make_next(cast, version)
    with pytest.raises(StepRefused, match="när mötet den 4 juni 2026, som godkänner den, är markerat som hållet"):
        workflow.publish(version, by=cast.eva, at=AT_NEXT)
    workflow.mark_held(later, by=cast.eva, at=AT_NEXT)
    assert workflow.publish(version, by=cast.eva, at=AT_NEXT).closed_at is None


def test_where_the_group_does_not_wait_it_is_published_at_once() -> None:
    cast = cast_of("chair")
    version = make_adjusted(cast)
    render_stored(version)
    assert workflow.publish(version, by=cast.eva, at=AFTER).version == version


def test_a_note_approved_at_the_meeting_is_published_when_the_meeting_is_held() -> None:
    cast = cast_of("next_meeting", publication_moment="next_meeting")
    sent = make_sent(cast)
    later = make_next(cast, sent)
    version = workflow.adjust(sent, by=cast.olle, at=AT_NEXT)
    render_stored(version)
    with pytest.raises(StepRefused, match="är markerat som hållet"):
        workflow.publish(version, by=cast.eva, at=AT_NEXT)
    workflow.mark_held(later, by=cast.eva, at=AT_NEXT)
    assert workflow.publish(version, by=cast.eva, at=AT_NEXT).version == version


def test_pointing_out_the_meeting_writes_its_title_there_and_tells_who_has_it_open(
    cast: Cast, version: MinutesVersion
) -> None:
    later = make_next(cast, version)
    assert (later.approves.get(), later.approves_title, later.revision) == (version.meeting, TITLE, 2)
    assert later.history.latest("history_id").history_user == cast.eva


def test_another_choice_takes_the_first_one_back(cast: Cast, version: MinutesVersion) -> None:
    first, second = make_next(cast, version), make_next(cast, version, date=date(2026, 9, 3))
    first.refresh_from_db()
    assert (list(first.approves.all()), first.approves_title) == ([], "")
    assert (second.approves.get(), second.approves_title) == (version.meeting, TITLE)


def test_a_title_that_somebody_has_written_is_left_as_it_is(cast: Cast, version: MinutesVersion) -> None:
    assert make_next(cast, version, approves_title="Den förra").approves_title == "Den förra"


def test_one_meeting_approves_several_notes_and_says_the_title_of_each(cast: Cast, version: MinutesVersion) -> None:
    extra = make_adjusted(cast, date=date(2026, 5, 2), kind="extra")
    render_stored(extra)
    later = make_next(cast, version)
    workflow.set_approving_meeting(extra.meeting, later, by=cast.eva, at=AFTER)
    later.refresh_from_db()
    other = "Mötesanteckning Gruppen LGS, 2 maj 2026"
    assert set(later.approves.all()) == {version.meeting, extra.meeting}
    assert later.approves_title == f"{TITLE}\n{other}"
    assert former_notes(minutes_content(later)) == ("Föregående anteckningar", f"{TITLE}; {other}")
    workflow.mark_held(later, by=cast.eva, at=AT_NEXT)
    for one in (version, extra):
        publication = workflow.publish(one, by=cast.eva, at=AT_NEXT)
        assert with_afterwards(Publication.objects.filter(pk=publication.pk)).get().approved_on == NEXT_DAY


def test_taking_one_of_several_away_leaves_the_other(cast: Cast, version: MinutesVersion) -> None:
    extra = make_adjusted(cast, date=date(2026, 5, 2), kind="extra").meeting
    first = make_next(cast, version)
    workflow.set_approving_meeting(extra, first, by=cast.eva, at=AFTER)
    make_next(cast, version, date=date(2026, 9, 3))
    first.refresh_from_db()
    assert (first.approves.get(), first.approves_title) == (extra, "Mötesanteckning Gruppen LGS, 2 maj 2026")
    assert list(first.history.latest("history_id").approves.values_list("to_meeting", flat=True)) == [extra.pk]


def test_each_note_is_approved_at_the_same_meeting_on_its_day() -> None:
    cast = cast_of("next_meeting")
    versions = [make_sent(cast), make_sent(cast, date=date(2026, 5, 2), kind="extra")]
    later = make_next(cast, versions[0])
    workflow.set_approving_meeting(versions[1].meeting, later, by=cast.eva, at=AFTER)
    for version in versions:
        adjusted = workflow.adjust(version, by=cast.olle, at=AT_NEXT)
        assert document_of_version(adjusted)["state"] == "Godkänd vid mötet den 4 juni 2026"


def test_a_record_from_before_a_meeting_could_approve_several_reads_as_it_did() -> None:
    assert former_notes({"approves": "2026-02-27 LGS"}) == ("Föregående anteckning", "2026-02-27 LGS")
    assert former_notes({"approves": ""}) == ("", "")


def test_a_text_that_is_closed_is_not_touched(cast: Cast, version: MinutesVersion) -> None:
    held = make_sent(cast, date=date(2026, 5, 2)).meeting
    pointed = workflow.set_approving_meeting(version.meeting, held, by=cast.eva, at=AFTER)
    assert (pointed.approves.get(), pointed.approves_title, pointed.revision) == (version.meeting, "", 1)


def test_only_later_meetings_of_the_group_that_are_free_can_approve(cast: Cast, version: MinutesVersion) -> None:
    def make(**fields: object) -> Meeting:
        return make_meeting(cast.group, **fields)

    other = make(date=date(2026, 4, 24))
    good = [make(sequence=2), make(date=NEXT_DAY)]
    wrong = [
        make(date=date(2026, 4, 22)),
        make(date=NEXT_DAY, sequence=2, state="cancelled"),
        make_meeting(make_group("nosam"), date=NEXT_DAY),
        version.meeting,
    ]
    assert list(later_meetings(version.meeting)) == [good[0], other, good[1]]
    for meeting in wrong:
        with pytest.raises(StepRefused, match="Välj ett senare möte"):
            workflow.set_approving_meeting(version.meeting, meeting, by=cast.eva, at=AFTER)


def test_once_approved_the_meeting_is_not_changed() -> None:
    cast = cast_of("next_meeting")
    version = make_sent(cast)
    make_next(cast, version)
    workflow.adjust(version, by=cast.olle, at=AT_NEXT)
    with pytest.raises(StepRefused, match="redan godkänd vid mötet den 4 juni 2026"):
        make_next(cast, version, date=date(2026, 9, 3))


def test_once_published_the_meeting_is_not_changed(cast: Cast, version: MinutesVersion) -> None:
    later = make_next(cast, version)
    workflow.mark_held(later, by=cast.eva, at=AT_NEXT)
    workflow.publish(version, by=cast.eva, at=AT_NEXT)
    with pytest.raises(StepRefused, match="redan publicerad"):
        make_next(cast, version, date=date(2026, 9, 3))
