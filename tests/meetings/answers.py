"""What the tests of mail links share: mail that has been sent, and the link that stands in it."""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from samverkan.common import outbox

LINK = re.compile(r"https?://\S+(/lank/[\w-]+/)")


def delivered(mailoutbox: list[Any], to: str, subject: str = "") -> Any:
    """The newest mail to an address whose subject begins so, once the worker has run."""
    outbox.run_due()
    return [mail for mail in mailoutbox if mail.to == [to] and mail.subject.startswith(subject)][-1]


def link_in(mail: Any) -> str:
    """The path of the link to answer by."""
    found = LINK.findall(mail.body)
    assert len(found) == 1, mail.body
    assert f"{settings.SITE_URL}{found[0]}" in mail.alternatives[0].content
    return str(found[0])


def press(path: str, answer: str, comment: str = "", client: Client | None = None) -> Any:
    """Answer on the page of a link, in a browser that has never signed in."""
    return (client or Client()).post(path, {"answer": answer, "comment": comment})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())
