"""A public matter's whole way: what everyone reads of it, and what nobody does (R7)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from decisions.models import Decision
from decisions.workflow import report_anchoring
from groups.models import Group, Seat
from meetings import workflow
from meetings.documents import render_stored
from meetings.models import Consulted, Handover, Matter, Meeting, Publication
from meetings.workflow import consultations, handovers
from meetings.workflow.scheduling import schedule
from samverkan.common import outbox
from samverkan.portal import pages
from samverkan.portal.matter_way import way_of
from tests.factories import LONG_AGO, Cast, make_organisation
from tests.handovers import AT, Ladder, make_asked, make_ladder, make_lifted, received_of
from tests.matters import decide, make_coming, make_matter, text

pytestmark = pytest.mark.usefixtures("quick_pdf")
HELD = AT + timedelta(days=30)


@pytest.fixture
def ladder(cast: Cast) -> Ladder:
    return make_ladder(cast)


def publish(cast: Cast, meeting: Meeting) -> Publication:
    meeting.refresh_from_db()
    held = workflow.mark_held(meeting, by=cast.eva, at=HELD)
    version = workflow.adjust(workflow.send_minutes(held, by=cast.eva, at=HELD), by=cast.olle, at=HELD)
    render_stored(version)
    return workflow.publish(version, by=cast.eva, at=HELD)


def answered(ladder: Ladder, **fields: Any) -> Matter:
    """A question that sara raised in NOSAM, which LGS has asked about, answered and published."""
    handover = make_lifted(ladder, ladder.cast.sara, title="Saras egen rubrik", description="Saras egna ord.")
    matter = received_of(handovers.accept(handover, by=ladder.cast.eva, at=AT))
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    item.title = "Kostnaden"
    for name, value in fields.items():
        setattr(item, name, value)
    item.information = ""
    item.save()
    decide(item, "LGS enas om att dela lika.")
    publish(ladder.cast, item.meeting)
    matter.refresh_from_db()
    return matter


def test_r7_the_whole_way_from_nosam_to_the_decision(ladder: Ladder, client: Client) -> None:
    matter = answered(ladder)
    page = client.get(f"/arenden/{matter.pk}/")
    steps = [step.what for step in page.context["way"].steps]
    assert steps[0] == "Väckt"
    assert set(steps) == {
        "Väckt", "Bereds i Gruppen NOSAM", "Lyft till Gruppen LGS", "Bereds i Gruppen LGS", "Behandlad av Gruppen LGS",
        "Svar från Gruppen LGS",
    }  # fmt: skip
    said = text(page)
    assert 'href="/beslut/lgs/2026-1/"' in said
    assert 'href="/moten/lgs/2026-12-03/#punkt-1"' in said
    for hidden in ("Sara", "Eva", "Nora", "egen rubrik"):
        assert hidden not in said.replace("Samverkan", "")


def test_the_day_that_the_last_organisation_had_carried_it_out_is_the_last_step(ladder: Ladder) -> None:
    seat = Seat.objects.create(group=ladder.lgs, position=1, label="SU", starts=LONG_AGO)
    seat.answers_for.set([make_organisation(name, kind="municipality") for name in ("Härryda", "Mölndal")])
    matter = answered(ladder)

    def last() -> tuple[str, date]:
        way = way_of(matter)
        assert way is not None
        return way.steps[-1].what, way.steps[-1].on

    for number, row in enumerate(Decision.objects.get().anchorings.all(), start=1):
        assert last()[0] == "Svar från Gruppen LGS"
        day = HELD + timedelta(days=number)
        state = "implemented" if number == 1 else "not_concerned"  # who is not concerned may be the last to say so
        report_anchoring(row, state, note="Chefen.", by=ladder.cast.eva, at=day)
    assert last() == ("Beslut LGS 2026:1 är genomfört av alla organisationer", day.date())


def test_what_happened_on_one_day_stands_in_the_order_that_it_happened(ladder: Ladder, client: Client) -> None:
    """And a question that came back on its way says so."""
    hour = timedelta(hours=1)
    first = make_lifted(ladder, ladder.cast.sara)
    handovers.send_back(first, reason="Vad kostar det?", by=ladder.cast.eva, at=AT + hour)
    assert first.matter is not None
    first.matter.refresh_from_db()
    again = handovers.hand_over(first.matter, ladder.lgs, kind="lift", by=ladder.nora, at=AT + 2 * hour)
    matter = received_of(handovers.accept(again, by=ladder.cast.eva, at=AT + 3 * hour))
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT + 4 * hour)
    decide(item, "LGS enas om att dela lika.")
    publish(ladder.cast, item.meeting)
    steps = [step.what for step in client.get(f"/arenden/{matter.pk}/").context["way"].steps]
    lifted = "Lyft till Gruppen LGS"
    order = [lifted, "Skickad tillbaka från Gruppen LGS", lifted, "Bereds i Gruppen LGS", "Behandlad av Gruppen LGS"]
    assert [step for step in steps if step in order] == order


def test_the_note_and_the_decision_lead_to_it(ladder: Ladder, client: Client) -> None:
    matter = answered(ladder)
    for path in ("/moten/lgs/2026-12-03/", "/beslut/lgs/2026-1/"):
        assert f'href="/arenden/{matter.pk}/"' in text(client.get(path))


def test_r7_the_decision_says_to_which_group_the_question_went_on(ladder: Ladder, client: Client) -> None:
    matter, at = answered(ladder), HELD + timedelta(days=1)
    Handover.objects.create(
        matter=matter, from_group=ladder.lgs, to_group=ladder.theme, kind="pass_on", sent_by=ladder.cast.eva, sent_at=at
    )
    said = text(client.get("/beslut/lgs/2026-1/"))
    assert "Så går frågan vidare" in said
    assert f"Överlämnad till {ladder.theme.title}" in said


def test_before_its_note_is_published_nobody_knows_of_it(ladder: Ladder, client: Client) -> None:
    matter = make_matter(ladder.cast.sara, ladder.lgs, state="preparing")
    schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT)
    for pk in (matter.pk, 999, 10**30):
        assert client.get(f"/arenden/{pk}/").status_code == 404


def test_the_question_where_it_was_raised_is_not_public_for_that(ladder: Ladder, client: Client) -> None:
    answered(ladder)
    assert client.get(f"/arenden/{Matter.objects.get(group=ladder.nosam).pk}/").status_code == 404


def test_what_is_withheld_is_not_there(ladder: Ladder, client: Client) -> None:
    matter = answered(ladder, is_withheld=True, withheld_reason="Känsligt.")
    assert client.get(f"/arenden/{matter.pk}/").status_code == 404
    assert "/arenden/" not in text(client.get("/moten/lgs/2026-12-03/"))


def test_a_note_that_is_withdrawn_or_not_shown_takes_it_away(ladder: Ladder, client: Client) -> None:
    matter = answered(ladder)
    Group.objects.filter(pk=ladder.lgs.pk).update(shows_minutes=False)
    pages.store.clear()
    assert client.get(f"/arenden/{matter.pk}/").status_code == 404
    Group.objects.filter(pk=ladder.lgs.pk).update(shows_minutes=True)
    workflow.withdraw(Publication.objects.get(), reason="Fel", by=ladder.cast.eva, at=HELD)
    assert client.get(f"/arenden/{matter.pk}/").status_code == 404


def test_a_group_that_is_not_shown_is_not_named(ladder: Ladder, client: Client) -> None:
    matter = answered(ladder)
    Group.objects.filter(pk=ladder.nosam.pk).update(shows_group=False, name="Internt råd")
    assert "Internt råd" not in text(client.get(f"/arenden/{matter.pk}/"))


def test_a_round_is_told_without_its_answers(ladder: Ladder, client: Client) -> None:
    asked = make_asked(ladder, Consulted(group=ladder.nosam))
    consultations.answer(asked.consulted.get(), text="Hemligt svar.", by=ladder.nora, at=AT)
    consultations.close(asked, by=ladder.cast.eva, at=AT + timedelta(days=1))
    outbox.run_due()
    matter = Matter.objects.get(pk=asked.matter.pk)
    matter.papers.all().delete()
    item = schedule(matter, make_coming(ladder.cast), by=ladder.cast.eva, at=AT + timedelta(days=1))
    decide(item)
    publish(ladder.cast, item.meeting)
    said = text(client.get(f"/arenden/{matter.pk}/"))
    assert "Ute på remiss till och med 14 december 2026" in said
    assert "Remissen avslutad" in said
    assert "Hemligt svar." not in said


@pytest.mark.parametrize("more", [0, 8])
def test_the_queries_do_not_grow_with_the_meetings(
    ladder: Ladder, client: Client, more: int, django_assert_num_queries: Any
) -> None:
    matter = answered(ladder)
    for number in range(more):
        make_matter(ladder.cast.sara, ladder.lgs, title=f"Annan {number}")
    with django_assert_num_queries(10):
        assert client.get(f"/arenden/{matter.pk}/").status_code == 200
