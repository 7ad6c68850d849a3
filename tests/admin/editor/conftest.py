"""What the tests of the editor share: a meeting with three items, and two who write in it."""

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.admin.browsing import browser
from tests.factories import Cast, make_meeting, make_member, make_user


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, items=3)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return browser(cast.eva)


@pytest.fixture
def iris(cast: Cast) -> Client:
    """A coordinator who writes at the same time."""
    user = make_user("iris")
    make_member(user.person, cast.group, "coordinator")  # type: ignore[arg-type]
    return browser(user)
