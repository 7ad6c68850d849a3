"""A link that is pressed sixteen times at once is used once; so is a version answered in two ways at once."""

from typing import Any

import pytest

from decisions.models import Decision
from meetings import links, workflow
from meetings.models import MailLink, Verdict
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import Refused, StepRefused
from tests.factories import AFTER, make_cast, make_meeting, make_sent
from tests.meetings.modes import person_of
from tests.meetings.test_races import THREADS, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def found(address: str) -> MailLink:
    link = links.find(address.rstrip("/").rsplit("/", 1)[-1])
    assert link is not None
    return link


def refusing(step: Any) -> Any:
    """The step, with every refusal of the kind that ``at_once`` counts."""

    def run(index: int) -> None:
        try:
            step(index)
        except Refused as refusal:
            raise StepRefused(str(refusal)) from refusal

    return run


def test_a_link_pressed_sixteen_times_at_once_adjusts_once() -> None:
    cast = make_cast()
    version = make_sent(cast)
    address = links.make(person_of(cast.olle), minutes=version, at=AFTER)
    results = at_once(refusing(lambda _: links.use(found(address), yes=True, at=AFTER)))
    refused = {text for text in results if text.startswith("refused")}
    assert (results["done"], results.total()) == (1, THREADS), results
    assert all("Du svarade" in text or "Du behöver inte göra något" in text for text in refused)
    assert (Verdict.objects.count(), Decision.objects.count()) == (1, 2)


def test_the_link_and_the_portal_at_once_have_one_outcome() -> None:
    cast = make_cast()
    version = workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    address = links.make(person_of(cast.olle), agenda=version)

    def step(index: int) -> None:
        if index % 2:
            workflow.return_agenda(version, comment="Nej", by=cast.olle)
        else:
            links.use(found(address), yes=True)

    results = at_once(refusing(step))
    assert (results["done"], results.total()) == (1, THREADS), results
    version.refresh_from_db()
    assert version.history.count() == 2
    assert MailLink.objects.filter(used_at=None).exists() == (version.state == "returned")


def test_calling_sixteen_times_at_once_calls_once() -> None:
    cast = make_cast()
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    results = at_once(lambda _: workflow.call(meeting, by=cast.eva))
    assert (results["done"], results.total()) == (1, THREADS), results
    assert OutboxMessage.objects.filter(key__startswith="call:").count() == 3


def test_registering_and_approving_at_once_is_one_answer() -> None:
    cast = make_cast()
    version = workflow.send_agenda(make_meeting(cast.group), by=cast.eva)
    given: dict[str, Any] = {
        "seen_sha256": version.content_sha256, "source": "på mötet", "day": AFTER.date(), "by": cast.eva,
    }  # fmt: skip

    def step(index: int) -> None:
        if index % 2:
            workflow.approve_agenda(version, by=cast.olle)
        else:
            workflow.register_agenda(version.meeting, **given)

    results = at_once(refusing(step))
    assert (results["done"], results.total()) == (1, THREADS), results
    assert version.meeting.agenda_versions.count() == 1


def test_two_workers_send_each_mail_once(mailoutbox: list[Any]) -> None:
    cast = make_cast()
    meeting = make_meeting(cast.group)
    workflow.approve_agenda(workflow.send_agenda(meeting, by=cast.eva), by=cast.olle)
    workflow.call(meeting, by=cast.eva)
    results = at_once(lambda _: outbox.run_due(), threads=2)
    called = [mail.to[0] for mail in mailoutbox if mail.subject.startswith("Kallelse")]
    assert results == {"done": 2}
    assert sorted(called) == ["eva@example.se", "olle@example.se", "sara@example.se"]
