"""What the tests of meetings begin with, unless they say otherwise."""

import pytest

from tests.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def finished_notes(cast: Cast, quick_pdf: None) -> None:
    """The group of the cast uploads finished notes, and no file is drawn."""
    cast.group.type.light_path = True
    cast.group.type.save()
