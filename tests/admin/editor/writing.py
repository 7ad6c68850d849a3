"""Writing in the editor as a browser without scripts does."""

from typing import Any

from django.test import Client

from meetings.models import Meeting
from tests.admin.browsing import address, fields_of


def save(client: Client, meeting: Meeting, ask: str = "", **changes: Any) -> Any:
    """Open the page (``ask`` is its query), change some fields (``head__date`` is ``head-date``) and save."""
    fields = fields_of(client.get(address(meeting, ask)))
    return client.post(address(meeting), {**fields, **{key.replace("__", "-"): part for key, part in changes.items()}})
