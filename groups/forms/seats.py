"""The forms of seats."""

from datetime import date
from typing import Any

from django import forms

from groups.forms.composition import (
    UNTIL_FURTHER_NOTICE,
    first_day,
    last_day,
    organisation,
    reason,
    standing_or,
)
from groups.forms.steps import StepForm
from groups.models import Group, Mandate, Organisation, Seat
from groups.states import MandateState


class SeatTextForm(StepForm):
    """What a seat is called, which organisation has it and whom it answers for."""

    label = forms.CharField(
        label="Plats",
        max_length=120,
        help_text="Så som uppdraget skriver: Göteborgs Stad, IFO.",
        error_messages={"required": "Skriv vad platsen heter i uppdraget."},
    )
    organisation = organisation(
        empty_label="Ingen, platsen är till för en sektor", help_text="Den organisation som platsen tillhör."
    )
    is_adjunct = forms.BooleanField(label="Platsen är till för en adjungerad", required=False)
    answers_for = forms.ModelMultipleChoiceField(
        label="Svarar också för",
        queryset=Organisation.objects.standing(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De organisationer som innehavaren för talan för, utöver den egna.",
    )
    starts = first_day()


class AddSeatForm(SeatTextForm):
    """A chair to add to the group."""

    last_day = last_day(help_text=UNTIL_FURTHER_NOTICE)
    position = forms.IntegerField(
        label="Ordning", required=False, min_value=1, max_value=999, help_text="Lämna tomt för sist i gruppen."
    )
    mandate = forms.ModelChoiceField(
        label="Fastställd i", queryset=Mandate.objects.none(), required=False, empty_label="Inget uppdrag"
    )

    def __init__(self, group: Group, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts": today})
        field: Any = self.fields["mandate"]
        field.queryset = group.mandates.exclude(state=MandateState.DRAFT).order_by("-version")


class CorrectSeatForm(SeatTextForm):
    """What was registered wrongly of a seat."""

    reason = reason()

    def __init__(self, seat: Seat, data: Any = None) -> None:
        names = ("label", "organisation", "is_adjunct", "starts")
        initial = {name: getattr(seat, name) for name in names}
        super().__init__(data, initial={**initial, "answers_for": seat.answers_for.all()})
        fields: Any = self.fields
        fields["organisation"].queryset = standing_or(seat.organisation)
        fields["answers_for"].queryset = standing_or(*seat.answers_for.all())
