"""*Jag har informerat i min organisation* on *Att göra*: for a month after the note is published, until it is said."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from decisions.models import Decision, Informed
from groups.models import Organisation, User
from meetings import workflow as meetings
from meetings.models import Meeting
from samverkan.portal.todo import Todo
from samverkan.portal.todo.informing import WITHIN, to_inform
from tests.admin.browsing import browser, said
from tests.decisions.conftest import parties
from tests.factories import AFTER, Cast, make_member, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
__all__ = ["parties"]
WORDS = "Jag har informerat i min organisation"
DAY = AFTER.date()


@pytest.fixture
def meeting(cast: Cast, parties: dict[str, Organisation]) -> Meeting:
    return make_published(cast, items=1).meeting


def waiting(user: User, *, on: date = DAY) -> list[Todo]:
    return list(to_inform(user.person_id, on=on))


def test_it_is_said_with_one_press_on_the_desk_and_then_gone(cast: Cast, meeting: Meeting) -> None:
    with time_machine.travel(AFTER):
        client = browser(cast.sara)
        shown = client.get("/admin/").content.decode()
        assert "Gruppen LGS, 23 april 2026: Sahlgrenska" in shown
        (row,) = waiting(cast.sara)
        assert row.press is not None
        assert f'action="{row.press.url}"' in shown
        response = client.post(row.press.url, dict(row.press.said))
        assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert said(response) == ["Tack! Det är noterat att du har informerat i Sahlgrenska."]
        assert WORDS not in client.get("/admin/").content.decode()
    assert Informed.objects.get().person == cast.sara.person
    assert waiting(cast.sara) == []


def test_it_waits_for_a_month(cast: Cast, meeting: Meeting) -> None:
    assert len(waiting(cast.sara, on=DAY + WITHIN - timedelta(days=1))) == 1
    assert waiting(cast.sara, on=DAY + WITHIN) == []
    assert waiting(cast.sara, on=DAY - timedelta(days=1)) == []


def test_it_waits_for_those_who_sit_for_an_organisation_in_the_group(cast: Cast, meeting: Meeting) -> None:
    kim = cast.group.memberships.get(person__name="Kim Exempel").person
    names = [row.about.rsplit(": ", 1)[1] for row in to_inform(kim.pk, on=DAY)]
    assert names == ["Härryda kommun", "Mölndals stad"]
    for user in (cast.eva, cast.olle, cast.maja):
        assert waiting(user) == []


def test_what_one_has_said_of_one_organisation_leaves_the_other(
    cast: Cast, meeting: Meeting, parties: dict[str, Organisation]
) -> None:
    kim = cast.group.memberships.get(person__name="Kim Exempel").person
    Informed.objects.create(
        meeting=meeting, organisation=parties["Mölndals stad"], person=kim, informed_at=AFTER
    )  # fmt: skip
    assert [row.about for row in to_inform(kim.pk, on=DAY)] == ["Gruppen LGS, 23 april 2026: Härryda kommun"]


def test_of_a_note_that_is_taken_off_again_or_says_nothing_nobody_informs(cast: Cast, meeting: Meeting) -> None:
    Decision.objects.update(public_text="")
    assert waiting(cast.sara) == []
    Decision.objects.update(public_text="LGS enas.")
    meetings.withdraw(meeting.publications.get(), reason="Fel", by=cast.eva, at=AFTER)
    assert waiting(cast.sara) == []


def test_an_old_note_that_is_read_in_is_silent(cast: Cast, parties: dict[str, Organisation]) -> None:
    make_published(cast, items=1, date=date(2025, 4, 23))
    assert waiting(cast.sara) == []


def test_the_members_of_a_joint_group_inform_too(
    cast: Cast, meeting: Meeting, parties: dict[str, Organisation]
) -> None:
    other = cast.maja.person.memberships.get().group  # type: ignore[union-attr]
    make_member(cast.maja.person, other, organisation=parties["Härryda kommun"])  # type: ignore[arg-type]
    assert waiting(cast.maja) == []
    meeting.joint_groups.add(other)
    assert [row.about for row in waiting(cast.maja)] == ["Gruppen LGS, 23 april 2026: Härryda kommun"]


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_as_much_for_many_notes_as_for_one(
    cast: Cast, parties: dict[str, Organisation], count: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert waiting(cast.sara) == []
    for number in range(count):
        make_published(cast, items=1, date=date(2026, 4, 20) + timedelta(days=number))
    with django_assert_num_queries(5):
        assert len(waiting(cast.sara)) == count
