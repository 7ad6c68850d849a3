"""What the tests of the light path share: a group that uploads its notes, and finished notes as files."""

from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from groups.models import User
from meetings.models import Meeting, MinutesVersion
from meetings.workflow.light_path import Said, publish_note
from meetings.workflow.uploading import Upload, receive_note
from samverkan.common import uploads
from samverkan.common.uploads import Checked
from tests.factories import Cast, make_cast

DAY = date(2026, 5, 4)
AT = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
SENTENCE = "Gruppen enades om en gemensam rutin för egenvård."
PERSONAL = "19121212-1212"
SOURCE = "justerad i gruppen 12 maj 2026"


def light_cast(**fields: Any) -> Cast:
    """The cast, in a group that uploads finished notes."""
    cast = make_cast()
    for name, value in {"light_path": True, **fields}.items():
        setattr(cast.group.type, name, value)
    cast.group.type.save()
    return cast


@cache
def _plain_word() -> bytes:
    """An empty document with the styles that a note uses, without the 18,000 elements of those it does not."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in {"Normal", "Heading 1"}:
            style.delete()
    (unused,) = (key for key, row in document.part.rels.items() if row.reltype.endswith("stylesWithEffects"))
    del document.part.rels[unused]
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


@cache
def word_file(*texts: str, heading: str = "Minnesanteckningar") -> bytes:
    document = docx.Document(BytesIO(_plain_word()))
    document.add_heading(heading, 1)
    for text in texts or (SENTENCE,):
        document.add_paragraph(text)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def upload(*texts: str, name: str = "nosam-maj.docx", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or word_file(*texts))


def checked(*texts: str, name: str = "nosam-maj.docx", content: bytes = b"") -> Checked:
    return uploads.check(upload(*texts, name=name, content=content))


def make_received(cast: Cast, *texts: str, by: User | None = None, **fields: Any) -> Meeting:
    """What a finished note is taken in as; ``fields`` are those of the upload, and ``day``."""
    day = fields.pop("day", DAY)
    return receive_note(cast.group, day, sent(*texts, **fields), by=by or cast.olle, at=AT)


def sent(*texts: str, **fields: Any) -> Upload:
    return Upload(**{"file": checked(*texts), **fields})


def said(user: User, **fields: Any) -> Said:
    return Said(**{"person": user.person, "on": AT.date(), "source": SOURCE, **fields})


def make_uploaded(cast: Cast, *texts: str, **fields: Any) -> MinutesVersion:
    """An uploaded note that is adjusted and waits for its PDF."""
    return publish_note(make_received(cast, *texts), said=said(cast.olle), by=cast.olle, at=AT, **fields)
