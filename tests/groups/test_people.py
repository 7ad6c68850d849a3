"""Two rows that are one person become one; what does not fit together is refused with what to do."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from groups.models import Membership, Person, User
from groups.workflow.people import correct, free_slug, merge_people
from meetings import workflow
from meetings.models import Attendance, Meeting
from samverkan.common import outbox
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.factories import (
    LONG_AGO,
    Cast,
    make_adjusted,
    make_area,
    make_group,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_sent,
    make_user,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def twin() -> Person:
    """Written once more, in a note."""
    return make_person("Sara Exempel")


def one(cast: Cast) -> Person:
    assert cast.sara.person
    return cast.sara.person


def test_what_belongs_to_one_row_moves_to_the_other(cast: Cast, twin: Person) -> None:
    sara = one(cast)
    membership = make_member(twin, make_group("tema"), title="Chef")
    meeting = make_meeting(cast.group, note_taker=twin)
    Attendance.objects.create(meeting=meeting, person=twin, position=2)
    meeting.items.filter(number=1).update(presenter=twin)
    merge_people(twin, sara, by=cast.eva, at=AT)
    membership.refresh_from_db()
    meeting.refresh_from_db()
    assert (membership.person, membership.title) == (sara, "Chef")
    assert (meeting.note_taker, meeting.items.first().presenter, meeting.revision) == (sara, sara, 2)
    assert list(meeting.attendance.filter(person__in=[sara, twin]).values_list("person", flat=True)) == [sara.pk]
    twin.refresh_from_db()
    assert (twin.merged_into, twin.standing()) == (sara, sara)
    assert twin not in Person.objects.standing()
    latest = membership.history.latest("history_id")
    assert (latest.history_user, latest.history_date) == (cast.eva, AT)
    assert latest.history_change_reason == f"Samma person som Sara Exempel ({sara.slug})"
    assert membership.history.earliest("history_id").person_id == twin.pk


def test_the_account_and_what_the_other_lacks_come_along(cast: Cast) -> None:
    known = make_person("Sara Exempel", title="Verksamhetschef")
    organisation = make_organisation()
    Person.objects.filter(pk=one(cast).pk).update(email="s@example.se", title="Chef", organisation=organisation)
    merged = merge_people(one(cast), known, by=cast.eva, at=AT)
    cast.sara.refresh_from_db()
    assert cast.sara.person == merged
    assert (merged.title, merged.email, merged.organisation) == ("Verksamhetschef", "s@example.se", organisation)


def test_two_at_the_same_meeting_stay_two_rows(cast: Cast, twin: Person) -> None:
    meeting = make_meeting(cast.group)
    for position, person in ((2, one(cast)), (3, twin)):
        Attendance.objects.create(meeting=meeting, person=person, position=position)
    merge_people(twin, one(cast), by=cast.eva, at=AT)
    assert set(meeting.attendance.values_list("person", flat=True)) >= {twin.pk, one(cast).pk}


def test_a_record_keeps_its_text_and_the_adjuster_may_still_adjust(cast: Cast, twin: Person) -> None:
    other = make_meeting(cast.group, sequence=2)
    Attendance.objects.create(meeting=other, person=twin, position=2)
    version = make_sent(cast)
    olle = cast.olle.person
    assert olle
    new = make_person("Olof Exempel")
    before = version.content
    merge_people(olle, new, by=cast.eva, at=AT)
    version.refresh_from_db()
    cast.olle.refresh_from_db()
    assert version.content == before
    adjusted = workflow.adjust(version, by=cast.olle, at=AT)
    assert '"name":"Olof Exempel"' in adjusted.seal


def test_an_adjusted_note_is_byte_for_byte_the_same(cast: Cast, twin: Person) -> None:
    version = make_adjusted(cast)
    Attendance.objects.create(meeting=version.meeting, person=twin, position=9)
    kept = (version.content, version.seal, version.sha256)
    merge_people(twin, one(cast), by=cast.eva, at=AT)
    version.refresh_from_db()
    assert (version.content, version.seal, version.sha256) == kept


def test_mail_on_its_way_goes_to_the_row_that_is_left(cast: Cast, twin: Person) -> None:
    with transaction.atomic():
        waiting = outbox.add("groups.mail", template="x", person=twin.pk, path="/", context={})
        sent = outbox.add("groups.mail", template="x", person=twin.pk, path="/", context={})
    OutboxMessage.objects.filter(pk=sent.pk).update(done_at=AT)
    merge_people(twin, one(cast), by=cast.eva, at=AT)
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.payload["person"], sent.payload["person"]) == (one(cast).pk, twin.pk)


def refused(person: Person, into: Person, by: User, sentence: str) -> None:
    with pytest.raises(StepRefused, match=sentence):
        merge_people(person, into, by=by, at=AT)


def test_what_does_not_fit_together_is_refused(cast: Cast, twin: Person) -> None:
    sara = one(cast)
    refused(sara, sara, cast.eva, "Välj två olika personer")
    refused(sara, cast.olle.person, cast.eva, "Båda har konton")  # type: ignore[arg-type]
    same = make_member(twin, cast.group, starts=date(2025, 1, 1))
    refused(twin, sara, cast.eva, "Båda är ledamot i Gruppen LGS under samma tid. Ändra datumen")
    assert Membership.objects.get(pk=same.pk).person == twin
    Membership.objects.filter(person=sara, group=cast.group).update(ends=date(2025, 1, 1))
    merge_people(twin, sara, by=cast.eva, at=AT)
    refused(twin, sara, cast.eva, "är redan hopslagen med Sara Exempel")
    refused(make_person(), twin, cast.eva, "är redan hopslagen med Sara Exempel")


def test_nothing_is_moved_when_an_app_above_refuses(cast: Cast, twin: Person, monkeypatch: Any) -> None:
    membership = make_member(twin, make_group("tema"))

    def stop(*args: Any, **kwargs: Any) -> None:
        raise StepRefused("Nej.")

    monkeypatch.setattr("groups.signals.person_merged.send", stop)
    refused(twin, one(cast), cast.eva, "Nej")
    membership.refresh_from_db()
    assert membership.person == twin


def test_a_correction_says_why(cast: Cast) -> None:
    person = make_person("Gun Gamal", title="Chef", email="gun@example.se")
    values = {"name": "Gun Gammal", "title": "Chef", "organisation": None, "email": ""}
    assert correct(person, values, reason="stavfel", by=cast.eva, at=AT) == ["name", "email"]
    person.refresh_from_db()
    assert (person.name, person.email) == ("Gun Gammal", "")
    assert person.history.latest("history_id").history_change_reason == "Rättelse: stavfel"
    assert correct(person, values, reason="igen", by=cast.eva, at=AT) == []
    assert person.history.count() == 2


def test_a_code_is_free() -> None:
    make = [free_slug("Åsa Öberg")]
    Person.objects.create(slug=make[0], name="Åsa Öberg")
    assert [*make, free_slug("Åsa Öberg"), free_slug("!")] == ["asa-oberg", "asa-oberg-2", "person"]


def test_people_are_found_whatever_the_case() -> None:
    asa = make_person("Åsa Öberg", title="Chef", organisation=make_organisation("Närhälsan"))
    make_person("Åsa Lind")
    assert list(Person.objects.called(" åSA  öBERG ")) == [asa]
    assert list(Person.objects.containing("öberg NÄRHÄLSAN")) == [asa]
    assert asa.described == "Åsa Öberg, Chef, Närhälsan"


def test_people_are_told_apart_by_area(cast: Cast) -> None:
    here, far = [make_area()], make_group("fjarran", area=make_area("fjarran", "Fjärran"))
    both, there, nowhere = make_person(), make_person(), make_person()
    make_member(both, cast.group)
    make_member(both, far)
    make_member(there, far, starts=LONG_AGO, ends=date(2021, 1, 1))
    some = Person.objects.filter(pk__in=[one(cast).pk, both.pk, there.pk, nowhere.pk]).order_by("pk")
    assert list(some.known_in(here)) == [one(cast), both]
    assert list(some.only_in(here)) == [one(cast), nowhere]


def test_a_login_keeps_working_for_the_merged(cast: Cast) -> None:
    maria = make_user("maria", person=make_person("Maria"))
    merge_people(maria.person, make_person("Maria Exempel"), by=cast.eva, at=AT)  # type: ignore[arg-type]
    maria.refresh_from_db()
    assert (maria.is_active, str(maria)) == (True, "Maria Exempel")
    assert not Meeting.objects.exists()
