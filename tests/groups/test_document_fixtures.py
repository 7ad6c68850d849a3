"""The real governing documents: every one that the seeds name or link to, and nothing that they do not say."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from groups.fixtures import STRUCTURE
from groups.models import GoverningDocument, Group

ROOT = Path(__file__).parents[2]
SEEDS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests/seeds").glob("*.txt")}
ROWS = yaml.safe_load((ROOT / "fixtures/governing_documents.yaml").read_text(encoding="utf-8"))
TITLES = {row["fields"]["title"]: row["fields"] for row in ROWS}


def folded(text: str) -> str:
    """The letters of a text as a reader meets them, whatever the line breaks, endings and dashes."""
    return re.sub(r"[^a-zåäö0-9]", "", text.replace("\\", "").lower())


ALL_SEEDS = folded(" ".join(SEEDS.values()))
#: Titles that no seed writes in full, with words of the seed that they are made of.
MADE_OF = {
    "Riktlinje för egenvård": "den reviderade riktlinjen för egenvård",
    "Förvaltningsplan för Samordnad hälsa, vård och omsorg (SHVO)": "förvaltningsplanen för Samordnad hälsa, vård och"
    " omsorg (SHVO)",
    "Regional riktlinje vid oro för väntat barn": "vid oro för väntat barn (regional riktlinje finns)",
    "Gemensam arbetsbeskrivning för in- och utskrivningsprocessen": "gemensamma arbetsbeskrivningen för in- och"
    " utskrivningsprocessen",
    "Särskild rutin för hur ordförande utses": "enligt särskild rutin, (RS 2019-03137-40)",
}


@pytest.mark.parametrize("title", TITLES)
def test_each_document_stands_in_a_seed(title: str) -> None:
    assert folded(MADE_OF.get(title, title)) in ALL_SEEDS
    fields = TITLES[title]
    for name in ("link", "registration_number", "archive_id"):
        assert folded(fields.get(name, "")) in ALL_SEEDS
    for year in re.findall(r"\b(?:19|20)\d\d\b", fields["summary"]):
        assert year in ALL_SEEDS
    assert not {"valid_from", "valid_until", "review_date"} & set(fields)


def test_every_number_of_another_document_and_every_file_in_the_seeds_is_registered() -> None:
    numbers = set(re.findall(r"(?:RS|SSN) 20\d\d[ –-]+\d{5}(?:-\d+)?", " ".join(SEEDS.values())))
    own = {"RS 2024-00784"}  # the mandate itself
    registered = {fields["registration_number"] for fields in TITLES.values() if "registration_number" in fields}
    assert {number.replace(" – ", "-") for number in numbers} - own == registered
    links = {url for text in SEEDS.values() for url in re.findall(r"https?://[^\s)]+", text)}
    pages = {url for url in links if url.rstrip("/").endswith(("goteborgsomradet", "utvecklingsgrupp-samsa"))}
    assert links - pages == {fields["link"] for fields in TITLES.values() if "link" in fields}


@pytest.mark.django_db
def test_the_documents_of_the_internal_group_are_not_public() -> None:
    call_command("loaddata", *STRUCTURE, verbosity=0)
    hidden = set(GoverningDocument.objects.values_list("slug")) - set(
        GoverningDocument.objects.published().values_list("slug")
    )
    rad = Group.objects.get(slug="samordningsrad-vuxenpsykiatri")
    assert hidden == set(rad.governing_documents.values_list("slug"))
    assert len(hidden) == 4
