"""The diary: what is finished and not registered, of every app, and what is registered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decisions.admin.diary import DECISION_KINDS
from groups.admin.access import UserRequest
from groups.models import Group
from meetings.admin.diary import diary_groups
from meetings.admin.diary_rows import KINDS as MEETING_KINDS
from samverkan.common.admin_site import signed_in

PER_PAGE = 30
KINDS = MEETING_KINDS | DECISION_KINDS
STATES = {"": "Inte diariefört", "diariefort": "Diariefört", "alla": "Båda"}
_YEAR = re.compile(r"(?:19|2[0-9])[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; what the address says that is not known is as if it had said nothing."""

    kind: str
    group: str
    year: str
    state: str


@require_GET
@signed_in
def diary(request: UserRequest) -> HttpResponse:
    """What waits to be registered in the groups whose diary the visitor keeps; or what is registered; or both."""
    groups = diary_groups(request)
    asked = asked_for(request.GET)
    page = Paginator(chosen_rows(groups, asked), PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "kinds": KINDS,
        "states": STATES,
        "asked": asked,
        "groups": groups.order_by("name"),
        "page": page,
        "rows": [KINDS[asked.kind].row(thing) for thing in page],
    }
    return render(request, "portal/diary.html", context)


def asked_for(said: Mapping[str, str]) -> Asked:
    """What the address asks for; unregistered notes unless it says otherwise."""
    kind, year, state = said.get("slag", ""), said.get("ar", ""), said.get("lage", "")
    return Asked(
        kind if kind in KINDS else "anteckningar",
        said.get("grupp", ""),
        year if _YEAR.fullmatch(year) else "",
        state if state in STATES else "",
    )


def chosen_rows(groups: QuerySet[Group], asked: Asked) -> Any:
    """The things of the groups that are asked for: those that wait the oldest first, else the newest first."""
    kind = KINDS[asked.kind]
    rows = kind.rows().filter(**{f"{kind.group}__in": groups})
    if asked.state != "alla":
        rows = rows.filter(kind.registered if asked.state else ~kind.registered)
    if asked.group:
        rows = rows.filter(**{f"{kind.group}__slug": asked.group})
    if asked.year:
        rows = rows.filter(**{kind.year: int(asked.year)})
    return rows.order_by(F(kind.day).desc() if asked.state else F(kind.day).asc(), "pk")
