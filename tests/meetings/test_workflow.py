"""Each step at the right time, at the wrong time, and twice."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from groups.models import User
from meetings import sealing, workflow
from meetings.documents import render_stored
from meetings.models import AgendaVersion, ContactChoice, Meeting, MinutesVersion, StoredDocument, Verdict
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.factories import (
    AFTER,
    Cast,
    make_adjusted,
    make_chair,
    make_held,
    make_meeting,
    make_published,
    make_sent,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
BEFORE = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


def mails() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind="meetings.mail").order_by("created_at")
    people = {user.person_id: user.email.split("@")[0] for user in User.objects.all()}
    return [(row.payload["template"], people.get(row.payload["person"], "")) for row in rows]


def test_an_agenda_is_sent_approved_and_the_meeting_called(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    version = workflow.send_agenda(meeting, by=cast.eva, at=BEFORE)
    workflow.approve_agenda(version, by=cast.olle, at=BEFORE)
    workflow.call(meeting, by=cast.eva, at=BEFORE)
    meeting.refresh_from_db()
    version.refresh_from_db()
    assert (meeting.state, version.state, version.decided_by) == ("called", "approved", cast.olle)
    assert mails()[:2] == [("agenda_to_approve", "olle"), ("agenda_approved", "eva")]
    assert sorted(mails()[2:]) == [("call", "eva"), ("call", "olle"), ("call", "sara")]


def test_a_returned_agenda_says_why_and_can_be_sent_again_as_the_next_version(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    first = workflow.send_agenda(meeting, by=cast.eva, at=BEFORE)
    returned = workflow.return_agenda(first, comment=" Stryk punkt 2. ", by=cast.olle, at=BEFORE)
    second = workflow.send_agenda(meeting, by=cast.eva, at=BEFORE)
    assert (returned.state, returned.comment, second.number) == ("returned", "Stryk punkt 2.", 2)


def test_an_approved_agenda_is_not_sent_again_unless_it_has_changed(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=BEFORE), by=cast.olle, at=BEFORE)
    with pytest.raises(StepRefused, match="redan fastställd"):
        workflow.send_agenda(meeting, by=cast.eva, at=BEFORE)
    meeting.items.update(title="En annan rubrik")
    assert workflow.send_agenda(meeting, by=cast.eva, at=BEFORE).number == 2


def test_what_the_chair_approves_is_the_text_that_was_sent(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    version = workflow.send_agenda(meeting, by=cast.eva, at=BEFORE)
    meeting.items.update(title="Ändrad efteråt")
    approved = workflow.approve_agenda(version, by=cast.olle, at=BEFORE)
    assert [item["title"] for item in json.loads(approved.content)["items"]] == ["Fråga 1", "Fråga 2"]


def sent_agenda(cast: Cast) -> AgendaVersion:
    return workflow.send_agenda(make_meeting(cast.group), by=cast.eva, at=BEFORE)


def approved_agenda(cast: Cast) -> AgendaVersion:
    return workflow.approve_agenda(sent_agenda(cast), by=cast.olle, at=BEFORE)


def pending_publication(cast: Cast) -> MinutesVersion:
    version = make_adjusted(cast)
    render_stored(version)
    return version


type Make = Callable[[Cast], Any]
type Step = Callable[[Any, Cast], Any]
TOO_EARLY_OR_LATE: list[tuple[str, Make, Step, str]] = [
    ("send an agenda without items", lambda c: make_meeting(c.group, items=0),
     lambda m, c: workflow.send_agenda(m, by=c.eva), "inga punkter"),
    ("send an agenda that is out", lambda c: sent_agenda(c).meeting,
     lambda m, c: workflow.send_agenda(m, by=c.eva), "redan hos ordföranden"),
    ("send the agenda of a meeting that was held", make_held,
     lambda m, c: workflow.send_agenda(m, by=c.eva), "senare än så"),
    ("approve an agenda twice", approved_agenda,
     lambda v, c: workflow.approve_agenda(v, by=c.olle), "redan besvarad"),
    ("return an approved agenda", approved_agenda,
     lambda v, c: workflow.return_agenda(v, comment="Nej", by=c.olle), "redan besvarad"),
    ("return an agenda without a word", sent_agenda,
     lambda v, c: workflow.return_agenda(v, comment="  ", by=c.olle), "Skriv vad"),
    ("call without an approved agenda", lambda c: sent_agenda(c).meeting,
     lambda m, c: workflow.call(m, by=c.eva), "inte fastställd"),
    ("call a meeting that was held", make_held, lambda m, c: workflow.call(m, by=c.eva), "redan hållet"),
    ("hold a meeting before its day", lambda c: make_meeting(c.group),
     lambda m, c: workflow.mark_held(m, by=c.eva, at=BEFORE), "den 23 april 2026"),
    ("hold a meeting twice", make_held, lambda m, c: workflow.mark_held(m, by=c.eva), "redan hållet"),
    ("send minutes of a meeting that was not held", lambda c: make_meeting(c.group),
     lambda m, c: workflow.send_minutes(m, by=c.eva), "Markera mötet som hållet"),
    ("send minutes that are out", lambda c: make_sent(c).meeting,
     lambda m, c: workflow.send_minutes(m, by=c.eva), "skickad för justering"),
    ("send minutes that are adjusted", lambda c: make_adjusted(c).meeting,
     lambda m, c: workflow.send_minutes(m, by=c.eva), "ändras inte mer"),
    ("adjust twice", make_adjusted, lambda v, c: workflow.adjust(v, by=c.olle), "redan justerad"),
    ("return what is adjusted", make_adjusted,
     lambda v, c: workflow.return_minutes(v, comment="Nej", by=c.olle), "redan justerad"),
    ("return minutes without a word", make_sent,
     lambda v, c: workflow.return_minutes(v, comment="", by=c.olle), "Skriv vad"),
    ("publish what is not adjusted", make_sent, lambda v, c: workflow.publish(v, by=c.eva), "inte justerad"),
    ("publish before the PDF is stored", make_adjusted, lambda v, c: workflow.publish(v, by=c.eva), "PDF:en"),
    ("publish twice", lambda c: make_published(c).version,
     lambda v, c: workflow.publish(v, by=c.eva), "redan publicerad"),
    ("withdraw without a reason", make_published,
     lambda p, c: workflow.withdraw(p, reason=" ", by=c.eva), "Skriv varför"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "step", "sentence"), [row[1:] for row in TOO_EARLY_OR_LATE],
                         ids=[row[0] for row in TOO_EARLY_OR_LATE])  # fmt: skip
def test_a_step_at_the_wrong_time_is_refused_and_changes_nothing(
    cast: Cast, make: Make, step: Step, sentence: str
) -> None:
    thing = make(cast)
    before = counts()
    with pytest.raises(StepRefused, match=sentence):
        step(thing, cast)
    assert counts() == before


def counts() -> list[Any]:
    states = [list(model.objects.order_by("pk").values_list("state", flat=True)) for model in
              (Meeting, AgendaVersion, MinutesVersion)]  # fmt: skip
    return [*states, Verdict.objects.count(), OutboxMessage.objects.count()]


def test_only_a_named_adjuster_can_adjust(cast: Cast) -> None:
    version = make_sent(cast)
    for somebody in (cast.eva, cast.sara, cast.maja):
        with pytest.raises(NotAllowed, match="inte justerare"):
            workflow.adjust(version, by=somebody, at=AFTER)
    assert Verdict.objects.count() == 0


def test_any_of_those_who_share_the_chair_can_adjust(cast: Cast) -> None:
    other = make_user("doris")
    make_chair(other.person, cast.group, is_shared=True)  # type: ignore[arg-type]
    version = make_sent(cast)
    assert version.adjusters.count() == 2
    assert workflow.adjust(version, by=other, at=AFTER).state == "adjusted"


def test_without_a_chair_nothing_can_be_sent_for_adjustment(cast: Cast) -> None:
    meeting = make_held(cast)
    cast.olle.person.memberships.get().offices.all().delete()  # type: ignore[union-attr]
    with pytest.raises(StepRefused, match="ingen ordförande"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_minutes_sent_back_can_be_changed_and_sent_again_and_both_texts_are_kept(cast: Cast) -> None:
    first = workflow.return_minutes(make_sent(cast), comment="Punkt 1 är fel.", by=cast.olle, at=AFTER)
    meeting = workflow.check_out(first.meeting, revision=1)
    meeting.items.filter(number=1).update(title="Rättad rubrik")
    workflow.check_in(meeting, by=cast.eva)
    second = workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    assert [(v.number, v.sending, v.state) for v in meeting.minutes_versions.all()] == [
        (1, 1, "returned"),
        (1, 2, "out"),
    ]
    assert "Rättad rubrik" in second.content
    assert "Rättad rubrik" not in first.content


def test_the_text_is_closed_while_it_is_out_and_after_adjustment(cast: Cast) -> None:
    version = make_sent(cast)
    with pytest.raises(StepRefused, match="skickad för justering"):
        workflow.check_out(version.meeting, revision=1)
    workflow.adjust(version, by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="ändras inte mer"):
        workflow.check_out(version.meeting, revision=1)


def test_a_save_over_a_newer_text_is_refused(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    workflow.check_in(workflow.check_out(meeting, revision=1), by=cast.eva)
    with pytest.raises(workflow.EditConflict, match="Din text står kvar"):
        workflow.check_out(meeting, revision=1)


def test_adjustment_seals_the_text_with_numbers_names_and_checksums(cast: Cast) -> None:
    version = make_adjusted(cast, items=2, outcomes=2)
    seal = json.loads(version.seal)
    assert seal["numbers"] == [1, 2, 3, 4]
    assert [(row["name"], row["role"]) for row in seal["adjusted"]] == [("Olle Exempel", "Ordförande")]
    assert seal["content_sha256"] == version.content_sha256
    assert sealing.verify(version)


def test_the_next_meeting_of_the_year_goes_on_counting_and_the_next_year_starts_anew(cast: Cast) -> None:
    make_adjusted(cast, items=3)
    second = make_adjusted(cast, items=2, date=datetime(2026, 4, 24, tzinfo=UTC).date())
    assert json.loads(second.seal)["numbers"] == [4, 5]
    other_year = make_adjusted(cast, items=1, date=datetime(2025, 12, 1, tzinfo=UTC).date())
    assert json.loads(other_year.seal)["numbers"] == [1]


def test_an_address_in_the_text_has_to_be_settled_before_sending(cast: Cast) -> None:
    meeting = make_held(cast)
    meeting.items.filter(number=1).update(information="<p>Fråga anna.andersson@example.se.</p>")
    with pytest.raises(StepRefused, match=r"anna\.andersson@example\.se"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)
    ContactChoice.objects.create(meeting=meeting, value="anna.andersson@example.se", choice="mask")
    content = json.loads(workflow.send_minutes(meeting, by=cast.eva, at=AFTER).content)
    assert content["masks"] == ["anna.andersson@example.se"]


@pytest.mark.parametrize("emptied", ["attendance", "items"])
def test_minutes_without_attendance_or_items_are_not_sent(cast: Cast, emptied: str) -> None:
    meeting = make_held(cast)
    getattr(meeting, emptied).all().delete()
    with pytest.raises(StepRefused, match="saknar"):
        workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_a_withdrawn_note_is_gone_and_can_be_published_again(cast: Cast) -> None:
    publication = make_published(cast)
    closed = workflow.withdraw(publication, reason="Fel version", by=cast.eva, at=AFTER)
    assert (closed.closed_reason, closed.closed_at) == ("Fel version", AFTER)
    with pytest.raises(StepRefused, match="redan avpublicerad"):
        workflow.withdraw(closed, reason="Igen", by=cast.eva)
    assert workflow.publish(publication.version, by=cast.eva, at=AFTER).sha256 == publication.sha256


def test_every_step_leaves_a_row_in_the_history_with_who_and_when(cast: Cast) -> None:
    publication = make_published(cast)
    meeting, version = publication.meeting, publication.version
    rows = [(row.history_user, row.history_change_reason) for row in version.history.order_by("history_id")]
    assert rows == [(cast.eva, "Skickad för justering"), (cast.olle, "Justerad")]
    assert version.history.latest().history_date == AFTER
    assert [row.history_change_reason for row in publication.history.all()] == ["Publicerad"]
    held = meeting.history.order_by("history_id").last()
    assert (held.history_user, held.state, held.history_date) == (cast.eva, "held", AFTER)


def test_adjusting_stores_one_file_for_the_record_and_one_for_the_public(cast: Cast) -> None:
    publication = make_published(cast)
    kinds = StoredDocument.objects.values_list("kind", "source_sha256")
    assert sorted(kinds) == [("public", publication.sha256), ("record", publication.version.sha256)]


def test_a_meeting_is_planned_with_the_roster_of_its_day(cast: Cast) -> None:
    meeting = Meeting(group=cast.group, date=datetime(2026, 9, 1, tzinfo=UTC).date())
    workflow.plan_meeting(meeting, by=cast.eva)
    rows = sorted(meeting.attendance.values_list("person__name", "capacity"))
    assert rows == [("Eva Exempel", "process_leader"), ("Olle Exempel", "chair"), ("Sara Exempel", "member")]


def test_a_second_meeting_on_a_day_gets_an_address_of_its_own(cast: Cast) -> None:
    first, second = (workflow.plan_meeting(Meeting(group=cast.group, date=AFTER.date()), by=cast.eva) for _ in range(2))
    assert (first.day_key, second.day_key) == ("2026-05-04", "2026-05-04-2")
