"""Who writes in the editor, in browsers whose clocks the tests move."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from groups.models import User
from meetings.models import Meeting
from tests.factories import Cast, make_meeting, make_member, make_user

#: What Chromium says of answers that a journey asks for.
EXPECTED = ("401", "403", "409", "422", "503", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_meeting(cast.group, items=3)


@pytest.fixture
def iris(cast: Cast) -> User:
    """A coordinator who writes at the same time."""
    user = make_user("iris")
    make_member(user.person, cast.group, "coordinator")  # type: ignore[arg-type]
    return user


@pytest.fixture
def writer(visit: Any, cast: Cast) -> Iterator[Callable[..., Page]]:
    """Opens the editor as eva, or as somebody else who writes in the group; ``script`` runs before the page's own."""
    opened = []

    def open_editor(meeting: Meeting, user: User | None = None, *, script: str = "", **options: Any) -> Page:
        visitor = visit(**options)
        opened.append(visitor)
        visitor.enter_as(user or cast.eva)
        visitor.page.clock.install()
        visitor.page.add_init_script(script)
        return visitor.goto(f"/admin/moten/{meeting.pk}/")

    yield open_editor
    for visitor in opened:
        visitor.complaints = [text for text in visitor.complaints if not any(word in text for word in EXPECTED)]
