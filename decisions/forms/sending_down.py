"""Which groups below get a decision, and what they are asked."""

from typing import Any

from django import forms
from django.utils import timezone

from groups.forms.steps import ShowsRefusals
from groups.models import Group
from meetings.forms.matters import LONGEST_TEXT, NOTHING_ON_PEOPLE
from meetings.forms.rows import DayField, TextBox
from samverkan.common.swedish import listed


class RegisteredAnswerForm(ShowsRefusals, forms.Form):
    """What a group that nobody runs has answered, and who said so."""

    told = forms.CharField(
        label="Vem svarade?",
        max_length=160,
        help_text="Namn, uppdrag och när, till exempel: Bo Ek, ordförande, per telefon 4 maj. Visas med svaret.",
        error_messages={"required": "Skriv vem som svarade.", "max_length": "Skriv högst 160 tecken."},
    )
    text = TextBox(
        label="Gruppens svar",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=NOTHING_ON_PEOPLE,
        error_messages={"required": "Skriv gruppens svar.", "max_length": f"Skriv högst {LONGEST_TEXT} tecken."},
    )


class SendDownForm(ShowsRefusals, forms.Form):
    """Which kinds of groups get the decision, and what they are asked."""

    types = forms.MultipleChoiceField(
        label="Till vilka grupper?",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Välj vilka grupper beslutet ska skickas till."
        ),
    )  # fmt: skip
    question = TextBox(
        label="Vad ska grupperna svara på? (frivilligt)",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text=f"Beslutet följer med. {NOTHING_ON_PEOPLE}",
        error_messages={"max_length": f"Skriv högst {LONGEST_TEXT} tecken."},
    )
    wanted_by = DayField(label="Svar senast (frivilligt)", required=False)

    def __init__(self, data: Any = None, *, groups: list[Group]) -> None:
        super().__init__(data)
        self._by_type: dict[str, list[Group]] = {}
        for group in groups:
            self._by_type.setdefault(group.type.slug, []).append(group)
        field: Any = self.fields["types"]
        field.choices = [
            (slug, f"{rows[0].type.name}: {listed([row.name for row in rows])}") for slug, rows in self._by_type.items()
        ]

    def clean_wanted_by(self) -> Any:
        day = self.cleaned_data["wanted_by"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError("Välj en dag som kommer, så att grupperna hinner svara.")
        return day

    @property
    def chosen(self) -> list[Group]:
        return [group for slug in self.cleaned_data["types"] for group in self._by_type[slug]]
