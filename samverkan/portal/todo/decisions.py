"""What waits because of decisions: reports of the person's organisations, commitments, and what those who run a group
have to follow up.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Min, QuerySet, Value
from django.urls import reverse

from decisions.models import Anchoring, Commitment, Decision
from decisions.parties import asked, spoken_for
from samverkan.common.swedish import long_date
from samverkan.portal.todo.thing import SOON, Todo


def to_report(person: int | None, *, run: Collection[int], own: Collection[int], on: date) -> list[Todo]:
    """One row for each organisation, one for commitments, and one for each group that the person runs. One query.

    ``run`` are the groups that the person runs, ``own`` those and the ones that the person chairs.
    """
    if person is None:
        return []
    # Those of the person's organisations first: they are few, and found by an index.
    mine = spoken_for(person, on=on).values("pk")
    parts = Anchoring.objects.followed().unsettled().of_organisations(mine).filter(asked(person, on=on))
    commitments = Commitment.objects.open().of_owner(person, mine, own)
    late = Decision.objects.past_due(on=on).filter(group__in=run)
    nothing = Value("", CharField())
    found = _counted(parts, "parts", name=F("organisation__name"), slug=nothing, due="decision__due").union(
        _counted(commitments, "commitments", name=nothing, slug=nothing, due="due"),
        _counted(late, "late", name=F("group__code"), slug=F("group__slug"), due="due"),
    )
    rows = sorted(found.order_by(), key=lambda row: (row["about"], row["name"]))
    return [_MAKE[row["about"]](row, on) for row in rows if row["count"]]


def _counted(rows: QuerySet[Any], about: str, *, name: Any, slug: Any, due: str) -> Any:
    words = {"about": Value(about, CharField()), "name": name, "slug": slug}
    return rows.order_by().values(**words).annotate(count=Count("pk", distinct=True), soonest=Min(due))


def _parts(row: dict[str, Any], on: date) -> Todo:
    due = row["soonest"]
    return Todo(
        label="Rapportera hur långt ni har kommit",
        about=f"{row['name']}, {row['count']} beslut",
        why=f"Ska vara genomfört senast {long_date(due)}." if due else "Beslut som ska förankras hos er.",
        url=reverse("decisions_admin:mine"),
        verb="Rapportera",
        is_urgent=bool(due and due <= on + SOON),
        due=due,
    )


def _commitments(row: dict[str, Any], on: date) -> Todo:
    due, count = row["soonest"], row["count"]
    return Todo(
        label="Rapportera vad som har hänt",
        about="Ett åtagande" if count == 1 else f"{count} åtaganden",
        why=f"Klart senast {long_date(due)}." if due else "Följs upp vid nästa möte.",
        url=reverse("decisions_admin:mine") + "#ataganden",
        verb="Rapportera",
        is_urgent=bool(due and due <= on + SOON),
        due=due,
    )


def _late(row: dict[str, Any], on: date) -> Todo:
    return Todo(
        label="Följ upp beslut som skulle vara genomförda",
        about=f"{row['name']}, {row['count']} beslut",
        why="Någon organisation har något kvar att göra.",
        url=reverse("decisions_admin:matrix") + f"?grupp={row['slug']}&kvar=1",
        verb="Till besluten",
        is_urgent=False,
        due=row["soonest"],
    )


_MAKE = {"parts": _parts, "commitments": _commitments, "late": _late}
