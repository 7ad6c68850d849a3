"""Appointing, ending, changing and correcting: what is refused and by which rule, and what is stored (R3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groups.models import Group, Membership, OfficeTerm, Person, Seat, User
from groups.workflow import composition, seats
from groups.workflow.composing import Misfit
from samverkan.common import overlap
from samverkan.common.refusals import NotAllowed
from tests.admin.browsing import history_reasons
from tests.factories import (
    LONG_AGO,
    Cast,
    make_group,
    make_group_type,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def make_seat(group: Group, position: int = 1, **fields: Any) -> Seat:
    return Seat.objects.create(group=group, position=position, label="SU", **{"starts": LONG_AGO, **fields})


def appoint(cast: Cast, person: Person | None = None, **fields: Any) -> Membership:
    given = {"role": "member", "starts": date(2026, 1, 1), "by": cast.eva, "at": NOW, **fields}
    return composition.appoint(given.pop("group", cast.group), person or make_person(), **given)


def refusal(step: Any) -> Misfit:
    """The refusal of the step, which changed nothing."""
    before = list(map(list, (model.objects.order_by("pk").values() for model in (Membership, OfficeTerm, Seat))))
    with pytest.raises(Misfit) as caught:
        step()
    assert before == list(map(list, (m.objects.order_by("pk").values() for m in (Membership, OfficeTerm, Seat))))
    return caught.value


def test_who_is_appointed_has_the_organisation_and_title_of_the_day(cast: Cast) -> None:
    su, seat = make_organisation(), make_seat(cast.group)
    person = make_person("Anna Ny", title="Områdeschef", organisation=su)
    membership = appoint(cast, person, seat=seat)
    assert (membership.title, membership.organisation, membership.seat) == ("Områdeschef", su, seat)
    person.title = "Direktör"
    person.save()
    membership.refresh_from_db()
    assert membership.title == "Områdeschef"
    row = membership.history.get()
    assert (row.history_user, row.history_date, row.history_change_reason) == (cast.eva, NOW, "Utsedd")


def test_somebody_who_starts_in_the_future_is_not_in_the_group_yet(cast: Cast) -> None:
    membership = appoint(cast, starts=TODAY + DAY)
    assert membership not in Membership.objects.on(TODAY)
    assert membership in Membership.objects.on(TODAY + DAY)


def test_a_seat_has_one_holder_at_a_time(cast: Cast) -> None:
    seat = make_seat(cast.group)
    appoint(cast, make_person("Anna Först"), seat=seat, ends=date(2026, 7, 1))
    refused = refusal(lambda: appoint(cast, seat=seat, starts=date(2026, 6, 30)))
    assert refused.field == "seat"
    assert str(refused) == (
        "En plats har en innehavare åt gången, och Anna Först har den från och med 1 januari 2026 till och med "
        "30 juni 2026. Avsluta det uppdraget först, eller välj en annan plats."
    )
    assert appoint(cast, seat=seat, starts=date(2026, 7, 1)).pk


def test_substitutes_are_appointed_only_where_the_mandate_says_so(cast: Cast) -> None:
    refused = refusal(lambda: appoint(cast, role="substitute"))
    assert str(refused) == "Uppdraget säger att ersättare inte utses. Välj en annan roll."
    open_group = make_group("oppen", type=make_group_type("med-ersattare", allows_substitutes=True))
    seat, root = make_seat(open_group), make_user("root", is_superuser=True)
    appoint(cast, seat=seat, group=open_group, by=root)
    substitute = appoint(cast, role="substitute", seat=seat, group=open_group, by=root)
    assert substitute.seat == seat


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"starts": date(2019, 12, 31)}, "starts", "Gruppen finns från och med 1 januari 2020"),
        ({"ends": date(2026, 1, 1)}, "ends", "Sista dagen ligger före den första"),
        ({"role": "process_leader", "seat": "own"}, "seat", "En processledare har ingen plats"),
        ({"role": "adjunct", "seat": "own"}, "role", "Platsen är till för en ordinarie ledamot"),
        ({"seat": "adjunct"}, "role", "Platsen är till för en adjungerad"),
        ({"seat": "foreign"}, "seat", "Platsen hör till en annan grupp"),
        ({"seat": "ended"}, "ends", "Platsen finns till och med 31 december 2026"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(cast: Cast, fields: dict[str, Any], field: str, words: str) -> None:
    places = {
        "own": make_seat(cast.group),
        "adjunct": make_seat(cast.group, 2, is_adjunct=True),
        "ended": make_seat(cast.group, 3, ends=date(2027, 1, 1)),
        "foreign": make_seat(Group.objects.get(slug="annan")),
    }
    given = {**fields, "seat": places.get(fields.get("seat", ""))}
    refused = refusal(lambda: appoint(cast, **given))
    assert (refused.field, words in str(refused)) == (field, True), str(refused)


def test_nobody_sits_longer_than_the_group_lasts(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group.pk).update(ends=date(2027, 1, 1))
    assert "Gruppen finns till och med 31 december 2026" in str(refusal(lambda: appoint(cast)))
    assert appoint(cast, ends=date(2027, 1, 1)).ends == date(2027, 1, 1)


def test_a_person_who_was_merged_away_is_not_appointed(cast: Cast) -> None:
    gone = make_person("Anna Dubbel", merged_into=make_person("Anna Rätt"))
    assert "samma person som Anna Rätt" in str(refusal(lambda: appoint(cast, gone)))


def test_the_same_role_twice_is_refused(cast: Cast) -> None:
    refused = refusal(lambda: appoint(cast, cast.sara.person))
    assert (refused.field, "har redan den rollen" in str(refused)) == ("person", True)


def test_an_overlap_that_the_database_refuses_is_told_in_words(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(overlap, "check", lambda row: None)
    refused = refusal(lambda: appoint(cast, cast.sara.person))
    assert "Personen har redan den rollen i gruppen" in str(refused)


def test_only_who_keeps_the_group_appoints(cast: Cast) -> None:
    for user in (cast.sara, cast.olle, cast.maja):
        with pytest.raises(NotAllowed, match="processledare, koordinator"):
            appoint(cast, by=user)


def test_nobody_but_a_superuser_gives_themselves_a_seat(cast: Cast) -> None:
    person: Any = cast.eva.person
    with pytest.raises(NotAllowed, match="dina egna uppdrag"):
        appoint(cast, person)
    User.objects.filter(pk=cast.eva.pk).update(is_superuser=True)
    assert appoint(cast, person, by=User.objects.get(pk=cast.eva.pk)).pk


def test_an_end_in_the_past_is_stored_as_given(cast: Cast) -> None:
    membership = composition.end(appoint(cast), on=date(2026, 3, 1), by=cast.eva, at=NOW)
    membership.refresh_from_db()
    assert membership.ends == date(2026, 3, 1)
    assert history_reasons(Membership, membership.pk) == ["Utsedd", "Avslutad"]


def test_offices_end_with_the_membership(cast: Cast) -> None:
    chair = OfficeTerm.objects.get()
    coming = OfficeTerm.objects.create(membership=chair.membership, office="vice_chair", starts=TODAY + 9 * DAY)
    composition.end(chair.membership, on=TODAY, by=cast.eva, at=NOW)
    chair.refresh_from_db()
    assert chair.ends == TODAY
    assert not OfficeTerm.objects.filter(pk=coming.pk).exists()
    gone = OfficeTerm.history.filter(id=coming.pk).latest()
    assert (gone.history_type, gone.history_user) == ("-", cast.eva)


def test_a_membership_that_has_ended_is_corrected_not_ended_again(cast: Cast) -> None:
    membership = appoint(cast, ends=date(2026, 3, 1))
    refused = refusal(lambda: composition.end(membership, on=date(2026, 2, 1), by=cast.eva, at=NOW))
    assert "redan avslutat, till och med 28 februari 2026. Rätta" in str(refused)
    coming = appoint(cast, starts=TODAY + 5 * DAY)
    assert "Ta tillbaka" in str(refusal(lambda: composition.end(coming, on=TODAY, by=cast.eva, at=NOW)))


def test_an_end_to_come_is_moved_both_ways_but_never_over_the_next_holder(cast: Cast) -> None:
    seat = make_seat(cast.group)
    membership = appoint(cast, seat=seat, ends=TODAY + 10 * DAY)
    composition.end(membership, on=TODAY + 5 * DAY, by=cast.eva, at=NOW)
    composition.end(membership, on=TODAY + 20 * DAY, by=cast.eva, at=NOW)
    appoint(cast, seat=seat, starts=TODAY + 20 * DAY)
    refused = refusal(lambda: composition.end(membership, on=TODAY + 21 * DAY, by=cast.eva, at=NOW))
    assert "En plats har en innehavare åt gången" in str(refused)


def test_a_change_keeps_the_old_words_for_the_old_days(cast: Cast) -> None:
    chair = OfficeTerm.objects.get()
    old, new_home = chair.membership, make_organisation("Närhälsan")
    coming = OfficeTerm.objects.create(membership=old, office="vice_chair", starts=date(2027, 1, 1))
    new = composition.change(old, on=date(2026, 9, 1), organisation=new_home, title="Chef", by=cast.eva, at=NOW)
    old.refresh_from_db()
    chair.refresh_from_db()
    coming.refresh_from_db()
    assert (old.ends, old.title, old.organisation) == (date(2026, 9, 1), "", None)
    assert (new.starts, new.ends, new.title, new.organisation) == (date(2026, 9, 1), None, "Chef", new_home)
    after = OfficeTerm.objects.get(membership=new, office="chair")
    assert (chair.ends, after.starts, after.ends, coming.membership) == (date(2026, 9, 1), new.starts, None, new)


def test_a_change_needs_something_new_and_a_day_within(cast: Cast) -> None:
    membership = appoint(cast, ends=date(2026, 12, 1))

    def change(on: date, title: str) -> Misfit:
        return refusal(lambda: composition.change(membership, on=on, title=title, by=cast.eva, at=NOW))

    assert "tidigast dagen efter" in str(change(date(2026, 1, 1), "Chef"))
    assert "till och med 30 november 2026" in str(change(date(2026, 12, 1), "Chef"))
    assert "redan står där" in str(change(date(2026, 6, 1), ""))


def test_a_correction_has_a_reason_and_overlaps_nothing(cast: Cast) -> None:
    seat = make_seat(cast.group)
    first = appoint(cast, seat=seat, ends=date(2026, 3, 1))
    appoint(cast, seat=seat, starts=date(2026, 3, 1))

    def correct(reason: str = "Fel dag", **fields: Any) -> Misfit:
        return refusal(lambda: composition.correct(first, reason=reason, by=cast.eva, at=NOW, **fields))

    assert correct(" ", title="X").field == "reason"
    assert correct(ends=date(2026, 3, 2)).field == "seat"
    assert "Inget är ändrat" in str(correct(ends=date(2026, 3, 1)))
    composition.correct(first, ends=date(2026, 2, 1), title="Chef", reason="Fel dag", by=cast.eva, at=NOW)
    first.refresh_from_db()
    assert (first.ends, first.title) == (date(2026, 2, 1), "Chef")
    assert history_reasons(Membership, first.pk) == ["Utsedd", "Rättat: Fel dag"]


def test_a_corrected_end_takes_the_office_with_it_and_leaves_none_outside(cast: Cast) -> None:
    chair = OfficeTerm.objects.get()
    OfficeTerm.objects.filter(pk=chair.pk).update(starts=date(2026, 5, 1))
    for fields in ({"starts": date(2026, 6, 1)}, {"ends": date(2026, 5, 1)}):
        refused = refusal(
            lambda given=fields: composition.correct(chair.membership, reason="Fel", by=cast.eva, at=NOW, **given)
        )
        assert "Ordförande från 1 maj 2026 hamnar utanför tiden" in str(refused)
    composition.correct(chair.membership, ends=date(2026, 6, 1), reason="Fel", by=cast.eva, at=NOW)
    chair.refresh_from_db()
    assert chair.ends == date(2026, 6, 1)


def test_only_what_has_not_begun_can_be_taken_back(cast: Cast) -> None:
    coming, running = appoint(cast, starts=TODAY + DAY), appoint(cast, starts=TODAY)
    composition.call_off(coming, by=cast.eva, at=NOW)
    assert not Membership.objects.filter(pk=coming.pk).exists()
    assert Membership.history.filter(id=coming.pk).latest().history_change_reason == "Återtagen före tillträdet"
    assert "redan tillbakataget" in str(refusal(lambda: composition.call_off(coming, by=cast.eva, at=NOW)))
    assert "redan tillbakataget" in str(refusal(lambda: composition.end(coming, on=TODAY, by=cast.eva, at=NOW)))
    assert "Avsluta eller rätta" in str(refusal(lambda: composition.call_off(running, by=cast.eva, at=NOW)))


def test_a_seat_is_added_last_and_ends_when_nobody_sits_on_it(cast: Cast) -> None:
    towns = [make_organisation(name, kind="municipality") for name in ("Härryda", "Partille")]
    make_seat(cast.group, 4)
    seat = seats.add_seat(cast.group, label="Kranskommunerna", starts=LONG_AGO, answers_for=towns, by=cast.eva, at=NOW)
    assert (seat.position, set(seat.answers_for.all())) == (5, set(towns))
    assert {row.history_user for row in seat.history.all()} == {cast.eva}
    holder = appoint(cast, make_person("Anna Kvar"), seat=seat, ends=date(2026, 12, 1))
    refused = refusal(lambda: seats.end_seat(seat, on=date(2026, 11, 30), by=cast.eva, at=NOW))
    assert "Platsen har Anna Kvar längre än så" in str(refused)
    assert seats.end_seat(seat, on=holder.ends, by=cast.eva, at=NOW).ends == holder.ends  # type: ignore[arg-type]


def test_two_seats_do_not_have_the_same_number_at_the_same_time(cast: Cast) -> None:
    make_seat(cast.group, 1)
    refused = refusal(lambda: seats.add_seat(cast.group, label="SU", position=1, starts=LONG_AGO, by=cast.eva, at=NOW))
    assert refused.field == "position"


def test_a_seat_is_corrected_with_a_reason(cast: Cast) -> None:
    seat, town = make_seat(cast.group), make_organisation("Ale")
    holder = appoint(cast, make_person("Anna Kvar"), seat=seat)

    def correct(**fields: Any) -> Seat:
        given = {"label": "Ale", "organisation": town, "answers_for": [town], "is_adjunct": False, "starts": LONG_AGO}
        return seats.correct_seat(seat, **{"reason": "Fel namn", **given, **fields}, by=cast.eva, at=NOW)

    assert refusal(lambda: correct(is_adjunct=True)).field == "is_adjunct"
    assert refusal(lambda: correct(starts=holder.starts + DAY)).field == "starts"
    assert refusal(lambda: correct(reason="")).field == "reason"
    assert (correct().label, list(seat.answers_for.all())) == ("Ale", [town])
