"""Whoever has a commitment of another group reads what the public variant says of the decision, and no more."""

from typing import Any

import pytest

from decisions.models import Commitment, Decision
from decisions.owners import owners_of
from groups.models import Group, Person, User
from meetings import workflow as meetings
from meetings.models import AgendaItem, ContactChoice, Meeting, Outcome, OutcomeTask, Redaction
from tests.admin.browsing import browser
from tests.factories import AFTER, MEETING_DAY, Cast, make_held, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db
CANARY, SECRET = "KANARIEFÅGEL", "kanarie@example.se"
MINE = "/admin/forankring/"


def adjusted(cast: Cast, meeting: Meeting) -> Decision:
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    return Decision.objects.get()


def held(cast: Cast, *, owner: str = "", choice: str = "keep", **item: Any) -> Meeting:
    """A meeting whose one decision says the canary and an address, with a task when there is an owner."""
    meeting = make_held(cast, items=1)
    AgendaItem.objects.update(**item)
    Outcome.objects.update(text=f"{CANARY} {SECRET}")
    if owner:
        OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=owner, text=f"Skriv till {SECRET}")
    ContactChoice.objects.create(meeting=meeting, value=SECRET, choice=choice)
    return meeting


def read_by(user: User, decision: Decision) -> str:
    """All that the account reads of it: its page, the own page and the list of commitments."""
    client = browser(user)
    pages = [client.get(path) for path in (f"/admin/beslut/{decision.pk}/", MINE, f"{MINE}ataganden/", "/admin/")]
    return "".join(page.content.decode() for page in pages if page.status_code == 200)


WITHHELD = {"is_withheld": True, "withheld_reason": "tukan"}


@pytest.mark.parametrize("owner", ["ANNAN", "Gruppen ANNAN", "Maja Exempel, NH"])
def test_what_is_withheld_is_no_other_groups_and_its_page_is_closed_to_it(cast: Cast, owner: str) -> None:
    Person.objects.filter(pk=cast.maja.person_id).update(organisation=make_organisation("Närhälsan", short_name="NH"))
    decision = adjusted(cast, held(cast, owner=owner, **WITHHELD))
    row = Commitment.objects.get()
    assert (row.organisation, row.group, row.person) == (None, None, None)
    assert owners_of(row, on=MEETING_DAY) == [cast.eva.person]
    assert browser(cast.maja).get(f"/admin/beslut/{decision.pk}/").status_code == 404
    assert CANARY not in read_by(cast.maja, decision)
    assert CANARY in read_by(cast.eva, decision)


def test_a_withheld_assignment_is_no_other_groups(cast: Cast) -> None:
    meeting = held(cast, **WITHHELD)
    Outcome.objects.update(kind="assigned", group=Group.objects.get(slug="annan"))
    decision = adjusted(cast, meeting)
    assert Commitment.objects.get().group is None
    assert browser(cast.maja).get(f"/admin/beslut/{decision.pk}/").status_code == 404


@pytest.mark.parametrize("owner", ["LGS", "Sara Exempel", "ANNAN"])
def test_those_who_met_have_what_is_withheld(cast: Cast, owner: str) -> None:
    meeting = held(cast, owner=owner, **WITHHELD)
    meeting.joint_groups.add(Group.objects.get(slug="annan"))
    decision = adjusted(cast, meeting)
    row = Commitment.objects.get()
    assert row.group or row.person
    if owner == "ANNAN":
        assert CANARY in browser(cast.maja).get(f"/admin/beslut/{decision.pk}/").content.decode()
        assert SECRET in browser(cast.maja).get(MINE).content.decode()


def test_what_is_masked_is_masked_for_another_group(cast: Cast) -> None:
    decision = adjusted(cast, held(cast, owner="ANNAN", choice="mask"))
    assert Commitment.objects.get().group == Group.objects.get(slug="annan")
    shown = read_by(cast.maja, decision)
    assert SECRET not in shown
    assert f"{CANARY} [uppgift borttagen]" in shown
    assert shown.count("Skriv till [uppgift borttagen]") >= 2
    assert SECRET in read_by(cast.eva, decision)


def test_what_is_masked_is_masked_for_who_sits_elsewhere_for_the_organisation(cast: Cast) -> None:
    hospital, lisa = make_organisation("Sahlgrenska", short_name="SU"), make_user("lisa")
    make_member(lisa.person, Group.objects.get(slug="annan"), organisation=hospital)  # type: ignore[arg-type]
    meeting = held(cast, owner="SU", choice="mask")
    Outcome.objects.update(kind="assigned")
    decision = adjusted(cast, meeting)
    shown = read_by(lisa, decision)
    assert (SECRET in shown, CANARY in shown) == (False, True)


def test_what_is_taken_out_later_is_not_read_by_the_group_that_had_it(cast: Cast) -> None:
    decision = adjusted(cast, held(cast, owner="ANNAN"))
    assert CANARY in read_by(cast.maja, decision)
    version = decision.version
    items = [{"version": version.number, "number": 1, "title": "Fråga 1"}]
    Redaction.objects.create(
        meeting=version.meeting, reason="Fel", items=items, masks=[], made_by=cast.eva, made_at=AFTER
    )  # fmt: skip
    shown = read_by(cast.maja, decision)
    assert (SECRET in shown, CANARY in shown) == (False, False)
    assert "Beslutet publiceras inte." in shown
    assert "Åtagandet publiceras inte." in shown


def test_what_others_have_reported_is_for_those_inside(cast: Cast) -> None:
    meeting = held(cast, owner="ANNAN")
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="Kontoret", text="Bokar lokal")
    decision = adjusted(cast, meeting)
    Commitment.objects.filter(owner="Kontoret").update(report="Hemligt")
    Commitment.objects.filter(owner="ANNAN").update(report="Vi har skrivit")
    shown = read_by(cast.maja, decision)
    assert ("Bokar lokal" in shown, "Vi har skrivit" in shown, "Hemligt" in shown) == (True, True, False)
    assert "Hemligt" in read_by(cast.eva, decision)
