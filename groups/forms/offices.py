"""The forms of chairs and vice chairs."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from groups.forms.composition import UNTIL_FURTHER_NOTICE, first_day, last_day, reason
from groups.forms.steps import StepForm, last_day_of
from groups.models import Group, Membership, OfficeTerm
from groups.workflow.offices import OfficeCorrection


class OfficeForm(StepForm):
    """A member who becomes chair or vice chair."""

    membership = forms.ModelChoiceField(
        label="Ledamot",
        queryset=Membership.objects.none(),
        empty_label="Välj ledamot",
        error_messages={"required": "Välj vem det gäller."},
    )
    office = forms.ChoiceField(label="Uppdrag", choices=OfficeTerm.Office.choices)
    starts = first_day()
    last_day = last_day(help_text=UNTIL_FURTHER_NOTICE)
    is_shared = forms.BooleanField(label="Delat: flera har uppdraget samtidigt", required=False)
    is_interim = forms.BooleanField(label="Tillförordnad", required=False)

    def __init__(self, group: Group, data: Any = None, *, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field: Any = self.fields["membership"]
        still = Q(ends=None) | Q(ends__gt=today)
        members = group.memberships.filter(still, role=Membership.Role.MEMBER)
        field.queryset = members.select_related("person", "organisation").order_by("person__name", "starts")
        field.label_from_instance = _named


def _named(membership: Membership) -> str:
    own = membership.organisation
    return ", ".join(filter(None, [membership.person.name, membership.title, own.brief if own else ""]))


class ExtendForm(StepForm):
    """How much longer, and where that was agreed."""

    shown_at = {"until": "last_day", "ends": "last_day"}

    last_day = last_day(required=True)
    decided = forms.CharField(
        label="När och var enades gruppen?", max_length=70, help_text="Till exempel: mötet 1 oktober 2026."
    )
    decided.error_messages["required"] = "Skriv när och var gruppen enades om att förlänga."


class CorrectOfficeForm(StepForm):
    """What was registered wrongly of an office."""

    starts = first_day()
    last_day = last_day(help_text=UNTIL_FURTHER_NOTICE)
    is_shared = forms.BooleanField(label="Delat: flera har uppdraget samtidigt", required=False)
    is_interim = forms.BooleanField(label="Tillförordnad", required=False)
    reason = reason()

    def __init__(self, term: OfficeTerm, data: Any = None) -> None:
        names = ("starts", "is_shared", "is_interim")
        initial = {**{name: getattr(term, name) for name in names}, "last_day": last_day_of(term)}
        super().__init__(data, initial=initial)

    def fields_given(self) -> OfficeCorrection:
        """The fields as they should have been."""
        given = self.cleaned_data
        return {
            "starts": given["starts"],
            "ends": self.ends(),
            "is_shared": given["is_shared"],
            "is_interim": given["is_interim"],
        }
