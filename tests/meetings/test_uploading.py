"""An uploaded note destroys and opens nothing: what it takes the place of is told first, and no paper comes out."""

from datetime import date, timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.models import (
    AgendaItem,
    Attachment,
    Meeting,
    MinutesVersion,
    NotPersonalNumber,
    Outcome,
    Publication,
    WrittenAnswer,
)
from meetings.workflow.light_path import publish_note, why_not_public
from meetings.workflow.losses import loss_of
from meetings.workflow.uploading import NumbersFound, WouldLose, correct_note, note_of, receive_note, replace_note
from samverkan.common import outbox
from samverkan.common.refusals import StepRefused
from tests.factories import Cast, make_meeting, make_paper
from tests.meetings.uploaded import AT, DAY, PERSONAL, SENTENCE, checked, make_received, make_uploaded, said, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finished_notes")]


def key_of(meeting: Meeting) -> str:
    loss = loss_of(meeting)
    assert loss
    return loss.key


# What would be lost


def test_a_note_that_is_written_is_not_taken_away_unasked(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, items=1)
    meeting.items.update(dialog="<p>Vi talade länge.</p>")
    meeting.attendance.update(state="apologies")
    with pytest.raises(WouldLose, match="Det finns redan text från mötet") as refused:
        make_received(cast)
    assert refused.value.loss.sentences == [
        "Punkt 1, Fråga 1: information, dialog, 1 beslut.",
        "Närvaron för 1 person.",
    ]
    assert (meeting.items.get().dialog, meeting.documents.count()) == ("<p>Vi talade länge.</p>", 0)


def test_with_a_yes_it_goes_and_every_row_stays_in_the_history(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, items=1)
    make_received(cast, replaces=key_of(meeting))
    assert SENTENCE in meeting.items.get().information
    reason = "Ersatt av den uppladdade anteckningen"
    for model, text in ((AgendaItem, "Fråga 1"), (Outcome, "Beslut 1.1.")):
        row = model.history.get(history_type="-")
        assert (text in {row.title if model is AgendaItem else row.text}, row.history_change_reason) == (True, reason)
        assert row.history_user == cast.olle


def test_a_yes_holds_for_what_was_seen_and_nothing_more(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, items=1)
    seen = key_of(meeting)
    workflow.check_in(workflow.check_out(meeting, revision=1), by=cast.eva)
    with pytest.raises(WouldLose):
        make_received(cast, replaces=seen)


def test_what_is_written_in_an_uploaded_text_is_asked_for_too(cast: Cast) -> None:
    meeting = make_received(cast)
    assert loss_of(meeting) is None
    Outcome.objects.create(item=meeting.items.get(), kind="agreed", text="Vi enades.")
    with pytest.raises(WouldLose):
        replace_note(meeting, sent("Ny text."), by=cast.olle, at=AT)


@pytest.mark.parametrize(("kind", "word"), [("written", "per capsulam"), ("chair", "ordförandebeslut")])
def test_only_a_meeting_that_people_meet_at_takes_an_uploaded_note(cast: Cast, kind: str, word: str) -> None:
    meeting = make_meeting(cast.group, date=DAY, kind=kind)
    answer = WrittenAnswer.objects.create(
        item=meeting.items.get(number=1), person=cast.sara.person, kind="agrees", given_at=AT, given_by=cast.sara
    )
    with pytest.raises(StepRefused, match=f"inget möte utan {word}"):
        make_received(cast, replaces="x")
    assert WrittenAnswer.objects.get() == answer
    make_meeting(cast.group, date=DAY, sequence=2, items=0)
    assert make_received(cast).sequence == 2


def test_a_note_that_has_come_in_is_not_made_twice(cast: Cast) -> None:
    make_uploaded(cast)
    with pytest.raises(StepRefused, match="har redan kommit in"):
        make_received(cast)
    assert Meeting.objects.count() == 1


# What must not come out


def test_the_paper_of_a_withheld_item_stays_inside(cast: Cast) -> None:
    meeting = make_meeting(cast.group, date=DAY, items=2)
    item = meeting.items.get(number=1)
    AgendaItem.objects.filter(pk=item.pk).update(is_withheld=True, withheld_reason="Enskilda uppgifter")
    make_paper(meeting, item=item)
    make_paper(meeting, item=meeting.items.get(number=2))
    make_received(cast, replaces=key_of(meeting))
    publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    outbox.run_due()
    assert list(Attachment.objects.values_list("number", "item", "is_public")) == [(1, None, False), (2, None, True)]
    assert Publication.objects.get().content.count('"number":1,') == 1  # the item; no paper
    row = Attachment.history.get(number=1, history_type="~")
    assert row.history_change_reason == "Punkten borttagen"


# What looks like a personal number


def test_a_chair_says_what_the_digits_of_the_file_are_and_it_is_published(cast: Cast) -> None:
    file = checked(f"Artikel {PERSONAL} beställs.")
    with pytest.raises(NumbersFound, match="kan gruppens ordförande ladda upp filen"):
        make_received(cast, file=file)
    meeting = make_received(cast, file=file, ruling="Artikelnummer", ruled=file.sha256, summary=f"Om {PERSONAL}.")
    ruling = NotPersonalNumber.objects.get()
    assert (ruling.reason, ruling.ruled_by, PERSONAL in ruling.fingerprint) == ("Artikelnummer", cast.olle, False)
    assert publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT).seal


def test_what_was_said_of_one_file_holds_for_no_other(cast: Cast) -> None:
    with pytest.raises(NumbersFound):
        make_received(cast, f"Artikel {PERSONAL}.", ruling="Artikelnummer", ruled=checked("En annan").sha256)
    assert not NotPersonalNumber.objects.exists()


def test_what_the_digits_are_is_said_without_them(cast: Cast) -> None:
    file = checked(f"Artikel {PERSONAL}.")
    with pytest.raises(StepRefused, match="utan att skriva dem"):
        make_received(cast, file=file, ruling=f"Artikel {PERSONAL}", ruled=file.sha256)
    assert not NotPersonalNumber.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"file": checked(name=f"{PERSONAL}.docx")}, "Döp om filen"),
        ({"summary": PERSONAL}, "Ta bort det ur sammanfattningen"),
    ],
)
def test_a_name_and_a_summary_are_changed_instead(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    ruled = fields.get("file", checked()).sha256
    with pytest.raises(StepRefused, match=sentence):
        make_received(cast, ruling="Annat", ruled=ruled, **fields)


# A new file instead of one that is adjusted


def test_a_new_file_is_a_new_version_with_its_reason_and_the_old_one_stands_till_then(cast: Cast) -> None:
    first = make_uploaded(cast)
    outbox.run_due()
    meeting = correct_note(first.meeting, sent("Rätt text."), reason="Fel fil.", by=cast.olle, at=AT)
    assert Publication.objects.published().get().version == first
    second = publish_note(meeting, said=said(cast.olle), by=cast.olle, at=AT)
    assert (second.number, second.corrects, second.correction, second.correction_reason) == (
        2, first, "outcome", "Fel fil.",
    )  # fmt: skip
    outbox.run_due()
    assert Publication.objects.published().get().version == second
    assert Publication.objects.earlier().get().version == first
    meeting.refresh_from_db()
    assert (meeting.correction_open, note_of(meeting)) == ("", second.documents.get(kind="note"))


def test_a_correction_that_is_called_off_leaves_the_note_as_it_was(cast: Cast) -> None:
    first = make_uploaded(cast)
    file = note_of(first.meeting)
    meeting = correct_note(first.meeting, sent("Rätt text."), reason="Fel fil.", by=cast.olle, at=AT)
    meeting = workflow.abandon_correction(meeting, by=cast.olle, at=AT)
    assert SENTENCE in meeting.items.get().information
    assert note_of(meeting) == file


def test_the_first_file_can_come_back_in_a_later_correction(cast: Cast) -> None:
    first = make_uploaded(cast, SENTENCE)
    for hours, text in enumerate(("Rätt text.", SENTENCE), start=1):
        later = AT + timedelta(hours=hours)
        meeting = correct_note(first.meeting, sent(text), reason="Fel fil.", by=cast.olle, at=later)
        version = publish_note(meeting, said=said(cast.olle), by=cast.olle, at=later)
    meeting.refresh_from_db()
    found = note_of(meeting)
    assert found
    assert (version.number, found.sha256) == (3, checked(SENTENCE).sha256)


def test_a_note_that_is_not_adjusted_is_replaced_and_not_corrected(cast: Cast) -> None:
    meeting = make_received(cast)
    with pytest.raises(StepRefused, match="inte justerad än"):
        correct_note(meeting, sent("Ny."), reason="Fel fil.", by=cast.olle, at=AT)
    with pytest.raises(StepRefused, match="ingen uppladdad anteckning"):
        correct_note(make_meeting(cast.group), sent("Ny."), reason="Fel fil.", by=cast.olle, at=AT)


# What keeps it from being published is said


def test_why_a_note_is_not_on_the_open_site_is_told_with_what_to_do(cast: Cast) -> None:
    version = make_uploaded(cast)
    assert why_not_public(version) == ""
    paper = make_paper(version.meeting, title="Bild", is_accessible=False)
    assert why_not_public(version) == ""  # added behind the record's back, and not named in it
    paper.delete()
    cast.group.type.publication_moment = "next_meeting"
    cast.group.type.save()
    outbox.run_due()
    assert "Ange vilket möte som godkänner den" in why_not_public(MinutesVersion.objects.get())


def test_a_group_without_the_light_path_corrects_its_note_here(cast: Cast) -> None:
    cast.group.type.light_path = False
    cast.group.type.save()
    with pytest.raises(StepRefused, match="laddar inte upp färdiga anteckningar"):
        correct_note(make_meeting(cast.group), sent(), reason="Fel fil.", by=cast.olle, at=AT)


def test_a_day_without_any_meeting_makes_one(cast: Cast) -> None:
    make_meeting(cast.group, date=DAY, state="cancelled")
    assert receive_note(cast.group, date(2026, 5, 5), sent(), by=cast.olle, at=AT).sequence == 1
