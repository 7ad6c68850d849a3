"""R10: time-limited groups end with a final report, asked for 90, 30 and 0 days before, and a month after."""

from datetime import date, timedelta

import pytest

from groups.models import Group, Membership
from groups.reminders.groups import ask_for_final_reports, people_to_ask, stage_of
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_cast, make_document, make_group, make_member, make_person

pytestmark = pytest.mark.django_db
LAST = date(2027, 1, 31)


@pytest.fixture
def cast() -> Cast:
    """A group whose last day is the last of January, below one that pia runs."""
    cast = make_cast()
    cast.group.parent = make_group("uppdragsgivare")
    cast.group.ends = LAST + timedelta(days=1)
    cast.group.save()
    make_member(make_person("Pia Exempel"), cast.group.parent, "coordinator")
    return cast


def asked(on: date) -> list[str]:
    """Who is asked on the day, in the order of their names, and no more than once for each stage."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    ask_for_final_reports(on)
    ask_for_final_reports(on)
    new = OutboxMessage.objects.exclude(pk__in=before)
    names = dict(Membership.objects.values_list("person", "person__name"))
    return sorted(names[message.payload["person"]] for message in new)


BOTH = ["Eva Exempel", "Pia Exempel"]


def test_r10_a_group_that_ends_is_asked_for_a_final_report_90_30_and_0_days_before_and_a_month_after(
    cast: Cast,
) -> None:
    days = [-91, -90, -89, -31, -30, -29, -1, 0, 1, 29, 30, 31, 58]
    said = {day: asked(LAST + timedelta(days=day)) for day in days}
    assert {day: names for day, names in said.items() if names} == {-90: BOTH, -30: BOTH, 0: BOTH, 30: BOTH}


def test_r10_only_the_tightest_stage_is_said_when_the_worker_has_been_down(cast: Cast) -> None:
    assert asked(LAST - timedelta(days=12)) == BOTH
    assert asked(LAST - timedelta(days=11)) == []
    assert OutboxMessage.objects.filter(key__contains=f"{LAST}:30:").count() == 2


@pytest.mark.parametrize("day", [-90, -30, 0, 30])
def test_r10_nobody_is_asked_once_there_is_a_report(cast: Cast, day: int) -> None:
    make_document(cast.group, kind="final_report")
    assert asked(LAST + timedelta(days=day)) == []


def test_another_document_is_no_final_report(cast: Cast) -> None:
    make_document(cast.group, kind="routine")
    make_document(cast.group.parent, kind="final_report")  # type: ignore[arg-type]
    assert asked(LAST) == BOTH


def test_those_who_ran_the_group_on_its_last_day_are_asked_when_it_is_gone(cast: Cast) -> None:
    Membership.objects.filter(group=cast.group).update(ends=cast.group.ends)
    assert asked(LAST + timedelta(days=30)) == BOTH


def test_the_commissioner_is_who_the_group_works_for_before_who_stands_above(cast: Cast) -> None:
    cast.group.works_for = Group.objects.get(slug="annan")
    assert [person.name for person in people_to_ask(cast.group, on=LAST)] == ["Eva Exempel", "Maja Exempel"]


def test_a_moved_end_is_asked_about_anew(cast: Cast) -> None:
    assert asked(LAST) == BOTH
    Group.objects.filter(pk=cast.group.pk).update(ends=LAST + timedelta(days=91))
    assert asked(LAST) == BOTH


def test_a_group_that_ended_long_ago_or_has_no_end_is_not_asked(cast: Cast) -> None:
    assert asked(LAST + timedelta(days=400)) == []
    Group.objects.filter(pk=cast.group.pk).update(ends=None)
    assert asked(LAST) == []


def test_the_mail_says_what_to_do_and_leads_there(cast: Cast) -> None:
    asked(LAST - timedelta(days=90))
    payload = OutboxMessage.objects.first().payload  # type: ignore[union-attr]
    assert payload["path"] == "/admin/dokument/nytt/?grupp=lgs&slag=final_report"
    assert payload["context"] == {"group": "Gruppen LGS", "last_day": "31 januari 2027", "has_ended": ""}


@pytest.mark.parametrize(
    ("left", "stage"), [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-29, 0), (-30, -30), (-99, -30)]
)
def test_the_tightest_stage(left: int, stage: int | None) -> None:
    assert stage_of(LAST, on=LAST - timedelta(days=left)) == stage
