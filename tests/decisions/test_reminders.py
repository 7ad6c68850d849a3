"""Reminders of what is due: on the last day, 30 and 60 days after; none of what is settled (R6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from decisions import workflow
from decisions.models import Anchoring, Commitment, Decision
from decisions.reminders import remind_of_commitments, remind_of_decisions
from groups.models import Organisation
from meetings import workflow as meetings
from meetings.models import Outcome, OutcomeTask
from samverkan.common import daily, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import AFTER, Cast, make_adjusted, make_held, make_member, make_user
from tests.meetings.answers import delivered, link_in

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 1)


@pytest.fixture
def due(cast: Cast, decision: Decision) -> Decision:
    return workflow.set_due(decision, DUE, by=cast.eva)


def promised(template: str = "anchoring_reminder") -> list[str]:
    rows = OutboxMessage.objects.filter(payload__template=template).order_by("key")
    return [row.key or "" for row in rows]


def steps() -> list[int]:
    return sorted(int(key.split(":")[3]) for key in promised())


def test_r6_those_who_sit_for_an_organisation_are_reminded_on_the_day_and_after_30_and_60(
    cast: Cast, due: Decision
) -> None:
    Anchoring.objects.exclude(organisation__name="Sahlgrenska").update(state="implemented")
    for days in range(-2, 200):
        remind_of_decisions(DUE + timedelta(days=days))
    assert steps() == [0, 30, 60]
    assert {row.payload["person"] for row in OutboxMessage.objects.exclude(key=None)} == {cast.sara.person_id}


def test_who_was_not_reached_gets_the_latest_reminder_alone(due: Decision) -> None:
    Anchoring.objects.exclude(organisation__name="Sahlgrenska").update(state="implemented")
    remind_of_decisions(DUE + timedelta(days=35))
    assert steps() == [30]


@pytest.mark.parametrize("state", ["implemented", "not_concerned", "cannot"])
def test_nobody_is_reminded_of_what_is_settled(due: Decision, state: str) -> None:
    Anchoring.objects.update(state=state, reason="Skäl")
    remind_of_decisions(DUE)
    assert promised() == []


def test_nobody_is_reminded_of_a_decision_that_is_replaced(due: Decision, cast: Cast) -> None:
    make_adjusted(cast, items=1, date=date(2026, 4, 30))
    workflow.replace(due, Decision.objects.get(decided_on=date(2026, 4, 30)), by=cast.eva)
    remind_of_decisions(DUE)
    assert promised() == []


def test_when_the_seat_is_empty_who_sits_for_the_organisation_elsewhere_is_asked(
    due: Decision, cast: Cast, parties: dict[str, Organisation]
) -> None:
    cast.sara.person.memberships.update(ends=date(2026, 6, 1))  # type: ignore[union-attr]
    lisa = make_user("lisa")
    other = cast.maja.person.memberships.get().group  # type: ignore[union-attr]
    make_member(lisa.person, other, organisation=parties["Sahlgrenska"])  # type: ignore[arg-type]
    remind_of_decisions(DUE)
    assert lisa.person_id in {row.payload["person"] for row in OutboxMessage.objects.exclude(key=None)}


def test_the_mail_carries_a_link_to_report_by(due: Decision, cast: Cast, mailoutbox: list[Any]) -> None:
    remind_of_decisions(DUE)
    path = link_in(delivered(mailoutbox, "sara@example.se", "Ska vara genomfört i dag: LGS 2026:1, Sahlgrenska"))
    assert Client().post(path, {"state": "implemented"}).status_code == 200
    assert due.anchorings.get(organisation__name="Sahlgrenska").state == "implemented"


def test_a_mail_that_is_sent_after_the_report_is_not_sent(due: Decision, cast: Cast, mailoutbox: list[Any]) -> None:
    remind_of_decisions(DUE)
    Anchoring.objects.update(state="implemented")
    outbox.run_due()
    assert [mail for mail in mailoutbox if "genomfört" in mail.subject] == []


def test_a_mail_that_is_sent_twice_has_the_same_message_id(due: Decision, mailoutbox: list[Any]) -> None:
    Anchoring.objects.exclude(organisation__name="Sahlgrenska").update(state="implemented")
    remind_of_decisions(DUE)
    message = OutboxMessage.objects.get(payload__template="anchoring_reminder")
    for _ in range(2):
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=None, leased_until=None)
        outbox.run_due()
    sent = [mail for mail in mailoutbox if "genomfört" in mail.subject]
    assert len(sent) == 2
    assert len({mail.extra_headers["Message-ID"] for mail in sent}) == 1
    assert sent[0].body != sent[1].body  # each carries a link of its own


def commit(cast: Cast, owner: str) -> Commitment:
    meeting = make_held(cast, items=1)
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner=owner, text="Skriv brevet", due=DUE)
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    return Commitment.objects.get()


@pytest.mark.parametrize(("owner", "reached"), [("SU", "sara"), ("Kontoret", "eva")])
def test_the_owner_of_a_commitment_is_reminded_likewise(
    cast: Cast, parties: dict[str, Organisation], owner: str, reached: str, mailoutbox: list[Any]
) -> None:
    row = commit(cast, owner)
    for days in (-1, 0, 0, 29, 30, 60):
        remind_of_commitments(DUE + timedelta(days=days))
    assert [key.split(":")[3] for key in promised("commitment_reminder")] == ["0", "30", "60"]
    path = link_in(delivered(mailoutbox, f"{reached}@example.se", "Ska vara klart i dag"))
    Client().post(path, {"state": "done"})
    row.refresh_from_db()
    assert row.state == "done"


def test_the_tasks_run_with_the_others_each_day(due: Decision) -> None:
    assert daily.run(on=DUE) == 0
    assert len(promised()) > 0


def test_no_mail_says_what_is_not_published(
    cast: Cast, parties: dict[str, Organisation], mailoutbox: list[Any]
) -> None:
    meeting = make_held(cast, items=1)
    meeting.items.update(is_withheld=True, withheld_reason="Sekretess")
    Outcome.objects.update(text="KANARIEFÅGEL")
    OutcomeTask.objects.create(outcome=Outcome.objects.get(), owner="SU", text="KANARIEFÅGEL", due=DUE)
    meetings.adjust(meetings.send_minutes(meeting, by=cast.eva, at=AFTER), by=cast.olle, at=AFTER)
    workflow.set_due(Decision.objects.get(), DUE, by=cast.eva)
    remind_of_decisions(DUE)
    remind_of_commitments(DUE)
    outbox.run_due()
    told = [mail.body for mail in mailoutbox if "som inte publiceras" in mail.body]
    assert len(told) == 2
    assert not any("KANARIEFÅGEL" in mail.body for mail in mailoutbox)
