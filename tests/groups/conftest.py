"""What the tests of groups share."""

import pytest

from groups.models import Organisation


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisations that are not stored have had no other name."""
    monkeypatch.setattr(Organisation, "named_on", lambda organisation, day: organisation.name)
