"""The filter of the governing documents: found by the words that people use, by kind, group, area and standing."""

import re
from typing import Any

from django import forms
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter

from groups.models import Area, GoverningDocument
from samverkan.portal.filters import MAX_WORDS, PublicFilter, contains

#: The query parameters of the list, in the order of its address.
DOCUMENT_PARAMETERS = ("q", "slag", "grupp", "omrade", "lage", "sida")
STANDINGS = [("galler", "Gäller i dag"), ("utgangna", "Har löpt ut eller är ersatta"), ("oversyn", "Ska ses över nu")]
FIELDS = (
    "title", "summary", "group__name", "group__code", "registration_number", "archive_id", "decision_reference",
)  # fmt: skip
#: Words that say nothing of what is looked for.
SMALL_WORDS = frozenset({"att", "av", "den", "det", "en", "ett", "för", "i", "med", "och", "om", "på", "till", "vid"})
#: Endings of Swedish nouns; a word is looked for without its ending, so that riktlinjerna finds riktlinje.
_ENDING = re.compile(r"(?:ernas|arnas|ornas|erna|arna|orna|ens|ets|ers|en|et|er|ar|or|na|ns|s|n|e|a)$")
MIN_STEM = 5


def stem_of(word: str) -> str:
    """The word without its ending: ``riktlinj`` of riktlinjerna. A short word stays as it is."""
    stem = _ENDING.sub("", word.casefold(), count=1)
    return stem if len(stem) >= MIN_STEM else word


def stems_of(text: str) -> list[str]:
    """What to look for: the stems of the words, without the small ones unless there are no others."""
    words = text.split()
    return [stem_of(word) for word in [word for word in words if word.casefold() not in SMALL_WORDS] or words][
        :MAX_WORDS
    ]


def _somewhere(stem: str) -> Q:
    """The stem in the document itself, in its kind, its group, or the title of what it replaces if that is public."""
    kinds = [kind.value for kind in GoverningDocument.Kind if stem.casefold() in kind.label.casefold()]
    found = Q(kind__in=kinds) | (contains("replaces__title", stem) & Q(replaces__group__shows_group=True))
    for field in FIELDS:
        found |= contains(field, stem)
    return found


class DocumentFilter(PublicFilter):
    q = CharFilter(label="Sök", method="search", max_length=100, widget=forms.SearchInput)
    slag = ChoiceFilter(
        label="Slag", field_name="kind", empty_label="Alla slag", choices=GoverningDocument.Kind.choices
    )  # fmt: skip
    grupp = ChoiceFilter(label="Ansvarig grupp", field_name="group__slug", empty_label="Alla grupper")
    omrade = ChoiceFilter(label="Område", field_name="group__area__slug", empty_label="Alla områden")
    lage = ChoiceFilter(label="Läge", method="standing", empty_label="Alla", choices=STANDINGS)
    group_flags = Q(pk__in=GoverningDocument.objects.values("group"))

    def __init__(self, data: Any, queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset)
        areas = Area.objects.filter(groups__shows_group=True, groups__governing_documents__isnull=False).distinct()
        self.filters["omrade"].extra["choices"] = list(areas.values_list("slug", "name"))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows with every word somewhere; of those that hold, the ones with all in their title come first."""
        in_title = Q()
        for stem in stems_of(value):
            rows, in_title = rows.filter(_somewhere(stem)), in_title & contains("title", stem)
        first = Case(When(in_title, then=Value(False)), default=Value(True), output_field=BooleanField())
        return rows.order_by("is_past", first, "title", "pk")

    def standing(self, rows: QuerySet[Any], name: str, value: str) -> Any:
        today = timezone.localdate()
        documents: Any = rows
        match value:
            case "galler":
                return documents.holding(on=today)
            case "utgangna":
                return documents.past(on=today)
        return documents.due_for_review(on=today)
