"""The forms of the registers: a person, what is held about one, names of organisations and mergers."""

from typing import Any

from django import forms
from django.db.models import Q

from groups.forms.steps import PlainForm, ShowsRefusals, StepForm
from groups.models import Organisation, Person
from samverkan.common.days import DayField

SURE = "Kryssa i att du är säker."


class PersonForm(PlainForm):
    """A person in the register. A name that somebody has already is asked about once before it is saved again."""

    is_another = forms.BooleanField(
        label="Det är en annan person med samma namn", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Person
        fields = ("name", "title", "organisation", "email", "is_role_contact")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = " ".join(cleaned.get("name", "").split())
        if cleaned["name"] and (self.instance._state.adding or "name" in self.changed_data):
            self._ask_about_namesakes(cleaned)
        return cleaned

    def _ask_about_namesakes(self, cleaned: dict[str, Any]) -> None:
        others = Person.objects.standing().exclude(pk=self.instance.pk).called(cleaned["name"])
        namesakes = [person.described for person in others.select_related("organisation")]
        if not namesakes:
            return
        self.fields["is_another"].widget = forms.CheckboxInput()
        if not cleaned.get("is_another"):
            self.add_error(
                "name",
                f"Det finns redan en person som heter så: {'; '.join(namesakes)}. Är det samma person, använd den. "
                "Är det en annan, kryssa i rutan längre ner och spara igen.",
            )


class CorrectionForm(ShowsRefusals, forms.ModelForm):  # type: ignore[type-arg]
    """What the register says of a person, to be corrected with a reason."""

    reason = forms.CharField(
        label="Varför ändras uppgiften?",
        max_length=80,
        help_text="Till exempel: personen har bytt titel. Skälet sparas i historiken.",
        error_messages={"required": "Skriv varför uppgiften ändras."},
    )

    class Meta:
        model = Person
        fields = ("name", "title", "organisation", "email")
        error_messages = {
            "name": {"required": "Skriv personens namn."},
            "email": {"invalid": "E-postadressen är inte fullständig. Skriv den som namn@example.se."},
        }

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, instance=Person.objects.get(pk=person.pk))
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(Q(merged_into=None) | Q(people=person)).distinct()


class SureForm(StepForm):
    """A tick before something that is not easily undone."""

    sure = forms.BooleanField(label="Ja, jag är säker", error_messages={"required": SURE})


class RenameForm(StepForm):
    """A new name from a day, or a mended spelling for every day."""

    name = forms.CharField(label="Namn", max_length=160, error_messages={"required": "Skriv organisationens namn."})
    short_name = forms.CharField(label="Kort namn", max_length=60, required=False)
    only_spelling = forms.BooleanField(label="Det är bara ett stavfel. Inget tidigare namn sparas.", required=False)
    on = DayField(label="Det nya namnet gäller från och med", required=False)

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        initial = {"name": organisation.name, "short_name": organisation.short_name}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any] | None:
        if not self.cleaned_data.get("only_spelling") and not self.cleaned_data.get("on") and "on" not in self.errors:
            self.add_error("on", "Välj vilken dag det nya namnet gäller från, eller kryssa i att det är ett stavfel.")
        return self.cleaned_data


class MergeOrganisationForm(SureForm):
    """Which organisation another goes up in, and from when."""

    into = forms.ModelChoiceField(
        label="Går upp i",
        queryset=Organisation.objects.none(),
        empty_label="Välj organisation",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj den organisation som tar över."),
    )
    on = DayField(label="Från och med")
    field_order = ("into", "on", "sure")

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.queryset = Organisation.objects.standing().exclude(pk=organisation.pk)
