"""R2: who is reminded, and when, that the time of a chair or vice chair is about to end."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail

from groups.models import Group, Membership, OfficeTerm, TermRule
from groups.reminders import terms as reminders
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from tests.factories import LONG_AGO, make_cast, make_organisation, make_person
from tests.groups.chairs import appoint


@pytest.fixture
def reminded(db: None) -> Callable[[date], list[str]]:
    """LGS with eva (process leader), olle (chair until the new year) and sara; who gets mail on a day."""
    cast = make_cast()
    OfficeTerm.objects.update(ends=date(2027, 1, 1))

    def on(day: date) -> list[str]:
        mail.outbox.clear()
        reminders.warn(day)
        outbox.run_due()
        return sorted(to for message in mail.outbox for to in message.to)

    assert cast.sara.email == "sara@example.se"
    return on


def test_r2_the_secretariat_and_the_chair_are_reminded_90_and_30_days_before(
    reminded: Callable[[date], list[str]],
) -> None:
    both = ["eva@example.se", "olle@example.se"]
    days = {day: reminded(day) for day in (
        date(2026, 10, 2), date(2026, 10, 3), date(2026, 10, 4), date(2026, 12, 1), date(2026, 12, 2),
        date(2026, 12, 3), date(2027, 1, 1),
    )}  # fmt: skip
    assert [day for day, people in days.items() if people] == [date(2026, 10, 3), date(2026, 12, 2)]
    assert days[date(2026, 10, 3)] == days[date(2026, 12, 2)] == both


def test_after_a_pause_of_the_worker_one_reminder_is_enough(reminded: Callable[[date], list[str]]) -> None:
    assert len(reminded(date(2026, 12, 20))) == 2
    assert reminded(date(2026, 12, 21)) == []


def test_a_term_that_is_extended_is_reminded_of_anew(reminded: Callable[[date], list[str]]) -> None:
    assert reminded(date(2026, 12, 20))
    OfficeTerm.objects.update(ends=date(2027, 7, 1))
    assert reminded(date(2026, 12, 21)) == []
    assert len(reminded(date(2027, 6, 20))) == 2


def test_the_reminder_says_who_until_when_who_is_next_and_where(reminded: Callable[[date], list[str]]) -> None:
    group = Group.objects.get(slug="lgs")
    TermRule.objects.create(group=group, months=24, rotation="sides", in_step_with=group)
    Membership.objects.filter(role="member").update(organisation=make_organisation(kind="region_unit"))
    vice = make_person("Vice")
    appoint(group, "Vice", LONG_AGO, date(2027, 1, 1), person=vice, office="vice_chair")
    assert len(reminded(date(2026, 12, 20))) == 2
    message = mail.outbox[0]
    assert message.subject == "Ordförandeskapet i Gruppen LGS går till och med 31 december 2026"
    for words in (
        "Ordförande: Olle Exempel\nVice ordförande: Vice\n",
        "Från 1 januari 2027: kommunsidan, i takt med gruppen LGS. Bestäm vem som tar vid",
        "/admin/grupper/lgs/",
    ):
        assert words in message.body


def test_nobody_is_asked_to_decide_what_is_settled(reminded: Callable[[date], list[str]]) -> None:
    appoint(Group.objects.get(slug="lgs"), "Nästa", date(2027, 1, 1))
    assert len(reminded(date(2026, 12, 20))) == 2
    assert "Den som tar vid är registrerad." in mail.outbox[0].body
    assert "Bestäm" not in mail.outbox[0].body


def test_a_group_that_has_ended_reminds_nobody(reminded: Callable[[date], list[str]]) -> None:
    Group.objects.filter(slug="lgs").update(ends=date(2026, 12, 1))
    assert reminded(date(2026, 12, 20)) == []
    assert not OutboxMessage.objects.exists()
