"""An organisation that has gone up in another is spoken for by those who sit for either of the two (R6)."""

from datetime import date

import pytest

from decisions import rules, workflow
from decisions.models import Decision
from decisions.parties import speakers_for, spoken_for, unreached
from decisions.reminders import remind_of_decisions
from decisions.take_home import sheet_of
from groups.models import Organisation
from groups.workflow import organisations
from samverkan.common.models import OutboxMessage
from tests.factories import AFTER, MEETING_DAY, Cast, make_adjusted, make_member, make_organisation, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DUE = date(2026, 10, 1)


def merge(cast: Cast, parties: dict[str, Organisation], *, on: date) -> Organisation:
    """The organisation that the hospital goes up in on the day; no seat and no membership is for it."""
    into = make_organisation("Sjukhusen", kind="region_unit", principal=parties["Västra Götalandsregionen"])
    organisations.merge(parties["Sahlgrenska"], into, on=on, by=cast.eva, at=AFTER)
    return into


def test_r6_who_sits_for_what_went_up_in_another_reports_for_that_one(
    cast: Cast, parties: dict[str, Organisation]
) -> None:
    into = merge(cast, parties, on=date(2026, 4, 1))
    make_adjusted(cast, items=1, date=MEETING_DAY)
    decision = Decision.objects.get()
    row, meeting = decision.anchorings.get(organisation=into), decision.version.meeting
    assert rules.may_report_anchoring(cast.sara, row, on=MEETING_DAY)
    assert speakers_for(into, meeting, on=MEETING_DAY) == [cast.sara.person]
    assert unreached({into.pk}, meeting, on=MEETING_DAY) == set()
    workflow.set_due(decision, DUE, by=cast.eva)
    remind_of_decisions(DUE)
    told = OutboxMessage.objects.filter(payload__template="anchoring_reminder", payload__anchoring=row.pk)
    assert [mail.payload["person"] for mail in told] == [cast.sara.person_id]


def test_r6_what_was_decided_before_is_reported_by_who_sits_for_the_one_that_it_went_up_in(
    cast: Cast, parties: dict[str, Organisation], decision: Decision
) -> None:
    row = decision.anchorings.get(organisation=parties["Sahlgrenska"])
    into = merge(cast, parties, on=MEETING_DAY)
    assert not rules.may_report_anchoring(cast.maja, row, on=DUE)
    make_member(cast.maja.person, cast.group, organisation=into)
    cast.group.memberships.filter(person=cast.sara.person).update(seat=None, ends=DUE)
    assert rules.may_report_anchoring(cast.maja, row, on=DUE)
    assert speakers_for(parties["Sahlgrenska"], decision.version.meeting, on=DUE) == [cast.maja.person]
    assert unreached({parties["Sahlgrenska"].pk}, decision.version.meeting, on=DUE) == set()


def test_what_is_taken_home_is_that_of_the_organisation_as_it_is_now(
    cast: Cast, parties: dict[str, Organisation]
) -> None:
    into = merge(cast, parties, on=date(2026, 4, 1))
    meeting = make_published(cast, items=1).meeting
    sheet = sheet_of(meeting, list(spoken_for(cast.sara.person_id, on=MEETING_DAY)))
    assert [row.organisation for part in sheet.anchor for row in part.rows] == [into]


def test_a_merger_that_was_taken_back_changes_nothing(cast: Cast, parties: dict[str, Organisation]) -> None:
    into = merge(cast, parties, on=date(2026, 4, 1))
    organisations.take_merger_back(parties["Sahlgrenska"], by=cast.eva, at=AFTER)
    assert list(spoken_for(cast.sara.person_id, on=MEETING_DAY)) == [parties["Sahlgrenska"]]
    assert speakers_for(into, make_adjusted(cast, items=1).meeting, on=MEETING_DAY) == []
