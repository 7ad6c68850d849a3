"""The page that names another adjuster while a note is out; what the secretariat sees of who can adjust."""

from typing import Any

import pytest

from groups.models import Membership, OfficeTerm
from meetings import workflow
from meetings.models import MinutesVersion
from samverkan.portal.todo.stalled import stalled
from tests.admin.browsing import address, browser, said
from tests.conftest import MORNING
from tests.factories import Cast, make_held, make_sent
from tests.meetings.modes import make_newcomer, person_of, set_mode

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
PATH = "justerare/"


@pytest.fixture
def version(cast: Cast) -> MinutesVersion:
    set_mode(cast, "named")
    people = [person_of(cast.sara), person_of(cast.olle)]
    return workflow.send_minutes(make_held(cast), adjusters=people, by=cast.eva)


def leave(cast: Cast) -> None:
    Membership.objects.filter(person=cast.sara.person).update(ends=TODAY)


def test_another_is_named_from_the_page(cast: Cast, version: MinutesVersion) -> None:
    nils = make_newcomer(cast)
    client = browser(cast.eva)
    data = {"old": cast.sara.person_id, "new": nils.person_id}
    response = client.post(address(version.meeting, PATH), data)
    assert said(response) == [
        "Nils Exempel justerar i stället för Sara Exempel, och har fått ett mejl med en länk till texten."
    ]
    assert {row.person for row in version.adjusters.all()} == {nils.person, cast.olle.person}


def test_who_has_left_is_chosen_already_and_told_of_on_the_meetings_page(cast: Cast, version: MinutesVersion) -> None:
    make_newcomer(cast)
    leave(cast)
    client = browser(cast.eva)
    page = client.get(address(version.meeting)).content.decode()
    assert "<strong>Sara Exempel kan inte längre justera</strong>" in page
    form = client.get(address(version.meeting, PATH)).context["form"]
    assert form["old"].initial == str(cast.sara.person_id)
    assert "Sara Exempel, har lämnat gruppen" in client.get(address(version.meeting, PATH)).content.decode()


def test_what_is_missing_is_said(cast: Cast, version: MinutesVersion) -> None:
    make_newcomer(cast)
    response = browser(cast.eva).post(address(version.meeting, PATH), {"old": cast.sara.person_id})
    assert response.status_code == 422
    assert "Välj vem som ska justera i stället." in response.content.decode()


def test_where_nobody_can_be_named_the_page_says_why(cast: Cast, version: MinutesVersion) -> None:
    client = browser(cast.eva)
    assert "Gruppen har ingen annan ledamot" in client.get(address(version.meeting, PATH)).content.decode()
    workflow.take_back(version, by=cast.eva)
    assert "inte ute för justering" in client.get(address(version.meeting, PATH)).content.decode()
    set_mode(cast, "chair")
    sent = make_sent(cast, sequence=2)
    assert "Den som leder gruppen justerar" in client.get(address(sent.meeting, PATH)).content.decode()


def test_the_meetings_page_says_whom_a_note_waits_for_and_when_nobody_can(cast: Cast) -> None:
    version = make_sent(cast)
    client = browser(cast.eva)
    assert "Den väntar på Olle Exempel." in client.get(address(version.meeting)).content.decode()
    OfficeTerm.objects.update(ends=TODAY)
    assert "Ingen kan justera anteckningen." in client.get(address(version.meeting)).content.decode()


def test_the_adjuster_reads_that_the_note_was_taken_back(cast: Cast) -> None:
    version = make_sent(cast)
    workflow.take_back(version, by=cast.eva)
    page = browser(cast.olle).get(address(version.meeting, "justera/")).content.decode()
    assert "Eva Exempel tog tillbaka den 22 november 2026." in page


def todos(cast: Cast) -> list[tuple[str, str]]:
    return [(todo.label, todo.url) for todo in browser(cast.eva).get("/admin/").context["todos"]]


def test_the_desk_says_that_somebody_else_has_to_be_named(cast: Cast, version: MinutesVersion) -> None:
    label = "Sara Exempel har lämnat gruppen, välj en annan justerare"
    assert label not in dict(todos(cast))
    leave(cast)
    assert dict(todos(cast))[label] == address(version.meeting, PATH)


def test_the_desk_says_that_there_is_no_chair_to_adjust(cast: Cast) -> None:
    version = make_sent(cast)
    OfficeTerm.objects.update(ends=TODAY)
    assert dict(todos(cast))["Registrera en ordförande som kan justera anteckningen"] == address(version.meeting)


@pytest.mark.parametrize("count", [1, 4])
def test_the_desk_asks_no_more_often_however_many_there_are(
    cast: Cast, version: MinutesVersion, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, count):
        people = [person_of(cast.sara)]
        workflow.send_minutes(make_held(cast, sequence=number + 1), adjusters=people, by=cast.eva)
    leave(cast)
    with django_assert_num_queries(2):
        assert len(stalled([cast.group.pk], on=TODAY)) == count


@pytest.mark.parametrize(("who", "status"), [("maja", 404), ("sara", 403), ("olle", 403)])
def test_only_the_secretariat_names_another(cast: Cast, version: MinutesVersion, who: str, status: int) -> None:
    assert browser(getattr(cast, who)).get(address(version.meeting, PATH)).status_code == status
