"""What the tests of the admin share: signing in, asking and reading the sentences that come back."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from groups.models import User

WRITER = "eva"
SIGNED_OUT = "/konto/login/"


def browser(user: User | None = None) -> Client:
    """A browser, signed in as the account if one is given."""
    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def said(response: Any) -> list[str]:
    """The sentences that the answer leaves for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def address(meeting: Any, tail: str = "") -> str:
    return f"/admin/moten/{meeting.pk}/{tail}"


def history_reasons(model: Any, pk: int) -> list[str | None]:
    """Why each history row of the object was written, the oldest first."""
    rows = model.history.filter(id=pk).order_by("history_id")
    return list(rows.values_list("history_change_reason", flat=True))


class _Fields(HTMLParser):
    """The fields of the editor as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = False
        self.text: str | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside = self.inside or (tag == "form" and given.get("id") == "editor")
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and (given["type"] not in {"checkbox", "radio"} or "checked" in given):
            self.found[name] = given.get("value", "on" if given["type"] == "checkbox" else "")
        elif tag == "textarea":
            self.text, self.found[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.found):
            self.found[self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[self.text] += data.removeprefix("\n") if not self.found[self.text] else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = None
        self.inside = self.inside and tag != "form"


def fields_of(response: Any) -> dict[str, str]:
    """What saving the editor's page untouched would send."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.found
