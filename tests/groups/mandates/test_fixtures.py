"""The mandates of the fixtures: word for word what the documents of the seeds say, with their dates."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from groups.models import Group, Mandate, MandateSection
from samverkan.common import richtext

FOLDER = Path(__file__).parents[2] / "seeds"
SEEDS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
MANDATE_SEEDS = {
    "uppdrag-goteborgsomradet-2023": "uppdragsbeskrivning-goteborgsomradet-2023",
    "uppdrag-samsynsgruppen-2023": "uppdrag-samsynsgruppen-2023",
    "uppdragshandling-samordningsrad-vuxenpsykiatri-2026": "uppdragshandling-samordningsrad-vuxenpsykiatri-2026",
}


def folded(text: str) -> str:
    """The words of a seed or a rich text, without bullets, marks and addresses."""
    text = re.sub(r"\[([^\]]+)\]\([^)\s]*\)", r"\1", text.replace("\\", ""))
    return " ".join(re.sub(r"[•#*]|(?m:^- )|https?://\S+", " ", text).split())


def test_the_mandates_have_the_dates_of_the_documents(structure: None) -> None:
    dates = ("document_date", "decision_date", "valid_from", "valid_until", "review_date")
    assert {slug: days for slug, *days in Mandate.objects.values_list("slug", *dates)} == {
        "uppdrag-goteborgsomradet-2023": [
            date(2023, 10, 23), date(2023, 10, 23), date(2023, 10, 23), None, date(2025, 4, 23),
        ],
        "uppdrag-samsynsgruppen-2023": [None, date(2023, 1, 12), date(2023, 1, 12), date(2024, 1, 31), None],
        "uppdragshandling-samordningsrad-vuxenpsykiatri-2026": [
            date(2026, 6, 16), date(2026, 6, 17), date(2026, 6, 17), None, None,
        ],
    }  # fmt: skip


def test_one_mandate_covers_sixteen_groups(structure: None) -> None:
    covered = Group.objects.filter(mandates__slug="uppdrag-goteborgsomradet-2023")
    assert Counter(covered.values_list("type__slug", flat=True)) == {
        "ledningsgrupp": 1, "beredningsgrupp": 1, "temagrupp": 4, "nosam": 8, "lokalt-nosam": 1, "arbetsgrupp": 1,
    }  # fmt: skip


def test_sections_hold_only_allowed_elements(structure: None) -> None:
    for section in MandateSection.objects.all():
        assert richtext.clean(section.body) == section.body, section


def test_sections_say_word_for_word_what_the_document_says(structure: None) -> None:
    seeds = {slug: folded(SEEDS[seed]) for slug, seed in MANDATE_SEEDS.items()}
    blocks = [
        (section.mandate.slug, folded(block))
        for section in MandateSection.objects.select_related("mandate")
        for block in (section.heading, *richtext.plain(section.body).splitlines())
    ]
    altered = [block[:40] for slug, block in blocks if block not in seeds[slug]]
    # Our own heading; and the sentence that the boxes of the focus areas cut in two.
    assert sorted(altered) == ["Inledning", "Ledamöterna utses av respektive part/bra"]
    assert len(blocks) > 190


@pytest.mark.parametrize("slug", MANDATE_SEEDS)
def test_nothing_of_a_document_is_left_out_but_what_stands_in_its_fields(structure: None, slug: str) -> None:
    bodies = MandateSection.objects.filter(mandate__slug=slug).values_list("body", flat=True)
    words = len(" ".join(richtext.plain(body) for body in bodies).split())
    assert words > 0.9 * len(folded(SEEDS[MANDATE_SEEDS[slug]]).split())
