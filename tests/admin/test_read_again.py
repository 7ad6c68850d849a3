"""What is sent once more says so: a correction that it is one, an agenda what was said of the version before."""

from datetime import timedelta
from typing import Any

import pytest

from meetings import workflow
from meetings.models import AgendaVersion, MinutesVersion
from tests.admin.browsing import address, browser
from tests.conftest import MORNING
from tests.factories import AFTER, Cast, make_adjusted, make_meeting
from tests.meetings.answers import delivered, text

pytestmark = pytest.mark.django_db
OLLE = "olle@example.se"


@pytest.fixture
def correction(cast: Cast) -> MinutesVersion:
    meeting = make_adjusted(cast).meeting
    workflow.open_correction(meeting, kind="outcome", reason="Fel stavat namn", by=cast.eva, at=AFTER)
    meeting.items.filter(number=1).update(information="<p>Rättad information.</p>")
    meeting.refresh_from_db()
    return workflow.send_minutes(meeting, by=cast.eva, at=AFTER)


def test_a_correction_says_which_version_it_is_and_that_the_numbers_stay(
    cast: Cast, correction: MinutesVersion, mailoutbox: list[Any]
) -> None:
    page = text(browser(cast.olle).get(address(correction.meeting, "justera/")))
    assert "Det här är version 2 av en anteckning som redan är justerad.</strong> Den rättar version 1: Fel" in page
    assert "Version 2 låses så som den står här och ersätter version 1. Besluten behåller sina nummer." in page
    assert ("besluten får sina nummer" in page, "<title>Justera rättelsen" in page) == (False, True)
    assert "Rättad" in page
    mail = delivered(mailoutbox, OLLE, "Rättelse att justera")
    assert "Det här är version 2, som rättar den: Fel stavat namn." in mail.body


@pytest.fixture
def again(cast: Cast) -> AgendaVersion:
    meeting = make_meeting(cast.group, date=MORNING.date() + timedelta(days=20))
    workflow.return_agenda(workflow.send_agenda(meeting, by=cast.eva), comment="Stryk <b>punkt 2</b>.", by=cast.olle)
    meeting.items.filter(number=2).update(title="Budget för 2027")
    return workflow.send_agenda(meeting, by=cast.eva)


def test_an_agenda_sent_again_shows_the_chairs_own_comment_and_that_it_is_changed(
    cast: Cast, again: AgendaVersion, mailoutbox: list[Any]
) -> None:
    page = text(browser(cast.olle).get(address(again.meeting, "agenda/")))
    assert "Din kommentar till version 1" in page
    assert "<p>Stryk &lt;b&gt;punkt 2&lt;/b&gt;.</p>" in page
    assert "Agendan är ändrad sedan dess. Ändringarna står här nedanför." in page
    assert "Det här är version 2." in delivered(mailoutbox, OLLE, "Agenda att fastställa, version 2").body


def test_an_agenda_sent_again_as_it_was_says_that_nothing_is_changed(cast: Cast) -> None:
    meeting = make_meeting(cast.group)
    workflow.return_agenda(workflow.send_agenda(meeting, by=cast.eva), comment="Stryk punkt 2.", by=cast.olle)
    workflow.send_agenda(meeting, by=cast.eva)
    page = text(browser(cast.olle).get(address(meeting, "agenda/")))
    assert "Ingenting i agendan är ändrat sedan dess." in page
