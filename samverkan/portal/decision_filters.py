"""The filter of the register of decisions: by words, where it was decided, whom it concerns, and how far it is."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import CharFilter, ChoiceFilter

from decisions.models import Anchoring, Commitment, Decision, DecisionFocus, FocusArea
from decisions.states import DecisionState
from groups.models import Area, Organisation
from meetings.kinds import OutcomeKind
from samverkan.portal.filters import MAX_WORDS, REFERENCE, PublicFilter, contains
from samverkan.portal.pages import TYPED

#: The query parameters that the list knows, in the order of its address. The files know all but the page.
FILE_PARAMETERS = ("q", "omrade", "grupp", "ar", "typ", "organisation", "fokus", "lage")
DECISION_PARAMETERS = (*FILE_PARAMETERS, "sida")
#: What is searched for in words is as many files as there are words, so each of them has at most as many decisions.
MOST_FOUND = 2_000
UNDER_WAY, CARRIED_OUT = "pagar", "genomforda"
STANDINGS = [
    ("galler", DecisionState.IN_FORCE.label),
    (UNDER_WAY, "Förankras nu"),
    (CARRIED_OUT, "Klara i alla organisationer"),
    ("ersatta", "Ersatta"),
    ("avslutade", "Avslutade"),
]
_STATES = {"galler": DecisionState.IN_FORCE, "ersatta": DecisionState.REPLACED, "avslutade": DecisionState.ENDED}


def is_too_wide(query: Mapping[str, str], count: Callable[[], int]) -> bool:
    """Whether the words of the query find more decisions than a file is made of."""
    return bool(query.get(TYPED)) and count() > MOST_FOUND


class DecisionFilter(PublicFilter):
    q = CharFilter(label="Sök i besluten", method="search", max_length=100, widget=forms.SearchInput)
    omrade = ChoiceFilter(label="Område", field_name="group__area__slug", empty_label="Alla områden")
    grupp = ChoiceFilter(label="Grupp", field_name="group__slug", empty_label="Alla grupper")
    ar = ChoiceFilter(label="År", field_name="year", empty_label="Alla år")
    typ = ChoiceFilter(label="Typ", field_name="kind", empty_label="Alla typer", choices=OutcomeKind.choices)
    organisation = ChoiceFilter(label="Organisation", method="of_organisation", empty_label="Alla organisationer")
    fokus = ChoiceFilter(label="Fokusområde", field_name="focuses__focus_area", empty_label="Alla fokusområden")
    lage = ChoiceFilter(label="Läge", method="standing", empty_label="Alla lägen", choices=STANDINGS)
    group_flags = Q(shows_minutes=True, shows_decisions=True)

    def __init__(self, data: Any, queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset)
        shown = Decision.objects.published().order_by()
        areas = Area.objects.filter(pk__in=shown.values("group__area"))
        self.filters["omrade"].extra["choices"] = list(areas.order_by("name").values_list("slug", "name"))
        mine: dict[str, Any] = {"organisation": OuterRef("pk"), "decision__in": shown.values("pk")}
        named = Exists(Anchoring.objects.filter(**mine)) | Exists(_open_commitments().filter(**mine))
        parties = Organisation.objects.filter(named).order_by("name").values_list("slug", "name")
        self.filters["organisation"].extra["choices"] = list(parties)
        self.filters["fokus"].extra["choices"] = focus = focus_choices(shown)
        if not focus and not self.data.get("fokus"):  # nothing to choose from
            del self.filters["fokus"]

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A number as it is written, ``LGS 2026:3``, or rows with every word in their heading or text."""
        if found := REFERENCE.fullmatch(value.strip()):
            rows = rows.filter(year=int(found["year"]), number=int(found["number"]))
            return rows.filter(group__code__iexact=found["code"]) if found["code"] else rows
        for word in value.split()[:MAX_WORDS]:
            rows = rows.filter(contains("public_text", word) | contains("public_title", word))
        return rows

    def of_organisation(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What the organisation anchors at home, and what it has taken upon itself."""
        anchored = Anchoring.objects.filter(decision=OuterRef("pk"), organisation__slug=value)
        taken = _open_commitments().filter(decision=OuterRef("pk"), organisation__slug=value)
        return rows.filter(Exists(anchored) & Q(needs_anchoring=True) | Exists(taken))

    def standing(self, rows: Any, name: str, value: str) -> Any:
        if state := _STATES.get(value):
            return rows.filter(state=state)
        parts = Anchoring.objects.filter(decision=OuterRef("pk"))
        left, followed = Exists(parts.unsettled()), rows.followed()
        return followed.filter(left) if value == UNDER_WAY else followed.filter(Exists(parts), ~left)


def _open_commitments() -> QuerySet[Commitment]:
    """Those whose owner the note names to everyone: one from which something was taken out may name it no more."""
    return Commitment.objects.filter(decision__publication__redaction=None)


def focus_choices(decisions: QuerySet[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The focus areas that any of the decisions is about, under the cooperation plan that each belongs to."""
    about = DecisionFocus.objects.filter(focus_area=OuterRef("pk"), decision__in=decisions.values("pk"))
    rows = FocusArea.objects.filter(Exists(about)).select_related("plan")
    areas = rows.order_by("plan__area__position", "-plan__first_year", "plan", "position", "pk")
    return [
        (f"{plan.title}, {plan.period}", [(str(area.pk), area.title) for area in group])
        for plan, group in groupby(areas, key=lambda area: area.plan)
    ]
