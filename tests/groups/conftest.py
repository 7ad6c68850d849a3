"""What the tests of groups share."""

from typing import Any

import pytest

from groups.models import Organisation, User
from tests.factories import Cast, make_administrator, make_cast


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def ann(cast: Cast) -> User:
    """The administrator of the area of the cast."""
    return make_administrator("ann", cast.group.area)


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisations that are not stored have had no other name."""
    monkeypatch.setattr(Organisation, "named_on", lambda organisation, day: organisation.name)
