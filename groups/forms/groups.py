"""The forms of groups and of their types, and of letting a group end."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from groups.forms.steps import DAY, PlainForm, StepForm
from groups.models import Group, GroupType
from groups.workflow.groups import unfit_address
from samverkan.common.days import DayField


class GroupForm(PlainForm):
    """A group: its name, its place in the structure and what it shows."""

    class Meta:
        model = Group
        fields = "__all__"
        help_texts = {
            "slug": "Gruppens sidor får den adressen. Byts den leder den gamla vidare till den nya.",
            "purpose": "Några meningar om vad gruppen gör. De står överst på gruppens sida.",
            "starts": "Gruppens första dag.",
            "ends": "Bara för en grupp som är tillsatt för en viss tid. Den påminns om sin slutrapport.",
            "parent": "Gruppen som den rapporterar till. Grupptypen säger vilka som är möjliga.",
            "works_for": "Uppdragsgivaren, om den är en annan grupp än den som gruppen ligger under.",
            "prepared_by": "Gruppen som förbereder mötena.",
            "shows_group": "Utan det är gruppen intern: den syns inte på den öppna webbplatsen, och inte heller det "
            "som står nedanför.",
        }

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if sentence := unfit_address(slug, group=self.instance if self.instance.pk else None):
            raise forms.ValidationError(sentence)
        return slug


class GroupTypeForm(PlainForm):
    """A type: features that the code asks for, each explained."""

    class Meta:
        model = GroupType
        fields = "__all__"
        widgets = {"allowed_parents": forms.CheckboxSelectMultiple}
        help_texts = {
            "slug": "Ett kort namn utan mellanslag, för filer och register. Det syns inte på webbplatsen.",
            "position": "Typer med lägre nummer står först i listor och i bilden av strukturen.",
            "allowed_parents": "Väljer du ingen ligger grupper av typen överst, utan någon grupp ovanför sig.",
            "has_mandate": "Gruppen arbetar efter ett uppdrag.",
            "has_plan": "Gruppen gör en handlingsplan.",
            "has_report": "Gruppen lämnar en rapport varje år.",
            "allows_substitutes": "Ledamöterna får ha ersättare. Annars blir ingen ersättare i gruppen.",
            "minutes_word": "Så heter gruppens anteckningar, på sidor och i filer.",
            "agenda_approver": "Vem som ska ha sett agendan innan kallelsen går ut.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "allowed_parents" in cleaned and (sentence := self._misplaced(cleaned)):
            self.add_error("allowed_parents", sentence)
        return cleaned

    def _misplaced(self, cleaned: dict[str, Any]) -> str:
        """The groups that already stand where the type would no longer let them."""
        standing = Q(ends=None) | Q(ends__gt=timezone.localdate())
        placed = self.instance.groups.filter(standing, parent__isnull=False).select_related("parent__type")
        outside = placed.exclude(parent__type__in=cleaned["allowed_parents"])
        names = [f"{group} under {group.parent}" for group in outside]
        return f"Flytta först de grupper som ligger annorlunda: {'; '.join(names)}." if names else ""


class EndForm(StepForm):
    """The last day of a group."""

    refused_at = "last_day"

    last_day = DayField(
        label="Gruppens sista dag",
        help_text="Skriv år, månad och dag, till exempel 2026-12-31.",
        error_messages={"required": "Skriv gruppens sista dag."},
    )

    @property
    def on(self) -> date:
        """The first day that the group is gone."""
        day: date = self.cleaned_data["last_day"]
        return day + DAY
