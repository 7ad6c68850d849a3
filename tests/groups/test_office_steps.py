"""Chairs and vice chairs: shared, interim, extended in agreement, and never two by mistake (R2)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.models import Membership, OfficeTerm, TermRule, User
from groups.workflow import offices
from groups.workflow.composing import Misfit
from samverkan.common.refusals import NotAllowed
from tests.admin.browsing import history_reasons
from tests.factories import Cast, make_member, make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def chair(cast: Cast) -> OfficeTerm:
    return OfficeTerm.objects.get()


@pytest.fixture
def sara(cast: Cast) -> Membership:
    return Membership.objects.get(person=cast.sara.person)


def appoint(cast: Cast, membership: Membership, **fields: Any) -> OfficeTerm:
    given = {"office": "chair", "starts": date(2026, 1, 1), "by": cast.eva, "at": NOW, **fields}
    return offices.appoint_office(membership, **given)


def refusal(step: Any) -> Misfit:
    before = list(OfficeTerm.objects.order_by("pk").values())
    with pytest.raises(Misfit) as caught:
        step()
    assert list(OfficeTerm.objects.order_by("pk").values()) == before
    return caught.value


def test_a_second_chair_at_the_same_time_is_refused_by_name(cast: Cast, sara: Membership) -> None:
    refused = refusal(lambda: appoint(cast, sara))
    assert refused.field == "office"
    assert str(refused).startswith(
        "Gruppen har redan en ordförande under den tiden: Olle Exempel, från och med 1 januari 2020."
    )
    assert appoint(cast, sara, office="vice_chair").history.get().history_user == cast.eva


@pytest.mark.parametrize(
    ("theirs", "new", "is_allowed"),
    [
        ({}, {}, False),
        ({"is_shared": True}, {}, False),
        ({}, {"is_shared": True}, False),
        ({"is_shared": True}, {"is_shared": True}, True),
        ({"is_interim": True}, {}, True),
        ({}, {"is_interim": True}, True),
        ({"ends": date(2026, 1, 1)}, {}, True),
        ({"ends": date(2026, 1, 2)}, {}, False),
        ({"starts": date(2027, 1, 1)}, {"ends": date(2027, 1, 1)}, True),
        ({"starts": date(2027, 1, 1)}, {"ends": date(2027, 1, 2)}, False),
    ],
)
def test_two_chairs_share_or_one_is_interim_or_they_follow_each_other(
    cast: Cast, sara: Membership, theirs: dict[str, Any], new: dict[str, Any], is_allowed: bool
) -> None:
    OfficeTerm.objects.update(**theirs)
    if is_allowed:
        assert appoint(cast, sara, **new).pk
    else:
        assert "Gruppen har redan en ordförande" in str(refusal(lambda: appoint(cast, sara, **new)))


def test_a_chair_who_has_left_the_group_hinders_nobody(cast: Cast, chair: OfficeTerm, sara: Membership) -> None:
    Membership.objects.filter(pk=chair.membership_id).update(ends=date(2026, 1, 1))
    assert appoint(cast, sara).pk


@pytest.mark.parametrize("role", ["process_leader", "adjunct", "contact", "substitute"])
def test_only_a_member_chairs(cast: Cast, role: str) -> None:
    other = make_member(make_person("Anna Annan"), cast.group, role)
    assert "Bara en ledamot kan ha det uppdraget" in str(refusal(lambda: appoint(cast, other)))


def test_an_office_lies_within_the_membership(cast: Cast, chair: OfficeTerm) -> None:
    offices.end_office(chair, on=TODAY, by=cast.eva, at=NOW)
    member = make_member(make_person("Anna Ny"), cast.group, starts=date(2026, 12, 1), ends=date(2027, 12, 1))
    early = refusal(lambda: appoint(cast, member, starts=date(2026, 11, 30), ends=date(2027, 1, 1)))
    assert (early.field, "Anna Ny är med i gruppen från och med 1 december 2026" in str(early)) == ("starts", True)
    late = refusal(lambda: appoint(cast, member, starts=date(2026, 12, 1)))
    assert (late.field, "till och med 30 november 2027" in str(late)) == ("ends", True)


def test_nobody_makes_themselves_chair_and_only_keepers_appoint(cast: Cast, sara: Membership) -> None:
    own = Membership.objects.get(person=cast.eva.person)
    with pytest.raises(NotAllowed, match="dina egna uppdrag"):
        appoint(cast, own)
    for user in (cast.sara, cast.olle, cast.maja):
        with pytest.raises(NotAllowed):
            appoint(cast, sara, by=user)
    mine = make_member(cast.eva.person, cast.group)  # type: ignore[arg-type]
    User.objects.filter(pk=cast.eva.pk).update(is_superuser=True)
    root = User.objects.get(pk=cast.eva.pk)
    assert appoint(cast, mine, office="vice_chair", by=root).pk


def test_an_end_in_the_past_is_stored_as_given_and_the_person_stays(cast: Cast, chair: OfficeTerm) -> None:
    offices.end_office(chair, on=date(2026, 3, 1), by=cast.eva, at=NOW)
    chair.refresh_from_db()
    assert (chair.ends, chair.membership.ends) == (date(2026, 3, 1), None)
    assert "redan avslutat" in str(refusal(lambda: offices.end_office(chair, on=TODAY, by=cast.eva, at=NOW)))


def test_an_office_is_made_longer_by_extending_not_by_ending(cast: Cast, chair: OfficeTerm) -> None:
    OfficeTerm.objects.update(ends=TODAY + 5 * DAY)
    refused = refusal(lambda: offices.end_office(chair, on=TODAY + 6 * DAY, by=cast.eva, at=NOW))
    assert "Förläng det i stället" in str(refused)
    offices.end_office(chair, on=TODAY + 4 * DAY, by=cast.eva, at=NOW)


def test_a_term_is_extended_in_agreement_where_the_rule_lets_it(cast: Cast, chair: OfficeTerm) -> None:
    OfficeTerm.objects.update(ends=date(2027, 1, 1))

    def extend(until: date = date(2027, 7, 1)) -> OfficeTerm:
        return offices.extend_office(chair, until=until, decided="LGS 1 oktober 2026", by=cast.eva, at=NOW)

    assert "kan enas om att förlänga" in str(refusal(extend))
    rule = TermRule.objects.create(type=cast.group.type, rotation="parties", months=18, is_extendable=True)
    assert "redan till och med 31 december 2026" in str(refusal(lambda: extend(date(2027, 1, 1))))
    assert extend().ends == date(2027, 7, 1)
    assert history_reasons(OfficeTerm, chair.pk)[-1] == "Förlängd i enighet: LGS 1 oktober 2026"
    TermRule.objects.create(group=cast.group, rotation="parties")
    assert rule.is_extendable
    assert "kan enas om att förlänga" in str(refusal(lambda: extend(date(2028, 1, 1))))


@pytest.mark.parametrize(("ends", "words"), [(None, "ingen sista dag"), (TODAY, "löpte ut 21 november 2026")])
def test_only_a_running_term_with_an_end_is_extended(
    cast: Cast, chair: OfficeTerm, ends: date | None, words: str
) -> None:
    OfficeTerm.objects.update(ends=ends)
    TermRule.objects.create(type=cast.group.type, rotation="parties", is_extendable=True)
    refused = refusal(lambda: offices.extend_office(chair, until=TODAY + 9 * DAY, by=cast.eva, at=NOW))
    assert words in str(refused)


def test_an_extension_does_not_run_into_the_next_chair(cast: Cast, chair: OfficeTerm, sara: Membership) -> None:
    OfficeTerm.objects.update(ends=date(2027, 1, 1))
    TermRule.objects.create(type=cast.group.type, rotation="parties", is_extendable=True)
    appoint(cast, sara, starts=date(2027, 1, 1))
    refused = refusal(lambda: offices.extend_office(chair, until=date(2027, 1, 2), by=cast.eva, at=NOW))
    assert "Gruppen har redan en ordförande under den tiden: Sara Exempel" in str(refused)


def test_a_term_is_corrected_with_a_reason(cast: Cast, chair: OfficeTerm, sara: Membership) -> None:
    def correct(reason: str = "Delat från början", **fields: Any) -> OfficeTerm:
        return offices.correct_office(chair, reason=reason, by=cast.eva, at=NOW, **fields)

    assert refusal(lambda: correct("", is_shared=True)).field == "reason"
    assert "Inget är ändrat" in str(refusal(lambda: correct(is_shared=False)))
    assert refusal(lambda: correct(starts=date(2019, 1, 1))).field == "starts"
    assert correct(is_shared=True).is_shared
    assert appoint(cast, sara, is_shared=True).pk
    assert "Gruppen har redan en ordförande" in str(refusal(lambda: correct(is_shared=False)))


def test_only_an_office_that_has_not_begun_can_be_taken_back(cast: Cast, chair: OfficeTerm, sara: Membership) -> None:
    assert "Avsluta eller rätta" in str(refusal(lambda: offices.call_off_office(chair, by=cast.eva, at=NOW)))
    coming = appoint(cast, sara, office="vice_chair", starts=TODAY + DAY)
    offices.call_off_office(coming, by=cast.eva, at=NOW)
    assert not OfficeTerm.objects.filter(pk=coming.pk).exists()
    assert "redan tillbakataget" in str(refusal(lambda: offices.call_off_office(coming, by=cast.eva, at=NOW)))
