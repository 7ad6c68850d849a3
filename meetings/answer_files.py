"""The files that show answers to consultations that came another way: those of today's answers and of earlier ones."""

from collections.abc import Iterator
from typing import Any

from meetings.models import Consulted


def answer_files(rows: Any) -> Iterator[Consulted]:
    """Each of ``rows`` (a queryset of ``Consulted``) as it was with a file, once for each file that it has named.

    An answer of their own takes the place of what was registered, and then only the history names the file.
    """
    been: Any = Consulted.history.filter(id__in=rows.order_by().values("pk")).exclude(file_sha256="")
    named = [*rows.exclude(file_sha256="").order_by("pk")]
    named += [row.instance for row in been.order_by("id", "history_date", "history_id")]
    seen = set[tuple[int, str, str]]()
    for row in named:
        if (key := (row.pk, row.file_sha256, row.file_name)) not in seen:
            seen.add(key)
            yield row
