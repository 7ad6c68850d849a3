"""What the tests of groups share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from groups.fixtures import STRUCTURE
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


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *STRUCTURE, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def structure(loaded: None, db: None) -> None:
    """The structure, loaded once for the module; what a test changes is undone after it."""
