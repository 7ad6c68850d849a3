"""The small forms of the steps: a new meeting, a reason, what to do with contact details."""

from typing import Any

from django import forms
from django.utils import timezone

from groups.models import Group, User
from meetings.forms.rows import ClockField, DayField
from meetings.models import ContactChoice, Meeting
from samverkan.common.swedish import long_date


class NewMeetingForm(forms.Form):
    """A meeting to plan, in one of the groups that the person runs."""

    group = forms.ModelChoiceField(
        label="Grupp",
        queryset=Group.objects.none(),
        empty_label="Välj grupp",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp mötet gäller."),
    )
    kind = forms.ChoiceField(label="Slag", choices=Meeting.Kind.choices)
    date = DayField(label="Datum")
    starts_at = ClockField(label="Börjar", required=False)
    ends_at = ClockField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", max_length=160, required=False)

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        groups = Group.objects.worked_by(by, on=timezone.localdate())
        field: Any = self.fields["group"]
        field.queryset = groups
        if len(groups) == 1:
            self.initial["group"] = groups[0]

    def clean(self) -> dict[str, Any] | None:
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "Mötet kan inte sluta innan det har börjat. Ändra tiden.")
        group, day = self.cleaned_data.get("group"), self.cleaned_data.get("date")
        if group and day and not group.holds_on(day):
            self.add_error("date", f"Gruppen finns inte den {long_date(day)}.")
        return self.cleaned_data

    def meeting(self) -> Meeting:
        """The meeting as described, not yet saved."""
        return Meeting(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why a published note is taken off the open site."""

    reason = forms.CharField(
        label="Varför avpubliceras anteckningen?",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text="Skälet sparas i historiken.",
        error_messages={"required": "Skriv varför anteckningen avpubliceras."},
    )
    sure = forms.BooleanField(
        label="Ja, ta bort anteckningen från den öppna webbplatsen",
        error_messages={"required": "Kryssa i att du vill ta bort anteckningen från den öppna webbplatsen."},
    )


class ContactForm(forms.Form):
    """One choice for each e-mail address that stands in the text."""

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.values: dict[str, str] = {}
        for index, (value, made) in enumerate(choices):
            name = f"contact-{index}"
            self.values[name] = value
            self.fields[name] = forms.ChoiceField(
                label=value,
                choices=ContactChoice.Choice.choices,
                initial=made,
                widget=forms.RadioSelect,
                error_messages={"required": f"Välj om {value} får stå kvar eller ska döljas."},
            )

    def chosen(self) -> dict[str, str]:
        """Address → ``keep`` or ``mask``."""
        return {value: self.cleaned_data[name] for name, value in self.values.items()}
