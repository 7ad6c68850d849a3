"""The notes of a group that has ended: who withdraws, redacts and corrects them, and who adjusts a correction."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from groups.models import AreaRole, User
from groups.workflow.groups import end
from meetings import links, workflow
from meetings.documents import render_stored
from meetings.models import Meeting, MinutesVersion, Publication
from meetings.rules import (
    adjusters_of,
    may_adjust,
    may_correct,
    may_prepare,
    may_redact,
    may_register_verdict,
    may_withdraw,
    mode_of,
)
from samverkan.common.refusals import NotAllowed
from tests.conftest import MORNING
from tests.factories import LONG_AGO, Cast, make_administrator, make_area, make_published, make_user
from tests.meetings.modes import person_of, set_mode, told

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


@pytest.fixture
def ann(cast: Cast) -> User:
    return make_administrator("ann", cast.group.area)


@pytest.fixture
def rut(cast: Cast) -> User:
    rut = make_user("rut")
    AreaRole.objects.create(user=rut, area=cast.group.area, role="registrar", starts=LONG_AGO)
    return rut


@pytest.fixture
def meeting(cast: Cast, quick_pdf: None) -> Meeting:
    """A published note of the group, which ended today."""
    publication = make_published(cast)
    end(cast.group, on=TODAY, by=cast.eva)
    return Meeting.objects.get(pk=publication.meeting_id)


def test_who_may_what_before_and_after_the_group_has_ended(cast: Cast, ann: User, rut: User, meeting: Meeting) -> None:
    rules = (may_prepare, may_correct, may_register_verdict, may_withdraw, may_redact)
    before, after = TODAY - timedelta(days=1), TODAY
    expected = {
        ann: ([False] * 5, [True] * 5),
        rut: ([False, False, False, False, True], [False, False, False, True, True]),
        cast.eva: ([True] * 5, [False] * 5),
        cast.olle: ([False] * 5, [False] * 5),
        cast.maja: ([False] * 5, [False] * 5),
    }
    for user, answers in expected.items():
        found = tuple([rule(user, meeting, on=day) for rule in rules] for day in (before, after))
        assert found == answers, user


def test_the_administrator_of_another_area_has_no_say(meeting: Meeting) -> None:
    other = make_administrator("nils", make_area("skaraborg", "Skaraborg"))
    assert not may_prepare(other, meeting)
    assert not may_withdraw(other, meeting)


def corrected(meeting: Meeting, ann: User, *, kind: str = "outcome") -> MinutesVersion:
    """A correction that the administrator has opened, written and sent."""
    workflow.open_correction(meeting, kind=kind, reason="Fel rubrik", by=ann)
    meeting.items.filter(number=1).update(title="Frågan 1" if kind == "spelling" else "Rätt rubrik")
    return workflow.send_minutes(meeting, by=ann)


@pytest.mark.parametrize("mode", ["chair", "named", "comments", "next_meeting"])
def test_a_correction_is_for_who_chaired_the_group_last_whatever_its_mode_was(
    cast: Cast, ann: User, meeting: Meeting, mode: str
) -> None:
    set_mode(cast, mode)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (mode_of(meeting), [term.membership.person for term in adjusters_of(meeting)]) == (
        "chair", [cast.olle.person],
    )  # fmt: skip


def test_the_administrator_registers_the_word_of_the_last_chair_and_publishes(
    cast: Cast, ann: User, meeting: Meeting
) -> None:
    version = corrected(meeting, ann)
    with pytest.raises(NotAllowed):
        workflow.register_verdict(
            version, person=person_of(cast.sara), kind="adjusted", source="via e-post i dag", by=ann
        )
    source = "via e-post 22 november 2026"
    adjusted = workflow.register_verdict(version, person=person_of(cast.olle), kind="adjusted", source=source, by=ann)
    said = json.loads(adjusted.seal)["adjusted"][0]
    assert (said["name"], said["role"], said["source"]) == ("Olle Exempel", "Ordförande", source)
    render_stored(adjusted)
    workflow.publish(adjusted, by=ann)
    assert Publication.objects.standing().get().version == adjusted
    assert not Meeting.objects.get(pk=meeting.pk).correction_open


def test_the_last_chair_can_answer_by_the_link_or_signed_in_and_sees_nothing_else(
    cast: Cast, ann: User, meeting: Meeting
) -> None:
    version = corrected(meeting, ann, kind="spelling")
    assert told("minutes_to_adjust") == ["olle", "olle"]
    client = Client()
    client.force_login(cast.olle)
    assert client.get(f"/admin/moten/{meeting.pk}/justera/").status_code == 200
    assert client.get(f"/admin/moten/{meeting.pk}/").status_code == 404
    found = links.find(links.make(person_of(cast.olle), minutes=version).split("/")[-2])
    assert found is not None
    assert links.use(found, yes=True).minutes.state == "adjusted"  # type: ignore[union-attr]


def test_a_chair_who_left_before_the_group_ended_is_the_last_one(cast: Cast, ann: User, quick_pdf: None) -> None:
    meeting = make_published(cast).meeting
    gone = TODAY - timedelta(days=40)
    cast.group.memberships.filter(person=cast.olle.person).get().offices.update(ends=gone)
    end(cast.group, on=TODAY, by=cast.eva)
    version = corrected(Meeting.objects.get(pk=meeting.pk), ann)
    assert (may_adjust(cast.olle, version), may_adjust(cast.sara, version)) == (True, False)


def test_the_registrar_withdraws_and_redacts_from_the_meetings_page(rut: User, meeting: Meeting) -> None:
    client = Client()
    client.force_login(rut)
    page = client.get(f"/admin/moten/{meeting.pk}/").content.decode()
    for tail in ("maska/", "avpublicera/"):
        assert f'href="/admin/moten/{meeting.pk}/{tail}"' in page
    client.post(f"/admin/moten/{meeting.pk}/avpublicera/", {"reason": "Fel", "sure": "on"})
    assert not Publication.objects.published().exists()


def test_where_notes_wait_for_the_next_meeting_a_correction_is_published_without_one(
    cast: Cast, ann: User, meeting: Meeting
) -> None:
    set_mode(cast, "chair", publication_moment="next_meeting")
    version = corrected(Meeting.objects.get(pk=meeting.pk), ann)
    source = "via e-post 22 november 2026"
    adjusted = workflow.register_verdict(version, person=person_of(cast.olle), kind="adjusted", source=source, by=ann)
    render_stored(adjusted)
    assert workflow.publish(adjusted, by=ann).version == adjusted
