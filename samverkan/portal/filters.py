"""The filters of the public lists. They work without JavaScript and keep their address.

Those of the register of decisions and of the governing documents have modules of their own.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django_filters import ChoiceFilter, FilterSet

from groups.models import Group
from meetings.models import Meeting

#: The query parameters that the list knows, in the order of its address.
MEETING_PARAMETERS = ("grupp", "ar", "tid", "sida")
MAX_WORDS = 8
#: So many choices stand beside each other on a phone without the list getting out of sight.
FEW = 3
#: The number of a decision as it is written: ``LGS 2026:3``.
REFERENCE = re.compile(r"(?:(?P<code>\S.*?)\s+)?(?P<year>[0-9]{4}):(?P<number>[0-9]{1,9})")


class PublicFilter(FilterSet):  # type: ignore[misc]  # the library has no types
    """A filter by group and, where it has one, year, with what there is something to see of."""

    group_flags = Q()

    def __init__(self, data: Any, queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset)
        groups = Group.objects.published().filter(self.group_flags)
        self.filters["grupp"].extra["choices"] = [(group.slug, group.title) for group in groups]
        if "ar" in self.filters:
            self.filters["ar"].extra["choices"] = [(str(year), str(year)) for year in years_of(queryset, self.day)]

    @property
    def day(self) -> str:
        """The date or year of a row."""
        return str(self.filters["ar"].field_name).partition("__")[0]

    @property
    def is_used(self) -> bool:
        """Whether anything is chosen that narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def folded(self) -> list[str]:
        """The choices beside the search field that a phone shows when asked; none where they are few."""
        choices = [name for name in self.filters if name != "q"]
        return choices if len(choices) > FEW else []

    @property
    def is_open(self) -> bool:
        """Whether one of the folded choices is made, so that it must be seen."""
        return any(self.data.get(name) for name in self.folded)


def years_of(rows: QuerySet[Any], field: str) -> Iterable[int]:
    """The years from the newest row to the oldest."""
    ends = rows.order_by().aggregate(first=Min(field), last=Max(field))
    if ends["first"] is None:
        return []
    first, last = (getattr(end, "year", end) for end in (ends["first"], ends["last"]))
    return range(last, first - 1, -1)


class MeetingFilter(PublicFilter):
    grupp = ChoiceFilter(label="Grupp", method="of_group", empty_label="Alla grupper")
    ar = ChoiceFilter(label="År", field_name="date__year", empty_label="Alla år")

    def of_group(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The meetings that the group holds, and those that it takes part in."""
        together = Meeting.objects.filter(joint_groups__slug=value).values("pk")
        return rows.filter(Q(group__slug=value) | Q(pk__in=together))


def contains(field: str, word: str) -> Q:
    """The word whatever its case. SQLite knows no case but that of A–Z, so å, ä and ö are asked for both ways."""
    matches = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        matches |= Q(**{f"{field}__icontains": spelling})
    return matches
