"""The agenda builds itself: what it is built from, in which order, and that twice is once."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from meetings import workflow
from meetings.agendas.building import proposals_for
from meetings.agendas.follow_up import listed_tasks
from meetings.models import AgendaItem, Meeting, OutcomeTask, StandingItem
from meetings.redaction import without_inner_links
from meetings.states import MatterState
from meetings.workflow import EditConflict
from meetings.workflow.agenda_building import build_agenda
from meetings.workflow.approval import set_approving_meeting, waiting_notes
from meetings.workflow.standing import move_standing_item, remove_standing_item, save_standing_item
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import Cast, make_adjusted, make_held, make_meeting, make_published
from tests.matters import LATER, SOON, make_coming, make_matter, make_standing, titles, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
S = MatterState


def build(cast: Cast, meeting: Meeting, *keys: str) -> list[AgendaItem]:
    meeting.refresh_from_db()
    chosen = keys or [row.key for row in proposals_for(meeting)]
    return build_agenda(meeting, set(chosen), revision=meeting.revision, by=cast.eva, at=AT)


def make_task(meeting: Meeting, owner: str = "SU", text: str = "Tar fram en kostnad.", **fields: object) -> OutcomeTask:
    outcome = meeting.items.get(number=1).outcomes.get()
    return OutcomeTask.objects.create(outcome=outcome, owner=owner, text=text, **fields)


def make_everything(cast: Cast) -> Meeting:
    """A meeting to come, after one that was held, with something of every kind to build its agenda from."""
    make_standing(cast.group, "Inledning", minutes=5, information="<p>Välkomna.</p>")
    make_standing(cast.group, "Laget runt")
    make_standing(cast.group, "Övriga frågor", is_last=True)
    make_standing(cast.group, "Nästa möte", is_last=True)
    make_task(make_held(cast), due=date(2026, 12, 1))
    make_matter(cast.maja, cast.group, title="Snar", state=S.PREPARING, wanted_by=date(2026, 12, 5))
    make_matter(cast.maja, cast.group, title="Status", state=S.BACK_AGAIN)
    make_matter(cast.maja, cast.group, title="Inte intagen")
    return make_coming(cast)


EVERYTHING = ["Inledning", "Laget runt", "Godkännande av föregående mötesanteckning", "Uppföljning av uppgifter",
              "Snar", "Status", "Övriga frågor", "Nästa möte"]  # fmt: skip


def test_everything_comes_in_its_place(cast: Cast) -> None:
    meeting = make_everything(cast)
    assert [row.title for row in proposals_for(meeting)] == EVERYTHING
    added = build(cast, meeting)
    assert titles(meeting) == [item.title for item in added] == EVERYTHING
    first = meeting.items.get(number=1)
    assert (first.minutes, first.information) == (5, "<p>Välkomna.</p>")
    assert [matter.state for matter in cast.group.matters.order_by("title")] == [S.RECEIVED, S.SCHEDULED, S.SCHEDULED]
    assert told() == []
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AT), by=cast.olle, at=AT)
    assert told() == [("matter_scheduled", cast.maja.person_id)] * 2


def test_twice_is_once(cast: Cast) -> None:
    meeting = make_everything(cast)
    build(cast, meeting)
    meeting.refresh_from_db()
    revision = meeting.revision
    assert proposals_for(meeting) == []
    assert build(cast, meeting) == []
    assert build(cast, meeting, "punkt-1", "godkannande", "uppfoljning", "fraga-1") == []
    meeting.refresh_from_db()
    assert (titles(meeting), meeting.revision) == (EVERYTHING, revision)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva, at=AT), by=cast.olle, at=AT)
    assert (len(told()), told()) == (2, [])


def test_only_what_was_chosen_comes(cast: Cast) -> None:
    meeting = make_everything(cast)
    row = StandingItem.objects.get(title="Laget runt")
    build(cast, meeting, f"punkt-{row.pk}", "finns-inte")
    assert titles(meeting) == ["Laget runt"]
    meeting.refresh_from_db()
    assert not meeting.approves.exists()


def test_what_is_written_by_hand_stays_as_it_is_and_where_it_is(cast: Cast) -> None:
    meeting = make_everything(cast)
    for number, title in enumerate(("Egen punkt", "INLEDNING", "Övriga frågor"), start=1):
        AgendaItem.objects.create(meeting=meeting, number=number, title=title, information="<p>Min text.</p>")
    build(cast, meeting)
    assert titles(meeting) == [
        "Egen punkt", "INLEDNING", "Laget runt", "Godkännande av föregående mötesanteckning",
        "Uppföljning av uppgifter", "Snar", "Status", "Övriga frågor", "Nästa möte",
    ]  # fmt: skip
    texts = meeting.items.filter(title__in=["Egen punkt", "INLEDNING", "Övriga frågor"])
    assert set(texts.values_list("information", flat=True)) == {"<p>Min text.</p>"}
    moved = meeting.items.get(title="Övriga frågor")
    assert history_reasons(AgendaItem, moved.pk) == [None, "Ny plats i ordningen"]


def test_a_note_that_is_not_published_is_linked_behind_sign_in_and_never_in_public(
    cast: Cast, settings: object
) -> None:
    settings.SITE_URL = "https://samverkan.example.se"  # type: ignore[attr-defined]
    held = make_held(cast)
    meeting = make_coming(cast)
    build(cast, meeting, "godkannande")
    meeting.refresh_from_db()
    assert meeting.approves.get() == cast.group.meetings.get(state="held")
    assert meeting.approves_title == "Mötesanteckning Gruppen LGS, 23 april 2026"
    item = meeting.items.get()
    link = f'<a href="https://samverkan.example.se/admin/moten/{held.pk}/">'
    assert item.information == f"<p>{link}Mötesanteckning Gruppen LGS, 23 april 2026</a></p>"
    shown = without_inner_links({"information": f"{item.information}<p>b</p>", "title": "<a>"})
    assert shown == {"information": "<p>Mötesanteckning Gruppen LGS, 23 april 2026</p><p>b</p>", "title": "<a>"}


def test_a_published_note_is_linked_and_not_approved_once_more(cast: Cast, settings: object) -> None:
    settings.SITE_URL = "https://samverkan.example.se"  # type: ignore[attr-defined]
    make_published(cast)
    meeting = make_coming(cast)
    build(cast, meeting, "godkannande")
    meeting.refresh_from_db()
    assert not meeting.approves.exists()
    link = '<a href="https://samverkan.example.se/moten/lgs/2026-04-23/">'
    assert meeting.items.get().information == f"<p>{link}Mötesanteckning Gruppen LGS, 23 april 2026</a></p>"


def test_the_notes_of_the_meetings_since_the_last_ordinary_one_come_together(cast: Cast, settings: Any) -> None:
    make_held(cast, date=date(2026, 2, 26))
    ordinary, extra = make_held(cast), make_held(cast, date=date(2026, 5, 2), kind="extra")
    make_meeting(cast.group, date=date(2026, 5, 3), kind="chair", state="held")
    meeting = make_coming(cast)
    (row,) = [row for row in proposals_for(meeting) if row.key == "godkannande"]
    assert (row.title, row.why) == (
        "Godkännande av föregående mötesanteckningar", "Från mötena 23 april 2026 och 2 maj 2026.",
    )  # fmt: skip
    build(cast, meeting, "godkannande")
    assert list(meeting.approves.order_by("date")) == [ordinary, extra]
    links = [f'<a href="{settings.SITE_URL}/admin/moten/{row.pk}/">' for row in (ordinary, extra)]
    assert meeting.items.get().information == (
        f"<p>{links[0]}Mötesanteckning Gruppen LGS, 23 april 2026</a></p>"
        f"<p>{links[1]}Mötesanteckning Gruppen LGS, 2 maj 2026</a></p>"
    )


def test_a_note_that_is_approved_already_is_not_proposed_again(cast: Cast) -> None:
    ordinary, extra = make_held(cast), make_held(cast, date=date(2026, 5, 2), kind="extra")
    extra.approves.add(ordinary)
    assert waiting_notes(make_coming(cast)) == [extra]


def test_an_older_note_that_can_t_be_published_until_a_meeting_approves_it_still_waits(cast: Cast) -> None:
    cast.group.type.publication_moment = "next_meeting"
    cast.group.type.save()
    old, forgotten = make_adjusted(cast).meeting, make_held(cast, date=date(2026, 4, 28))
    latest = make_held(cast, date=date(2026, 5, 2))
    assert waiting_notes(make_coming(cast)) == [old, latest]
    assert forgotten not in waiting_notes(make_coming(cast, LATER))


def test_what_somebody_has_pointed_out_by_hand_stays(cast: Cast) -> None:
    held = make_held(cast)
    soon, later = make_coming(cast), make_coming(cast, LATER)
    set_approving_meeting(held, later, by=cast.eva, at=AT)
    build(cast, soon, "godkannande")
    assert (list(soon.approves.all()), list(later.approves.all())) == ([], [held])


def test_the_tasks_of_last_time_come_as_a_list_but_for_those_that_are_not_published(cast: Cast) -> None:
    held = make_held(cast)
    make_task(held, due=date(2026, 12, 1))
    make_task(held, "Ale & Kungälv", "Läser <på>.")
    second = held.items.get(number=2)
    OutcomeTask.objects.create(outcome=second.outcomes.get(), owner="SU", text="KANARIEFÅGEL")
    second.is_withheld, second.withheld_reason = True, "Sekretess"
    second.save()
    meeting = make_coming(cast)
    assert [row.why for row in proposals_for(meeting) if row.key == "uppfoljning"] == [
        "2 uppgifter från mötet 23 april 2026."
    ]
    build(cast, meeting, "uppfoljning")
    assert meeting.items.get().information == (
        "<ul><li><p>SU: Tar fram en kostnad. Klart senast 1 december 2026.</p></li>"
        "<li><p>Ale &amp; Kungälv: Läser &lt;på&gt;.</p></li></ul>"
    )


def test_a_task_without_a_day_says_no_day() -> None:
    assert listed_tasks([OutcomeTask(owner="SU", text="Gör det")]) == "<ul><li><p>SU: Gör det.</p></li></ul>"
    said = listed_tasks([OutcomeTask(owner="SU", text="SU tar med sig frågan.")])
    assert said == "<ul><li><p>SU tar med sig frågan.</p></li></ul>"


def test_a_first_meeting_has_nothing_to_follow_up(cast: Cast) -> None:
    assert proposals_for(make_coming(cast)) == []


def test_a_matter_that_can_wait_is_not_ticked(cast: Cast) -> None:
    make_matter(cast.maja, cast.group, title="Kan vänta", state=S.PREPARING, wanted_by=date(2027, 3, 1))
    meeting = make_coming(cast)
    (alone,) = proposals_for(meeting)
    assert alone.is_ticked
    make_coming(cast, LATER)
    (row,) = proposals_for(meeting)
    assert (row.is_ticked, row.why) == (
        False,
        "Fråga från Maja Exempel, för dialog, behövs senast 1 mars 2027, kan vänta till mötet 4 februari 2027.",
    )


def test_somebody_who_was_faster_is_not_written_over(cast: Cast) -> None:
    make_standing(cast.group)
    meeting = make_coming(cast)
    with pytest.raises(EditConflict):
        build_agenda(meeting, {row.key for row in proposals_for(meeting)}, revision=99, by=cast.eva, at=AT)
    assert titles(meeting) == []


def test_the_agenda_of_a_meeting_that_was_held_is_not_built(cast: Cast) -> None:
    make_standing(cast.group)
    meeting = make_held(cast)
    with pytest.raises(StepRefused, match="Agendan byggs före mötet"):
        build(cast, meeting)


def test_a_matter_from_the_backlog_is_answered_by_the_meeting(cast: Cast) -> None:
    matter = make_matter(cast.maja, cast.group, state=S.PREPARING)
    meeting = make_coming(cast, SOON, starts_at=time(9, 0), ends_at=time(11, 0))
    (item,) = build(cast, meeting)
    item.outcomes.create(position=1, kind="agreed", text="Ja.")
    held = workflow.mark_held(meeting, by=cast.eva, at=datetime(2026, 12, 3, 17, 0, tzinfo=UTC))
    version = workflow.send_minutes(held, by=cast.eva, at=datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    workflow.adjust(version, by=cast.olle, at=datetime(2026, 12, 5, 9, 0, tzinfo=UTC))
    matter.refresh_from_db()
    assert (matter.state, matter.answer) == (S.CLOSED, "Ja.")


def order(cast: Cast) -> list[tuple[str, int]]:
    return list(StandingItem.objects.filter(group=cast.group).values_list("title", "position"))


def test_standing_items_are_added_last_moved_and_removed(cast: Cast) -> None:
    for title in ("A", "B", "C"):
        save_standing_item(StandingItem(group=cast.group, title=title), by=cast.eva)
    save_standing_item(StandingItem(group=cast.group, title="Sist", is_last=True), by=cast.eva)
    assert order(cast) == [("A", 1), ("B", 2), ("C", 3), ("Sist", 1)]
    item = StandingItem.objects.get(title="C")
    move_standing_item(item, up=True, by=cast.eva)
    assert order(cast) == [("A", 1), ("C", 2), ("B", 3), ("Sist", 1)]
    move_standing_item(StandingItem.objects.get(title="A"), up=True, by=cast.eva)
    assert order(cast) == [("A", 1), ("C", 2), ("B", 3), ("Sist", 1)]
    item.refresh_from_db()
    item.is_last = True
    save_standing_item(item, by=cast.eva)
    assert order(cast) == [("A", 1), ("B", 3), ("Sist", 1), ("C", 2)]
    remove_standing_item(item, by=cast.eva)
    assert order(cast) == [("A", 1), ("B", 3), ("Sist", 1)]
    for step in (remove_standing_item, save_standing_item):
        with pytest.raises(StepRefused, match="finns inte längre"):
            step(item, by=cast.eva)
    with pytest.raises(StepRefused, match="finns inte längre"):
        move_standing_item(item, up=True, by=cast.eva)
    assert history_reasons(StandingItem, StandingItem.objects.get(title="B").pk) == [
        "Tillagd", "Ny plats i ordningen",
    ]  # fmt: skip
