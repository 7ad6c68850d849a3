"""The organisations: all of them by principal, and one with its seats and people in every group."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from groups.models import Organisation
from samverkan.portal.organisations import (
    Branch,
    branches_of,
    family_of,
    former_names_of,
    people_by_organisation,
    places_of,
)
from samverkan.portal.pages import kept
from samverkan.portal.shell import ORGANISATIONS, page, trail_of

PARAMETERS = ("q", "typ")
#: What the list calls each kind of those that belong to nobody else.
HEADINGS = {
    Organisation.Kind.REGION: "Regioner",
    Organisation.Kind.MUNICIPALITY: "Kommuner",
    Organisation.Kind.REGION_UNIT: "Förvaltningar och verksamheter i regioner",
    Organisation.Kind.MUNICIPAL_UNIT: "Förvaltningar och verksamheter i kommuner",
    Organisation.Kind.PRIVATE: "Privata vårdgivare",
    Organisation.Kind.ASSOCIATION: "Förbund och branschråd",
    Organisation.Kind.OTHER: "Andra",
}


class OrganisationForm(forms.Form):
    """What to look for among the organisations; nothing means all of them."""

    q = forms.CharField(label="Sök organisation", required=False, max_length=100, widget=forms.SearchInput)
    typ = forms.ChoiceField(
        label="Slag",
        required=False,
        choices=[("", "Alla slag"), *Organisation.Kind.choices],
        error_messages={"invalid_choice": "Det slaget finns inte. Välj ett i listan."},
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor has chosen, as the component for filters wants it."""

    form: OrganisationForm
    is_used: bool

    @property
    def data(self) -> Any:
        return self.form.data


@kept(*PARAMETERS)
def organisations(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    branches = branches_of(given["q"], given["typ"], on=timezone.localdate()) if given else []
    parts: dict[str, list[Branch]] = {}
    for branch in branches:
        parts.setdefault(HEADINGS[Organisation.Kind(branch.organisation.kind)], []).append(branch)
    return page(
        request,
        "portal/organisations.html",
        section="groups",
        trail=[("Organisationer", "")],
        status=200 if form.is_valid() else 400,
        filter=Choice(form, is_used=bool(request.GET)),
        parts=parts,
        count=sum(branch.found for branch in branches),
    )


@kept()
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation. The address of one that has gone up in another leads to that one, for ever."""
    today = timezone.localdate()
    related = ("parent__merged_into", "principal__merged_into")
    found = get_object_or_404(Organisation.objects.with_names().select_related(*related), slug=organisation)
    if (stands := found.current(today)) != found:
        return redirect("organisation", stands.slug, permanent=True)
    family, name = family_of(found, on=today), found.named_on(today)
    above = [row.current(today) for row in (found.principal, found.parent) if row]
    people = people_by_organisation(today)
    return page(
        request,
        "portal/organisation.html",
        section="groups",
        trail=trail_of(ORGANISATIONS, (name, "")),
        organisation=found,
        name=name,
        above=list(dict.fromkeys(above)),
        former=former_names_of(family),
        places=places_of(family, on=today),
        units=[
            Branch(unit, unit.named_on(today), people.get(unit.pk, 0))
            for unit in Organisation.objects.standing().below(family).with_names()
        ],
        today=today,
    )
