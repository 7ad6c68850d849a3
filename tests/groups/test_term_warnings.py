"""R2: what those who run a group are warned of about who chairs it."""

from datetime import date, timedelta

import pytest

from groups.models import Organisation, TermRule
from tests.groups.chairs import CENTRES, CITY, CLINIC, HOSPITAL, LGS, NOSAM, PARTILLE, TEMA, TODAY, term, warned

pytestmark = pytest.mark.usefixtures("unnamed")


@pytest.mark.parametrize(("days", "is_warned"), [(0, False), (1, True), (90, True), (91, False)])
def test_r2_a_term_that_ends_within_90_days_is_warned_of(days: int, is_warned: bool) -> None:
    vice = term("Vice", HOSPITAL, date(2026, 1, 1), office="vice_chair")
    found = warned(LGS, term("Anna", CITY, date(2025, 1, 1), TODAY + timedelta(days=days)), vice)
    assert ("ending" in found) is is_warned


def test_r2_the_warning_says_who_until_when_and_who_is_next() -> None:
    chair = term("Anna", CITY, date(2025, 1, 1), date(2027, 1, 1))
    assert warned(LGS, chair)["ending"] == (
        "Anna är ordförande till och med 31 december 2026. "
        "Från 1 januari 2027: regionsidan, i takt med politiskt samråd."
    )


@pytest.mark.parametrize(
    ("rule", "ends", "is_warned"),
    [
        (LGS, None, True),
        (LGS, date(2027, 6, 1), True),
        (TEMA, None, True),
        (TEMA, date(2027, 6, 1), False),
        (NOSAM, None, False),
        (None, None, False),
    ],
)
def test_r2_a_term_that_has_run_past_its_months_is_warned_of_unless_extended(
    rule: TermRule | None, ends: date | None, is_warned: bool
) -> None:
    found = warned(rule, term("Anna", CITY, date(2024, 1, 1), ends))
    assert ("overdue" in found) is is_warned
    assert not is_warned or found["overdue"].startswith("Anna har varit ordförande längre än uppdraget säger: tiden")


def test_r2_a_term_may_last_its_last_day() -> None:
    chair = term("Anna", CITY, date(2025, 1, 1))
    assert "overdue" not in warned(LGS, chair, on=date(2026, 12, 31))
    assert "tiden gick ut 31 december 2026." in warned(LGS, chair, on=date(2027, 1, 1))["overdue"]


@pytest.mark.parametrize(
    ("rule", "vice", "is_flagged"),
    [(LGS, PARTILLE, True), (LGS, HOSPITAL, False), (LGS, CENTRES, False), (TEMA, PARTILLE, False)],
)
def test_r2_a_vice_chair_from_the_side_of_the_chair_is_flagged(
    rule: TermRule, vice: Organisation, is_flagged: bool
) -> None:
    found = warned(rule, term("Anna", CITY, TODAY), term("Vice", vice, TODAY, office="vice_chair"))
    assert ("same_side" in found) is is_flagged
    assert not is_flagged or found["same_side"] == (
        "Vice ordföranden Vice kommer från kommunsidan, som också har ordföranden. "
        "Enligt uppdraget ska vice ordföranden komma från regionsidan."
    )


def test_r2_without_a_chair_the_same_principal_appoints() -> None:
    left = term("Anna", CLINIC, date(2026, 1, 1), date(2026, 9, 1))
    sentence = "Gruppen saknar ordförande sedan 1 september 2026."
    fills = "Om uppdraget lämnades i förtid utser samma huvudman en ny: Västra Götalandsregionen."
    assert warned(TEMA, left)["no_chair"] == f"{sentence} {fills}"
    assert warned(None, left)["no_chair"] == f"{sentence} Registrera den som har uppdraget."


def test_r2_after_a_full_period_the_same_principal_does_not_appoint() -> None:
    full = term("Anna", CLINIC, date(2025, 1, 1), date(2026, 7, 1))
    assert "huvudman" not in warned(TEMA, full)["no_chair"]


def test_a_successor_on_the_way_is_named_by_the_day() -> None:
    found = warned(TEMA, term("Anna", CLINIC, date(2027, 1, 1)))
    assert found == {"no_chair": "Gruppen saknar ordförande. Nästa är registrerad från 1 januari 2027."}


def test_r2_only_a_rule_that_demands_a_vice_chair_misses_one() -> None:
    chair = term("Anna", CITY, TODAY)
    assert warned(LGS, chair) == {"no_vice_chair": "Gruppen saknar vice ordförande. Registrera den som har uppdraget."}
    assert warned(TEMA, chair) == {}


@pytest.mark.parametrize(
    ("fields", "is_warned"), [({}, True), ({"is_shared": True}, False), ({"is_interim": True}, False)]
)
def test_r2_several_chairs_who_do_not_share_are_warned_of(fields: dict[str, bool], is_warned: bool) -> None:
    found = warned(TEMA, term("Anna", CITY, TODAY), term("Bengt", CITY, TODAY, **fields))
    assert ("not_shared" in found) is is_warned
