"""A group that approves its notes at the next meeting, and holds none: how the last note came to be approved."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from groups.workflow.groups import end
from meetings import workflow
from meetings.archiving.metadata import history_of
from meetings.documents import render_stored
from meetings.models import LateApproval, Meeting, MinutesVersion, NotPersonalNumber
from meetings.rules import may_rule_on_numbers
from meetings.workflow.steps import chairs_to_ask
from samverkan.common.refusals import NotAllowed, StepRefused
from tests.admin.browsing import address, browser, said
from tests.conftest import MORNING
from tests.factories import AFTER, Cast, make_administrator, make_held, make_meeting
from tests.meetings.modes import cast_of, person_of

pytestmark = pytest.mark.django_db
TODAY, SOURCE = MORNING.date(), "ledamöterna har godkänt via e-post i november"
AT = "/moten/lgs/2026-04-23/"


@pytest.fixture
def cast() -> Cast:
    return cast_of("chair", publication_moment="next_meeting")


@pytest.fixture
def version(cast: Cast, quick_pdf: None) -> MinutesVersion:
    """An adjusted note of a group without a later meeting."""
    sent = workflow.send_minutes(make_held(cast), by=cast.eva)
    adjusted = workflow.adjust(sent, by=cast.olle)
    render_stored(adjusted)
    return adjusted


def register(version: MinutesVersion, cast: Cast, **changes: object) -> LateApproval:
    given = {"person": person_of(cast.olle), "day": TODAY, "source": SOURCE, "by": cast.eva, **changes}
    return workflow.register_approval(version.meeting, **given)  # type: ignore[arg-type]


def test_a_group_without_a_later_meeting_publishes_what_is_registered_as_approved(
    cast: Cast, version: MinutesVersion, client: Client
) -> None:
    with pytest.raises(StepRefused, match="Ange vilket möte som godkänner"):
        workflow.publish(version, by=cast.eva)
    row = register(version, cast)
    assert row.history.get().history_user == cast.eva
    workflow.publish(version, by=cast.eva)
    page = client.get(AT).content.decode()
    assert "22 november 2026 enligt Olle Exempel" in page
    assert f"registrerat av Eva Exempel: {SOURCE}" in page
    assert f"Godkänd 2026-11-22 enligt Olle Exempel ({SOURCE})" in [row["what"] for row in history_of(version.meeting)]


def test_where_there_is_a_later_meeting_that_one_approves(cast: Cast, version: MinutesVersion) -> None:
    make_meeting(cast.group, date=TODAY + timedelta(days=20))
    with pytest.raises(StepRefused, match="Gruppen har ett senare möte"):
        register(version, cast)


def test_when_the_group_has_ended_the_administrator_registers_the_word_of_the_last_chair(
    cast: Cast, quick_pdf: None
) -> None:
    ann = make_administrator("ann", cast.group.area)
    end(cast.group, on=TODAY, by=cast.eva)  # said before the last meeting
    sent = workflow.send_minutes(make_held(cast), by=cast.eva, at=AFTER)
    version = workflow.adjust(sent, by=cast.olle, at=AFTER)
    render_stored(version)
    version = MinutesVersion.objects.get(pk=version.pk)
    register(version, cast, by=ann)
    assert workflow.publish(version, by=ann).version == version


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": " "}, "Skriv var beskedet lämnades"),
        ({"source": "via 19121212-1212"}, "personnummer"),
        ({"day": date(2026, 4, 22)}, "Välj en dag"),
        ({"day": TODAY + timedelta(days=1)}, "Välj en dag"),
    ],
)
def test_what_is_not_registered(cast: Cast, version: MinutesVersion, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        register(version, cast, **changes)
    assert not LateApproval.objects.exists()


def test_only_the_word_of_who_chairs_and_nobodys_own_and_once(cast: Cast, version: MinutesVersion) -> None:
    with pytest.raises(NotAllowed, match="leder inte gruppen"):
        register(version, cast, person=person_of(cast.sara))
    with pytest.raises(NotAllowed, match="ditt eget besked"):
        register(version, cast, by=cast.olle)
    register(version, cast)
    with pytest.raises(StepRefused, match="redan registrerat"):
        register(version, cast)


def test_the_process_leader_is_led_from_the_meeting_to_the_form(cast: Cast, version: MinutesVersion) -> None:
    client, place = browser(cast.eva), address(version.meeting, "godkanns/i-efterhand/")
    assert f'href="{place}"' in client.get(address(version.meeting)).content.decode()
    assert f'href="{place}"' in client.get(address(version.meeting, "godkanns/")).content.decode()
    fields = {"person": str(cast.olle.person_id), "source": SOURCE, "day": "2026-11-22"}
    wrong = client.post(place, fields)
    assert wrong.status_code == 422
    assert SOURCE in wrong.content.decode()
    posted = client.post(place, {**fields, "sure": "on"})
    assert said(posted) == ["Det är registrerat hur anteckningen godkändes. Nu kan den publiceras."]
    assert "Granska och publicera" in client.get(address(version.meeting)).content.decode()


def test_a_note_that_waits_to_be_approved_is_so_by_a_registered_word(quick_pdf: None) -> None:
    cast = cast_of("next_meeting", publication_moment="next_meeting")
    version = workflow.send_minutes(make_held(cast), by=cast.eva)
    with pytest.raises(StepRefused, match="godkänns vid gruppens nästa möte"):
        workflow.adjust(version, by=cast.olle)
    client, place = browser(cast.eva), address(version.meeting, "registrera/")
    assert f'href="{place}"' in client.get(address(version.meeting)).content.decode()
    given = {"version": version.pk, "person": cast.olle.person_id, "kind": "adjusted", "source": SOURCE, "sure": "on"}
    client.post(place, given)
    version = MinutesVersion.objects.get(pk=version.pk)
    said_so = json.loads(version.seal)["adjusted"][0]
    assert (said_so["name"], said_so["role"], "meeting" in said_so) == ("Olle Exempel", "Ordförande", False)
    render_stored(version)
    assert workflow.publish(version, by=cast.eva).version == version
    end(cast.group, on=TODAY, by=cast.eva)


# Digits in the note of a group that has ended


@pytest.fixture
def ended(cast: Cast, version: MinutesVersion) -> Meeting:
    """A note with digits in it, under correction by the administrator of the area."""
    ann = make_administrator("ann", cast.group.area)
    register(version, cast)
    workflow.publish(version, by=cast.eva)
    end(cast.group, on=TODAY, by=cast.eva)
    meeting = Meeting.objects.get(pk=version.meeting_id)
    workflow.open_correction(meeting, kind="outcome", reason="Fel.", by=ann)
    meeting.items.filter(number=1).update(title="Artikel 19121212-1212")
    return meeting


def test_who_judges_digits_when_the_group_has_ended(cast: Cast, ended: Meeting) -> None:
    ann = make_administrator("bo", cast.group.area)
    users = (cast.olle, ann, cast.eva, cast.sara, cast.maja)
    assert [may_rule_on_numbers(user, ended) for user in users] == [True, True, False, False, False]
    assert chairs_to_ask(ended) == [cast.olle.person]


def test_the_last_chair_sees_the_digits_and_nothing_else(cast: Cast, ended: Meeting) -> None:
    client, place = browser(cast.olle), address(ended, "personnummer/")
    page = client.get(place)
    assert address(ended, "forhandsgranska/") not in page.content.decode()
    assert client.get(address(ended)).status_code == 404
    assert browser(cast.eva).get(place).status_code == 404
    [(number, _)] = page.context["rows"]
    posted = client.post(place, {"fingerprint": number.fingerprint(ended), "reason": "Ett artikelnummer"})
    assert posted.status_code == 302
    assert NotPersonalNumber.objects.get().ruled_by == cast.olle
