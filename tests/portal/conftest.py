"""What every test of the open site shares."""

from typing import Any

import pytest

from meetings.models import Publication
from samverkan.common import pdf
from tests.factories import Cast, make_cast, make_published


@pytest.fixture(autouse=True)
def files_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The open site serves stored bytes whatever they are; drawing them is tested where it is done."""
    monkeypatch.setattr(pdf, "render", lambda html, **meta: pdf.Pdf(b"%PDF-1.7 " + html.encode(), 4))


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def published(cast: Cast) -> Publication:
    """A published note of LGS on 23 April 2026: two items, each with one decision, and its stored PDF."""
    return make_published(cast)
