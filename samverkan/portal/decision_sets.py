"""What a published decision has set: governing documents and mandates that name it by its number."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from decisions.models import Decision
from groups.models import GoverningDocument, Mandate


@dataclass(frozen=True, slots=True)
class SetBy:
    """A document or a mandate: what it is called, and where everyone reads it."""

    title: str
    url: str


def with_what_it_set(decisions: Any) -> Any:
    """Each decision with whether a public document (``sets_document``) or mandate (``sets_mandate``) names it."""
    year, number = Cast(F("year"), CharField()), Cast(F("number"), CharField())
    named = Concat(F("group__code"), Value(" "), year, Value(":"), number, output_field=CharField())
    by_name = {"decision_reference__iexact": OuterRef("named")}
    return decisions.annotate(named=named).annotate(
        sets_document=Exists(GoverningDocument.objects.published().filter(**by_name)),
        sets_mandate=Exists(Mandate.objects.published().filter(**by_name)),
    )


def set_by(decision: Decision, *, documents: bool, mandates: bool) -> list[SetBy]:
    """The public documents and mandates that name the decision; one query for each kind that is asked for."""
    by_name = {"decision_reference__iexact": decision.reference}
    found = []
    if documents:
        rows = GoverningDocument.objects.published().filter(**by_name).order_by("title", "pk")
        found += [SetBy(row.title, reverse("document", args=[row.slug])) for row in rows]
    if mandates:
        shown = Mandate.objects.published().filter(**by_name).order_by("pk").prefetch_related("groups")
        found += [one for row in shown if (one := _mandate(row))]
    return found


def _mandate(mandate: Mandate) -> SetBy | None:
    """The mandate at the address of the first of its groups that shows it."""
    group = next((row for row in mandate.groups.all() if row.shows_group and row.shows_mandate), None)
    if group is None:
        return None
    return SetBy(f"Uppdrag för {group.title}, version {mandate.version}", _address(group.slug, mandate.version))


def _address(group: str, version: int) -> str:
    return reverse("mandate", args=[group, version])
