"""The forms of what happens to a note after its adjustment: correction, redaction, registration."""

from collections.abc import Sequence
from typing import Any

from django import forms

from meetings.kinds import Correction
from meetings.workflow.corrections import LONGEST_REASON
from meetings.workflow.redactions import Wish, wish
from meetings.workflow.registration import LONGEST_ID, LONGEST_NUMBER


class CorrectionForm(forms.Form):
    """What is corrected, and why."""

    kind = forms.ChoiceField(
        label="Vad ska rättas?",
        choices=Correction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om rättelsen gäller skrivfel eller innehållet."},
    )
    reason = forms.CharField(
        label="Varför rättas anteckningen?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Visas för alla tillsammans med den rättade anteckningen. Till exempel: Fel årtal i punkt 3.",
        error_messages={"required": "Skriv varför anteckningen rättas."},
    )


class RedactionForm(forms.Form):
    """What is to be taken out of the published note. The first posting shows what it leads to, the second does it."""

    masks = forms.CharField(
        label="Texter som ska bort",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="En text på varje rad, precis som den står i anteckningen. Den tas bort överallt där den står.",
    )
    reason = forms.CharField(
        label="Varför tas uppgifterna bort?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text="Skälet sparas här och visas inte öppet.",
        error_messages={"required": "Skriv varför uppgifterna tas bort."},
    )

    def __init__(self, items: Sequence[tuple[str, str]], papers: Sequence[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        fields = (("items", "Punkter som ska bort", items), ("papers", "Underlag som ska bort", papers))
        for name, label, choices in fields:
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        self.order_fields(["items", "masks", "papers", "reason"])

    def wanted(self) -> Wish:
        """What was chosen; an item's value is the versions and numbers that it stands in: ``1-2,2-2``."""
        data = self.cleaned_data
        pairs = [pair.split("-") for value in data["items"] for pair in value.split(",")]
        keys = [(int(version), int(number)) for version, number in pairs]
        return wish(keys, data["masks"].splitlines(), [int(pk) for pk in data["papers"]])


class RegistrationForm(forms.Form):
    """Registration number and archive id, in the registry's own format."""

    number = forms.CharField(label="Diarienummer", max_length=LONGEST_NUMBER, required=False)
    archive_id = forms.CharField(label="Arkiv-id", max_length=LONGEST_ID, required=False)

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("number") and not self.cleaned_data.get("archive_id"):
            self.add_error("number", "Skriv ett diarienummer eller ett arkiv-id.")
        return self.cleaned_data
