"""What the tests of the admin share."""

from typing import Any

import pytest

from groups.models import User
from tests.factories import Cast, make_administrator, make_cast


@pytest.fixture
def cast(db: Any) -> Cast:
    return make_cast()


@pytest.fixture
def ann(cast: Cast) -> User:
    """The administrator of the area of the cast."""
    return make_administrator("ann", cast.group.area)
