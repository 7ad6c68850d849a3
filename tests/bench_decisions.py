"""Times the register of decisions and the matrix at 20,000 decisions of 15 organisations, for ``tests.bench``."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import batched
from typing import Any

from decisions.models import Anchoring, Decision
from groups.models import Organisation

DECISIONS, PARTIES, ASKED, BATCH = 20_000, 15, 40, 2_000
STATES = ("not_started", "anchored", "implemented", "not_concerned")
SIZE = f"{DECISIONS:,} decisions × {PARTIES} organisations".replace(",", " ")
PAGES = {
    "register": "/beslut/?ar=2026",
    "register, under way": "/beslut/?lage=pagar",
    "register, one organisation": "/beslut/?organisation=part-3",
    "register, a word": "/beslut/?q=utbildningsdagar",
    "matrix": "/beslut/forankring/",
}
type Row = tuple[str, float, int]


def decision_rows(get: Callable[[str], int]) -> list[Row]:
    """The 95th percentile of each page, none of it kept, per second, and its bytes; ``get`` asks for an address."""
    fill(make_parties(), range(DECISIONS))
    return [_row(f"{name}, {SIZE}, p95", lambda path=path: get(path)) for name, path in PAGES.items()]  # type: ignore[misc]


def _row(name: str, step: Callable[[], int]) -> Row:
    took, size = [], step()
    for _ in range(ASKED):
        begun = time.perf_counter()
        step()
        took.append(time.perf_counter() - begun)
    return name, 1 / statistics.quantiles(took, n=20)[-1], size


def make_parties() -> list[Organisation]:
    """Those that every decision concerns."""
    return Organisation.objects.bulk_create(
        Organisation(slug=f"part-{number}", name=f"Part {number}", kind=Organisation.Kind.OTHER)
        for number in range(PARTIES)
    )


def fill(parties: list[Organisation], numbers: range) -> None:
    """A copy of a published decision for each number, a day apart, with the parties at different stages."""
    source: Any = Decision.objects.published().select_related("publication", "version").first()
    for batch in batched(numbers, BATCH, strict=False):
        made = Decision.objects.bulk_create(_copy(source, number) for number in batch)
        Anchoring.objects.bulk_create(
            Anchoring(decision=decision, organisation=party, state=STATES[(place + decision.number) % len(STATES)])
            for decision in made
            for place, party in enumerate(parties)
        )


def _copy(source: Any, number: int) -> Decision:
    day = source.decided_on - timedelta(days=number % 3000)
    return Decision(
        group=source.group, year=day.year, number=100_000 + number, kind="agreed", text="Text.", decided_on=day,
        item_number=1, version=source.version, needs_anchoring=True, publication=source.publication,
        public_title=f"Fråga {number}", public_text=f"Gruppen enas om väg {number} för utbildningsdagar.",
    )  # fmt: skip
