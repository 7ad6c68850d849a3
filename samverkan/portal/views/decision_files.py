"""The register of decisions as files: the list with its filters as CSV, XLSX and JSON, and one decision as a PDF."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.extracts import extract_of
from decisions.models import Decision
from samverkan.common import tables
from samverkan.common.stored import handed_out
from samverkan.portal.decision_filters import FILE_PARAMETERS, DecisionFilter, is_too_wide
from samverkan.portal.kept_files import kept_file
from samverkan.portal.pages import known_query
from samverkan.portal.views.decisions import absent, at_address

#: Rows read from the database at a time.
CHUNK = 500
MEDIA_TYPES = {"csv": tables.CSV_TYPE, "xlsx": tables.XLSX_TYPE, "json": "application/json"}
HEADER = (
    "Beslut", "Beslutsdag", "Grupp", "Område", "Rubrik", "Beslut i ord", "Typ", "Fokusområden", "Läge", "Ersatt av",
    "Ska vara genomfört senast", "Organisationer som förankrar", "Har genomfört", "Adress",
)  # fmt: skip


# /beslut/beslut.csv, .xlsx and .json


@require_safe
def decisions_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The decisions that the list shows with the same query, on all its pages, as ``csv``, ``xlsx`` or ``json``.

    A file is made once for all who ask for the same (``kept_files``). A choice that does not exist leads to the list,
    which says so; so does a search that finds more than a file is made of.
    """
    query = known_query(request, FILE_PARAMETERS)
    chosen = DecisionFilter(query, Decision.objects.published().with_progress().listed())
    if not chosen.is_valid() or is_too_wide(query, lambda: chosen.qs.count()):
        return HttpResponseRedirect(f"{reverse('decisions')}?{query.urlencode()}")
    file = kept_file(f"beslut.{kind}?{query.urlencode()}", lambda: _MAKE[kind](_rows(chosen)))
    name = f"beslut-{timezone.localdate().isoformat()}.{kind}"
    response = FileResponse(file, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(chosen: DecisionFilter) -> Iterator[Any]:
    later = Prefetch("replaced_by", Decision.objects.published().select_related("group"))
    rows = chosen.qs.select_related("group__area").prefetch_related(later, "focus_areas").defer("text")
    return iter(rows.iterator(chunk_size=CHUNK))


def _csv(rows: Iterator[Any]) -> Iterable[bytes]:
    return tables.csv_lines(HEADER, map(_row, rows))


def _xlsx(rows: Iterator[Any]) -> Iterable[bytes]:
    with tables.xlsx_file("Beslut i samverkan", HEADER, map(_row, rows)) as file:
        yield from file


def _json(rows: Iterator[Any]) -> Iterable[bytes]:
    return (line.encode() for line in _json_lines(rows))


_MAKE: dict[str, Callable[[Iterator[Any]], Iterable[bytes]]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}


def _focus_areas(decision: Decision) -> list[str]:
    return [area.title for area in decision.focus_areas.all()]


def _address(decision: Decision) -> str:
    return f"{settings.SITE_URL}{reverse('decision', args=[decision.group.slug, decision.key])}"


def _row(decision: Any) -> tables.Row:
    later, is_followed = decision.replaced_by, decision.needs_anchoring
    return (
        decision.reference, decision.decided_on, decision.group.title, decision.group.area.name,
        decision.public_title, decision.public_text, decision.get_kind_display(),
        "; ".join(_focus_areas(decision)), decision.get_state_display(),
        later.reference if later else None, decision.due if is_followed else None,
        decision.parties if is_followed else None, decision.done if is_followed else None, _address(decision),
    )  # fmt: skip


def _json_lines(rows: Iterator[Any]) -> Iterator[str]:
    """A list of objects, one on each line."""
    yield "["
    for number, row in enumerate(rows):
        yield ",\n" if number else "\n"
        yield json.dumps(_object(row), ensure_ascii=False)
    yield "\n]\n"


def _object(decision: Any) -> dict[str, Any]:
    later = decision.replaced_by
    found: dict[str, Any] = {
        "reference": decision.reference,
        "decided_on": decision.decided_on.isoformat(),
        "group": {"code": decision.group.code, "name": decision.group.name},
        "area": decision.group.area.name,
        "title": decision.public_title,
        "text": decision.public_text,
        "kind": decision.kind,
        "focus_areas": _focus_areas(decision),
        "state": decision.state,
        "replaced_by": later.reference if later else None,
        "url": _address(decision),
    }
    if decision.needs_anchoring:
        due = decision.due.isoformat() if decision.due else None
        found["anchoring"] = {"due": due, "organisations": decision.parties, "implemented": decision.done}
    return found


# /beslut/<group>/<year>-<n>.pdf


@require_safe
def extract(request: HttpRequest, group: str, key: tuple[int, int]) -> HttpResponseBase:
    """The stored extract of what everyone may read of the decision today; 404 until the worker has drawn it."""
    rows = at_address(group, key)
    decision: Decision | None = rows.published().select_related("group", "publication").first()
    if decision is None:
        return absent(request, rows)
    file = extract_of(decision)
    if file is None:
        raise Http404
    return handed_out(request, file.path, name=f"beslut-{group}-{decision.key}.pdf", sha256=file.sha256)
