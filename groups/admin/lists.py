"""The list of a register: search, and every filter as one choice in a form that works without JavaScript."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.http import HttpRequest, QueryDict


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter as a choice in the form: the query parameter, what it is called, and what can be chosen."""

    name: str
    label: str
    options: list[Option]


class RegisterList(ChangeList):
    """Django's list, with its title and filters in our words."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        plural = str(self.opts.verbose_name_plural)
        self.title = plural[:1].upper() + plural[1:]

    @property
    def selects(self) -> Iterator[Select]:
        for spec in self.filter_specs:
            yield _select(spec, self)

    @property
    def is_narrowed(self) -> bool:
        """Whether something has been searched for or chosen."""
        return bool(self.query or self.get_filters_params())

    @property
    def order(self) -> str:
        """The order that the visitor has chosen, to be kept when the filters change."""
        return str(self.params.get(ORDER_VAR, ""))


def _select(spec: Any, changes: RegisterList) -> Select:
    """Of a filter's parameters the first says the value; the second, where there is one, asks for empty rows."""
    name = spec.expected_parameters()[0]
    options = []
    for position, choice in enumerate(spec.choices(changes)):
        value = parse_qs(str(choice["query_string"]).removeprefix("?")).get(name, [""])[-1]
        if value or position == 0:
            options.append(Option(value, str(choice["display"]), bool(choice["selected"])))
    return Select(name, str(spec.title), options)


def without_empty(query: QueryDict) -> QueryDict:
    """The parameters that say something: a form sends those that nobody has chosen, too."""
    kept = query.copy()
    for name, values in query.lists():
        kept.setlist(name, filled) if (filled := [value for value in values if value]) else kept.pop(name)
    return kept


def of_the_rows(model: Any, filters: Sequence[Any]) -> list[Any]:
    """Filters by relation offer what the visible rows belong to, not everything that there is."""
    return [
        (found, admin.RelatedOnlyFieldListFilter) if isinstance(found, str) and _is_relation(model, found) else found
        for found in filters
    ]


def _is_relation(model: Any, path: str) -> bool:
    return bool(get_fields_from_path(model, path)[-1].is_relation)
