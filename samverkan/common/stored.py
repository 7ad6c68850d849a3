"""Stored files: kept under their checksum, handed out, or read byte for byte."""

import logging
import os

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from samverkan.common import uploads
from samverkan.common.refusals import StepRefused

logger = logging.getLogger(__name__)
#: The end of the name of a file while it is written; one that is left over was never told of in a row.
UNFINISHED = ".part"


def keep(content: bytes, path: str) -> None:
    """Store the bytes at a path that is made of their checksum, before the row that tells of them is saved.

    What lies there already is the same, and stays, unless its writing was cut off. The bytes are written beside the
    path and take its place when they are all there: whoever reads finds a whole file, or what lay there before, at
    every moment, also when the process dies in between. Two who keep the same bytes at once leave one file.
    """
    if _size(path) == len(content):
        return
    beside = default_storage.save(f"{path}{UNFINISHED}", ContentFile(content))
    try:
        os.replace(default_storage.path(beside), default_storage.path(path))
    except OSError:
        default_storage.delete(beside)
        raise


def _size(path: str) -> int | None:
    try:
        size: int = default_storage.size(path)
    except FileNotFoundError:
        return None
    return size


def handed_out(
    request: HttpRequest, path: str, *, name: str, sha256: str, media_type: str = "application/pdf"
) -> HttpResponse:
    """The file at the path, as ``uploads.served`` answers; 304 to who has it already, 404 when the storage lost it."""
    unchanged = get_conditional_response(request, etag=quote_etag(sha256))
    if isinstance(unchanged, HttpResponse):
        return unchanged
    try:
        return uploads.served(path, name=name, media_type=media_type, sha256=sha256)
    except FileNotFoundError as error:
        logger.error("The stored file %s is missing.", path)
        raise Http404 from error


def content_of(path: str, *, name: str) -> bytes:
    """The bytes of the file at the path. Raises StepRefused, with its name, when the storage has lost it."""
    try:
        with default_storage.open(path) as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        logger.error("The stored file %s is missing.", path)
        raise StepRefused(
            f"Filen {name} finns inte där den ska vara lagrad. Be den som förvaltar Samverkan om hjälp."
        ) from error
    return content
