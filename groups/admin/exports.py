"""A register as a file: the rows that are listed, on all pages, with the columns of the list."""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

from samverkan.common import tables

#: Rows read from the database at a time.
CHUNK = 500
logger = logging.getLogger(__name__)


def export(register: Any, request: HttpRequest, kind: str) -> HttpResponseBase:
    """The rows that the visitor sees in the register with the same search, filters and order, as ``csv`` or ``xlsx``.

    Raises PermissionDenied for who may not see the register, and Http404 for another kind of file.
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not register.has_view_permission(request):
        raise PermissionDenied
    if kind not in {"csv", "xlsx"}:
        raise Http404
    try:
        listed = register.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse(f"admin:{register.opts.app_label}_{register.opts.model_name}_changelist"))
    logger.info("Register %s taken as %s by account %s.", register.opts.model_name, kind, request.user.pk)
    name = f"{slugify(listed.title)}-{timezone.localdate().isoformat()}.{kind}"
    header = [_label(column, register) for column in listed.list_display]
    rows = _rows(listed, register)
    if kind == "xlsx":
        file = tables.xlsx_file(listed.title, header, rows)
        return FileResponse(file, as_attachment=True, filename=name, content_type=tables.XLSX_TYPE)
    response = StreamingHttpResponse(tables.csv_lines(header, rows), content_type=tables.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _label(column: str, register: Any) -> str:
    label = str(label_for_field(column, register.model, model_admin=register))
    return label[:1].upper() + label[1:]


def _rows(listed: Any, register: Any) -> Iterator[list[tables.Cell]]:
    for row in listed.queryset.iterator(chunk_size=CHUNK):
        yield [_cell(column, row, register) for column in listed.list_display]


def _cell(column: str, row: Model, register: Any) -> tables.Cell:
    try:
        field, _, value = lookup_field(column, row, register)
    except ObjectDoesNotExist:
        return None
    if field is not None and getattr(field, "flatchoices", None):
        value = dict(field.flatchoices).get(value, value)
    if isinstance(value, SafeString):
        return strip_tags(value)
    return value if value is None or isinstance(value, str | int | date) else str(value)
