"""The steps of a mandate: drafted, adopted, superseded; what is sealed never changes (design section 4, peers 2.2)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from groups.fixtures import STRUCTURE
from groups.mandates.files import render_stored
from groups.mandates.record import verify
from groups.models import AreaRole, Group, Mandate, MandateRecord, User
from groups.rules import may_adopt_mandate, may_draft_mandate
from groups.states import MandateState
from groups.workflow import mandate_text
from groups.workflow import mandates as workflow
from samverkan.common.frozen import FrozenError
from samverkan.common.models import OutboxMessage
from samverkan.common.refusals import StepRefused
from tests.admin.browsing import history_reasons
from tests.factories import LONG_AGO, Cast, make_group, make_user
from tests.mandates import AT, TODAY, adopted, make_adopted, make_draft, make_versions

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 12)


@pytest.fixture
def second(cast: Cast) -> Group:
    return make_group("tema")


# --- Drafting -----------------------------------------------------------------------------------------------


def test_a_first_draft_has_number_one_and_a_code_of_its_own(cast: Cast, second: Group) -> None:
    one, two = make_draft(cast.group, by=cast.eva), make_draft(second, by=cast.eva)
    assert (one.version, two.version, one.state) == (1, 1, MandateState.DRAFT)
    assert one.slug != two.slug
    assert list(one.groups.all()) == [cast.group]


def test_a_successor_begins_with_what_the_former_says(cast: Cast, second: Group) -> None:
    former = make_adopted(cast.group, second, by=cast.eva, decided_by_group=second, valid_until=DAY)
    new = workflow.start_revision(former, by=cast.eva, at=AT)
    assert (new.version, new.replaces, new.title, new.state) == (2, former, former.title, "draft")
    assert [(row.heading, row.body) for row in new.sections.all()] == [
        (row.heading, row.body) for row in former.sections.all()
    ]
    assert set(new.groups.all()) == {cast.group, second}
    assert (new.decision_date, new.valid_from, new.valid_until, new.registration_number) == (None, None, None, "")


def test_the_number_is_above_every_number_of_every_group_that_is_covered(cast: Cast, second: Group) -> None:
    make_versions(second, 3, by=cast.eva)
    assert workflow.draft([cast.group, second], title="Gemensamt", by=cast.eva).version == 4


def test_a_successor_may_leave_groups_to_the_former(cast: Cast, second: Group) -> None:
    former = make_adopted(cast.group, second, by=cast.eva)
    new = adopted(workflow.start_revision(former, groups=[cast.group], by=cast.eva), by=cast.eva)
    former.refresh_from_db()
    assert former.state == MandateState.ADOPTED  # the other group has nothing newer
    assert Mandate.objects.all().holding(cast.group, on=TODAY) == new
    assert Mandate.objects.all().holding(second, on=TODAY) == former


def test_a_successor_covers_no_group_that_the_former_does_not(cast: Cast, second: Group) -> None:
    former = make_adopted(cast.group, by=cast.eva)
    with pytest.raises(StepRefused, match="som den förra omfattar"):
        workflow.start_revision(former, groups=[second], by=cast.eva)


def test_a_group_has_one_draft_at_a_time(cast: Cast, second: Group) -> None:
    make_draft(cast.group, by=cast.eva)
    with pytest.raises(StepRefused, match="redan ett utkast för LGS"):
        workflow.draft([second, cast.group], title="Ett till", by=cast.eva)
    assert Mandate.objects.count() == 1


def test_a_mandate_is_for_somebody(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="minst en grupp"):
        workflow.draft([], title="Åt ingen", by=cast.eva)


def test_a_draft_is_no_ground_for_a_successor(cast: Cast) -> None:
    with pytest.raises(StepRefused, match="är ett utkast"):
        workflow.start_revision(make_draft(cast.group, by=cast.eva), by=cast.eva)


def test_a_draft_can_be_thrown_away_and_is_kept_in_the_history(cast: Cast) -> None:
    former = make_adopted(cast.group, by=cast.eva)
    draft = workflow.start_revision(former, by=cast.eva)
    workflow.discard(draft, by=cast.eva)
    assert list(Mandate.objects.all()) == [former]
    assert history_reasons(Mandate, draft.pk)[-1] == "Utkastet slängt"
    with pytest.raises(StepRefused, match="redan antaget"):
        workflow.discard(former, by=cast.eva)


# --- Adopting -----------------------------------------------------------------------------------------------


def test_adoption_says_who_when_and_where_and_seals(cast: Cast, second: Group) -> None:
    mandate = make_adopted(
        cast.group, by=cast.eva, decided_by="", decided_by_group=second, decision_reference="TEMA 2026:1",
        registration_number="RS 2026-1", review_date=date(2027, 1, 1),
    )  # fmt: skip
    content = json.loads(mandate.record.content)
    assert mandate.state == MandateState.ADOPTED
    assert (content["decided_by_group"]["slug"], content["decision_date"]) == ("tema", "2026-01-12")
    assert content["sections"][0]["heading"] == "Syfte"
    assert [group["slug"] for group in content["groups"]] == ["lgs"]
    assert verify(mandate.record)
    assert (mandate.record.sealed_at, mandate.record.sealed_by) == (AT, cast.eva)
    assert history_reasons(Mandate, mandate.pk)[-1] == "Antagen"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"decided_by": "  "}, "vem som har beslutat"),
        ({"decision_date": TODAY + timedelta(days=1)}, "i framtiden"),
        ({"valid_until": DAY - timedelta(days=1)}, "sluta gälla innan"),
    ],
)
def test_adoption_refuses_what_can_not_be(cast: Cast, values: dict[str, Any], words: str) -> None:
    draft = make_draft(cast.group, by=cast.eva)
    with pytest.raises(StepRefused, match=words):
        adopted(draft, by=cast.eva, **values)
    draft.refresh_from_db()
    assert (draft.state, MandateRecord.objects.count(), OutboxMessage.objects.count()) == ("draft", 0, 0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "minst ett avsnitt med text"),
        ("<p>Fråga olle@example.se.</p>", "Texten innehåller olle@example.se"),
        ('<p><a href="mailto:olle@example.se">Olle</a></p>', "Texten innehåller olle@example.se"),
        ("<ul><li>" * 40 + "x" + "</li></ul>" * 40, "för många nivåer"),
    ],
)
def test_adoption_refuses_a_text_that_is_not_fit_to_be_read_by_all(cast: Cast, body: str, words: str) -> None:
    with pytest.raises(StepRefused, match=words):
        make_adopted(cast.group, by=cast.eva, body=body)


def test_a_mandate_is_adopted_once(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    with pytest.raises(StepRefused, match="redan antaget"):
        adopted(mandate, by=cast.eva)
    assert MandateRecord.objects.count() == 1


def test_a_new_version_can_not_hold_from_an_earlier_day_than_the_former(cast: Cast) -> None:
    former = make_adopted(cast.group, by=cast.eva)
    draft = workflow.start_revision(former, by=cast.eva)
    with pytest.raises(StepRefused, match="Version 1 gäller från 12 januari 2026"):
        adopted(draft, by=cast.eva, valid_from=DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("precision", "day", "last"),
    [
        ("day", date(2024, 1, 5), date(2024, 1, 5)),
        ("month", date(2024, 2, 5), date(2024, 2, 29)),
        ("month", date(2024, 12, 31), date(2024, 12, 31)),
        ("year", date(2024, 1, 5), date(2024, 12, 31)),
    ],
)
def test_a_month_or_a_year_lasts_to_its_end(precision: str, day: date, last: date) -> None:
    assert workflow.last_day(day, precision) == last


def test_a_version_is_superseded_once_every_group_has_a_newer_one(cast: Cast, second: Group) -> None:
    former = make_adopted(cast.group, second, by=cast.eva)
    for group, state in ((cast.group, "adopted"), (second, "superseded")):
        adopted(workflow.start_revision(former, groups=[group], by=cast.eva), by=cast.eva)
        former.refresh_from_db()
        assert former.state == state


def test_adoption_promises_the_pdf(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    message = OutboxMessage.objects.get(kind="groups.render_mandate")
    assert message.payload == {"record": mandate.record.pk}


# --- What is adopted stays ----------------------------------------------------------------------------------


def test_nothing_of_an_adopted_mandate_is_written(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    section = mandate.sections.get()
    steps = [
        lambda: mandate_text.add_section(mandate, heading="Nytt", body="", by=cast.eva),
        lambda: mandate_text.save_section(section, heading="Nytt", body="", seen="", by=cast.eva),
        lambda: mandate_text.move_section(section, up=True, by=cast.eva),
        lambda: mandate_text.remove_section(section, by=cast.eva),
        lambda: mandate_text.save_facts(mandate, {"title": "Ny"}, groups=[cast.group], seen="", by=cast.eva),
    ]
    for step in steps:
        with pytest.raises(StepRefused, match="redan antaget"):
            step()


def test_the_seal_can_not_be_broken_in_python_or_in_the_database(cast: Cast) -> None:
    record = make_adopted(cast.group, by=cast.eva).record
    record.content = "{}"
    with pytest.raises(FrozenError):
        record.save()
    with pytest.raises(FrozenError):
        MandateRecord.objects.all().delete()
    for statement in ("UPDATE groups_mandaterecord SET content = '{}'", "DELETE FROM groups_mandaterecord"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert verify(MandateRecord.objects.get())


def test_what_is_known_afterwards_is_added_with_history_and_leaves_the_seal(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva)
    sealed = mandate.record.content
    workflow.complete(mandate, registration_number="RS 2026-7", review_date=date(2027, 1, 1), by=cast.eva)
    mandate.refresh_from_db()
    assert (mandate.registration_number, mandate.review_date) == ("RS 2026-7", date(2027, 1, 1))
    assert MandateRecord.objects.get().content == sealed
    assert history_reasons(Mandate, mandate.pk)[-1] == "Kompletterad"


@pytest.mark.parametrize("values", [{"title": "Ny"}, {"valid_until": DAY}])
def test_nothing_else_is_added_afterwards(cast: Cast, values: dict[str, Any]) -> None:
    with pytest.raises(StepRefused, match="med en ny version"):
        workflow.complete(make_adopted(cast.group, by=cast.eva), by=cast.eva, **values)


def test_loaded_mandates_are_sealed_once() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    assert [workflow.seal_loaded(at=AT), workflow.seal_loaded(at=AT)] == [3, 0]
    assert all(verify(record) for record in MandateRecord.objects.all())
    assert OutboxMessage.objects.filter(kind="groups.render_mandate").count() == 3


def test_the_pdf_is_stored_once(cast: Cast) -> None:
    record = make_adopted(cast.group, by=cast.eva).record
    assert render_stored(record) == render_stored(record)


# --- Who may ------------------------------------------------------------------------------------------------


def test_whoever_keeps_every_group_may_draft_and_adopt(cast: Cast, second: Group) -> None:
    ann: User = make_user("ann")
    AreaRole.objects.create(user=ann, area=cast.group.area, role="administrator", starts=LONG_AGO)
    root = make_user("root", is_superuser=True)
    own, both = make_draft(cast.group, by=cast.eva), [cast.group, second]
    assert [may_draft_mandate(user, own) for user in (cast.eva, ann, root, cast.olle, cast.sara, cast.maja, None)] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert [may_draft_mandate(user, both) for user in (cast.eva, ann)] == [False, True]
    assert not may_draft_mandate(ann, [])
    assert may_adopt_mandate(cast.eva, own)
    cast.eva.is_active = False
    assert not may_adopt_mandate(cast.eva, own)
