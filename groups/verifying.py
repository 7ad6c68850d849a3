"""Are adopted mandates and stored documents what they were? And, once a day, telling operators what is not."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from groups.mandates.record import verify
from groups.models import GoverningDocument, MandatePdf, MandateRecord, User
from samverkan.common import daily, integrity, mailing, outbox
from samverkan.common.models import OutboxMessage

VERIFY, MAIL = "groups.verify_records", "groups.records_differ"
#: The most sentences in one mail; the log has them all.
MOST = 20


@integrity.check("uppdrag")
def mandates() -> Iterator[str]:
    for record in MandateRecord.objects.select_related("mandate").order_by("pk").iterator():
        if not verify(record):
            yield f"{record}: texten stämmer inte med sin kontrollsumma."


@integrity.check("uppdrag och styrdokument som filer")
def files() -> Iterator[str]:
    yield from integrity.file_drift(
        (pdf.path, pdf.sha256, str(pdf.record)) for pdf in MandatePdf.objects.select_related("record__mandate")
    )
    documents = GoverningDocument.objects.exclude(file_sha256="")
    yield from integrity.file_drift((document.path, document.file_sha256, document.title) for document in documents)


@daily.task("groups.verify_records")
def promise(on: date) -> None:
    """Looking through everything takes its time, so it is work of its own and holds no transaction open."""
    with transaction.atomic():
        outbox.add_once(f"{VERIFY}:{on.isoformat()}", VERIFY, on=on.isoformat())


@outbox.handles(VERIFY)
def look_through(message: OutboxMessage) -> None:
    """Tell each operator (superuser) by mail, once a day, what differs; a mail is not promised twice."""
    found = integrity.drift()
    if not found:
        return
    with transaction.atomic():
        for user in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
            key = f"{MAIL}:{message.payload['on']}:{user.pk}"
            outbox.add_once(key, MAIL, user=user.pk, found=found[:MOST], count=len(found))


@outbox.handles(MAIL)
def tell(message: OutboxMessage) -> None:
    """Send the mail to one operator."""
    user = User.objects.get(pk=message.payload["user"])
    found, count = message.payload["found"], message.payload["count"]
    context = {"found": found, "count": count, "more": count - len(found)}
    mailing.send_template(message, "records_differ", to=user.email, context=context)
