"""The process leader sends the agenda to the chair."""

from typing import Any

import pytest

from groups.models import OfficeTerm
from meetings.models import AgendaVersion, Meeting
from tests.admin.browsing import address, browser, history_reasons, said
from tests.factories import Cast, make_chair, make_meeting, make_person
from tests.meetings.answers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group)


def test_it_becomes_a_numbered_version_in_the_history(cast: Cast, meeting: Meeting) -> None:
    response = browser(cast.eva).post(address(meeting, "agenda/skicka/"))
    version = meeting.agenda_versions.get()
    assert (response.status_code, response["Location"]) == (302, address(meeting))
    assert said(response) == ["Agendan är skickad till ordföranden."]
    assert (version.number, version.state, version.sent_by) == (1, "sent", cast.eva)
    assert history_reasons(AgendaVersion, version.pk) == ["Skickad"]


def test_get_is_refused(cast: Cast, meeting: Meeting) -> None:
    assert browser(cast.eva).get(address(meeting, "agenda/skicka/")).status_code == 405


def test_the_signed_out_are_asked_to_sign_in(meeting: Meeting) -> None:
    assert browser().post(address(meeting, "agenda/skicka/"))["Location"].startswith("/konto/login/?next=")


def test_other_groups_do_not_know_of_it(cast: Cast, meeting: Meeting) -> None:
    assert browser(cast.maja).post(address(meeting, "agenda/skicka/")).status_code == 404


@pytest.mark.parametrize("who", ["sara", "olle"])
def test_members_and_chairs_do_not_send_it(cast: Cast, meeting: Meeting, who: str) -> None:
    assert browser(getattr(cast, who)).post(address(meeting, "agenda/skicka/")).status_code == 403
    assert not meeting.agenda_versions.exists()


def test_the_second_time_is_refused_with_a_sentence(cast: Cast, meeting: Meeting) -> None:
    client = browser(cast.eva)
    client.post(address(meeting, "agenda/skicka/"))
    response = client.post(address(meeting, "agenda/skicka/"))
    assert said(response)[-1] == "Agendan ligger redan hos ordföranden. Vänta på svar."
    assert meeting.agenda_versions.count() == 1


def test_a_chair_without_an_account_is_not_asked_to_sign_in(
    cast: Cast, meeting: Meeting, mailoutbox: list[Any]
) -> None:  # fmt: skip
    make_chair(make_person("Utan Konto", email="utan@example.se"), cast.group, is_shared=True)
    OfficeTerm.objects.update(is_shared=True)
    browser(cast.eva).post(address(meeting, "agenda/skicka/"))
    mail = delivered(mailoutbox, "utan@example.se", "Agenda att fastställa: LGS")
    assert ("Du har inget konto här." in mail.body, "Logga in" in mail.body, "/admin/" in mail.body) == (
        True, False, False,
    )  # fmt: skip
