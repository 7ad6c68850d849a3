"""A mail as text and as HTML made from the same text."""

import pytest
from django.core import mail
from django.db import transaction

from samverkan.common import mailing
from samverkan.common.mailing import Block
from samverkan.common.models import OutboxMessage

TEXT = "Hej Eva,\n\nAgenda\n- Ett\n- Två <b>\n\nhttps://example.se/admin/\n\nDu får det för att du är med.\n"


def test_the_text_is_cut_into_paragraphs_lists_and_links() -> None:
    assert mailing.blocks(TEXT) == [
        Block("paragraph", ["Hej Eva,"]),
        Block("paragraph", ["Agenda"]),
        Block("list", ["Ett", "Två <b>"]),
        Block("link", ["https://example.se/admin/"]),
        Block("paragraph", ["Du får det för att du är med."]),
    ]


@pytest.mark.django_db
def test_the_html_says_what_the_text_says_and_runs_nothing() -> None:
    with transaction.atomic():
        message = OutboxMessage.objects.create(kind="x", payload={}, due_at="2026-11-22T08:00:00Z")
    file = mailing.File("agenda.pdf", b"%PDF-1.7", "application/pdf")
    mailing.send(message, to="eva@example.se", subject="Kallelse", text=TEXT, files=[file])
    sent = mail.outbox[0]
    html = sent.alternatives[0].content  # type: ignore[attr-defined]
    assert sent.body == TEXT
    assert '<a href="https://example.se/admin/"' in html
    assert "<li>Två &lt;b&gt;</li>" in html
    assert "<b>" not in html
    assert [part.filename for part in sent.attachments] == ["agenda.pdf"]
