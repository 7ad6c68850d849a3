"""What happens to a governing document: it is registered, changed, replaced by a new version, ended. Never deleted.

An uploaded file is stored under its checksum before the row that tells of it is saved, so a row never lacks
its file; a file that was replaced stays where it lies, and the history says which it was.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from groups.models import GoverningDocument, User
from samverkan.common import history
from samverkan.common.free_text import refuse_numbers_in
from samverkan.common.refusals import StepRefused
from samverkan.common.stored import keep
from samverkan.common.swedish import long_date
from samverkan.common.uploads import Checked

MAX_SLUG = 80
CHANGED_MEANWHILE = (
    "{who} har sparat dokumentet medan du skrev. Det du skrev finns kvar här. Jämför med det sparade, "
    "och spara igen om din text ska gälla."
)


@transaction.atomic
def register(
    document: GoverningDocument, *, file: Checked | None = None, by: User, at: datetime | None = None
) -> GoverningDocument:
    """Enter a new document; its address is made of its title and never changes."""
    _refuse_numbers(document)
    document.slug = _free_slug(document.title)
    attach(document, file)
    history.save(document, by=by, at=at, reason="Registrerat")
    return document


@transaction.atomic
def change(
    document: GoverningDocument,
    *,
    file: Checked | None = None,
    seen: int | None = None,
    by: User,
    at: datetime | None = None,
) -> GoverningDocument:
    """Save the document with its new values. ``seen`` is the version (``version_of``) that the page showed.

    Raises StepRefused when somebody has saved it since; with None nothing is compared.
    """
    stored = _locked(document)
    if seen is not None and seen != version_of(stored):
        raise StepRefused(CHANGED_MEANWHILE.format(who=_last_to_save(stored)))
    _refuse_numbers(document)
    document.slug = stored.slug
    attach(document, file)
    history.save(document, by=by, at=at, reason="Ändrat")
    return document


@transaction.atomic
def replace(
    old: GoverningDocument,
    new: GoverningDocument,
    *,
    file: Checked | None = None,
    by: User,
    at: datetime | None = None,
) -> GoverningDocument:
    """Enter ``new`` as the version after ``old``, which holds until the day before ``new`` begins to.

    Raises StepRefused when ``old`` has been replaced already, or would end before it began.
    """
    old = _locked(old)
    if successor := old.successors.first():
        raise StepRefused(f"Dokumentet är redan ersatt av ”{successor.title}”. Ersätt det dokumentet i stället.")
    if new.valid_from is None:
        raise StepRefused("Ange från vilken dag den nya versionen gäller.")
    if old.valid_from and new.valid_from <= old.valid_from:
        raise StepRefused(
            f"Den nya versionen måste gälla från en senare dag än den gamla, som gäller från "
            f"{long_date(old.valid_from)}."
        )
    new.replaces = old
    register(new, file=file, by=by, at=at)
    last_day = new.valid_from - timedelta(days=1)
    if old.valid_until is None or old.valid_until > last_day:
        old.valid_until = last_day
        history.save(old, by=by, at=at, reason="Ersatt av ny version", fields=["valid_until"])
    return new


@transaction.atomic
def end(document: GoverningDocument, *, last_day: date, by: User, at: datetime | None = None) -> GoverningDocument:
    """Let the document hold until, and on, the day.

    Raises StepRefused when it ends before it begins, or when it has ended earlier than that already.
    """
    document = _locked(document)
    if document.valid_from and last_day < document.valid_from:
        raise StepRefused(f"Dokumentet gäller från {long_date(document.valid_from)}. Välj den dagen eller en senare.")
    if document.valid_until and document.valid_until <= last_day:
        raise StepRefused(
            f"Dokumentet gäller redan bara till och med {long_date(document.valid_until)}. "
            "Ändra dokumentet om det ska gälla längre."
        )
    document.valid_until = last_day
    history.save(document, by=by, at=at, reason="Avslutat", fields=["valid_until"])
    return document


def attach(document: GoverningDocument, file: Checked | None) -> None:
    """Store the file and write on the unsaved row what it is; without a file nothing happens."""
    if file is None:
        return
    document.file_name, document.file_type = file.name, file.media_type
    document.file_size, document.file_sha256 = file.size, file.sha256
    keep(file.content, document.path)


def detach(document: GoverningDocument) -> None:
    """Let the unsaved row tell of no file. The bytes stay in the storage, and in the history."""
    document.file_name = document.file_type = document.file_sha256 = ""
    document.file_size = 0


def version_of(document: GoverningDocument) -> int:
    """Counts up with each save; 0 for a row that came with the fixtures."""
    return int(document.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0)


def _refuse_numbers(document: GoverningDocument) -> None:
    """Raises StepRefused for what looks like a personal number in what everyone reads of the document."""
    refuse_numbers_in(document.title, document.summary, document.decision_reference, document.registration_number)


def _locked(document: GoverningDocument) -> GoverningDocument:
    found: GoverningDocument = GoverningDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    return found


def _last_to_save(document: GoverningDocument) -> str:
    latest: Any = document.history.select_related("history_user__person").order_by("-history_id").first()
    user = latest.history_user if latest else None
    return str(user.get_full_name()) if user else "Någon annan"


def _free_slug(title: str) -> str:
    wanted = slugify(title.replace("–", "-"))[: MAX_SLUG - 6].strip("-") or "dokument"
    taken = set(GoverningDocument.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)
