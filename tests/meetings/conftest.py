"""What the tests of meetings begin with, unless they say otherwise."""

import pytest

from samverkan.common import pdf
from tests.factories import Cast, make_cast


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def finished_notes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The group of the cast uploads finished notes, and no file is drawn."""
    cast.group.type.light_path = True
    cast.group.type.save()
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pdf.Pdf(b"%PDF-1.7 " + html.encode(), 4))
