"""The small forms of the steps: a new meeting, a reason, what to do with contact details."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils import timezone

from groups.models import Group, User
from meetings.forms.rows import ClockField, DayField
from meetings.forms.times import LinkField, clean_times
from meetings.kind_rules import meeting_groups
from meetings.models import ContactChoice, Meeting
from samverkan.common.swedish import long_date

#: The kinds that people come together for, which are planned here.
GATHERINGS = (Meeting.Kind.ORDINARY, Meeting.Kind.EXTRA)


class NewMeetingForm(forms.Form):
    """A meeting to plan, in one of the groups that the person runs."""

    group = forms.ModelChoiceField(
        label="Grupp",
        queryset=Group.objects.none(),
        empty_label="Välj grupp",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vilken grupp mötet gäller."),
    )
    kind = forms.ChoiceField(label="Slag", choices=[(kind, kind.label) for kind in GATHERINGS])
    joint_groups = forms.ModelMultipleChoiceField(
        label="Tillsammans med",
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ett gemensamt möte får en anteckning, som visas hos alla grupperna. "
        "Här står grupperna i dina områden och de som visas på den öppna webbplatsen.",
        error_messages={"invalid_choice": "En av grupperna finns inte bland dem som du ser. Välj om."},
    )
    date = DayField(label="Datum")
    starts_at = ClockField(label="Börjar", required=False)
    ends_at = ClockField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", max_length=160, required=False)
    link = LinkField(label="Länk till mötet", required=False, help_text="Visas bara för dem som kallas.")

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        today = timezone.localdate()
        groups = Group.objects.worked_by(by, on=today)
        group, joint = self.fields["group"], self.fields["joint_groups"]
        group.queryset = groups  # type: ignore[attr-defined]
        others = meeting_groups(by, on=today)
        if len(groups) == 1:
            self.initial["group"] = groups[0]
            others = others.exclude(pk=groups[0].pk)
        joint.queryset = others.select_related("area").order_by("area__name", "name")  # type: ignore[attr-defined]
        self.initial["kind"] = Meeting.Kind.ORDINARY

    def clean(self) -> dict[str, Any] | None:
        clean_times(self)
        group, day = self.cleaned_data.get("group"), self.cleaned_data.get("date")
        joint: list[Group] = list(self.cleaned_data.get("joint_groups") or [])
        if group and day and not group.holds_on(day):
            self.add_error("date", f"Gruppen finns inte den {long_date(day)}.")
        for other in joint:
            if day and not other.holds_on(day):
                self.add_error("joint_groups", f"{other.title} finns inte den {long_date(day)}.")
        if group and group in joint:
            self.add_error("joint_groups", f"{group.title} håller mötet. Kryssa bara i de andra grupperna.")
        return self.cleaned_data

    @property
    def joint_by_area(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of the groups that can be met with, by the name of their area."""
        found: dict[str, list[BoundWidget]] = {}
        for box in self["joint_groups"]:
            found.setdefault(box.data["value"].instance.area.name, []).append(box)
        return list(found.items())

    def meeting(self) -> Meeting:
        """The meeting as described, not yet saved."""
        return Meeting(**{name: value for name, value in self.cleaned_data.items() if name != "joint_groups"})

    @property
    def joint(self) -> list[Group]:
        """The groups that it is held together with."""
        return list(self.cleaned_data["joint_groups"])


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
