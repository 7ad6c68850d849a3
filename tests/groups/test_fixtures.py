"""What the fixtures of the structure promise: they are what the seeds say, and no more."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command

from groups.fixtures import STRUCTURE
from groups.models import Group, Mandate, Membership, OfficeTerm, Organisation, Seat

ROOT = Path(__file__).parents[2]
SEEDS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/seeds").glob("*.txt"))}
FILES = [ROOT / f"fixtures/{name}.yaml" for name in STRUCTURE]
THE_MEETING = date(2026, 4, 23)
ORDINARY = {
    "Katarina Mueller", "Maria Taranger", "Monika Bondesson", "Annika Leidenhed", "Maria Olsson",
    "Annika Ljungh", "Annika Waser", "Angelica Franciska", "Erika Hägg", "Anna-Clara Collén",
    "Åsa Sand", "Ulrika Nåfält", "Lorna Niklasson", "Kristine Christiansen Rygge", "Peter Svensson",
    "Maja Berndes", "Henrik von Sydow", "Annika Gry", "Andreas Idén", "Thomas Gavin",
}  # fmt: skip
SPELLINGS = {
    "ÄVO Göteborg": "Äldre samt vård- och omsorgsförvaltningen",
    "FFS Göteborg": "Förvaltningen för funktionsstöd",
    "socialförvaltning Sydväst, Göteborg": "Socialförvaltning Sydväst",
    "Habilitering Vuxen, VGR": "Habilitering och Hälsa", "Öckerö": "Öckerö kommun",
    "Partille": "Partille kommun", "SU": "Sahlgrenska Universitetssjukhuset", "GR": "Göteborgsregionen",
    "Allmäntandvård, VGR": "Tandvård", "BoU ANS/Sjukhusen i Väster": "Sjukhusen i väster",
    "Närhälsan": "Närhälsan", "Koncernkontoret VGR": "Koncernkontoret", "BoU": "Regionhälsan",
    "Västerläkarna, Primör": "Västerläkarna", "Primör": "PrimÖR",
    "Grundskoleförvaltningen Göteborgs stad": "Grundskoleförvaltningen", "Capio": "Capio",
}  # fmt: skip


def folded(text: str) -> str:
    """The words of a seed or a rich text, without bullets, marks and addresses."""
    text = re.sub(r"\[([^\]]+)\]\([^)\s]*\)", r"\1", text.replace("\\", ""))
    return " ".join(re.sub(r"[•#*]|(?m:^- )|https?://\S+", " ", text).split())


def load() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / f"fixtures/{name}.yaml").read_text(encoding="utf-8"))
    return loaded


# --- Loading ------------------------------------------------------------------------------------------------


def test_every_row_is_one_that_the_forms_would_accept(structure: None) -> None:
    models = [model for model in apps.get_app_config("groups").get_models() if not hasattr(model, "instance_type")]
    rows = [row for model in models for row in model._default_manager.all()]
    assert [fault for row in rows if (fault := fault_of(row))] == []


def fault_of(row: Any) -> str:
    """What the forms would say of the row; empty when they would accept it."""
    try:
        row.full_clean()
    except ValidationError as error:
        return f"{row!r}: {error}"
    return ""


def test_loading_twice_adds_nothing(structure: None) -> None:
    before = counts()
    load()
    assert counts() == before


def test_every_row_of_the_files_is_in_the_database(structure: None) -> None:
    written = Counter(row["model"] for name in STRUCTURE for row in rows(name))
    assert written == {model: apps.get_model(model)._default_manager.count() for model in written}


# --- Organisations and people -------------------------------------------------------------------------------


def test_every_principal_is_itself_a_principal(structure: None) -> None:
    assert not Organisation.objects.filter(principal__principal__isnull=False).exists()


def test_every_unit_has_its_parent_as_principal(structure: None) -> None:
    units = Organisation.objects.filter(kind__in=["region_unit", "municipal_unit"])
    assert {(unit.parent.name, unit.principal.name) for unit in units} == {
        ("Västra Götalandsregionen", "Västra Götalandsregionen"),
        ("Göteborgs Stad", "Göteborgs Stad"),
    }


def test_the_six_principals_of_the_area_are_those_of_the_seed(structure: None) -> None:
    public = Organisation.objects.filter(kind__in=["region", "municipality"], principal=None)
    assert set(public.values_list("name", flat=True)) == {
        "Västra Götalandsregionen", "Göteborgs Stad", "Härryda kommun", "Mölndals stad", "Partille kommun",
        "Öckerö kommun",
    }  # fmt: skip


@pytest.mark.parametrize(("spelling", "name"), SPELLINGS.items())
def test_an_organisation_is_found_as_the_note_writes_it(structure: None, spelling: str, name: str) -> None:
    assert spelling in folded(SEEDS["motesanteckning-lgs-2026-04-23"])
    assert [organisation.name for organisation in Organisation.objects.named(spelling)] == [name]


def test_nobody_is_in_the_structure_who_is_not_in_the_seeds() -> None:
    seeds = " ".join(folded(text) for text in SEEDS.values()).replace("Anna- Clara", "Anna-Clara")
    assert [row["fields"]["name"] for row in rows("people") if row["fields"]["name"] not in seeds] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_no_file_holds_an_email_address(path: Path) -> None:
    assert "@" not in path.read_text(encoding="utf-8")


# --- Groups -------------------------------------------------------------------------------------------------


def test_the_groups_of_goteborg_stand_in_their_order(structure: None) -> None:
    parents = dict(Group.objects.filter(area__slug="goteborg").values_list("name", "parent__name"))
    assert parents == {
        "Politiskt samråd": None,
        "Ledningsgrupp för samverkan": "Politiskt samråd",
        "LGS beredningsgrupp": "Ledningsgrupp för samverkan",
        **{f"Temagrupp {theme}": "Ledningsgrupp för samverkan" for theme in (
            "Barn och unga", "Psykiatri", "Rehabilitering och habilitering", "Äldre",
        )},
        **{f"NOSAM {place}": "Ledningsgrupp för samverkan" for place in (
            "Centrum", "Hisingen", "Nordost", "Sydväst", "Härryda", "Mölndal", "Partille", "Öckerö",
        )},
        "Lokalt NOSAM Hisingen, exempel": "NOSAM Hisingen",
        "Arbetsgrupp Trygg hemgång, exempel": "Lokalt NOSAM Hisingen, exempel",
        "Utvecklingsgrupp SAMSA": "LGS beredningsgrupp",
        "Samsynsgruppen": "Temagrupp Psykiatri",
    }  # fmt: skip


def test_every_group_is_below_a_group_that_its_type_allows(structure: None) -> None:
    for group in Group.objects.exclude(parent=None):
        assert group.parent.type in group.type.allowed_parents.all(), group


def test_samsynsgruppen_works_for_the_group_that_gave_it_its_mandate(structure: None) -> None:
    group = Group.objects.get(slug="samsynsgruppen")
    assert group.works_for == Mandate.objects.get(groups=group).commissioner_group
    assert group.works_for.slug == "temagrupp-psykiatri"


def test_the_agenda_of_lgs_is_approved_by_its_preparatory_group_r5(structure: None) -> None:
    approvers = dict(Group.objects.values_list("slug", "type__agenda_approver"))
    assert [slug for slug, approver in approvers.items() if approver != "chair"] == ["lgs"]
    assert approvers["lgs"] == "preparatory"
    assert Group.objects.get(slug="lgs").prepared_by.slug == "lgs-beredningsgrupp"


def test_only_the_samordningsrad_is_not_published(structure: None) -> None:
    hidden = Group.objects.get(slug="samordningsrad-vuxenpsykiatri")
    assert list(Group.objects.exclude(pk__in=Group.objects.published())) == [hidden]
    assert not Mandate.objects.published().filter(groups=hidden).exists()


def test_the_working_group_ends_and_is_seen_to_be_an_example(structure: None) -> None:
    group = Group.objects.get(type__slug="uppdragsstyrd-arbetsgrupp")
    assert group.ends == date(2027, 2, 1)
    assert "exempel" in group.name


# --- LGS ----------------------------------------------------------------------------------------------------


def test_the_twenty_ordinary_seats_are_filled_exactly_by_the_twenty_names_r3(structure: None) -> None:
    seats = Seat.objects.on(THE_MEETING).filter(group__slug="lgs", is_adjunct=False)
    holders = [seat.holders.on(THE_MEETING).get() for seat in seats]
    assert len(holders) == 20
    assert {holder.person.name for holder in holders} == ORDINARY
    assert {holder.role for holder in holders} == {"member"}


def test_the_seats_are_as_many_for_each_as_r3_says(structure: None) -> None:
    assert Counter(seat.label.split(",")[0] for seat in Seat.objects.on(THE_MEETING).filter(group__slug="lgs")) == {
        "Sahlgrenska universitetssjukhuset": 3, "Sjukhusen i väster": 1, "Habilitering och Hälsa": 1, "Tandvård": 1,
        "Regionhälsan": 1, "VGPV Närhälsan": 2, "VGPV privata vårdcentraler/PrimÖR": 2,
        "Tjänsteperson Koncernkontoret": 2, "Göteborgs Stad": 5, "Kranskommunerna": 2, "GR kommunalförbundet": 1,
    }  # fmt: skip


def test_whoever_holds_a_seat_comes_from_those_it_stands_or_answers_for(structure: None) -> None:
    for holder in Membership.objects.on(THE_MEETING).exclude(seat=None):
        assert holder.organisation in {holder.seat.organisation, *holder.seat.answers_for.all()}, holder


def test_each_seat_of_the_neighbours_answers_for_four_municipalities_r3(structure: None) -> None:
    for seat in Seat.objects.filter(label="Kranskommunerna"):
        assert {str(organisation) for organisation in seat.answers_for.all()} == {
            "Härryda kommun", "Mölndals stad", "Partille kommun", "Öckerö kommun",
        }  # fmt: skip


def test_the_others_of_lgs_are_an_adjunct_a_process_leader_and_a_coordinator(structure: None) -> None:
    others = Membership.objects.on(THE_MEETING).filter(group__slug="lgs").exclude(role="member")
    assert set(others.values_list("person__name", "role", "seat__is_adjunct")) == {
        ("Maria Ljung", "adjunct", True),
        ("Karolina Wedne Lindberg", "process_leader", None),
        ("Isabelle Alknäs", "coordinator", None),
    }


@pytest.mark.parametrize(("day", "chair", "vice_chair"), [
    (date(2023, 10, 23), "Babbs Edberg", "Annika Leidenhed"),
    (THE_MEETING, "Katarina Mueller", "Maria Taranger"),
])  # fmt: skip
def test_chair_and_vice_chair_are_those_of_the_documents_r2(
    structure: None, day: date, chair: str, vice_chair: str
) -> None:
    terms = OfficeTerm.objects.on(day).of_group(Group.objects.get(slug="lgs"))
    assert {term.office: term.membership.person.name for term in terms} == {"chair": chair, "vice_chair": vice_chair}
    assert all(term.membership.holds_on(day) for term in terms)


def test_the_preparatory_group_is_chair_vice_chair_and_process_leader_of_lgs(structure: None) -> None:
    members = Membership.objects.on(THE_MEETING).filter(group__slug="lgs-beredningsgrupp")
    assert {member.person.name for member in members} == {
        "Katarina Mueller", "Maria Taranger", "Karolina Wedne Lindberg",
    }  # fmt: skip
