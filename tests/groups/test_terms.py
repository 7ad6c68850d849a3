"""R2: who chairs next and from when, for each kind of rule."""

from datetime import date

import pytest
from django.core.management import call_command

from groups.models import Group, TermRule
from groups.offices import Term, offices_in
from groups.terms import months_after, next_in, warnings_in
from tests.factories import make_group, make_group_type
from tests.groups.chairs import (
    CENTRES,
    CITY,
    CLINIC,
    COUNCIL,
    HOSPITAL,
    LGS,
    NOSAM,
    PARTILLE,
    TEMA,
    TODAY,
    appoint,
    next_sentence,
    term,
    warned,
)

pytestmark = pytest.mark.usefixtures("unnamed")


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 1), 24, date(2028, 1, 1)),
        (date(2026, 7, 1), 18, date(2028, 1, 1)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


# --- Who is next (R2) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chair", "sentence"),
    [
        (term("K", PARTILLE, date(2026, 1, 1)), "Från 1 januari 2028: regionsidan, i takt med politiskt samråd."),
        (
            term("K", HOSPITAL, date(2025, 1, 1), date(2027, 1, 1)),
            "Från 1 januari 2027: kommunsidan, i takt med politiskt samråd.",
        ),
        (term("K", CENTRES, date(2026, 1, 1)), "Från 1 januari 2028: nästa part."),
    ],
)
def test_r2_the_chair_of_lgs_goes_to_the_other_side_after_two_years_in_step(chair: Term, sentence: str) -> None:
    assert next_sentence(LGS, chair) == sentence


def test_r2_the_chair_of_a_temagrupp_goes_to_the_next_party_after_18_months() -> None:
    chair = term("Anna", CLINIC, date(2026, 1, 1))
    assert next_sentence(TEMA, chair) == "Från 1 juli 2027: nästa part, om gruppen inte enas om att förlänga."


def test_r2_a_temagrupp_may_extend_in_unanimity() -> None:
    """An extension is a later end, or one more term in the office; both count as one."""
    first = term("Anna", CLINIC, date(2025, 1, 1), date(2026, 7, 1))
    more = term("Anna", CLINIC, date(2026, 7, 1), date(2027, 1, 1))
    assert next_sentence(TEMA, first, more) == "Från 1 januari 2027: nästa part, om gruppen inte enas om att förlänga."
    assert "overdue" not in warned(TEMA, first, more)


def test_r2_nosam_chooses_its_chair_within_the_group() -> None:
    assert next_sentence(NOSAM, term("Anna", CLINIC, date(2026, 1, 1))) is None
    ending = term("Anna", CLINIC, date(2026, 1, 1), date(2027, 1, 1))
    assert next_sentence(NOSAM, ending) == "Från 1 januari 2027: den som gruppen väljer inom sig."


def test_r2_the_chair_of_a_samordningsrad_is_appointed_outside_it() -> None:
    ending = term("Anna", CLINIC, date(2026, 1, 1), date(2027, 1, 1))
    assert next_sentence(COUNCIL, ending) == "Från 1 januari 2027: den som utses utanför gruppen."


def test_r2_who_is_appointed_in_mid_term_finishes_the_period() -> None:
    left = term("Babbs", PARTILLE, date(2026, 1, 1), date(2026, 9, 1))
    after = term("Kim", CITY, date(2026, 9, 15))
    assert next_sentence(LGS, left, after) == "Från 1 januari 2028: regionsidan, i takt med politiskt samråd."


def test_r2_who_is_appointed_after_a_full_period_begins_a_new_one() -> None:
    full = term("Babbs", PARTILLE, date(2023, 1, 1), date(2025, 1, 1))
    again = term("Kim", PARTILLE, date(2025, 7, 1))
    assert next_sentence(LGS, full, again) == "Från 1 juli 2027: regionsidan, i takt med politiskt samråd."


def test_r2_an_interim_chair_is_followed_by_the_same_side_in_mid_term() -> None:
    left = term("Babbs", PARTILLE, date(2026, 1, 1), date(2026, 9, 1))
    interim = term("Kim", PARTILLE, date(2026, 9, 1), date(2027, 2, 1), is_interim=True)
    assert next_sentence(LGS, left, interim) == "Från 1 februari 2027: kommunsidan, i takt med politiskt samråd."


def test_r2_those_who_share_the_chair_go_together() -> None:
    """VPMB, 2020: "två helt nya socialchefer som då valde att dela på ordförandeskapet"."""
    one = term("Anna", CITY, date(2026, 1, 1), date(2027, 1, 1), is_shared=True)
    other = term("Bengt", PARTILLE, date(2026, 1, 1), date(2026, 12, 1), is_shared=True)
    assert next_sentence(LGS, one, other) == "Från 1 januari 2027: regionsidan, i takt med politiskt samråd."
    assert set(warned(LGS, one, other)) & {"not_shared", "no_chair"} == set()


def test_r2_a_registered_successor_is_next_whatever_the_rule() -> None:
    chair = term("Anna", CITY, date(2026, 1, 1), date(2027, 1, 1))
    coming = term("Bengtsson", HOSPITAL, date(2027, 2, 1))
    assert next_sentence(LGS, chair, coming) == "Från 1 februari 2027: regionsidan, i takt med politiskt samråd."
    assert next_sentence(TEMA, chair, coming) == "Från 1 februari 2027: Sahlgrenska."
    assert next_sentence(None, chair, coming) == "Från 1 februari 2027: regionsidan."
    assert "ending" not in warned(LGS, chair, coming)


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        (LGS, []),
        (None, [term("Anna", CITY, date(2026, 1, 1), date(2027, 1, 1))]),
        (LGS, [term("Anna", CITY, date(2026, 1, 1), office="vice_chair")]),
    ],
)
def test_nothing_is_said_of_the_next_where_nothing_says_it(rule: TermRule | None, terms: list[Term]) -> None:
    assert next_sentence(rule, *terms) is None


# --- From the database --------------------------------------------------------------------------------------


@pytest.fixture
def group(db: None) -> Group:
    made = make_group("tema", type=make_group_type("temagrupp"))
    TermRule.objects.create(type=made.type, months=18, rotation="parties")
    return made


def test_a_groups_own_rule_goes_before_that_of_its_type(group: Group) -> None:
    appoint(group, "Anna", date(2026, 1, 1))
    assert next_in(offices_in(group), on=TODAY).starts == date(2027, 7, 1)
    TermRule.objects.create(group=group, months=12, rotation="parties")
    assert next_in(offices_in(group), on=TODAY).starts == date(2027, 1, 1)


def test_r2_the_documents_give_each_kind_of_group_its_rule(db: None) -> None:
    names = ("areas", "organisations", "people", "group_types", "groups", "mandates", "seats", "memberships",
             "office_terms", "term_rules")  # fmt: skip
    call_command("loaddata", *names, verbosity=0)
    fields = ("months", "rotation", "vice_from_other_side", "in_step_with__slug", "is_extendable",
              "same_principal_fills")  # fmt: skip
    rows = TermRule.objects.values_list("type__slug", "group__slug", *fields)
    assert {of or group: given for of, group, *given in rows} == {
        "lgs": [24, "sides", True, "politiskt-samrad", False, True],
        "temagrupp": [18, "parties", False, None, True, True],
        "nosam": [None, "elected", False, None, False, True],
        "samordningsrad": [None, "appointed", False, None, False, False],
    }  # fmt: skip
    assert not TermRule.objects.filter(source="").exists()
    lgs = offices_in(Group.objects.get(slug="lgs"))
    assert next_in(lgs, on=TODAY).sentence == "Från 1 januari 2028: regionsidan, i takt med politiskt samråd."
    assert warnings_in(lgs, on=TODAY) == []
    assert [term.person.name for term in lgs.former_chairs(on=TODAY)] == ["Babbs Edberg"]
