"""The real note, byte for byte as it was published, and registers that know more or less of it."""

from pathlib import Path

import pytest

from meetings.importing.parse import parse
from meetings.importing.parsed import KnownPerson, ParsedMinutes, Register

SEEDS = Path(__file__).parents[2] / "seeds"
NOTE = SEEDS / "motesanteckning-lgs-2026-04-23.txt"

REGISTERED = [
    ("Katarina Mueller", "Göteborgs Stad"),
    ("Maria Taranger", "Sahlgrenska Universitetssjukhuset"),
    ("Monika Bondesson", "Göteborgs Stad"),
    ("Annika Leidenhed", "Närhälsan"),
    ("Maria Olsson", "Göteborgs Stad"),
    ("Annika Ljungh", "Göteborgs Stad"),
    ("Annika Waser", "Habilitering och Hälsa"),
    ("Angelica Franciska", "Öckerö kommun"),
    ("Erika Hägg", "Partille kommun"),
    ("Anna-Clara Collén", "Sahlgrenska Universitetssjukhuset"),
    ("Maria Ljung", "Göteborgsregionen"),
    ("Karolina Wedne Lindberg", "Vårdsamverkanskontoret"),
    ("Isabelle Alknäs", "Vårdsamverkanskontoret"),
    ("Åsa Sand", "Sahlgrenska Universitetssjukhuset"),
    ("Ulrika Nåfält", "Folktandvården"),
    ("Lorna Niklasson", "Sjukhusen i väster"),
    ("Kristine Christiansen Rygge", "Närhälsan"),
    ("Peter Svensson", "Koncernkontoret"),
    ("Maja Berndes", "Regionhälsan"),
    ("Henrik von Sydow", "PrimÖR"),
    ("Annika Gry", "Göteborgs Stad"),
    ("Andreas Idén", "Koncernkontoret"),
    ("Thomas Gavin", "Capio"),
]


@pytest.fixture
def nobody() -> Register:
    return Register()


@pytest.fixture
def note() -> str:
    return NOTE.read_text(encoding="utf-8")


@pytest.fixture
def register() -> Register:
    """Everyone in the note, with the organisations under the names that the register uses."""
    return Register(
        people=[KnownPerson(name, "", organisation) for name, organisation in REGISTERED],
        organisations=["Sahlgrenska Universitetssjukhuset", "SU", "Göteborgs Stad", "VGR", "Närhälsan", "GR", "LGS"],
    )


@pytest.fixture
def read_by_nobody(note: str, nobody: Register) -> ParsedMinutes:
    return parse(note, nobody)
