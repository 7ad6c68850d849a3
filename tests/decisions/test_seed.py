"""The real note of LGS, from its six outcomes to who follows them up (motesanteckning-lgs-2026-04-23.txt)."""

from typing import Any

import pytest

from decisions.models import Anchoring, Commitment, Decision
from groups.models import Group, Organisation, Person, User
from meetings import gate
from meetings import workflow as meetings
from meetings.importing.reading import read_note
from meetings.importing.saving import save_minutes
from meetings.models import ContactChoice, Handover, Matter
from meetings.workflow import handovers, matters
from tests.factories import AFTER, make_chair, make_member, make_user


@pytest.fixture
def decided(structure: None, lgs_note: str) -> dict[int, Decision]:
    """The note adjusted by an invented chair; number → decision."""
    lgs = Group.objects.get(slug="lgs")
    eva, olle = make_user("eva"), make_user("olle")
    make_member(eva.person, lgs, "process_leader")  # type: ignore[arg-type]
    make_chair(olle.person, lgs, is_shared=True)  # type: ignore[arg-type]
    tea = make_user("tea")
    make_member(tea.person, Group.objects.get(slug="temagrupp-psykiatri"), "process_leader")  # type: ignore[arg-type]
    proposal = read_note(lgs_note.encode(), group=lgs)
    meeting = save_minutes(proposal, choices={}, source=lgs_note.encode(), file_name="lgs.txt", by=eva)
    for value in gate.unsettled_contacts(meeting):
        ContactChoice.objects.create(meeting=meeting, value=value, choice="mask")
    meetings.mark_held(meeting, by=eva, at=AFTER)
    meetings.adjust(meetings.send_minutes(meeting, by=eva, at=AFTER), by=olle, at=AFTER)
    return {row.number: row for row in Decision.objects.order_by("number")}


def test_the_six_outcomes_are_six_rows_of_the_register(decided: dict[int, Decision]) -> None:
    assert {number: (row.item_number, row.kind) for number, row in decided.items()} == {
        1: (2, "prepared_further"), 2: (3, "noted"), 3: (4, "taken_home"),
        4: (5, "decided_not_to"), 5: (6, "agreed"), 6: (7, "noted"),
    }  # fmt: skip


def test_r6_only_the_fifth_is_anchored_by_those_that_seats_stand_or_answer_for(
    decided: dict[int, Decision],
) -> None:
    assert set(Anchoring.objects.values_list("decision", flat=True)) == {decided[5].pk}
    names = set(decided[5].anchorings.values_list("organisation__name", flat=True))
    assert {"Härryda kommun", "Mölndals stad", "Partille kommun", "Öckerö kommun"} <= names
    principals = set(decided[5].formal_decisions.values_list("principal__name", flat=True))
    assert {"Göteborgs Stad", "Västra Götalandsregionen", "Härryda kommun", "Mölndals stad"} <= principals


def test_su_and_the_office_have_a_commitment_each(decided: dict[int, Decision]) -> None:
    rows = {row.decision.number: row for row in Commitment.objects.select_related("decision", "organisation")}
    assert sorted(rows) == [3, 5]
    assert rows[3].organisation == Organisation.objects.get(short_name="SU")
    assert rows[5].owner == "Vårdsamverkanskontoret"


def test_nobody_real_signs_what_is_followed(decided: dict[int, Decision]) -> None:
    by: Any = Anchoring.history.values_list("history_user__person", flat=True)
    assert set(Person.objects.filter(pk__in=by).values_list("name", flat=True)) == {"Olle Exempel"}


def test_r7_the_first_is_prepared_further_in_temagrupp_psykiatri_and_comes_back(decided: dict[int, Decision]) -> None:
    handover = Handover.objects.get()
    lgs, theme, tea = handover.from_group, handover.to_group, User.objects.get(email="tea@example.se")
    assert (lgs.slug, theme.slug, handover.comes_back) == ("lgs", "temagrupp-psykiatri", True)
    matter = Matter.objects.get()
    assert (matter.title, matter.state) == ("Uppföljning efterlevandestöd - Information och dialog", "handed")
    received = handovers.accept(handover, by=tea, at=AFTER).received
    assert list(Matter.objects.backlog_of(theme)) == [received]
    assert "som första steg i temagrupp psykiatri" in received.description
    matters.answer(received, text="Temagruppen föreslår Kalmarmodellen.", by=tea, at=AFTER)
    back = Matter.objects.backlog_of(lgs).get()
    assert (back.state, back.reason) == ("back_again", "Temagruppen föreslår Kalmarmodellen.")
