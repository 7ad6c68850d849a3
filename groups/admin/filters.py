"""The filter that the registers share: time.

A filter by something that the rows belong to is written as its path: ``list_filter = ["group__area", "group__type"]``;
the registers offer only what the rows that the visitor may see belong to.
"""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

#: How long before its last day a row is said to run out.
SOON = timedelta(days=90)


class RunningOut(admin.SimpleListFilter):
    """Rows that hold today, that run out within 90 days, or that have run out.

    For ``Dated`` models as it is; ``running_out`` makes one for other dates.
    """

    title = "tid"
    parameter_name = "tid"
    starts, ends = "starts", "ends"
    #: Whether ``ends`` is the last day, as on mandates and documents, or the first day after.
    ends_on_last_day = False

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("galler", "Gäller i dag"), ("snart", "Löper ut inom 90 dagar"), ("slut", "Har löpt ut")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        today = timezone.localdate()
        gone = today - timedelta(days=1) if self.ends_on_last_day else today
        begun = Q(**{f"{self.starts}__isnull": True}) | Q(**{f"{self.starts}__lte": today})
        lasts = Q(**{f"{self.ends}__isnull": True}) | Q(**{f"{self.ends}__gt": gone})
        match self.value():
            case "galler":
                return queryset.filter(begun, lasts)
            case "snart":
                return queryset.filter(**{f"{self.ends}__gt": gone, f"{self.ends}__lte": gone + SOON})
            case "slut":
                return queryset.filter(**{f"{self.ends}__lte": gone})
        return queryset


def running_out(ends: str, *, starts: str, ends_on_last_day: bool = True) -> type[RunningOut]:
    """The filter for other fields than those of ``Dated``: ``running_out("valid_until", starts="valid_from")``."""
    found = {"starts": starts, "ends": ends, "ends_on_last_day": ends_on_last_day}
    return type("RunningOut", (RunningOut,), found)
