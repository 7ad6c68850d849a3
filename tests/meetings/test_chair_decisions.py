"""A chair's decision, where the mandate in force leaves it to the chair (R6)."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from decisions.models import Decision
from groups.fixtures import STRUCTURE
from groups.models import Group, Mandate
from meetings import workflow
from meetings.documents import render_stored
from meetings.kind_rules import deciding_mandate, may_draft_chair_decision, other_ways, why_chair_decides_not
from meetings.models import Meeting
from meetings.planning.frequency import frequency_of
from meetings.reading import document_of_version
from meetings.workflow.chair_decisions import Draft, ask_the_chair, change_decision, draft_decision
from samverkan.common import pdf
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.factories import AFTER, Cast, make_chair, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
ON = AFTER.date()
DRAFT = Draft("Rutin för remisser", "Stämd av i förvaltningarna.", "establishes", "Ordföranden fastställer rutinen.")


def make_mandate(group: Group, **fields: Any) -> Mandate:
    given = {"slug": "uppdrag", "title": "Uppdragshandling", "state": "adopted", "decision_date": date(2026, 1, 1),
             "valid_from": date(2026, 1, 1), "chair_decides": "Regionala rutiner."}  # fmt: skip
    mandate = Mandate.objects.create(**{**given, **fields})
    mandate.groups.add(group)
    return mandate


def make_drafted(cast: Cast, **fields: Any) -> Meeting:
    make_mandate(cast.group)
    return draft_decision(cast.group, DRAFT, by=cast.eva, at=AFTER, **fields)


def test_r6_the_samordningsrads_own_mandate_leaves_regional_routines_to_its_chair() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    group = Group.objects.get(slug="samordningsrad-vuxenpsykiatri")
    mandate = deciding_mandate(group, on=date(2026, 11, 22))
    assert mandate
    assert "kan fatta beslut om regionala rutiner" in mandate.chair_decides
    assert "låter inte ordföranden besluta ensam" in why_chair_decides_not(
        Group.objects.get(slug="lgs"), on=date(2026, 11, 22)
    )


def test_the_draft_is_a_held_meeting_with_one_item_and_one_outcome(cast: Cast) -> None:
    meeting = make_drafted(cast)
    item = meeting.items.get()
    outcome = item.outcomes.get()
    assert (meeting.kind, meeting.state, meeting.date) == ("chair", "held", ON)
    assert (item.title, item.information) == ("Rutin för remisser", "<p>Stämd av i förvaltningarna.</p>")
    assert (outcome.kind, outcome.text, outcome.needs_anchoring) == ("establishes", DRAFT.text, False)
    assert list(meeting.attendance.values_list("person__name", "capacity")) == [("Olle Exempel", "chair")]
    assert not OutboxMessage.objects.exists()


def test_the_chair_takes_it_and_its_record_is_sealed_like_any_other(cast: Cast) -> None:
    version = ask_the_chair(make_drafted(cast), by=cast.eva, at=AFTER)
    assert [row.payload["template"] for row in OutboxMessage.objects.all()] == ["minutes_to_adjust"]
    version = workflow.adjust(version, by=cast.olle, at=AFTER)
    assert document_of_version(version)["adjusted"][0]["text"] == (
        "Justerad av Olle Exempel, ordförande, den 4 maj 2026 i portalen"
    )
    assert json.loads(version.content)["meeting"]["kind"] == "chair"
    assert Decision.objects.get().text == "Ordföranden fastställer rutinen."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"chair_decides": " "}, "låter inte ordföranden besluta ensam"),
        ({"valid_until": date(2026, 3, 31)}, "gällde till och med 31 mars 2026"),
        ({"valid_from": date(2026, 6, 1)}, "har inget uppdrag i kraft"),
        ({"state": "draft"}, "har inget uppdrag i kraft"),
    ],
)
def test_it_is_refused_with_the_rule_named(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    make_mandate(cast.group, **fields)
    with pytest.raises(StepRefused, match=sentence):
        draft_decision(cast.group, DRAFT, by=cast.eva, at=AFTER)
    assert not Meeting.objects.exists()


def test_a_mandate_that_ran_out_on_the_way_stops_it_at_every_step(cast: Cast) -> None:
    meeting = make_drafted(cast)
    version = ask_the_chair(meeting, by=cast.eva, at=AFTER)
    Mandate.objects.update(chair_decides="")
    with pytest.raises(StepRefused, match="låter inte ordföranden"):
        workflow.adjust(version, by=cast.olle, at=AFTER)
    workflow.return_minutes(version, comment="Ta det på ett möte.", by=cast.olle, at=AFTER)
    with pytest.raises(StepRefused, match="låter inte ordföranden"):
        ask_the_chair(meeting, by=cast.eva, at=AFTER)


def test_the_vice_chair_does_not_take_it(cast: Cast) -> None:
    vice = make_user("vera")
    make_chair(vice.person, cast.group, office="vice_chair")  # type: ignore[arg-type]
    version = ask_the_chair(make_drafted(cast), by=cast.eva, at=AFTER)
    with pytest.raises(NotAllowed, match="Du är inte justerare"):
        workflow.adjust(version, by=vice, at=AFTER)


def test_a_group_without_a_chair_has_nobody_to_take_it(cast: Cast) -> None:
    make_mandate(cast.group)
    cast.group.memberships.filter(person=cast.olle.person).update(ends=date(2026, 1, 1))
    with pytest.raises(StepRefused, match="ingen ordförande i dag"):
        draft_decision(cast.group, DRAFT, by=cast.eva, at=AFTER)


@pytest.mark.parametrize("mode", ["named", "comments", "next_meeting"])
def test_the_chair_takes_it_whatever_the_groups_mode_is(cast: Cast, mode: str) -> None:
    cast.group.type.adjustment_mode = mode
    cast.group.type.save()
    version = ask_the_chair(make_drafted(cast), by=cast.eva, at=AFTER)
    assert workflow.adjust(version, by=cast.olle, at=AFTER).state == "adjusted"


def test_it_is_changed_until_it_is_with_the_chair_and_after_a_return(cast: Cast) -> None:
    meeting = make_drafted(cast)
    change_decision(meeting, Draft("Ny", "Bakgrund.", "approves", "Ordföranden godkänner."), by=cast.eva, at=AFTER)
    assert meeting.items.get().outcomes.get().text == "Ordföranden godkänner."
    version = ask_the_chair(meeting, by=cast.eva, at=AFTER)
    with pytest.raises(StepRefused, match="skickad för justering"):
        change_decision(meeting, DRAFT, by=cast.eva, at=AFTER)
    workflow.return_minutes(version, comment="Skriv om.", by=cast.olle, at=AFTER)
    change_decision(meeting, DRAFT, by=cast.eva, at=AFTER)
    assert ask_the_chair(meeting, by=cast.eva, at=AFTER).sending == 2


def test_what_needs_the_groups_unanimity_is_no_kind_of_it(cast: Cast) -> None:
    make_mandate(cast.group)
    with pytest.raises(StepRefused, match="slag av beslut"):
        draft_decision(cast.group, Draft("A", "B", "agreed", "Gruppen enas."), by=cast.eva, at=AFTER)


@pytest.mark.parametrize(("who", "may"), [("eva", True), ("olle", True), ("sara", False), ("maja", False)])
def test_who_drafts(cast: Cast, who: str, may: bool) -> None:
    make_mandate(cast.group)
    user = getattr(cast, who)
    assert may_draft_chair_decision(user, cast.group, on=ON) is may
    assert other_ways(user, on=ON) == (may, False)


def test_it_is_open_first_when_it_is_published_and_it_is_no_meeting_of_the_rule(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pdf.Pdf(b"%PDF-", 1))
    version = workflow.adjust(ask_the_chair(make_drafted(cast), by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    assert not Meeting.objects.published().exists()
    render_stored(version)
    workflow.publish(version, by=cast.eva, at=AFTER)
    assert Meeting.objects.published().get() == version.meeting
    assert frequency_of(cast.group, on=date(2026, 11, 22)).sentence == "inga"
