"""R10: warnings 90, 30 and 0 days before a mandate runs out and at its review, once each, to those who can act."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from groups.models import Mandate
from groups.reminders.mandates import _in_short, stage_of, warn
from groups.workflow import mandates as workflow
from samverkan.common import daily, outbox
from samverkan.common.models import OutboxMessage
from tests.factories import Cast, make_chair, make_group, make_member, make_user
from tests.mandates import adopted, make_adopted

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 31)


def before(days: int) -> date:
    return LAST - timedelta(days=days)


def warned(on: date) -> list[tuple[str, int]]:
    """What was promised on the day: the template and to whom."""
    known = set(OutboxMessage.objects.values_list("pk", flat=True))
    warn(on)
    new = OutboxMessage.objects.filter(kind="groups.mail").exclude(pk__in=known).order_by("pk")
    return [(message.payload["template"], message.payload["person"]) for message in new]


@pytest.mark.parametrize(("days", "stage"), [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-400, 0)])
def test_r10_the_stages_are_90_30_and_0_days_before(days: int, stage: int | None) -> None:
    assert stage_of(Mandate(valid_until=LAST), on=before(days)) == stage


def test_r10_each_stage_warns_once(cast: Cast) -> None:
    make_adopted(cast.group, by=cast.eva, valid_until=LAST)
    eva = [("mandate_runs_out", cast.eva.person_id)]
    told = {days: warned(before(days)) for days in (91, 90, 89, 31, 30, 29, 1, 0, -1, -90)}
    assert {days: rows for days, rows in told.items() if rows} == {90: eva, 30: eva, 0: eva}


def test_r10_a_portal_that_was_down_sends_only_the_tightest_warning(cast: Cast) -> None:
    make_adopted(cast.group, by=cast.eva, valid_until=LAST)
    assert len(warned(before(10))) == 1
    assert warned(before(9)) == []
    assert len(warned(LAST + timedelta(days=3))) == 1


def test_r10_a_new_last_day_warns_anew(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva, valid_until=LAST)
    assert len(warned(before(0))) == 1
    Mandate.objects.filter(pk=mandate.pk).update(valid_until=LAST + timedelta(days=30))
    assert len(warned(before(-1))) == 1


def test_r10_the_review_date_warns_once_on_its_day(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva, review_date=LAST)
    assert warned(before(1)) == []
    assert warned(LAST) == [("mandate_to_review", cast.eva.person_id)]
    assert warned(before(-1)) == []
    workflow.complete(mandate, review_date=LAST + timedelta(days=365), by=cast.eva)
    assert warned(before(-2)) == []
    assert len(warned(before(-365))) == 1


def test_r10_the_groups_that_are_covered_and_the_commissioner_are_told_once_each(cast: Cast) -> None:
    second, giver = make_group("tema"), make_group("givare")
    lena, carl, gun = (make_user(name).person for name in ("lena", "carl", "gun"))
    make_member(lena, second, "coordinator")
    make_member(cast.eva.person, second, "process_leader")
    make_chair(carl, giver)
    make_member(gun, giver, "process_leader")
    mandate = make_adopted(cast.group, second, by=cast.eva, valid_until=LAST)
    Mandate.objects.filter(pk=mandate.pk).update(commissioner_group=giver)
    told = [person for _, person in warned(before(30))]
    assert sorted(told) == sorted([cast.eva.person_id, lena.pk, carl.pk, gun.pk])


def test_r10_a_superseded_mandate_warns_nobody_and_a_group_with_a_newer_one_is_left_alone(cast: Cast) -> None:
    second = make_group("tema")
    lena: Any = make_user("lena").person
    make_member(lena, second, "process_leader")
    former = make_adopted(cast.group, second, by=cast.eva, valid_until=LAST)
    adopted(workflow.start_revision(former, groups=[cast.group], by=cast.eva), by=cast.eva)
    assert warned(before(30)) == [("mandate_runs_out", lena.pk)]
    adopted(workflow.start_revision(former, groups=[second], by=cast.eva), by=cast.eva)
    assert warned(before(0)) == []


def test_r10_a_group_that_has_ended_is_left_alone(cast: Cast) -> None:
    make_adopted(cast.group, by=cast.eva, valid_until=LAST)
    cast.group.ends = before(40)
    cast.group.save()
    assert warned(before(30)) == []


def test_r10_a_draft_warns_nobody(cast: Cast) -> None:
    mandate = make_adopted(cast.group, by=cast.eva, valid_until=LAST)
    Mandate.objects.filter(pk=mandate.pk).update(state="draft")
    assert warned(before(0)) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (before(30), ["Uppdraget går snart ut: LGS", "gäller till och med 31 december 2026", "Ta ställning"]),
        (before(-1), ["Uppdraget har gått ut: LGS", "gällde till och med 31 december 2026"]),
    ],
)
def test_the_mail_says_what_and_leads_to_the_mandate(cast: Cast, day: date, words: list[str], settings: Any) -> None:
    mandate = make_adopted(cast.group, by=cast.eva, title="Uppdrag & annat", valid_until=LAST)
    daily.run(on=day)
    OutboxMessage.objects.exclude(kind="groups.mail").delete()
    outbox.run_due()
    (letter,) = mail.outbox
    text = f"{letter.subject}\n{letter.body}"
    assert [word for word in [*words, "”Uppdrag & annat”", f"/admin/uppdrag/{mandate.pk}/"] if word not in text] == []
    assert letter.to == [cast.eva.email]


def test_the_mail_says_that_a_revision_is_under_way(cast: Cast) -> None:
    former = make_adopted(cast.group, by=cast.eva, valid_until=LAST, review_date=LAST)
    workflow.start_revision(former, by=cast.eva)
    warn(LAST)
    OutboxMessage.objects.exclude(kind="groups.mail").delete()
    outbox.run_due()
    assert sorted(letter.subject for letter in mail.outbox) == [
        "Dags att se över uppdraget: LGS", "Uppdraget går snart ut: LGS",
    ]  # fmt: skip
    assert all("En ny version är på väg" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("codes", "said"),
    [(["LGS"], "LGS"), (["LGS", "TGP"], "LGS och TGP"), (["LGS", "TGP", "NOSAM"], "LGS och 2 grupper till")],
)
def test_the_subject_names_no_more_groups_than_there_is_room_for(codes: list[str], said: str) -> None:
    assert _in_short(codes) == said
