"""What every test of the open site shares."""

from typing import Any

import pytest

from meetings.models import Publication
from tests.factories import Cast, make_cast, make_published


@pytest.fixture(autouse=True)
def files_are_not_drawn(quick_pdf: None) -> None:
    """The open site serves stored bytes whatever they are; drawing them is tested where it is done."""


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def published(cast: Cast) -> Publication:
    """A published note of LGS on 23 April 2026: two items, each with one decision, and its stored PDF."""
    return make_published(cast)
