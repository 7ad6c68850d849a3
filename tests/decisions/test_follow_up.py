"""Open commitments open the group's next agenda, in words that everyone may read, and lead to where one reports."""

from datetime import date
from typing import Any

import pytest

from decisions import workflow
from decisions.models import Commitment
from meetings import workflow as meetings
from meetings.agendas.building import REFRESH, proposals_for
from meetings.models import AgendaItem, ContactChoice, Meeting, Outcome, OutcomeTask
from meetings.redaction import without_inner_links
from meetings.workflow.agenda_building import build_agenda
from tests.admin.browsing import browser, history_reasons, said
from tests.factories import AFTER, Cast, make_held, make_meeting

pytestmark = pytest.mark.django_db
NEXT = date(2027, 1, 14)


def held(cast: Cast, *tasks: tuple[str, str], **fields: Any) -> Meeting:
    meeting = make_held(cast, items=1, **fields)
    for owner, text in tasks:
        outcome = Outcome.objects.get(item__meeting=meeting)
        OutcomeTask.objects.create(outcome=outcome, owner=owner, text=text, due=date(2026, 6, 1))
    return meeting


def adjust(cast: Cast, meeting: Meeting) -> None:
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)


def proposed(meeting: Meeting) -> dict[str, str]:
    return {row.title: row.why for row in proposals_for(meeting)}


def test_open_commitments_stand_on_the_next_agenda_until_they_are_done(cast: Cast) -> None:
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad."), ("Kontoret", "Skriver & sänder."), date=date(2026, 3, 1)))
    adjust(cast, held(cast, ("GR", "Frågar alla.")))
    workflow.report_commitment(Commitment.objects.get(owner="Kontoret"), "done", by=cast.eva)
    meeting = make_meeting(cast.group, items=0, date=NEXT)
    assert proposed(meeting)["Uppföljning av åtaganden"] == "2 åtaganden är inte klara."
    assert "Uppföljning av uppgifter" not in proposed(meeting)
    build_agenda(meeting, {"ataganden"}, revision=meeting.revision, by=cast.eva, at=AFTER)
    item = meeting.items.get()
    assert item.title == "Uppföljning av åtaganden"
    assert "<li><p>SU: Tar fram en kostnad. Klart senast 1 juni 2026.</p></li>" in item.information
    assert "GR: Frågar alla." in item.information
    assert "/admin/forankring/ataganden/?grupp=lgs" in item.information
    meeting.refresh_from_db()
    assert "Uppföljning av åtaganden" not in proposed(meeting)
    assert build_agenda(meeting, {"ataganden"}, revision=meeting.revision, by=cast.eva, at=AFTER) == []


def test_the_way_to_the_page_is_for_those_inside_only(cast: Cast) -> None:
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad.")))
    meeting = make_meeting(cast.group, items=0, date=NEXT)
    build_agenda(meeting, {"ataganden"}, revision=meeting.revision, by=cast.eva, at=AFTER)
    information = meeting.items.get().information
    assert "/admin/" not in without_inner_links({"information": information})["information"]
    row = Commitment.objects.get()
    assert row.text in browser(cast.sara).get("/admin/forankring/ataganden/?grupp=lgs").content.decode()
    url = f"/admin/beslut/{row.decision_id}/atagande/{row.pk}/"
    assert browser(cast.eva).post(url, {"state": "done", "fran": "ataganden"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "done"


def test_what_a_note_does_not_show_is_on_no_agenda(cast: Cast) -> None:
    meeting = held(cast, ("SU", "KANARIEFÅGEL"), ("GR", "Ring sara@example.se."))
    ContactChoice.objects.create(meeting=meeting, value="sara@example.se", choice="mask")
    adjust(cast, meeting)
    coming = make_meeting(cast.group, items=0, date=NEXT)
    build_agenda(coming, {"ataganden"}, revision=coming.revision, by=cast.eva, at=AFTER)
    assert "sara@example.se" not in coming.items.get().information
    hidden = held(cast, ("SU", "HEMLIGT"), date=date(2026, 4, 30))
    item = hidden.items.get()
    item.is_withheld, item.withheld_reason = True, "Sekretess"
    item.save()
    adjust(cast, hidden)
    coming.items.all().delete()
    coming.refresh_from_db()
    found = [row for row in proposals_for(coming) if row.key == "ataganden"]
    assert len(found) == 1
    assert "HEMLIGT" not in found[0].source


def test_the_tasks_of_a_note_that_is_not_adjusted_come_beside_them(cast: Cast) -> None:
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad.")))
    held(cast, ("GR", "Frågar alla."), date=date(2026, 4, 30))
    meeting = make_meeting(cast.group, items=0, date=NEXT)
    assert [title for title in proposed(meeting) if title.startswith("Uppföljning")] == [
        "Uppföljning av åtaganden", "Uppföljning av uppgifter",
    ]  # fmt: skip


def test_another_groups_commitments_are_not_followed_up_here(cast: Cast) -> None:
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad.")))
    other = cast.maja.person.memberships.get().group  # type: ignore[union-attr]
    assert "Uppföljning av åtaganden" not in proposed(make_meeting(other, items=0, date=NEXT))


def built(cast: Cast) -> Meeting:
    """The next agenda, built with two open commitments."""
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad."), ("GR", "Frågar alla.")))
    meeting = make_meeting(cast.group, items=0, date=NEXT)
    build_agenda(meeting, {"ataganden"}, revision=meeting.revision, by=cast.eva, at=AFTER)
    meeting.refresh_from_db()
    return meeting


def offered(meeting: Meeting) -> list[str]:
    """Why the list is to be rewritten, when that is offered."""
    return [row.why for row in proposals_for(meeting) if row.key == REFRESH]


def report(cast: Cast, owner: str = "GR", state: str = "done") -> None:
    workflow.report_commitment(Commitment.objects.get(owner=owner), state, report="Svaren är inne.", by=cast.sara)


def test_what_is_reported_done_leaves_the_list_of_an_agenda_that_is_a_draft(cast: Cast) -> None:
    meeting = built(cast)
    report(cast)
    item = meeting.items.get()
    assert ("GR: Frågar alla." in item.information, "SU: Tar fram" in item.information) == (False, True)
    assert history_reasons(AgendaItem, item.pk)[-1] == "Listan över åtaganden uppdaterad"
    assert Meeting.objects.get(pk=meeting.pk).revision == meeting.revision + 1
    report(cast, "SU")
    assert "<p>Inga åtaganden är öppna.</p>" in meeting.items.get().information
    assert "/admin/forankring/ataganden/?grupp=lgs" in meeting.items.get().information
    report(cast, "SU", "open")
    assert "SU: Tar fram en kostnad." in meeting.items.get().information


def test_what_somebody_has_written_in_the_list_stands_and_the_state_now_is_beside_it(cast: Cast) -> None:
    meeting = built(cast)
    item = meeting.items.get()
    item.information += "<p>Kom förberedda.</p>"
    item.save()
    report(cast)
    assert meeting.items.get().information == item.information
    assert offered(meeting) == []
    shown = browser(cast.eva).get(f"/admin/moten/{meeting.pk}/").content.decode()
    assert "Läget nu" in shown
    assert "Svaren är inne." in shown
    assert "Uppdatera listan i texten" not in shown


def test_an_agenda_that_is_with_the_chair_is_brought_up_to_date_when_it_is_a_draft_again(cast: Cast) -> None:
    meeting = built(cast)
    version = meetings.send_agenda(meeting, by=cast.eva, at=AFTER)
    report(cast)
    assert "GR: Frågar alla." in meeting.items.get().information
    assert offered(meeting) == []
    client, page = browser(cast.eva), f"/admin/moten/{meeting.pk}/"
    assert "Svaren är inne." in client.get(page).content.decode()
    meetings.return_agenda(version, comment="Flytta punkt 1.", by=cast.olle, at=AFTER)
    why = "Listan på agendan är inte aktuell. Ett åtagande är inte klart."
    assert offered(meeting) == [why]
    assert "Uppdatera listan i texten" in client.get(page).content.decode()
    meeting.refresh_from_db()
    done = client.post(f"{page}agenda/bygg/", {"punkt": "ataganden-nu", "revision": meeting.revision})
    assert said(done) == ["Listan över åtaganden är uppdaterad."]
    assert "GR: Frågar alla." not in meeting.items.get().information
    assert offered(meeting) == []
    assert "Uppdatera listan i texten" not in client.get(page).content.decode()


def test_an_item_that_somebody_wrote_under_that_heading_is_left_alone(cast: Cast) -> None:
    adjust(cast, held(cast, ("SU", "Tar fram en kostnad.")))
    meeting = make_meeting(cast.group, items=0, date=NEXT)
    own = AgendaItem(meeting=meeting, number=1, title="Uppföljning av åtaganden", information="<p>Muntligt.</p>")
    own.save()
    report(cast, "SU")
    assert meeting.items.get().information == "<p>Muntligt.</p>"
